import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { root, TestKernel } from "./testKernel";

const files: Record<string, string> = {
  "node_modules/bare/package.json": `{ "name": "bare", "main": "index.js" }`,
  "node_modules/bare/index.js": "exports.mean = (all) => all.reduce((a, b) => a + b) / all.length;",
  "node_modules/@some/where/package.json": `{ "name": "@some/where", "type": "module", "exports": { "./sub": "./sub.js" } }`,
  "node_modules/@some/where/sub.js": "export default 5;",
  "own.ts": `import { mean } from "bare"; export const middle = mean([1, 3]);`,
  "a.ts": "export const a: number = await Promise.resolve(1);",
  "m.mjs": "export const m = 2;",
  "with space.ts": "export const s = 3;",
  "source/package.json": `{ "name": "tiny", "version": "1.2.3", "types": "index.d.ts" }`,
  "source/index.js": "exports.tiny = () => 'installed';",
  "source/index.d.ts": "export function tiny(): string;",
};

function write(folder: string): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

const install = "%npm install ./source --install-links --offline --no-audit --no-fund";

describe("Packages and URLs", () => {
  let kernel: TestKernel;
  beforeAll(async () => {
    kernel = await TestKernel.start({ prepare: write });
  });
  afterAll(() => kernel.stop());
  const value = async (code: string) => {
    const { result, error } = await kernel.execute(code);
    return error ? `${error.ename}: ${error.evalue}` : result;
  };

  it("without types are any, which is said once", async () => {
    const note = "kernel: bare brings no types, so that what comes from it may be anything (any)\n";
    const first = await kernel.execute(`import { mean } from "bare"; mean([1, 2, 3])`);
    expect([first.result, first.stderr]).toEqual(["2", note]);
    const second = await kernel.execute(`import * as bare from "bare"; bare.mean([1, 3])`);
    expect([second.result, second.stderr]).toEqual(["2", ""]);
    expect(await value("const n: string = mean([4]); n")).toBe("4");
    const scoped = await kernel.execute(`import five from "@some/where/sub"; five`);
    expect([scoped.result, scoped.stderr]).toEqual(["5", note.replace("bare", "@some/where/sub")]);
    expect(await value(`import { middle } from "./own"; middle`)).toBe("2");
    expect(await value(`import { x } from "nowhere"; x`)).toContain("Cannot find module 'nowhere'");
    expect(await value(`import { y } from "./nowhere"; y`)).toContain("Cannot find module './nowhere'");
    expect(await value("function loose(x) { return x }")).toContain("implicitly has an 'any' type");
  });

  it.each([
    [`await import(import.meta.resolve("./a.ts"))`, "a", "1"],
    [`await import(new URL("./m.mjs", import.meta.url).href)`, "m", "2"],
    [`await import(String(new URL("./with space.ts", import.meta.url)))`, "s", "3"],
    [`await import("data:text/javascript,export const d = 4")`, "d", "4"],
    [
      `await import("data:application/json,{}".replace("application/json,{}", "text/javascript,export const e = 5"))`,
      "e",
      "5",
    ],
    [`await import(import.meta.resolve("bare"))`, "mean.length", "1"],
    [`await import(import.meta.resolve("node:path"))`, "sep", "'/'"],
  ])("of modules are imported: %s", async (code, name, found) => {
    expect(await value(`const module: any = ${code}; module.${name}`)).toBe(found);
  });

  it("are one module with the same file by its path", async () => {
    const code = `(await import("./m.mjs") as object) === await import(import.meta.resolve("./m.mjs"))`;
    expect(await value(code)).toBe("true");
  });

  it("are installed and imported in one cell, after which nothing runs when installing fails", async () => {
    const cell = `${install}\n%typecheck error\nimport { tiny } from "tiny";\nconst word: string = tiny(); word`;
    const { result, stdout, error } = await kernel.execute(cell);
    expect(error).toBeUndefined();
    expect([result, stdout.match(/added \d+ package/g)?.length]).toEqual(["'installed'", 1]);
    expect(await value("word")).toBe("'installed'");
    expect(await value("%npm install ./nowhere.tgz --offline\nconst unset = 1")).toMatch(
      /^Error: npm install/,
    );
    expect(await value("unset")).toContain("Cannot find name 'unset'");
    const wrong = await kernel.execute(`${install}\n\nconst n: number = "text"`);
    expect(wrong.error?.traceback.join("\n")).toContain("3:7");
    expect((await kernel.execute(`${install}\nconst = 1`)).stdout).toBe("");
  });
});

describe("%npm in the folder of the notebooks that come with the library", () => {
  const project = mkdtempSync(join(tmpdir(), "kernel-project-"));
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  it("gives that folder a package of its own, and leaves the library's as it is", async () => {
    const folder = join(project, "notebooks");
    mkdirSync(folder);
    cpSync(join(root, "package.json"), join(project, "package.json"));
    cpSync(join(root, "dist"), join(project, "dist"), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(project, "node_modules"));
    write(folder);
    const before = readFileSync(join(project, "package.json"), "utf8");
    const kernel = await TestKernel.start({ folder, main: join(project, "dist/kernel/jupyter/main.js") });
    expect((await kernel.execute(`${install}\nimport { tiny } from "tiny"; tiny()`)).result).toBe(
      "'installed'",
    );
    expect(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).dependencies).toHaveProperty(
      "tiny",
    );
    expect(readFileSync(join(project, "package.json"), "utf8")).toBe(before);
    expect(existsSync(join(folder, "node_modules/tiny"))).toBe(true);
    await kernel.stop();
  });
});
