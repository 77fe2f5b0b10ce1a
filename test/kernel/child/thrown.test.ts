import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestNotebook } from "./notebook";

let notebook: TestNotebook;
beforeAll(() => void (notebook = new TestNotebook()));
afterAll(() => notebook.close());

describe("What is thrown is shown", () => {
  const frames = (text: string) => text.split("\n").filter((line) => /^ {4}(?:at|…)/.test(line));

  it("with its name, message, place and code, whatever realm made it", async () => {
    const code = `const { runInNewContext } = require("node:vm");\nthrow runInNewContext("new RangeError('far')")`;
    expect(await notebook.traceback(code)).toMatch(/^RangeError: far\n/);
    const n = notebook.last + 1;
    expect(await notebook.traceback(`1;\n  throw new TypeError("x")`)).toBe(
      `TypeError: x\n    at In [${n}]:2:9\n\nIn [${n}]:2:9\n1 | 1;\n2 |   throw new TypeError("x")\n  |         ~`,
    );
    expect(
      await notebook.value("throw Object.assign(Object.create(Error.prototype), { message: 'made' })"),
    ).toBe("Error: made");
    expect(await notebook.traceback("throw { a: 1 }")).toBe("Thrown: { a: 1 }");
    expect(await notebook.run("throw { a: 1 }")).toMatchObject({
      failure: { ename: "Thrown", evalue: "{ a: 1 }" },
    });
  });

  it("where it cannot be read", async () => {
    const unread = `throw Object.defineProperty(new Error("a"), "message", { get() { throw 1 } })`;
    expect(await notebook.value(unread)).toBe("Error: (reading it throws)");
    const list = `Object.defineProperty([1], 0, { get() { throw 1 } })`;
    expect(await notebook.value(`throw Object.assign(new AggregateError([]), { errors: ${list} })`)).toBe(
      "Thrown: a value that cannot be shown: reading it throws",
    );
  });

  it("with thirty frames at most, and those that repeat in one line", async () => {
    const deep = Array.from(
      { length: 29 },
      (_, at) => `function f${at}() { ${at === 28 ? "throw new Error('deep')" : `f${at + 1}()`} }`,
    );
    expect(
      frames(await notebook.traceback(`Error.stackTraceLimit = 50; ${deep.join("\n")}\nf0()`)),
    ).toHaveLength(30);
    expect(frames(await notebook.traceback(`function f29() { f0() }\nf29()`))).toHaveLength(30);
    const turns =
      "Error.stackTraceLimit = 30; const down = (n) => { if (n === 0) throw new Error('x'); down(n - 1) }; down(3)";
    const [first, second, more, outermost] = frames(await notebook.traceback(turns));
    expect([first, second, more]).toEqual([
      `    at down (In [${notebook.last}]:1:70)`,
      `    at down (In [${notebook.last}]:1:86)`,
      "    … and 2 times more from there",
    ]);
    expect(outermost).toMatch(/^ {4}at In \[\d+\]:1:/);
  });

  it("with ten of the errors that it gathers, then what caused it", async () => {
    const text = await notebook.traceback(
      `throw new AggregateError(Array.from({ length: 12 }, (_, at) => new Error("e" + at)), "all", { cause: "why" })`,
    );
    expect(text.match(/^(?:Error \d+ of 12:|Caused by:|Error: e\d+|Thrown: .*)$/gm)).toEqual([
      ...Array.from({ length: 10 }, (_, at) => [`Error ${at + 1} of 12:`, `Error: e${at}`]).flat(),
      "Caused by:",
      "Thrown: 'why'",
    ]);
    expect(await notebook.traceback("throw new Error('alone', { cause: undefined })")).not.toContain(
      "Caused by",
    );
    expect(
      await notebook.traceback("throw Object.assign(new Error('no list'), { errors: [1] })"),
    ).not.toContain("Error 1");
  });

  it("with what disposing threw, and what was thrown before", async () => {
    const code = `throw Object.assign(new Error("two"), { name: "SuppressedError", error: new Error("last"), suppressed: "first" })`;
    expect((await notebook.traceback(code)).match(/^(?:Thrown|Error).*$/gm)).toEqual([
      "Thrown last:",
      "Error: last",
      "Thrown before:",
      "Thrown: 'first'",
    ]);
  });

  it("without the list of who asked for a module that is missing", async () => {
    writeFileSync(join(notebook.folder, "asks.js"), `require("./nothing-here")`);
    expect(await notebook.value(`require("./asks")`)).toBe("Error: Cannot find module './nothing-here'");
  });

  it("with at most two frames in a row that are a package's, and the code of the reader's", async () => {
    const node = `${notebook.folder}/node_modules`;
    for (const name of ["@scope/one", "two"]) mkdirSync(join(node, name), { recursive: true });
    writeFileSync(
      join(node, "@scope/one/index.js"),
      "exports.call = (n, f) => n > 1 ? exports.call(n - 1, f) : f();\n",
    );
    writeFileSync(
      join(node, "two/index.js"),
      "exports.call = (n, f) => require('@scope/one').call(n - 1, f);\n",
    );
    const code = (name: string, n: number) => `require("${name}").call(${n}, () => { throw new Error("x") })`;
    const two = frames(await notebook.traceback(code("@scope/one", 2)));
    expect(two.filter((line) => line.includes("@scope/one/index.js"))).toHaveLength(2);
    const three = await notebook.traceback(code("@scope/one", 3));
    expect(frames(three)[1]).toBe("    … 3 frames within @scope/one");
    expect(three).toMatch(/\n\nIn \[\d+\]:1:45\n1 \| require/);
    expect(frames(await notebook.traceback(code("two", 3)))[1]).toBe("    … 3 frames within @scope/one, two");
  });
});

describe("A hint below an error", () => {
  const hint = async (code: string) => (await notebook.traceback(code)).split("\n")[1];
  const endless = (name: string) =>
    `${name} calls itself without end, or too deep: have it return without a further call in the last case, or loop over a list of what is left to do`;
  const nested =
    "either calls are nested too deep, or one has too many arguments: pass a list of many values as one argument, or loop over it, in place of spreading it (...)";

  it.each([
    ["a function", "function again() { again() }; again()", endless("again")],
    ["a constructor", "class Again { constructor() { new Again() } }; new Again()", endless("Again")],
    ["an async function", "async function wait() { await wait() }; await wait()", endless("wait")],
    ["a method", "const o = { m() { o.m() } }; o.m()", endless("Object.m")],
    ["a function without a name", "((f) => f(f))((f) => f(f))", endless("a function")],
    ["arguments", "Math.max(...new Array(1e6).fill(1))", nested],
    ["another range", "new Array(-1)", expect.stringMatching(/^ {4}at /)],
    ["a class of the same words", "throw new Error('Maximum call stack size exceeded')", expect.stringMatching(/^ {4}at /)],
    ["a name", "unknownName + 1", "unknownName is not defined since the kernel started: run the cells above, if one of them defines it"],
    ["a name in other words", "throw new ReferenceError('that name is not defined')", expect.stringMatching(/^ {4}at /)],
    ["another class", "throw new TypeError('x is not defined')", expect.stringMatching(/^ {4}at /)],
  ])("is of %s", async (_, code, words) => {
    expect(await hint(code)).toEqual(words);
  }); // prettier-ignore
});
