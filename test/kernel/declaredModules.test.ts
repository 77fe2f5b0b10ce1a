import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestKernel } from "./testKernel";

let kernel: TestKernel;

/** A package without types, of which `one` is 1. */
function install(folder: string, name: string): void {
  mkdirSync(join(folder, "node_modules", name), { recursive: true });
  writeFileSync(join(folder, "node_modules", name, "index.js"), "exports.one = () => 1;");
}

beforeAll(async () => {
  kernel = await TestKernel.start({
    prepare: (folder) => {
      for (const name of ["plain", "beside", "later", "unsaid"]) install(folder, name);
      writeFileSync(
        join(folder, "beside.d.ts"),
        'declare module "beside" { export function one(): number }\ndeclare const fromBeside: number;\n',
      );
    },
  });
});
afterAll(() => kernel.stop());

const evalue = async (code: string) => (await kernel.execute(code)).error?.evalue;
const numbersOnly = "Property 'toUpperCase' does not exist on type 'number'.";

describe("A package without types has those that are declared", () => {
  it("in an earlier cell, until another one declares it otherwise", async () => {
    const declared = await kernel.execute('declare module "plain" { export function one(): number }');
    expect(declared.reply.status).toBe("ok");
    const { result, stderr } = await kernel.execute('import { one } from "plain"; one()');
    expect([result, stderr]).toEqual(["1", ""]);
    expect(await evalue("one().toUpperCase()")).toBe(numbersOnly);
    const other = 'declare module "plain" { export function one(): string }';
    expect(await evalue(`${other}\nimport { one as two } from "plain"; two().toFixed()`)).toContain(
      "Property 'toFixed' does not exist on type 'string'.",
    );
    expect(await evalue('import { one as three } from "plain"; three().toUpperCase()')).toBe(numbersOnly);
  });

  it("in the cell that imports it, where errors keep their places", async () => {
    const code = `import { one as mine } from "unsaid";\ndeclare module "unsaid" {\n  function one(): number;\n}\nmine().toUpperCase()`;
    const { error } = await kernel.execute(code);
    expect(error?.evalue).toBe(numbersOnly);
    expect(error?.traceback.join("\n")).toMatch(/In \[\d+\]:5:8/);
    // A cell that did not run has declared nothing.
    const { stderr } = await kernel.execute('import { one as any } from "unsaid"; any()');
    expect(stderr).toContain("kernel: unsaid brings no types");
  });

  it("beside the notebook, as are names of everywhere", async () => {
    expect(await evalue('import { one as its } from "beside"; its().toUpperCase()')).toBe(numbersOnly);
    expect(await evalue("fromBeside.toUpperCase()")).toBe(numbersOnly);
  });

  it("beside the notebook in a file that is written and edited while the kernel runs", async () => {
    const file = join(kernel.folder, "later.d.ts");
    writeFileSync(file, 'declare module "later" { export function one(): number }');
    expect(await evalue('import { one as late } from "later"; late().toUpperCase()')).toBe(numbersOnly);
    writeFileSync(file, 'declare module "later" { export function one(): string; export const more: 1 }');
    expect(await evalue('import { one as late } from "later"; late().toFixed()')).toContain(
      "Property 'toFixed' does not exist on type 'string'.",
    );
  });
});

describe("A module that has types", () => {
  it("gets what a cell declares in addition", async () => {
    const code =
      'declare module "node:os" { interface Extra { size: number } }\nimport type { Extra } from "node:os";';
    expect((await kernel.execute(code)).reply.status).toBe("ok");
    expect(await evalue("const extra: Extra = { size: 1 }; extra.size.toUpperCase()")).toBe(numbersOnly);
  });
});

describe("A cell with a mistake", () => {
  it("adds nothing to types, whichever it names", async () => {
    const mistaken = `declare global { var everywhere: number }\ndeclare module "node:os" { interface Left { a: 1 } }\nconst a: number = "a"`;
    expect(await evalue(mistaken)).toContain("not assignable to type 'number'");
    expect(await evalue("everywhere")).toBe("Cannot find name 'everywhere'.");
    expect(await evalue('import type { Left } from "node:os"; let left: Left')).toContain(
      "no exported member 'Left'",
    );
  });
});

describe("Types of files that are no code", () => {
  it("are declared by a pattern", async () => {
    await kernel.execute('declare module "*.weights" { const layers: number; export default layers }');
    writeFileSync(join(kernel.folder, "net.weights"), "");
    expect(await evalue('import net from "./net.weights"; net.toUpperCase()')).toBe(numbersOnly);
  });
});

describe("A documented name that can be assigned", () => {
  it.each([
    ["a number", "let sum = 1", "sum.toUpperCase();", numbersOnly],
    ["a list", "let list: string[] = []", "list.push(1); list.length", /^Argument of type 'number'/],
    [
      "a var",
      "var bag = new Map<string, number>()",
      'bag.set(1, 2);\nbag.get("a")',
      /^Argument of type 'number'/,
    ],
    ["a function's value", "let act = (x: number) => x", 'act("a");', /^Argument of type 'string'/],
  ])("keeps its type in statements that call it or its methods: %s", async (_, declared, code, told) => {
    await kernel.execute(`/** What it is for. */\n${declared}`);
    const error = await evalue(code);
    if (typeof told === "string") expect(error).toBe(told);
    else expect(error).toMatch(told);
  });

  it("has no other names beside it in completions", async () => {
    await kernel.execute("/** Counts. */ let counted = 1");
    const { matches } = await kernel.request("complete_request", { code: "", cursor_pos: 0 });
    expect(matches).toContain("counted");
    expect(matches.filter((name: string) => /[^\x20-\x7e]/.test(name))).toEqual([]);
    const { data } = await kernel.request("inspect_request", { code: "counted", cursor_pos: 3 });
    expect(data["text/plain"]).toContain("let counted: number");
  });
});
