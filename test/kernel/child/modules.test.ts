import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestNotebook } from "./notebook";

let notebook: TestNotebook;
beforeAll(() => void (notebook = new TestNotebook()));
afterAll(() => notebook.close());
const value = (code: string) => notebook.value(code);
const write = (name: string, text: string) => notebook.write(name, text);

describe("A module of the reader's", () => {
  it("is given what Node gives one, and knows who asked for it", async () => {
    write(
      "self.ts",
      "export const told = [import.meta.filename === __filename, import.meta.dirname === __dirname, import.meta.url.endsWith('/self.ts'), import.meta.resolve('./x').endsWith('/x'), module.loaded, this === undefined];",
    );
    expect(
      await value(
        `import { told } from "./self"; told.join() + require.cache[require.resolve("./self")].loaded`,
      ),
    ).toBe("'true,true,true,true,false,falsetrue'");
    write("plain.ts", "module.exports = [this === exports, typeof require.resolve, module.children.length];");
    expect(await value(`require("./plain")`)).toBe("[ true, 'function', 0 ]");
    write("waiting.ts", "await 0; export const isLoaded = module.loaded;");
    expect(
      await value(
        `import { isLoaded } from "./waiting"; [isLoaded, require.cache[require.resolve("./waiting")].loaded]`,
      ),
    ).toBe("[ false, true ]");
  });

  it("in JavaScript is a module by its imports and exports alone", async () => {
    write(
      "wild.js",
      "wild = 5; exports.wild = wild;\nimport('node:path');\nexports.isOwn = this === module.exports;",
    );
    write("strict.js", "export const isStrict = (function () { return this === undefined })();");
    write("bare.mjs", "globalThis.bare = typeof exports;");
    write("meta.js", "globalThis.metaOf = import.meta.filename;");
    expect(
      await value(`const w = require("./wild"); [w.wild, w.isOwn, (await import("./strict.js")).isStrict]`),
    ).toBe("[ 5, true, true ]");
    expect(await value(`import "./bare.mjs"; import "./meta.js"; metaOf.endsWith("/meta.js")`)).toBe("true");
  });

  it("exports on what others do: its own names first, and no default", async () => {
    write("base.ts", "export const a = 'base', b = 'base'; export default 'base';");
    write("plain-base.cjs", "exports.c = 'cjs'; exports.default = 'no';");
    write(
      "all.ts",
      `export * from "./base"; export * from "./plain-base.cjs"; export * as whole from "./base"; export { default as named } from "./base"; export const a = "own";`,
    );
    expect(
      await value(
        `import * as all from "./all"; [Object.keys(all).sort().join(), all.a, all.b, all.c, all.named, all.whole.default]`,
      ),
    ).toBe("[ 'a,b,c,named,whole', 'own', 'base', 'cjs', 'base', 'base' ]");
    write(
      "defaults.ts",
      `import base from "./base"; import cjs from "./plain-base.cjs"; import * as star from "./plain-base.cjs"; export default [base, typeof cjs, cjs.c, star.c, star.default === cjs];`,
    );
    expect(await value(`import defaults from "./defaults"; defaults`)).toBe(
      "[ 'base', 'object', 'cjs', 'cjs', true ]",
    );
  });

  it("that waits is run once, loaded by import alone, and again after it failed", async () => {
    write(
      "counts.ts",
      "globalThis.runs = (globalThis.runs ?? 0) + 1; await new Promise((go) => setTimeout(go, 20)); export const n = 9;",
    );
    write("counts-too.ts", `import { n } from "./counts"; export const m = n;`);
    expect(
      await value(
        `const [one, two, three] = await Promise.all([import("./counts"), import("./counts"), import("./counts-too")]); [one === two, three.m, runs]`,
      ),
    ).toBe("[ true, 9, 1 ]");
    write("requires.ts", "await 0; export {};");
    expect(await value(`require("./requires")`)).toBe(
      `Error: require: ${join(notebook.folder, "requires.ts")} has a top-level await; use import instead`,
    );
    expect(
      await value(`let why; try { require("./requires") } catch (error) { why = error.code }; why`),
    ).toBe("'ERR_REQUIRE_ASYNC_MODULE'");
    write(
      "fails-first.ts",
      "await 0; globalThis.tries = (globalThis.tries ?? 0) + 1; if (tries === 1) throw new Error('first'); export const times = tries;",
    );
    expect(await value(`await import("./fails-first")`)).toBe("Error: first");
    expect(await value(`(await import("./fails-first")).times`)).toBe("2");
  });

  it("that waits sees what a circle has of it by then", async () => {
    write(
      "first.ts",
      `import { second } from "./second"; await 0; export const first = "first"; export const both = () => first + second();`,
    );
    write("second.ts", `import * as all from "./first"; await 0; export const second = () => all.first;`);
    expect(await value(`import { both } from "./first"; both()`)).toBe("'firstfirst'");
  });

  it("tells its places as they were written", async () => {
    const told = async (name: string, text: string) => {
      write(name, text);
      const lines = (await notebook.traceback(`await import("./${name}")`)).split("\n");
      return [lines[1].replace(notebook.folder, ""), lines.find((line) => line.startsWith("3 |"))];
    };
    const code = `  throw new Error("here");`;
    for (const name of ["typed.ts", "waits.ts", "cjs.js"]) {
      const first = {
        "typed.ts": "export interface A {\n}",
        "waits.ts": "await 0;\nexport {};",
        "cjs.js": "exports.a = 1;\n",
      }[name] as string;
      const [frame = "", shown] = await told(name, `${first}\n${code}\n`);
      expect([frame.slice(frame.indexOf(`/${name}`)).replace(")", ""), shown]).toEqual([
        `/${name}:3:9`,
        `3 | ${code}`,
      ]);
    }
    write("mistake.json", `{\n  "a": 1,\n  "b" 2\n}`);
    expect(await notebook.traceback(`require("./mistake.json")`)).toMatch(
      /\n {4}at \S+\/mistake\.json:3:7\n[^]*\n3 \| {3}"b" 2\n/,
    );
    write("cut.json", `{ "a": [`);
    expect(await notebook.traceback(`require("./cut.json")`)).toMatch(/\n {4}at \S+\/cut\.json:1:9\n/);
  });

  it("is what it exports now once it was edited, in cells and in the modules between", async () => {
    write(
      "inner.ts",
      "export const n = { value: 1 }; export class Kind { of = 1 } export const text = 'old', old = 1;",
    );
    write(
      "outer.ts",
      `import { n } from "./inner"; export const twice = () => 2 * n.value; export const untouched = {};`,
    );
    write("apart.ts", "export const kept = {};");
    write("whole.cjs", "module.exports = () => 'one';");
    expect(
      await value(`import { n, Kind, text, old } from "./inner"; import * as inner from "./inner"; import { twice, untouched } from "./outer"; import { kept } from "./apart";
      import whole from "./whole.cjs"; const kept1 = kept, copied = n, made = Kind; [n.value, new Kind().of, text, twice(), inner.text, whole()].join()`),
    ).toBe("'1,1,old,2,old,one'");
    write(
      "inner.ts",
      "export const n = { value: 5 }; export class Kind { of = 5 } export const text = 'new';",
    );
    write("whole.cjs", "module.exports = () => 'two';");
    expect(
      await value(
        `[n.value, new Kind().of, text, twice(), inner.text, whole(), kept === kept1, copied.value, new made().of].join()`,
      ),
    ).toBe("'5,5,new,10,new,two,true,5,5'");
    expect(await value("old")).toBe(
      "ReferenceError: old: the module that it was imported from no longer exports it",
    );
    write("inner.ts", "export const n = ;");
    expect(await value("kept === kept1")).toBe("true");
    for (const use of ["n", "text", "twice()", "new Kind()", "[inner].length"])
      expect(await value(use)).toBe("SyntaxError: Expression expected.");
    rmSync(join(notebook.folder, "whole.cjs"));
    expect(await value("1")).toBe("1");
    expect(await value("whole()")).toMatch(/no such file .*whole\.cjs/);
    write("whole.cjs", "module.exports = () => 'three';");
    write(
      "inner.ts",
      "export const n = { value: 6 }; export class Kind {} export const text = 'newest', old = 2;",
    );
    expect(await value("[n.value, text, old, twice(), whole(), inner.text].join()")).toBe(
      "'6,newest,2,12,three,newest'",
    );
  });
});
