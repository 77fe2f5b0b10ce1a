import { chmodSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { TestKernel } from "./testKernel";

describe("A module beside the notebook", () => {
  let kernel: TestKernel;
  let edits = 0;
  beforeEach(async () => {
    kernel = await TestKernel.start();
  });
  afterEach(() => kernel.stop());

  const path = (name: string) => join(kernel.folder, name);
  function write(name: string, text: string): void {
    writeFileSync(path(name), text);
    utimesSync(path(name), ++edits, edits);
  }
  async function value(code: string): Promise<string | undefined> {
    const { result, error } = await kernel.execute(code);
    return error ? `${error.ename}: ${error.evalue}` : result;
  }

  it.each([
    ["half-written", "export const version = (): number => ;", "SyntaxError: Expression expected."],
    ["broken in JavaScript", "export const version = (): number => { break; };", "SyntaxError: "],
    ["empty", "", "no longer exports it"],
    ["one that throws", `throw new RangeError("not today");`, "RangeError: not today"],
    [
      "one that imports what is not there",
      `import "./nothing"; export const version = () => 1;`,
      "Cannot find module",
    ],
    ["one that throws nothing much", "throw undefined;", "Thrown: undefined"],
  ])("that becomes %s fails only the cells that use it, until it is mended", async (_what, broken, words) => {
    write("edited.ts", "export const version = (): number => 1; export let n = 1;");
    expect(await value(`import { version, n } from "./edited"; version()`)).toBe("1");
    expect(
      await value(`import * as all from "./edited"; import { version as v } from "./edited"; all.n`),
    ).toBe("1");
    expect(await value("const uses = () => version(); const own = 5; uses()")).toBe("1");
    write("edited.ts", broken);
    expect(await value("1 + 1")).toBe("2");
    expect(await value("own")).toBe("5");
    for (const use of ["version()", "v()", "uses()"]) expect(await value(use)).toContain(words);
    if (broken) for (const use of ["n", "[all].length"]) expect(await value(use)).toContain(words);
    expect(await value("own + 1")).toBe("6");
    write("edited.ts", "export const version = (): number => 2; export let n = 3;");
    expect(await value("[version(), v(), uses(), n, all.n]")).toBe("[ 2, 2, 2, 3, 3 ]");
  });

  it("that is deleted and written again is loaded again, also by those that import it", async () => {
    write("deep.ts", "export const depth = (): number => 1;");
    write("helper.ts", `import { depth } from "./deep"; export const help = (): number => 10 + depth();`);
    expect(await value(`import { help } from "./helper"; help()`)).toBe("11");
    rmSync(path("deep.ts"));
    expect(await value("const other = 1; other")).toBe("1");
    expect(await value("help()")).toContain("deep");
    expect(await value("other")).toBe("1");
    write("deep.ts", "export const depth = (): number => 2;");
    expect(await value("help()")).toBe("12");
    rmSync(path("helper.ts"));
    expect(await value(`import { help } from "./helper"`)).toContain("Cannot find module './helper'");
    write("helper.ts", "export const help = (): string => 'new';");
    expect(await value("help()")).toBe("'new'");
    expect(await value(`import { help } from "./helper"; const text: string = help(); text`)).toBe("'new'");
  });

  it("that was broken, or not there, when it was first imported is loaded once it is whole", async () => {
    expect(await value(`import { later } from "./later"; later`)).toContain("Cannot find module './later'");
    write("later.ts", "export const later = ;");
    expect(await value(`import { later } from "./later"; later`)).toContain("Expression expected");
    expect(await value("1 + 1")).toBe("2");
    write("later.ts", "export const later: number = 3;");
    expect(await value(`import { later } from "./later"; const n: number = later; n`)).toBe("3");
    write("waits.ts", "export const a = await Promise.reject(new Error('no'));");
    expect(await value(`import { a } from "./waits"; a`)).toBe("Error: no");
    write("waits.ts", "export const a: number = await Promise.resolve(4);");
    expect(await value(`import { a } from "./waits"; a`)).toBe("4");
  });

  it("that cannot be read, or is a folder now, stops no other cell", async () => {
    write("data.json", `{ "n": 1 }`);
    write("plain.js", "exports.two = 2;");
    expect(
      await value(`import data from "./data.json"; import { two } from "./plain.js"; data.n + two`),
    ).toBe("3");
    write("data.json", `{ "n": `);
    rmSync(path("plain.js"));
    expect(await value("1 + 1")).toBe("2");
    expect(await value("data.n")).toContain("JSON");
    write("data.json", `{ "n": 4 }`);
    write("plain.js", "exports.two = 3;");
    chmodSync(path("plain.js"), 0);
    await value("1 + 1");
    chmodSync(path("plain.js"), 0o600);
    utimesSync(path("plain.js"), 999, 999);
    expect(await value("[data.n, two]")).toBe("[ 4, 3 ]");
  });

  it("that no longer exports a name says so where the name is read", async () => {
    write("some.ts", "export const one = 1; export function two() { return 2 }");
    expect(await value(`import { one, two } from "./some"; two() + one`)).toBe("3");
    write("some.ts", "export const three = 3;");
    expect(await value("%typecheck off\n[3].length")).toBe("1");
    expect(await value("one")).toBe(
      "ReferenceError: one: the module that it was imported from no longer exports it",
    );
    expect(await value("two()")).toContain("two: the module that it was imported from no longer exports it");
    expect(await value("let one = 7; one")).toBe("7");
  });
});
