import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestKernel } from "./testKernel";

/** Stands for the cursor in the code of these tests. */
const cursor = "‸";

/** Values of every kind, declared by one earlier cell and imported by another. */
const earlier = `
  const rows = [1, 2, 3], x1 = 5, text = "a", arrow = () => 1, maybe: Date | undefined = new Date(0);
  let anything: any = 1, list: (() => void)[] = [];
  const odd: { "a-b": number; plain?: { deep: { deeper: string } } } = { "a-b": 1 };
  function use(...all: unknown[]) {}
  function twice(n: number) { return 2 * n; }
  class Dog { static count = 0; name = "Rex"; #secret = 1; bark() { return this.#secret; } }
  enum Colour { Red, Green }
  namespace Space { export const inside = 1 }
  interface Shape { side: number }
  const dog = new Dog(), pairs = new Map([["a", { n: 1 }]]), later = Promise.resolve(1), made = Dog;
`;

const owners =
  `rows | rows[0] | "a" | x1 | (5) | arrow | odd | odd.plain | odd.plain?.deep | twice | Dog | dog | Colour
  | Colour.Red | Space | maybe | maybe? | list | pairs | pairs.get("a") | later | made | fs | path | Map | Math | JSON
  | Promise | process | [] | /a/ | Object | Symbol | new Dog() | (await later) | import.meta`.split(
    /\s*\|\s*/,
  );

/** Places for an owner and its dot: as code that ends there, and how it goes on once it is complete. */
const places: [before: string, after: string][] = [
  ["", ""],
  ["use(x1, ", ")"],
  ["[{ a: ", "}]"],
  ["rows.map(async (r) => {\n  return ", "\n})"],
  ["use`${", "}`"],
  ["(async () => { // {[(\n  if (x1) {\n    const q = ", "; } /* a comment */ })"],
];

