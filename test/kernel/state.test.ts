import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestKernel } from "./testKernel";

describe("The state of a notebook", () => {
  let kernel: TestKernel;
  beforeAll(async () => {
    kernel = await TestKernel.start();
  });
  afterAll(() => kernel.stop());

  const value = async (code: string): Promise<string | undefined> => {
    const { result, error } = await kernel.execute(code);
    return error ? `${error.ename}: ${error.evalue}` : result;
  };
  const write = (name: string, text: string, seconds = 0) => {
    const path = join(kernel.folder, name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, text);
    if (seconds) utimesSync(path, seconds, seconds);
  };

  it("lets a parameter's default see the notebook's name that a var of the body hides", async () => {
    await value(`let shade = 1; function defaulted(a = shade) { var shade = 2; return [a, shade] }`);
    expect(await value(`defaulted()`)).toBe("[ 1, 2 ]");
    expect(await value(`shade = 5; defaulted()`)).toBe("[ 5, 2 ]");
  });

  it("lets closures see what later cells assign and redeclare", async () => {
    await value(
      "let cx = 1; const getCx = () => cx; function twice() { return 2 * helper() } function helper() { return 1 }",
    );
    expect(await value("cx = 5; getCx()")).toBe("5");
    expect(await value("const cx = 7; getCx()")).toBe("7");
    await value("function helper() { return 21 }");
    expect(await value("twice()")).toBe("42");
  });

  it("lets every kind of name be declared again with another type", async () => {
    for (const code of [
      "const r = 1",
      "let r = 'a'",
      "function r() {}",
      "class r {}",
      "enum r { A }",
      "var r = 2",
      "type r = 5",
      "interface r { a: 1 }",
    ])
      expect(await value(code)).toBeUndefined();
    await value("enum Colour { Red }");
    await value("enum Colour { Green }");
    expect(await value("Object.keys(Colour).length")).toBe("2");
  });

  it("keeps what ran before an error, and what was there of names that were not reached", async () => {
    await value("const stays = 1, old = 'old'");
    expect(await value("const before = 2; throw new Error('half-way'); const after = 3; const old = 4")).toBe(
      "Error: half-way",
    );
    expect(await value("before + stays")).toBe("3");
    expect(await value("old")).toBe("'old'");
    expect(await value("after")).toBe("TypeScriptError: Cannot find name 'after'.");
  });

  it("keeps the types of classes, enums, namespaces and imports where a cell did not come to new ones", async () => {
    await value("class Held { one = 1 }; enum Shade { Dark = 2 }; namespace Inner { export type T = 3 }");
    const stopped =
      "null!.nothing; class Held { two = 2 } enum Shade { Light = 'l' } namespace Inner { export type T = 4; export const t = 4 } class Fresh {} enum Tint { A }";
    expect(await value(`%typecheck off\n${stopped}`)).toContain("TypeError");
    await value("%typecheck error\n1");
    expect(await value("const h: Held = new Held(); h.one")).toBe("1");
    expect(await value("const s: Shade = Shade.Dark; const t: Inner.T = 3; [s, t]")).toBe("[ 2, 3 ]");
    for (const name of ["Fresh", "Tint"])
      expect(await value(`0 as unknown as ${name}`)).toBe(`TypeScriptError: Cannot find name '${name}'.`);
  });

  it("knows nothing of a cell that was refused, whatever kind of cell runs next", async () => {
    expect(await value("const ghost = 1; const wrong: string = 5")).toContain("not assignable");
    expect(await value("%%tslab\n1 + 1")).toBe("2");
    expect(await value("ghost")).toBe("TypeScriptError: Cannot find name 'ghost'.");
  });

  it("keeps names of functions and classes, destructures, and hides names in inner scopes", async () => {
    await value(
      "const named = () => 1, { p, q: [r0 = 5, ...rest] } = { p: 1, q: [undefined, 2, 3] }; class Named {}",
    );
    expect(await value("[named.name, Named.name, p, r0, rest]")).toBe("[ 'named', 'Named', 1, 5, [ 2, 3 ] ]");
    expect(
      await value("const inner = (p: number) => { const r0 = p; return { r0, p } }; [inner(9), p, r0]"),
    ).toBe("[ { r0: 9, p: 9 }, 1, 5 ]");
    expect(await value("for (var i = 0; i < 3; i++) { var last = i } [i, last!]")).toBe("[ 3, 2 ]");
  });

  it("keeps a library's globals out of reach of the notebook's names", async () => {
    await value("const performance = 0.93, process = 'mine', Array = 1");
    expect(await value("[performance, process, structuredClone([1]).length]")).toBe("[ 0.93, 'mine', 1 ]");
    expect(await value("import { platform } from 'node:os'; typeof platform()")).toBe("'string'");
  });

  it("offers values shown before", async () => {
    await value("'first'");
    const { reply } = await kernel.execute("'second'");
    expect(await value("[_, __]")).toBe("[ 'second', 'first' ]");
    expect(await value(`Out[${reply.execution_count}]`)).toBe("'second'");
  });

  it("checks types across cells before anything runs", async () => {
    await value("let ran = false; const count: number = 1");
    const { error } = await kernel.execute("ran = true; const a: string = count; count.foo");
    expect(error?.traceback).toHaveLength(2);
    expect(error?.traceback[0]).toContain("1 | ran = true; const a: string = count; count.foo");
    expect(await value("ran")).toBe("false");
    expect(await value("// @ts-ignore\nconst b: string = count; b")).toBe("1");
    expect(await value("%typecheck off\nconst c: string = count; c")).toBe("1");
    expect((await kernel.execute("%typecheck warn\nconst d: string = count; d")).stderr).toContain(
      "not assignable",
    );
    expect(await value("%typecheck error\nconst e: string = count")).toContain("TypeScriptError");
    expect(await value("%nonsense")).toContain("no such magic");
  });

  it("lets a list that began empty be filled by later cells", async () => {
    expect(await value("const losses = []; const log = [];")).toBeUndefined();
    expect(
      await value("losses.push(0.5); for (const l of [1, 2]) log.push(l); losses.length + log.length"),
    ).toBe("3");
    expect(await value("function implicit(x) { return x }")).toContain("implicitly has an 'any' type");
  });

  it("knows the language of today", async () => {
    expect(
      await value(
        "const log: string[] = []; { using res = { [Symbol.dispose]() { log.push('closed') } }; log.push('open') } log",
      ),
    ).toBe("[ 'open', 'closed' ]");
    expect(
      await value(
        "const out: number[] = []; for await (const n of [Promise.resolve(1), 2]) out.push(n); out",
      ),
    ).toBe("[ 1, 2 ]");
    expect(
      await value("function tag<const T>(x: T) { return x } const lit: readonly ['a'] = tag(['a']); lit"),
    ).toBe("[ 'a' ]");
    expect(
      await value(
        "function logged<T extends Function>(f: T, _: ClassMethodDecoratorContext) { return f } class D { @logged m() { return 3 } } new D().m()",
      ),
    ).toBe("3");
    expect(await value("[typeof import.meta.url, typeof __dirname, typeof require]")).toBe(
      "[ 'string', 'string', 'function' ]",
    );
    expect(await value("const v = { a: 1 } satisfies Record<string, number>; v.a")).toBe("1");
  });

  it("imports local modules, and again after they or what they import were edited", async () => {
    write("deep.ts", "export const depth = (): number => 1;", 1000);
    write(
      "helper.ts",
      `import { depth } from "./deep";\nexport function help(): number { return depth() + 10 }`,
      1000,
    );
    write("data.json", `{ "n": 3 }`);
    expect(
      await value(`import { help } from "./helper"; import data from "./data.json"; help() + data.n`),
    ).toBe("14");
    write("deep.ts", "export const depth = (): number => 5;", 2000);
    expect(await value("help()")).toBe("15");
    expect(await value(`const dynamic = await import("./helper"); dynamic.help()`)).toBe("15");
  });

  it("checks cells against a local module as it was edited, and against what that imports", async () => {
    write("under.ts", "export const size = 1;", 1000);
    write("over.ts", `export { size } from "./under"; export const kind = (): number => 1;`, 1000);
    expect(await value(`import { size, kind } from "./over"; const n: number = size; n`)).toBe("1");
    write("under.ts", "export const size = 'large';", 2000);
    expect(await value(`import { size } from "./over"; const s: string = size; s`)).toBe("'large'");
    write("over.ts", `export { size } from "./under"; export const kind = (): string => "k";`, 2000);
    expect(await value(`import { kind } from "./over"; const k: number = kind()`)).toContain(
      "'string' is not assignable to type 'number'",
    );
    expect(await value(`import { kind } from "./over"; const t: string = kind(); t`)).toBe("'k'");
  });

  it("imports packages of the notebook's own: CommonJS, ES modules with top-level await, subpaths", async () => {
    write("node_modules/cjs/package.json", `{ "name": "cjs", "main": "index.js" }`);
    write("node_modules/cjs/index.js", `module.exports = { one: 1, fn() { return 2 } }`);
    write(
      "node_modules/esm/package.json",
      `{ "name": "esm", "type": "module", "exports": { ".": { "import": "./index.js" }, "./sub": { "import": "./sub.js" } } }`,
    );
    write(
      "node_modules/esm/index.js",
      `export const late = await Promise.resolve("late"); export default 7;`,
    );
    write("node_modules/esm/sub.js", `export const sub = "sub";`);
    expect(
      await value(
        `%typecheck off\nimport cjs, { one } from "cjs"; import seven, { late } from "esm"; import { sub } from "esm/sub";\n[cjs.fn(), one, seven, late, sub]`,
      ),
    ).toBe("[ 2, 1, 7, 'late', 'sub' ]");
    await value("%typecheck error");
  });

  it("finds the project's packages from a folder that knows nothing of them, types and all, as one engine", async () => {
    expect(
      await value(
        `import * as tf from "@tensorflow/tfjs-node"; import { engine } from "@tensorflow/tfjs"; const total: number = tf.tensor([1, 2]).sum().dataSync()[0]; [total, engine() === tf.engine()]`,
      ),
    ).toBe("[ 3, true ]");
    expect(await value(`import * as library from "tsdescent"; typeof library`)).toBe("'object'");
    const { matches } = await kernel.request("complete_request", {
      code: "tf.tensor([1]).resh",
      cursor_pos: 19,
    });
    expect(matches).toContain("reshape");
    expect(await value(`tf.tensor("a", 5)`)).toContain("TypeScriptError");
    expect(await value(`import byDefault from "@tensorflow/tfjs-node"; byDefault.add === tf.add`)).toBe(
      "true",
    );
    expect(await value(`[tf.tensor([1, 2])]`)).toBe("[ Tensor float32 [2]: [1, 2] ]");
  });

  it.each([
    ["ends its process", "process.exit(3)", "exit code 3"],
    ["kills its process", "process.kill(process.pid, 'SIGKILL')", "SIGKILL"],
    ["crashes", "process.abort()", "SIGABRT"],
  ])("is empty again after a cell that %s, and the kernel lives", async (_name, code, words) => {
    expect(await value("%typecheck off\nglobalThis.process.title; const lost = 1")).toBeUndefined();
    const { error, stdout } = await kernel.execute(
      `console.log("before"); const p0 = require("node:process"); p0.${code.slice("process.".length)}`.replace(
        "process.pid",
        "p0.pid",
      ),
    );
    expect(error?.ename).toBe("ProcessEnded");
    expect(error?.evalue).toContain(words);
    expect(stdout).toBe("before\n");
    expect(await value("%typecheck error\n1 + 1")).toBe("2");
    expect(await value("lost")).toContain("Cannot find name 'lost'");
  });

  it("leads errors back to the cell as it was written", async () => {
    const { error, reply } = await kernel.execute(
      "interface Long {\n  a: number\n}\nfunction fails(x: Long): void {\n  throw new RangeError('bad')\n}\nfails({ a: 1 })",
    );
    const at = `In [${reply.execution_count}]`;
    expect(error?.traceback.join("\n")).toContain(`at fails (${at}:5:9)`);
    expect(error?.traceback.join("\n")).toContain(`at ${at}:7:`);
    expect(error?.traceback.join("\n")).toContain("5 |   throw new RangeError('bad')");
    expect(error?.traceback.join("\n")).not.toContain("kernel/child");
  });
});
