import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { root } from "../testKernel";
import { TestNotebook } from "./notebook";

let notebook: TestNotebook;
beforeAll(() => {
  notebook = new TestNotebook({
    "tsconfig.json": `{ "compilerOptions": { "paths": { "@lib/*": ["./none/*", "./lib/*"], "exact": ["./lib/one.ts"], "pre-*-post": ["./lib/*"] } } }`,
    "lib/one.ts": "export const one: number = 1;",
  });
});
afterAll(() => notebook.close());
const value = (code: string) => notebook.value(code);
const write = (name: string, text: string) => notebook.write(name, text);

describe("An import", () => {
  it("of CommonJS gives names, the whole as default, and one namespace for all", async () => {
    write("c.cjs", "exports.a = 1; exports.default = 5; exports.up = () => { exports.a += 1; };");
    expect(
      await value(
        `import c, { a, up } from "./c.cjs"; import * as ns from "./c.cjs"; [a, c === require("./c.cjs"), ns.default === c, Object.keys(ns).join()]`,
      ),
    ).toBe("[ 1, true, true, 'default,a,up' ]");
    expect(await value(`up(); [a, ns.a, c.a, c.default, ns === (await import("./c.cjs"))]`)).toBe(
      "[ 2, 2, 2, 5, true ]",
    );
  });

  it.each([
    ["5", "[ 5, '{\"default\":5}' ]"],
    ["null", "[ null, '{\"default\":null}' ]"],
    ["undefined", "[ undefined, '{}' ]"],
    ["'text'", "[ 'text', '{\"default\":\"text\"}' ]"],
    ["Object.assign(() => 1, { x: 2 })", "[ [Function: module] { x: 2 }, '{\"x\":2}' ]"],
  ])("of a module that exports %s has that as its default", async (exported, shown) => {
    const name = `exports${exported.length}.cjs`;
    write(name, `module.exports = ${exported};`);
    const code = `import given from "./${name}"; [given, JSON.stringify(await import("./${name}"))]`;
    expect((await value(code))?.replace("[Function (anonymous)]", "[Function: module]")).toBe(shown);
  });

  it("of an ES module has its default, if it has one, and is the module", async () => {
    write("with.ts", "export default 'default'; export const b = 2;");
    write("without.ts", "export const b = 3;");
    expect(
      await value(
        `import d, { b } from "./with"; import whole from "./without"; import * as w from "./with"; [d, b, whole.b, w.default, Object.keys(w).sort().join()]`,
      ),
    ).toBe("[ 'default', 2, 3, 'default', 'b,default' ]");
    expect(await value(`[w === require("./with"), w === await import("./with"), w.__esModule]`)).toBe(
      "[ true, true, true ]",
    );
  });

  it("of a package that only import can load has the module of Node", async () => {
    write(
      "node_modules/only/package.json",
      `{ "name": "only", "type": "module", "exports": { "import": "./index.js" } }`,
    );
    write(
      "node_modules/only/index.js",
      "export default await Promise.resolve('late'); export const name = 'only';",
    );
    expect(
      await value(
        `import late, { name } from "only"; import * as only from "only"; [late, name, Object.prototype.toString.call(only), only === await import("only")]`,
      ),
    ).toBe("[ 'late', 'only', '[object Module]', true ]");
    write(
      "uses-only.ts",
      `import late, { name } from "only"; import * as only from "only"; export default [late, name, only.default, Object.keys(only).sort().join()];`,
    );
    expect(await value(`import uses from "./uses-only"; uses`)).toBe(
      "[ 'late', 'only', 'late', 'default,name' ]",
    );
  });

  it("takes addresses of files and data, and whatever can be made a text", async () => {
    write("addressed.ts", "export const n = 4;");
    const loads = [
      `new URL("./addressed.ts", import.meta.url).href`,
      `new URL("./addressed.ts", import.meta.url)`,
      `__dirname + "/addressed.ts"`,
      `["./addressed"]`,
    ].map((request) => `(await import(${request})).n`);
    expect(await value(`[${loads.join()}].join()`)).toBe("'4,4,4,4'");
    expect(await value(`(await import("data:text/javascript,export default 6")).default`)).toBe("6");
    const json = `await import('data:application/json,{"x":7}', { with: { type: "json" } })`;
    expect(await value(`(${json}).default.x`)).toBe("7");
    expect(await value(`await import({ toString() { throw new RangeError("no name") } })`)).toBe(
      "RangeError: no name",
    );
    expect(await value(`await import("./nowhere").catch((error) => error.code)`)).toBe("'MODULE_NOT_FOUND'");
    expect(await value(`(await import("tslab")).display.html instanceof Function`)).toBe("true");
  });

  it("names what a module says now, until a cell assigns another value", async () => {
    write(
      "live.ts",
      "export let n = 1; export const f = () => 'first'; export const change = () => { n += 1; };",
    );
    expect(await value(`import { n, f, change } from "./live"; change(); [n, f()]`)).toBe("[ 2, 'first' ]");
    expect(await value("n = 70; change(); n")).toBe("70");
    write("live.ts", "export let n = 100; export const f = () => 'third'; export const change = () => {};");
    expect(await value("[n, f()]")).toBe("[ 70, 'third' ]");
  });
});

