import { join } from "node:path";
import { Script } from "node:vm";
import { describe, expect, it, jest } from "@jest/globals";
import type * as compiling from "../../../kernel/language/compile/compileCell";
import type * as editing from "../../../kernel/language/compile/editCell";
import type * as importing from "../../../kernel/child/modules/imported";
import type * as mapping from "../../../kernel/child/modules/sourceMaps";
import type * as parsing from "../../../kernel/language/parse/parseCell";
import type ts from "typescript";
import { ensureBuilt, root } from "../testKernel";

ensureBuilt();
const built = <Module>(path: string) => jest.requireActual<Module>(join(root, "dist/kernel", path));
const { compileCell } = built<typeof compiling>("language/compile/compileCell.js");
const { editCell } = built<typeof editing>("language/compile/editCell.js");
const { SourceMaps } = built<typeof mapping>("child/modules/sourceMaps.js");
const { bind } = built<typeof importing>("child/modules/imported.js");
const { parseCell } = built<typeof parsing>("language/parse/parseCell.js");

const live = new Set(["who", "given", "tag"]);

interface Ran {
  /** The value, or the message of what was thrown. */
  value: unknown;
  /** What the names of the notebook mean afterwards. */
  names: Record<string, unknown>;
  declared: string[];
}

/** Runs a cell as it is compiled: by editing, or by TypeScript's own transformation. */
async function ran(code: string, options: ts.CompilerOptions): Promise<Ran> {
  const compiled = compileCell(parseCell(code), { live, options });
  const scope: Record<string, { v: unknown }> = {
    who: { v: (...all: unknown[]) => all.length },
    given: { v: { a: 1, b: { c: [2, 3] }, d: 4 } },
    tag: { v: ([text]: string[]) => text },
  };
  const references = compiled.names.map((name) => (scope[name] ??= { v: undefined }));
  const needs = {
    load: (name: string) => Promise.resolve({ default: `default of ${name}`, a: name }),
    meta: { url: "here" },
    bind,
    last: (value: unknown) => value,
  };
  const cell = new Script(compiled.code, { filename: "cell", lineOffset: -1 }).runInThisContext() as (
    ...all: unknown[]
  ) => Promise<unknown>;
  const value = await cell
    .call(undefined, needs, undefined, undefined, undefined, "", "", ...references)
    .catch((error: Error) => error.message);
  const names = Object.fromEntries(Object.entries(scope).map(([name, { v }]) => [name, v]));
  return JSON.parse(
    JSON.stringify({ value, names, declared: [...compiled.declared].sort() }, readable),
  ) as Ran;
}

function readable(_: string, value: unknown): unknown {
  if (typeof value !== "function") return value === undefined ? "nothing" : value;
  const made = Object.getOwnPropertyNames(value.prototype ?? {});
  return `${value.name}(${value.length}) ${made.join(" ")}`;
}

/** With this option, which changes nothing in these cells, a cell is transformed. */
const transformed = { useDefineForClassFields: false };

