import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestKernel, type Execution } from "./testKernel";

const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => `${from + at}\n`).join("");

const fileIn = ({ stderr }: Execution) => /until the kernel ends they are in (\S+)/.exec(stderr)![1];

describe("A cell that prints more than a notebook should hold", () => {
  let kernel: TestKernel;
  beforeAll(async () => {
    kernel = await TestKernel.start();
  });
  afterAll(() => kernel.stop());

  it("shows its first and its last lines, and says how many between them are in a file", async () => {
    const cell = await kernel.execute(`for (let i = 0; i < 100_000; i++) console.log(i); "result"`);
    expect(cell.stdout).toBe(lines(0, 7500) + lines(97_500, 100_000));
    expect(cell.stderr).toContain("\nkernel: the cell prints a lot: the rest is not shown as it comes");
    expect(cell.stderr).toContain(
      "\nkernel: 90,000 lines not shown here; until the kernel ends they are in ",
    );
    expect(readFileSync(fileIn(cell), "utf8")).toBe(lines(7500, 100_000));
    expect(cell.result).toBe("'result'");
    expect((await kernel.execute(`console.log("next")`)).stdout).toBe("next\n");
  });

  it("of few long lines is cut by its characters, between whole ones", async () => {
    const cell = await kernel.execute(`for (let i = 0; i < 50; i++) console.log("😀".repeat(25_000))`);

    expect(cell.stdout.replace(/[😀\n]/gu, "")).toBe("");
    expect(cell.stdout.length).toBeGreaterThan(999_990);
    expect(cell.stdout.length).toBeLessThanOrEqual(1_000_000);
    expect(cell.stderr).toContain("31 lines not shown here");
  });

  it("keeps both streams and what came last of either", async () => {
    const cell = await kernel.execute(
      `for (let i = 0; i < 20_000; i++) (i % 2 ? console.error : console.log)(i)`,
    );
    const numbers = (text: string) =>
      text
        .split("\n")
        .filter((line) => /^\d+$/.test(line))
        .map(Number);
    const all = [...numbers(cell.stdout), ...numbers(cell.stderr)].sort((one, other) => one - other);
    expect(all).toHaveLength(10_000);
    expect(all.slice(-2)).toEqual([19_998, 19_999]);
  });

  it("that it just exceeds, within what is shown at its end, loses nothing", async () => {
    const { stdout, stderr } = await kernel.execute(`for (let i = 0; i < 9000; i++) console.log(i)`);
    expect(stdout).toBe(lines(0, 9000));
    expect(stderr).not.toContain("not shown here");
  });

  it("has room again when it has cleared its output", async () => {
    const { stdout, stderr } = await kernel.execute(`
      for (let turn = 0; turn < 5; turn++) {
        for (let i = 0; i < 5000; i++) console.log(turn);
        clearOutput({ wait: true });
      }`);
    expect(stdout).toHaveLength(5 * 5000 * 2);
    expect(stderr).toBe("");
  });

  it("after its end is held back too", async () => {
    const id = await kernel.submit(
      `setTimeout(() => { for (let i = 0; i < 20_000; i++) console.log(i); console.error("over") }, 50); 0`,
    );
    await kernel.untilPrintedLate(id, "what the cell left behind prints a lot: the rest is not shown");
    expect((await kernel.execution(id)).stdout).toBe(lines(0, 7500));
  });
});

describe("A cell that shows more than a notebook should hold", () => {
  let kernel: TestKernel;
  beforeAll(async () => {
    kernel = await TestKernel.start();
  });
  afterAll(() => kernel.stop());

  it("stops at a thousand outputs, with a word", async () => {
    const { messages, stderr } = await kernel.execute(
      `for (let i = 0; i < 3000; i++) display({ [Symbol.for("Jupyter.display")]: () => ({ "text/plain": String(i) }) })`,
    );
    expect(messages.filter(({ header }) => header.msg_type === "display_data")).toHaveLength(1000);
    expect(stderr).toBe(
      "\nkernel: the cell shows a lot: what comes now is left out, until clearOutput() makes room\n",
    );
  });

  it("updates an output at most every 50 ms, and ends with the newest", async () => {
    const { messages } = await kernel.execute(`
      const shown = (i: number) => ({ [Symbol.for("Jupyter.display")]: () => ({ "text/plain": String(i) }) });
      await display(shown(-1), { displayId: "one" });
      for (let i = 0; i < 5000; i++) await display(shown(i), { displayId: "one", update: true });`);
    const updates = messages.filter(({ header }) => header.msg_type === "update_display_data");
    expect(updates.length).toBeLessThan(1000);
    expect(updates.at(-1)!.content.data).toEqual({ "text/plain": "4999" });
  });
});

describe("Prints that a cell has written elsewhere", () => {
  let kernel: TestKernel;
  beforeAll(async () => {
    kernel = await TestKernel.start();
  });
  afterAll(() => kernel.stop());

  it("come back when it is interrupted in the middle", async () => {
    const id = await kernel.submit(
      `console.log("go"); process.stdout.write = process.stderr.write = () => true; for (;;) console.log("lost")`,
    );
    await kernel.untilPrinted(id, "go");
    await kernel.request("interrupt_request", {}, "control");
    expect((await kernel.execution(id)).error?.ename).toBe("Interrupted");
    const { stdout, stderr } = await kernel.execute(`console.log("out"); console.error("err")`);
    expect([stdout, stderr]).toEqual(["out\n", "err\n"]);
  });

  it("stand in the card of a check, of the call that fails, and are cut there", async () => {
    const { stdout, result } = await kernel.execute(
      `import { course } from "tsdescent";
      const loud = (x: number) => { for (let i = 0; i < 100_000; i++) console.log(i); return x; };
      const twice = { title: "Twice", call: "twice(x)", inputs: () => [2] as [number], reference: (x: number) => 2 * x, hint: "" };
      await course.exercise("99-twice", twice).check(loud)`,
    );
    expect(stdout).toBe("");
    expect(result).toContain("  0\n    1\n    2\n");
    expect(result).toContain("… 99,970 lines …");
    expect(result).toContain("    99999\n");
  });
});

describe("How much a cell may print", () => {
  it("is a setting, and the files are gone with the kernel", async () => {
    const env = { TSDESCENT_OUTPUT_LINES: "8", TSDESCENT_OUTPUT_CHARACTERS: "1000" };
    const kernel = await TestKernel.start({ env });
    const cell = await kernel.execute(`for (let i = 0; i < 100; i++) console.log(i)`);
    expect(cell.stdout).toBe(lines(0, 6) + lines(98, 100));
    const file = fileIn(cell);
    expect(existsSync(file)).toBe(true);
    await kernel.stop();
    expect(existsSync(file)).toBe(false);
  });

  it("lets ten megabytes through where that is wanted, whole and before the reply's idle", async () => {
    const env = { TSDESCENT_OUTPUT_LINES: "Infinity", TSDESCENT_OUTPUT_CHARACTERS: "Infinity" };
    const kernel = await TestKernel.start({ env });
    const { stdout } = await kernel.execute(
      `const line = "x".repeat(49); for (let i = 0; i < 200_000; i++) console.log(line)`,
    );
    expect(stdout.length).toBe(200_000 * 50);
    await kernel.stop();
  });
});