describe("A completion", () => {
  let kernel: TestKernel;
  beforeAll(async () => {
    kernel = await TestKernel.start();
    for (const cell of [`import * as fs from "node:fs"; import path, { join } from "node:path"`, earlier])
      expect((await kernel.execute(cell)).error).toBeUndefined();
  });
  afterAll(() => kernel.stop());

  /** Every completion with its kind, and the code with it in place. */
  async function complete(marked: string) {
    const code = marked.replace(cursor, "");
    const cursor_pos = [...marked.slice(0, marked.indexOf(cursor))].length;
    const { metadata } = await kernel.request("complete_request", { code, cursor_pos });
    const typed = metadata._jupyter_types_experimental as {
      text: string;
      type: string;
      start: number;
      end: number;
    }[];
    const units = [...code];
    return typed.map(({ text, type, start, end }) => ({
      text,
      type,
      applied: units.slice(0, start).join("") + text + units.slice(end).join(""),
    }));
  }

  /** What the compiler has against expressions that do not run. */
  async function errorsIn(expressions: string[]): Promise<string | undefined> {
    const cell = expressions.map((one) => `void (async () => (\n${one}\n));`).join("\n");
    const guarded = `if (Number("0")) { ${cell} }`;
    return (await kernel.execute(guarded)).error?.traceback.join("\n");
  }

  it.each(owners.flatMap((owner) => places.map((place) => [owner, ...place])))(
    "of %s behind %j, applied, parses and has no type errors",
    async (owner, before, after) => {
      for (const [text, rest] of [
        [`${before}${owner}.${cursor}`, after],
        [`${before}${owner}.${cursor}${after}`, ""],
        [`${before}${owner}.to${cursor}`, after],
      ]) {
        const found = await complete(text);
        if (!text.includes(".to")) expect(found.length).toBeGreaterThan(0);
        expect(found.map((one) => one.type)).not.toContain("keyword");
        expect(await errorsIn(found.map((one) => one.applied + rest))).toBeUndefined();
      }
    },
    30_000,
  );

  it.each(places)("of a name behind %j, applied, parses and has no type errors", async (before, after) => {
    for (const word of ["", "x", "x1", "t", "D", "P"]) {
      const names = (await complete(`${before}${word}${cursor}`)).filter(({ type }) => type !== "keyword");
      if (["", "x", "x1"].includes(word)) expect(names.map(({ text }) => text)).toContain("x1");
      expect(await errorsIn(names.map((one) => one.applied + after))).toBeUndefined();
    }
  });

  it("names what a name stands for, wherever it comes from", async () => {
    const found = await complete(
      `import { readFileSync, Stats } from "node:fs"; const own = 1, ownArrow = <T>(a: T) => a; class Own {}; ${cursor}`,
    );
    const kinds = Object.fromEntries(found.map(({ text, type }) => [text, type]));
    expect(kinds).toMatchObject({
      fs: "module",
      path: "variable",
      join: "function",
      readFileSync: "function",
    });
    expect(kinds).toMatchObject({ Stats: "class", own: "variable", ownArrow: "function", Own: "class" });
    expect(kinds).toMatchObject({ rows: "variable", x1: "variable", arrow: "function", twice: "function" });
    expect(kinds).toMatchObject({ Dog: "class", dog: "variable", Colour: "enum", Space: "module" });
    expect(kinds).toMatchObject({ list: "variable", made: "class", Map: "class", fetch: "function" });
    const [shape] = await complete(`let s: Shap${cursor}`);
    expect(shape).toMatchObject({ text: "Shape", type: "interface" });
  });

  it.each(["new D", "rows.", "text.", "dog.", "5..to", "Dog.", "class E extends D"])(
    "has a kind in words for each: %s",
    async (code) => {
      const found = await complete(code + cursor);
      expect(found.filter(({ type }) => typeof type !== "string" || type === "")).toEqual([]);
      expect(found.length).toBeGreaterThan(0);
    },
  );

  it("does not take what every object has for something said of a value", async () => {
    const { data } = await kernel.request("inspect_request", { code: "rows.toString", cursor_pos: 13 });
    expect(data["text/plain"]).toMatch(/^\(method\) Array<number>\.toString\(\): string/);
    expect(data["text/plain"]).not.toContain("Now:");
  });

  it("leaves those that fit the word where they are, and brings a dot along where one replaces it", async () => {
    expect((await complete(`rows.ma${cursor}`)).map(({ text }) => text)).toEqual(["map", "flatMap"]);
    expect((await complete(`odd.${cursor}`)).map(({ text }) => text)).toEqual([`["a-b"]`, ".plain"]);
    expect((await complete(`odd.pl${cursor}`)).map(({ text }) => text)).toEqual(["plain"]);
    expect((await complete(`odd.plain.${cursor}`)).map(({ text }) => text)).toEqual(["?.deep"]);
  });
});

describe("Code that is being written", () => {
  let kernel: TestKernel;
  beforeAll(async () => {
    kernel = await TestKernel.start({});
    await kernel.execute("const rows = [1, 2, 3]; const h = (...all: unknown[]) => all;");
  });
  afterAll(() => kernel.stop());

  it.each([
    "rows.map((r) => {\n  r.‸",
    "rows.map((r) => {\n  r.‸\n}",
    "rows.map((r) => {\n  r.‸\nconst after = 5;",
    "rows.map((r) => {\n  // {[(`\n  const all = [r, { a: r.‸",
    "for (const r of rows) {\n  if (r) {\n    r.‸",
    "class A {\n  method(r = 1) {\n    r.‸",
    "const text = `a ${rows.map((r) => `b ${r.‸",
    `rows.map((r) => { const s = "}"; r.‸`,
    "rows.map((r) => /[}]/.test(`${r.‸",
    "switch (rows[0]) {\n  case 1: rows[0].‸",
    "try {\n  rows[0].‸",
    "const made = <p><b>{rows[0].‸",
    "f({ a: rows[0].‸\nconst b = 5;",
    "enum E { A = rows[0].‸",
    "/* a { */ (() => {\n  rows[0].‸ /* the end",
  ])("has completions however much of it is open: %j", async (marked) => {
    const code = marked.replace(cursor, "");
    const { matches } = await kernel.request("complete_request", {
      code,
      cursor_pos: marked.indexOf(cursor),
    });
    expect(matches).toContain("toFixed");
  });

  it("has its names described, too", async () => {
    const code = "rows.map((r) => {\n  rows";
    const { data } = await kernel.request("inspect_request", { code, cursor_pos: code.length });
    expect(data["text/plain"]).toBe("const rows: number[]");
  });
});
