import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import type * as checking from "../../../kernel/language/check/checker";
import type * as hosting from "../../../kernel/session/compiler/nodeHost";
import type * as serving from "../../../kernel/session/compiler/nativeCompiler";
import type * as parsing from "../../../kernel/language/parse/parseCell";
import { ensureBuilt, root } from "../testKernel";

ensureBuilt();
const built = <Module>(path: string) => jest.requireActual<Module>(join(root, "dist/kernel", path));
const { Checker } = built<typeof checking>("language/check/checker.js");
const { nodeHost } = built<typeof hosting>("session/compiler/nodeHost.js");
const { NativeCompiler } = built<typeof serving>("session/compiler/nativeCompiler.js");
const { parseCell } = built<typeof parsing>("language/parse/parseCell.js");
/** The kernel's own project, which lists no package. */
const project = {
  ...{
    root,
    name: "tsdescent",
    version: "0",
    packages: [],
    folders: { tslab: join(root, "node_modules", "tslab") },
    subpaths: {},
    cache: "",
  },
  typeRoots: [join(root, "node_modules", "@types")],
};

describe("What later cells know of a cell's names", () => {
  let checker: checking.Checker;
  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), "kernel-summaries-"));
    checker = new Checker(project, folder, nodeHost, new NativeCompiler(folder));
  });
  afterAll(() => checker.close());

  const run = async (code: string): Promise<void> => {
    expect((await checker.check(code, parseCell(code), true)).errors).toEqual([]);
    checker.keep([]);
  };
  /** What the compiler says of a new variable that takes the value. */
  const taken = async (before: string, name: string): Promise<string | undefined> => {
    const code = `${before}\nlet probe = ${name};`;
    const line = code.split("\n").length - 1;
    return checker.inspect(code, parseCell(code), { line, character: 5 });
  };

  it.each([
    ["number", "const n0 = 5", "n0"],
    ["number", "let n1 = 5", "n1"],
    ["number", "for (var n5 = 0; n5 < 2; n5++);", "n5"],
    [
      "string[]",
      "if (Math.random() < 2) { try { var [t1, t2] = [['a'], 1] as [string[], number] } finally {} }",
      "t1",
    ],
    ["string", "for (const at of [1]) { var s1 = 'a' + at }", "s1"],
    ["{ a: number; b: string; }", "let r0: {\n  a: number; // first\n  b: string;\n}", "r0!"],
    ["(p: { x: number; }) => number", "function f6(p: { x: number }): number { return p.x }", "f6"],
    ["string", "const s0 = 'text with ... in it'", "s0"],
    ["5", "const n2: 5 = 5", "n2"],
    ["5", "const n3 = 5 as const", "n3"],
    ["number", "const n4 = Math.random() > 0.5 ? 1 : 2", "n4"],
    ["boolean", "const b0 = true", "b0"],
    ["bigint", "const i0 = -10n", "i0"],
    ["null", "const nothing = null", "nothing"],
    ["Colour", "enum Colour { Red, Green }\nconst c0 = Colour.Red", "c0"],
    ['readonly [1, "a"]', "const t0 = [1, 'a'] as const", "t0"],
    ["Promise<Map<string, number[]>>", "const p0 = Promise.resolve(new Map<string, number[]>())", "p0"],
    ["(a: number, b?: string) => number", "function f0(a: number, b?: string) { return a }", "f0"],
    ["<T>(x: T, ...rest: T[]) => T[]", "function f1<T>(x: T, ...rest: T[]) { return [x, ...rest] }", "f1"],
    ["(x: unknown) => x is string", "const f2 = (x: unknown): x is string => true", "f2"],
    [
      "{ (a: string): string; (a: number): number; }",
      "function f3(a: string): string;\nfunction f3(a: number): number;\nfunction f3(a: any) { return a }",
      "f3",
    ],
    ["Local", "function f4() { class Local { a = 1 } return new Local() }\nconst l0 = f4()", "l0"],
    ["Map", "function f5() { class Map { mine = 1 } return new Map() }\nconst l1 = f5()", "l1"],
    ["Point", "class Point { x = 1 }\nconst o0 = new Point()", "o0"],
    ["typeof Point", "class Point { x = 1 }\nconst o1 = Point", "o1"],
    ["fs.Stats", "import * as fs from 'node:fs';\nconst stats = fs.statSync('/')", "stats"],
  ])("is %s, as in the cell itself, of %s", async (type, declaration, name) => {
    const here = await taken(declaration, name);
    expect(here?.replace(/\s+/g, " ")).toContain(`let probe: ${type}`);
    await run(declaration);
    await checker.check("1", parseCell("1"), true);
    expect(await taken("", name)).toBe(here);
  });

  it("leads to the class that an instance was made of, after another got its name", async () => {
    await run("class Twice { first = 1 }");
    await run("const one = new Twice()");
    await run("class Twice { second = 2 }");
    await run("const two = new Twice(); one.first + two.second");
    expect((await checker.check("one.second", parseCell("one.second"), true)).errors).toMatchObject([
      { message: expect.stringContaining("'second' does not exist on type 'Twice'") },
    ]);
  });

  it("keeps the compiler's files few through a long chain of cells", async () => {
    const written = jest.spyOn(NativeCompiler.prototype, "write");
    await run("const x0 = 1");
    for (let at = 1; at <= 60; at++) await run(`const x${at} = x${at - 1} + 1`);
    expect(written).toHaveBeenCalledTimes(61);
    expect(new Set(written.mock.calls.map(([name]) => name)).size).toBeLessThan(32);
    written.mockRestore();
  });
});