describe("import.meta and require", () => {
  it("tell where a cell is and what a name leads to", async () => {
    const here = pathToFileURL(join(notebook.folder, "notebook.ts")).href;
    expect(
      await value(
        `import.meta.url === ${JSON.stringify(here)} && import.meta.filename === __filename && import.meta.dirname === __dirname`,
      ),
    ).toBe("true");
    expect(await value(`__filename.slice(__dirname.length)`)).toBe("'/notebook.ts'");
    write(
      "node_modules/@ours/esm/package.json",
      `{ "name": "@ours/esm", "exports": { "./sub": { "import": "./s.js" } } }`,
    );
    write("node_modules/@ours/esm/s.js", "");
    write("node_modules/cjs/index.js", "exports.n = 1;");
    const found = (id: string) =>
      value(`import.meta.resolve(${JSON.stringify(id)}).replace("file://" + __dirname, "")`);
    for (const [id, leads] of [
      ["fs", "node:fs"], ["node:fs", "node:fs"], ["node:test", "node:test"], ["./a.js", "/a.js"], ["../a.js", `file://${join(notebook.folder, "../a.js")}`],
      ["/a.js", "file:///a.js"], ["https://x.org/y", "https://x.org/y"], ["data:,x", "data:,x"], ["cjs", "/node_modules/cjs/index.js"], ["@ours/esm/sub", "/node_modules/@ours/esm/s.js"],
    ] as const) expect([id, await found(id)]).toEqual([id, `'${leads}'`]); // prettier-ignore
    expect(await found("nobody")).toContain("Cannot find module 'nobody'");
    expect(await found("@ours/esm/other")).toMatch(/'.\/other' is not defined by "exports"/);
  });

  it("lead the project's packages to its own copy, and no other", async () => {
    expect(
      await value(
        `require.resolve("@tensorflow/tfjs-core").startsWith(${JSON.stringify(join(root, "node_modules/@tensorflow/tfjs-core"))})`,
      ),
    ).toBe("true");
    expect(
      await value(
        `require.resolve("tsdescent/package.json") === ${JSON.stringify(join(root, "package.json"))}`,
      ),
    ).toBe("true");
    expect(
      await value(`let code; try { require.resolve("vega-lite") } catch (error) { code = error.code }; code`),
    ).toBe("'MODULE_NOT_FOUND'");
    expect(
      await value(
        `[typeof require.cache, typeof require.extensions[".ts"], require("node:path").sep, require("./lib/one").one]`,
      ),
    ).toBe("[ 'object', 'function', '/', 1 ]");
  });

  it("find TypeScript by the name of the JavaScript that it would be, and by the paths of tsconfig.json", async () => {
    write("lib/shared/index.ts", "export const kind = 'folder';");
    write("lib/view.tsx", "export const kind = 'tsx';");
    write("lib/m.mts", "export const kind = 'mts';");
    write("lib/real.js", "exports.kind = 'js';");
    write("lib/real.ts", "export const kind = 'ts';");
    const kinds = [
      "./lib/shared",
      "./lib/view.js",
      "./lib/m.mjs",
      "./lib/real.js",
      "@lib/view",
      "pre-view-post",
    ];
    for (const [at, kind] of ["folder", "tsx", "mts", "js", "tsx", "tsx"].entries())
      expect(await value(`require("${kinds[at]}").kind`)).toBe(`'${kind}'`);
    expect(await value(`require("exact").one + (await import("@lib/one.js")).one`)).toBe("2");
    write(
      "node_modules/foreign/index.js",
      "exports.view = () => require('./view.js'); exports.one = () => require('exact');",
    );
    write("node_modules/foreign/view.ts", "export {};");
    for (const name of ["view", "one"])
      expect(await value(`require("foreign").${name}()`)).toContain("Cannot find module");
  });
});