describe("A cell that is compiled by editing its text", () => {
  it.each([
    "const a: number = 1, b = a + 1; let c; var d: string | undefined\n[a, b]",
    "const { a, b: { c: [e = 9, f = who(1)] }, ...rest }: any = given\n[a, e, f, rest]",
    "const [x, , y = 3, ...z]: number[] = [1, 2]\n;({ x, y })",
    "const arrow = (n: number): number => n, named = function other() {}, made = class<T> {}\narrow.name",
    "const same = who\n;[1, 2].length",
    "let n = 1\nn++\n;[n] = [n + 1]\nn",
    "let q: any = 1\n({ a: q, b: { c: [q] } } = given as any)\nq",
    "who<number>(1, ...[2, 3] as number[])",
    "who(1), who(2, 3)",
    "(who as any)(1) // one",
    "who!(1)\n;(who as any)(1, 2)",
    "who?.(1)\ntag`text`",
    "const who = function (this: unknown) { return this === undefined }\n;[who(), who!(), (who as () => boolean)(), who?.()]",
    "const a = 1\nif (a) who(1)\nelse who(2)\n(a)",
    "let total = 0\nfor (const x of [1, 2] as number[]) total += x\nfor (let i = 0; i < 2; i++) { const total = 5; who(total) }\ntotal",
    "do who(); while (false)\n(1)",
    "interface Shape { area(): number }\ntype Pair<T> = [T, T]\nclass Square implements Shape { constructor(readonly_: number) { this.#side = readonly_ }\n  #side: number\n  static count?: number = 0\n  area(): number { return this.#side ** 2 } }\nnew Square(3).area()",
    "abstract class Base<T> { abstract name: string\n  declare hidden: T\n  protected abstract run(): void\n  [key: string]: unknown\n  hello(): string { return 'hello ' + this.name } }\nclass Own extends Base<number> { override name = 'own'\n  run() {} }\nnew Own().hello()",
    "class Fields { a = who(1)\n  ['b'] = 2\n  static { who() }\n  get c(): number { return 3 }\n  async *d?(): AsyncGenerator<number> {} }\nconst f = new Fields(); [f.a, f.b, f.c]",
    "function over(a: string): string\nfunction over(a: number): number\nfunction over(a: any) { return a }\nover(3)",
    "early(2)\nfunction early<T extends number>(x: T, y?: string, z: number = who(1)): asserts x is T { given.a }\nearly.length",
    "export const shared: number = 5\nexport function twice(n: number) { return 2 * n }\nexport { shared as other }\ntwice(shared)",
    "import one, { a as two, type T as Three } from 'm'\nimport * as all from \"n\"\nimport type { Four } from 'o'\nimport 'p'\n[one, two, all.a]",
    "/** Said of it. */\nimport { a } from 'm' // where from\n/* between */ const b = a /* after */\nb // and so on",
    "(await import('late')).a",
    "import.meta.url",
    "declare const there: number\ndeclare function far(): void\ndeclare global { interface Window {} }\ntypeof there",
    "const label = { who, given: 1, tag() { return who(1, 2) }, [who(1)]: who }\nouter: for (;;) { break outer }\n;[label.tag(), label[1](1, 2, 3)]",
    "const f = async <T,>(x: T): Promise<T> => x satisfies T\nawait f(1)",
    "try { throw new Error('who') } catch (error: unknown) { (error as Error).message }",
    "const given = { deep: { er: [1, 2, 3] } } as const\ngiven.deep!.er![1]",
    "switch (1 as number) { case 1: const who = 5; who\n  case 2: { break } }",
    "delete (given as any).a\ngiven",
    "`${who(1)} ${`${who(1, 2)}`}`",
    "new who!.Nothing<string>()",
    "who(((given)) as any)\n\n",
    "/[(]/.test('(')\n",
    "'use strict'",
    "throw new TypeError('no')",
    "null.x",
    "class A<T>extends Array<T>{}\n[given!instanceof Object, 1!.toFixed()]",
    "function own() { var q = 1; return q }\nown()",
    "function kept(a = given.a, b = () => given) { var given = { a: 5 }, who = 6; return [a, b().a, given.a, who] }\nkept()",
    "const kept = (a = who(1, 2)) => { { var who = 7 } return [a, who] }\nkept()",
    "class Kept { at(a = given.a) { for (var given = 0; given < 3; given++); return [a, given] } }\nnew Kept().at()",
    "1 + 2 as number",
    "3 * (1 + 2 as number)",
  ])("does what TypeScript's own transformation makes of %j", async (code) => {
    expect(editCell(parseCell(code), live)).toBeDefined();
    expect(await ran(code, {})).toEqual(await ran(code, transformed));
  });

  it.each([
    ["an enum", "enum Colour { Red }"],
    ["a namespace with values", "namespace Space { export const x = 1 }"],
    ["a decorator", "function d(..._: any[]) {}\n@d class A {}"],
    ["a parameter property", "class A { constructor(private x: number) {} }"],
    ["an accessor field", "class A { accessor x = 1 }"],
    ["using", "using x = null"],
    ["using in a function", "async function f() { await using x = null }"],
    ["a var in a block", "if (true) { var x = 1 }"],
    ["JSX", "const h = () => 1; <a>1</a>"],
    ["an import after something ran", "1\nimport 'x'"],
    ["a default export", "export default 5"],
    ["a type in angle brackets", "<any>5"],
    ["a type that holds a sum together", "1 + 2 as number * 3"],
    ["a type that holds a comparison together", "1 < 2 satisfies any + 5"],
    ["a type that holds a sign to its number", "-1 as number ** 2"],
    ["a head that JavaScript may not break", "const f = async <T\n>(x: T) => x"],
  ])("is no cell with %s", (_, code) => {
    expect(editCell(parseCell(code), live)).toBeUndefined();
  });

  it("leads places back to where they were written", () => {
    const code = "const a: number = 1\nfunction f(x: string): void { throw x }\n  f(String(who<number>(a)))";
    const compiled = compileCell(parseCell(code), { live, options: {} });
    const maps = new SourceMaps();
    maps.add("cell", compiled.map);
    const lines = compiled.code.split("\n");
    const place = (text: string) => {
      const line = lines.findIndex((one, at) => at > 0 && one.includes(text));
      const found = maps.find("cell", line, lines[line].indexOf(text) + 1);
      return [found?.line, found?.column];
    };
    expect(place("throw x")).toEqual([2, 31]);
    expect(place("String(")).toEqual([3, 5]);
    expect(place("(0, who")).toEqual([3, 12]);
    expect(place("(a\u01c3")).toEqual([3, 12]);
    expect(place("a\u01c3.v)")).toEqual([3, 24]);
  });
});
