import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestKernel } from "./testKernel";

let kernel: TestKernel;
beforeAll(async () => {
  kernel = await TestKernel.start({ env: { NODE_OPTIONS: "--max-old-space-size=120" } });
});
afterAll(() => kernel.stop());

const lines = async (code: string) =>
  (await kernel.execute(code)).error?.traceback.join("\n").split("\n") ?? [];
const hint = (name: string) =>
  `${name} is not defined since the kernel started: run the cells above, if one of them defines it`;

describe("A name that no cell has defined", () => {
  it.each([
    ["a value", "guess + 1", "guess"],
    ["a type", "let one: Guess = 1", "Guess"],
    ["a namespace", "let two: Guesses.One", "Guesses"],
    ["a shorthand property", "const three = { guess }", "guess"],
  ])("as %s is told with what to do, in a line of its own", async (_, code, name) => {
    expect((await lines(code))[1]).toBe(hint(name));
  });

  it("is told so once for all of them", async () => {
    const told = await lines("guess + 1; other + 2; guess + 3");
    expect(told.filter((line) => line.includes("since the kernel started"))).toEqual([hint("guess")]);
  });

  it("is told so when the cell runs, too", async () => {
    expect((await lines("%typecheck off\nguess + 1"))[1]).toBe(hint("guess"));
    await kernel.execute("%typecheck error");
  });
});

describe("A stack that is full", () => {
  it.each([
    [
      "a function calls itself",
      "function again(): number { return again() + 1 }\nagain()",
      "again calls itself without end",
    ],
    [
      "two functions call each other",
      "function ping(): void { pong() }\nfunction pong(): void { ping() }\nping()",
      /^(?:ping|pong) calls itself without end/,
    ],
    [
      "a getter reads itself",
      "const own = { get it(): number { return own.it } }; own.it",
      "calls itself without end",
    ],
    ["too much is spread", "Math.max(...new Array(1e6).fill(1))", "one has too many arguments"],
  ])("because %s is told with the way out", async (_, code, words) => {
    const told = await lines(code);
    expect(told[0]).toContain("Maximum call stack size exceeded");
    if (typeof words === "string") expect(told[1]).toContain(words);
    else expect(told[1]).toMatch(words);
  });
});

describe("Memory that runs out", () => {
  it("is told in three lines, with what used it and what is lost", async () => {
    const { error, stderr } = await kernel.execute(
      `console.error("before"); const held: object[] = []; for (;;) held.push({ x: [1, 2, "s" + held.length] })`,
    );
    expect(stderr).toBe("before\n");
    expect(error?.evalue).toMatch(
      /^memory ran out: what the notebook's variables and the running cell hold filled JavaScript's heap \(1\d\d MB\)$/,
    );
    expect(error?.traceback).toHaveLength(3);
    expect(error?.traceback[2]).toContain("its variables are gone");
    expect((await kernel.execute("1 + 1")).result).toBe("2");
  });

  it("is not taken from a cell that only prints as V8 does then", async () => {
    const id = await kernel.submit(
      `process.stderr.write("\\n<--- Last few GCs --->\\n\\nFATAL ERROR: mine\\n")`,
    );
    await kernel.untilPrintedLate(id, "FATAL ERROR: mine");
    expect((await kernel.execute("2 + 2")).result).toBe("4");
  });
});