describe("Cells with imports", () => {
  it("take files that imported the same before, which costs the compiler no new program", async () => {
    const folder = mkdtempSync(join(tmpdir(), "kernel-imports-"));
    const checker = new Checker(project, folder, nodeHost, new NativeCompiler(folder));
    const run = async (code: string): Promise<void> => {
      expect((await checker.check(code, parseCell(code), true)).errors).toEqual([]);
      checker.keep([]);
      await checker.check("0", parseCell("0"), true);
    };
    const written = jest.spyOn(NativeCompiler.prototype, "write");
    for (let at = 0; at < 30; at++) {
      await run(`const plain = ${at}`);
      await run(`import { join } from "node:path"; const path = join("a", "${at}")`);
      await run(
        `import { EOL } from "node:os"; import * as fs from "node:fs"; const all = [EOL, fs.existsSync]`,
      );
    }
    const imports = new Map<string, string>();
    let changes = 0;
    for (const [name, text] of written.mock.calls) {
      const now = [...text.matchAll(/from "(node:[^"]+)"/g)].map(([, module]) => module).join();
      if (/-c\d+\.ts$/.test(name) && now !== (imports.get(name) ?? "")) changes += 1;
      imports.set(name, now);
    }
    expect(changes).toBeLessThan(25);
    written.mockRestore();
    checker.close();
  });
});

