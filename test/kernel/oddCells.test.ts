import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestKernel } from "./testKernel";

let kernel: TestKernel;
beforeAll(async () => {
  kernel = await TestKernel.start();
});
afterAll(() => kernel.stop());

describe("An error in a line of data", () => {
  const data = JSON.stringify("x".repeat(200_000));

  it.each([
    [
      "that is thrown behind them",
      `const a = ${data}; throw new Error("behind")`,
      'throw new Error("behind")',
    ],
    ["that is thrown before them", `null!.x; const b = ${data}`, "null!.x; const b"],
    ["of types", `const c: number = ${data}`, "const c: number = "],
    ["of syntax", `const d = ; ${data}`, "const d = ; "],
    ["in the next line", `const e = ${data}\nthrow new Error("next")`, 'throw new Error("next")'],
  ])("is shown with what stands around it: one %s", async (_, code, around) => {
    const { error } = await kernel.execute(code);
    const text = error!.traceback.join("\n");
    expect(text).toContain(around);
    expect(text.length).toBeLessThan(2000);
  });

  it("is underlined at its place", async () => {
    const { error } = await kernel.execute(
      `const f = [${"1, ".repeat(1000)}]; f.nothing; [${"1, ".repeat(1000)}]`,
    );
    const [line, underline] = error!.traceback.join("\n").split("\n").slice(-3);
    expect(line.slice(underline.indexOf("~"), underline.lastIndexOf("~") + 1)).toBe("nothing");
  });
});

describe("Magics", () => {
  it.each([
    ["at the end of Windows' lines", '%typecheck warn\r\nconst a: number = "x"\r\na', "'x'"],
    ["alone in one", "%typecheck off\r\n", undefined],
    ["below a comment", '// of mine\n%typecheck warn\nconst b: number = "x"; b', "'x'"],
    [
      "below a comment of several lines",
      '/* of\n % mine */\n\n%typecheck warn\nconst c: number = "x"; c',
      "'x'",
    ],
    ["between comments", '// one\n%typecheck warn\n// two\n%typecheck off\nconst d: number = "x"; d', "'x'"],
  ])("are read %s", async (_, code, result) => {
    const cell = await kernel.execute(code);
    expect([cell.error, cell.result]).toEqual([undefined, result]);
    await kernel.execute("%typecheck error");
  });

  it("are none within comments, and behind code", async () => {
    expect((await kernel.execute("/* %typecheck off\n%typecheck off */\n3")).result).toBe("3");
    expect((await kernel.execute('const e: number = "x"')).error?.ename).toBe("TypeScriptError");
    expect((await kernel.execute("/* a */ 1\n%typecheck off")).error?.ename).toBe("TypeScriptError");
  });

  it("are completed below a comment", async () => {
    const code = "// of mine\n%type";
    const { matches } = await kernel.request("complete_request", { code, cursor_pos: code.length });
    expect(matches).toEqual(["%typecheck"]);
  });
});

describe("An instance of a class that was declared anew", () => {
  it.each([
    [
      "a class",
      "class Pt { x = 1 }; const old = new Pt()",
      "class Pt { x = 1; y = 2 }",
      "const q: Pt = old",
      "Pt",
    ],
    [
      "an interface, in a call",
      "interface Box { x: number }; const box: Box = { x: 1 }",
      "interface Box { x: number; y: number }; function take(one: Box) { return one.y }",
      "take(box)",
      "Box",
    ],
  ])("is told apart: of %s", async (_, first, second, use, name) => {
    await kernel.execute(first);
    await kernel.execute(second);
    const { error } = await kernel.execute(use);
    expect(error?.traceback.join("\n")).toContain(
      `${name} has been declared anew: this value is of the earlier ${name}, so run the cell again that makes it`,
    );
  });

  it("is not what another name's error is about", async () => {
    const { error } = await kernel.execute(
      "class One { a = 1 }; class Two { b = 2 }; const one: One = new Two()",
    );
    expect(error?.evalue).toContain("missing in type 'Two' but required in type 'One'");
    expect(error?.traceback.join("\n")).not.toContain("declared anew");
  });
});

describe("A tsconfig.json that makes no sense", () => {
  it.each([
    ["is cut off", '{ "compilerOptions": { "strict": false', "'}' expected."],
    ["extends one that is not there", '{ "extends": "./nowhere.json" }', "nowhere.json"],
    ["has an option that there is not", '{ "compilerOptions": { "strcit": true } }', "'strcit'"],
  ])("is said once where it %s, and cells run", async (_, text, problem) => {
    const other = await TestKernel.start({
      prepare: (folder) => writeFileSync(join(folder, "tsconfig.json"), text),
    });
    const first = await other.execute("1 + 1");
    expect(first.result).toBe("2");
    expect(first.stderr).toMatch(/^kernel: tsconfig\.json: .*restart the kernel when it is mended\)\n$/);
    expect(first.stderr).toContain(problem);
    expect((await other.execute("2 + 2")).stderr).toBe("");
    await other.stop();
  });
});

describe("The libraries that a project wants loaded", () => {
  it.each([
    ['import fs from "node:fs"; typeof fs.existsSync', "'function'"],
    ["import { join } from 'path'; join('a', 'b')", "'a/b'"],
    ['(await import("node:os")).EOL.length', "1"],
  ])("are not waited for by a cell that asks for Node's own: %s", async (code, result) => {
    const main = join(kernel.folder, "never.cjs");
    writeFileSync(main, "exports.ready = new Promise(() => undefined);");
    const other = await TestKernel.start({
      env: {
        NODE_OPTIONS: `--require ${JSON.stringify(join(__dirname, "otherPreload.cjs"))}`,
        OTHER_PRELOAD: main,
      },
    });
    expect((await other.execute(code)).result).toBe(result);
    await other.stop();
  });
});
