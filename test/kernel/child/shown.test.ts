import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestNotebook } from "./notebook";

let notebook: TestNotebook;
beforeAll(async () => {
  notebook = new TestNotebook();
  await notebook.run(`const own = Symbol.for("Jupyter.display"); const inspected = Symbol.for("nodejs.util.inspect.custom");
    const shows = (bundle) => ({ [own]: () => bundle });`);
});
afterAll(() => notebook.close());

/** The whole of what a cell shows as its value. */
async function shown(code: string) {
  const outcome = await notebook.run(code);
  return outcome.status === "ok" ? outcome.result : outcome.failure.evalue;
}

describe("A value is shown", () => {
  const plain = (text: unknown) => ({ data: { "text/plain": text }, metadata: {} });
  it.each([
    ["a bundle", `shows({ "text/html": "<b>1</b>", "text/plain": "1" })`, { data: { "text/html": "<b>1</b>", "text/plain": "1" }, metadata: {} }],
    ["a promised bundle", `shows(Promise.resolve({ "text/plain": "later" }))`, plain("later")],
    ["data with metadata", `shows({ data: { "text/plain": "2" }, metadata: { wide: true } })`, { data: { "text/plain": "2" }, metadata: { wide: true } }],
    ["data without", `shows({ data: { "text/plain": "2" } })`, plain("2")],
    ["a bundle whose data is none", `shows({ data: null, "text/plain": "3" })`, { data: { data: null, "text/plain": "3" }, metadata: {} }],
    ["a function's", `Object.assign(() => 1, shows({ "text/plain": "f" }))`, plain("f")],
    ["a method that reads its object", `({ n: 5, [own]() { return { "text/plain": String(this.n) } } })`, plain("5")],
    ["one that is no function", `({ [own]: { "text/plain": "no" } })`, plain(`{ [Symbol(Jupyter.display)]: { 'text/plain': 'no' } }`)],
    ["bytes as base64", `shows({ "image/png": new Uint8Array([1, 2, 255]) })`, { data: { "image/png": "AQL/" }, metadata: {} }],
    ["a list of lines", `shows({ "text/plain": ["a\\n", "b"] })`, plain(["a\n", "b"])],
    ["a number where text is wanted", `shows({ "text/html": 7, "application/json": 7 })`, { data: { "text/html": "7", "application/json": 7 }, metadata: {} }],
    ["a record where text is wanted", `shows({ "text/plain": { a: 1 } })`, plain("{ a: 1 }")],
    ["none", `shows(undefined)`, `[Symbol.for("Jupyter.display")]: must return a MIME bundle, got undefined`],
    ["null", `shows(null)`, `[Symbol.for("Jupyter.display")]: must return a MIME bundle, got null`],
    ["a text", `shows("text")`, `[Symbol.for("Jupyter.display")]: must return a MIME bundle, got 'text'`],
  ])("by what its method gives: %s", async (_, code, expected) => {
    expect(await shown(code)).toEqual(expected);
  }); // prettier-ignore

  it("as a figure of Plotly's that sends nothing away, unless its author says so", async () => {
    const type = "application/vnd.plotly.v1+json";
    const drawn = async (figure: string) => {
      const result = await shown(`shows({ "${type}": ${figure} })`);
      return typeof result === "object" ? result.data[type] : result;
    };
    expect(await drawn(`{ data: [1] }`)).toEqual({
      data: [1],
      config: { showSendToCloud: false, plotlyServerURL: "" },
    });
    expect(await drawn(`{ config: { showSendToCloud: true, responsive: true } }`)).toEqual({
      config: { showSendToCloud: true, plotlyServerURL: "", responsive: true },
    });
    expect([await drawn(`"none"`), await drawn("null"), await drawn("7")]).toEqual(["none", null, 7]);
    expect(await shown(`shows({ "application/json": { data: [1] } })`)).toEqual({
      data: { "application/json": { data: [1] } },
      metadata: {},
    });
  });

  it("as text where every object could show itself and it is none", async () => {
    await notebook.run(
      `Object.defineProperty(Object.prototype, own, { value() { return { "text/plain": "all" } }, configurable: true })`,
    );
    const texts = [];
    for (const code of ["5", "'text'", "null", "true", "({})", "(() => 1)"])
      texts.push(await notebook.value(code));
    await notebook.run("delete Object.prototype[own]");
    expect(texts).toEqual(["5", "'text'", "null", "true", "all", "all"]);
  });

  it.each([
    ["({ a: { b: { c: { d: { e: 1 } } } } })", "b: { c: { d: { e: 1 } } }"],
    ["({ a: { b: { c: { d: { e: { f: 1 } } } } } })", "e: [Object]"],
    ["Array.from({ length: 101 }, (_, at) => at % 10)", "1 more item"],
    ["Array.from({ length: 100 }, (_, at) => at % 10)", /^(?!.*more item)/s],
    ["['x'.repeat(10_001)]", "... 1 more character"],
    ["['x'.repeat(10_000)]", /^\[\s+'x+'\s+\]$/],
    ["['a'.repeat(40), 'b'.repeat(41)]", /^\[ [^\n]+ \]$/],
    ["['a'.repeat(41), 'b'.repeat(41)]", /^\[\n {2}'a/],
    ["({ [inspected]() { throw new TypeError('no') } })", "a value that cannot be shown: TypeError: no"],
    ["({ [inspected]() { throw Object.create(null) } })", "a value that cannot be shown: reading it throws"],
  ])("as Node prints it, of a size that can be read: %s", async (code, text) => {
    if (typeof text === "string") expect(await notebook.value(code)).toContain(text);
    else expect(await notebook.value(code)).toMatch(text);
  });

  it("whole up to a hundred thousand characters, and with how many are left out", async () => {
    const long = (length: number) => notebook.value(`({ [inspected]: () => "y".repeat(${length}) })`);
    expect(await long(100_000)).toBe("y".repeat(100_000));
    expect(await long(100_002)).toBe(`${"y".repeat(100_000)}… 2 more characters`);
  });
});

describe("What a cell shows meanwhile", () => {
  it("is its display, anew or in place of one, and what it clears", async () => {
    const from = notebook.lines.length;
    await notebook.run(`await display(1); await display(2, { displayId: "d" });
      await globalThis[own](3, { displayId: "d", update: true }); clearOutput(); clearOutput({ wait: true })`);
    const data = (text: string) => JSON.stringify({ "text/plain": text });
    expect(notebook.lines.slice(from)).toEqual(
      [
        `display  ${data("1")}`,
        `display d ${data("2")}`,
        `update d ${data("3")}`,
        "clear false",
        "clear true",
      ].map((line) => `${notebook.last} ${line}`),
    );
  });

  it("leaves what is offered for cells to replace, and out of the names of everything", async () => {
    expect(
      await notebook.value(
        `["display", "clearOutput", "input"].filter((name) => Object.keys(globalThis).includes(name))`,
      ),
    ).toBe("[]");
    expect(
      await notebook.value(
        "const shows0 = globalThis.display; globalThis.display = 5; const found = globalThis.display; globalThis.display = shows0; found",
      ),
    ).toBe("5");
  });
});

describe("Values shown before", () => {
  it("are _, __, ___ and Out, without those of cells that showed none or have no number", async () => {
    const first = notebook.last + 1;
    for (const code of ["'a'", "'b'", "undefined", "'c'"]) await notebook.run(code);
    await notebook.session.run("'silent'", { silent: true, label: "In [7000]" });
    await notebook.session.run("'unnumbered'");
    expect(
      await notebook.value(
        `[_, __, ___, Out[${first}], Out[${first + 1}], ${first + 2} in Out, Out[${first + 3}]].join()`,
      ),
    ).toBe("'c,b,a,a,b,false,c'");
    expect(await notebook.value("[___, 7000 in Out]")).toBe("[ 'b', false ]");
  });

  it("are kept two hundred at a time, the latest", async () => {
    await notebook.run(`for (let at = 0; at < 300; at++) delete Out[at]; 1`);
    const number = notebook.last;
    await notebook.run(`for (let at = 1; at <= 199; at++) Out[9000 + at] = at; 1`);
    expect(await notebook.value(`[${number} in Out, ${notebook.last} in Out, 9001 in Out]`)).toBe(
      "[ false, true, true ]",
    );
    await notebook.run("for (const key of Object.keys(Out)) delete Out[key]");
  });
});

describe("What is said of a value beside its type", () => {
  beforeAll(async () => {
    await notebook.run(`class Tensor { constructor(shape, dtype) { Object.assign(this, { shape, dtype }) } }
      const t = new Tensor([32, 784], "float32"), scalar = new Tensor([], "int32");
      const plain = { shape: [2], dtype: "bool" }, bare = Object.assign(Object.create(null), { shape: [3, 4], dtype: "x" });
      const unnamed = new (class { static name = ""; shape = [1]; dtype = "y" })();
      const half = { shape: [1.5], dtype: "x" }, flat = { shape: 3, dtype: "x" }, untyped = { shape: [1], dtype: 5 };
      const hidden = { get shape() { throw new Error("ran") }, dtype: "x" };
      const listless = { shape: new Proxy([1], { get() { throw new Error("ran") } }), dtype: "x" };
      const closed = new Proxy({ shape: [1], dtype: "x" }, { getOwnPropertyDescriptor() { throw new Error("ran") } });
      const many = new Float64Array(100), bytes = Buffer.from("abc"), number = 5, nothing = null;
      const box = Object.assign(() => 1, { t, inner: { many }, closed, number, nothing });`);
  });

  it.each([
    ["t", "Tensor float32 [32, 784]"],
    ["scalar", "Tensor int32 []"],
    ["plain", "Object bool [2]"],
    ["bare", "object x [3, 4]"],
    ["unnamed", "object y [1]"],
    ["many", "Float64Array [100]"],
    ["bytes", "Buffer [3]"],
    ...["half", "flat", "untyped", "hidden", "listless", "closed", "number", "nothing", "nobody"].map(
      (name) => [name, undefined] as const,
    ),
  ])("of %s is %s", async (name, words) => {
    expect(await notebook.session.describe([], [name])).toEqual(words ? { [name]: words } : {});
  });

  it("is found by a path, through functions and records, and not through proxies", async () => {
    const { session } = notebook;
    expect(await session.describe(["box"], ["t", "inner", "closed"])).toEqual({
      t: "Tensor float32 [32, 784]",
    });
    expect(await session.describe(["box", "inner"], ["many", "t"])).toEqual({ many: "Float64Array [100]" });
    for (const path of [
      ["box", "closed"],
      ["box", "number"],
      ["box", "nothing"],
      ["nobody"],
      ["closed"],
      ["number"],
    ])
      expect(await session.describe(path, ["shape", "t", "many"])).toEqual({});
  });
});