describe("Functions that use what is declared anew", () => {
  let checker: checking.Checker;
  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), "kernel-followers-"));
    checker = new Checker(project, folder, nodeHost, new NativeCompiler(folder));
  });
  afterAll(() => checker.close());

  const told = async (code: string) => {
    const { errors, notes } = await checker.check(code, parseCell(code), true);
    if (errors.length === 0) checker.keep([]);
    return { errors: errors.map(({ message }) => message), notes };
  };
  const run = async (code: string): Promise<void> =>
    expect([code, await told(code)]).toEqual([code, { errors: [], notes: [] }]);
  /** The type of an expression, as the compiler has it in a cell of its own. */
  const typeOf = async (expression: string): Promise<string> => {
    const { errors } = await told(`const probe: { none: 1 } = ${expression}`);
    expect([expression, errors]).toEqual([expression, [expect.any(String)]]);
    return /^Type '([^]*?)' is not assignable|^Property 'none' is missing in type '([^]*?)' but/
      .exec(errors[0])!
      .slice(1)
      .join("");
  };

  it.each([
    ["a function", "function caller() { return callee() }", "caller()", "string"],
    ["an arrow function", "const caller = () => callee()", "caller()", "string"],
    ["one in a variable", "let caller = function () { return callee() }", "caller()", "string"],
    ["one of several", "const one = 1, caller = () => callee(), two = [2]", "caller()", "string"],
    ["a documented one", "/** Calls. */\nfunction caller() { return callee() }", "caller()", "string"],
    ["an exported one", "export function caller() { return callee() }", "caller()", "string"],
    [
      "the module's own",
      "export default async function caller() { return callee() }",
      "caller()",
      "Promise<string>",
    ],
    ["a generator", "function* caller() { yield callee() }", "[...caller()]", "string[]"],
    [
      "a generic one",
      "function caller<T>(x: T) { return { x, y: callee() } }",
      "caller(1)",
      "{ x: number; y: string; }",
    ],
    [
      "a chain",
      "function first() { return [callee()] }\nconst caller = () => first()",
      "caller()",
      "string[]",
    ],
    ["one through its parameters", "function caller(x = callee()) { return x }", "caller()", "string"],
    ["one within it", "function caller() { return [1].map(() => callee()) }", "caller()", "string[]"],
    ["members", "const own = { deep: [{ get: () => callee(), size: 1 }] }", "own.deep[0].get()", "string"],
    [
      "a method and a getter",
      "const own = { get it() { return callee() }, of() { return this.it } }",
      "own.of()",
      "string",
    ],
    [
      "one whose type is checked",
      "const caller = (() => callee()) satisfies () => unknown",
      "caller()",
      "string",
    ],
  ])("give what the new ones give: %s", async (_, declared, call, type) => {
    await run("function callee() { return 1 }");
    await run(declared);
    const before = await typeOf(call);
    expect(before).toBe(type.replace("string", "number"));
    await run("function callee() { return String() }");
    expect(await typeOf(call)).toBe(type);
    await run("const callee = () => 5n");
    await run("1 + 1");
    expect(await typeOf(call)).toBe(type.replace("string", "bigint"));
  });

  it.each([
    ["a value", "const value = caller()", "value", "number"],
    ["a value of a class", "class Held { a = caller() }; const value = new Held()", "value", "Held"],
    ["a list", "const value = [1].map(() => caller())", "value", "number[]"],
    ["what was called at once", "const value = (() => caller())()", "value", "number"],
    ["what holds both", "const value = { now: callee(), later: () => callee() }", "value.now", "number"],
    ["a pattern of values", "const { value } = { value: caller() }", "value", "number"],
    ["a function of its own words", "const value = (): number => Number(caller())", "value()", "number"],
  ])("leave what was computed by them as it is: %s", async (_, declared, expression, type) => {
    await run("function callee() { return 1 }");
    await run("function caller() { return callee() }");
    await run(declared);
    await run("function callee() { return String() }");
    expect(await typeOf("caller()")).toBe("string");
    expect(await typeOf(expression)).toBe(type);
  });

  it("follow from cell to cell, variables and classes too, and mean by types what they meant", async () => {
    await run("let size = 1; class Item { a = 1 }; interface Given { g: number }");
    await run("function make(given: Given) { return { size, item: new Item(), g: given.g } }");
    await run("const wrap = () => make({ g: 1 })");
    await run("const later = () => wrap()");
    await run("let size = String(); class Item { b = String() }; interface Given { h: string }");
    expect(await typeOf("later().size + later().item.b + make({ g: 1 }).size")).toBe("string");
    expect(await typeOf("make({ g: 1 }).g")).toBe("number");
    expect((await told("make({ h: 'x' })")).errors[0]).toContain("'h' does not exist in type 'Given'");
  });

  it("that do not fit any more are named, once", async () => {
    await run("function callee() { return 1 }");
    await run("function said(): number { return callee() }");
    expect(await told("function callee() { return String() }")).toEqual({ errors: [], notes: [] });
    const note =
      "kernel: said uses callee, declared anew since, and does not fit: Type 'string' is not assignable to type 'number'.";
    expect(await told("said()")).toEqual({ errors: [], notes: [note] });
    expect(await told("said()")).toEqual({ errors: [], notes: [] });
    await run("function said(): string { return callee() }");
    await run("said().length");
    await run("const said = 1");
  });

  it("have room made for them before they are declared anew, so that no cell waits for a new program", async () => {
    await run("function many() { return 1 }");
    for (let at = 0; at < 24; at++) await run(`const asks${at} = () => many() + ${at}`);
    const { slots } = checker as unknown as { slots: { free: { ts: string[] } } };
    while (slots.free.ts.length < 50) await new Promise((resolve) => setTimeout(resolve, 5));
    const written = jest.spyOn(NativeCompiler.prototype, "write");
    await run("function many() { return String() }");
    await run("1 + 1");
    expect(await typeOf("[asks0(), asks23()].join() + many()")).toBe("string");
    const names = written.mock.calls.map(([name]) => name);
    written.mockRestore();
    expect(names.length).toBeGreaterThan(24);
    expect(names).not.toContain(".tsdescent.ts");
  });

  it("stay in few files, however often they are declared anew", async () => {
    await run("function callee() { return 0 }");
    for (let at = 0; at < 10; at++) await run(`const uses${at} = () => callee() + ${at}`);
    const written = jest.spyOn(NativeCompiler.prototype, "write");
    for (let at = 1; at <= 20; at++) {
      await run(`function callee() { return ${at % 2 ? "String()" : "1"} }`);
      expect(await typeOf("uses9()")).toBe(at % 2 ? "string" : "number");
    }
    expect(new Set(written.mock.calls.map(([name]) => name)).size).toBeLessThan(48);
    written.mockRestore();
  });
});
