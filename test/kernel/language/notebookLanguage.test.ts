/**
 * TypeScript asks whether lists are its own realm's, which the environment of the other tests leaves open.
 *
 * @jest-environment node
 */
import { dirname, join } from "node:path";
import { Script } from "node:vm";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import type * as scripts from "../../../kernel/language/check/scriptCompiler";
import type * as languages from "../../../kernel/language/notebookLanguage";
import type { Conversion } from "../../../kernel/protocol/conversion";
import type { Host } from "../../../kernel/protocol/host";
import type * as hosting from "../../../kernel/session/compiler/nodeHost";
import { ensureBuilt, root } from "../testKernel";

ensureBuilt();
const built = <Module>(path: string) => jest.requireActual<Module>(join(root, "dist/kernel", path));
const { NotebookLanguage } = built<typeof languages>("language/notebookLanguage.js");
const { ScriptCompiler } = built<typeof scripts>("language/check/scriptCompiler.js");
const { nodeHost } = built<typeof hosting>("session/compiler/nodeHost.js");

const folder = "/nowhere/notebook";
const libraries = dirname(require.resolve("typescript"));

/** A machine whose only files are these, beside the language's own library. */
function hostOf(files: Record<string, string>): Host {
  const isLibrary = (path: string) => path.startsWith(libraries);
  const nameOf = (path: string) => path.slice(folder.length + 1);
  return {
    readFile: (path) => (isLibrary(path) ? nodeHost.readFile(path) : files[nameOf(path)]),
    stateOf: (path) => (isLibrary(path) ? nodeHost.stateOf(path) : (files[nameOf(path)] ?? "")),
    hasFolder: (path) => path === folder || isLibrary(path),
    namesIn: (path) => (path === folder ? Object.keys(files) : []),
    finds: () => false,
    isBuiltin: (name) => name === "fs",
    nodeVersion: "22.18.0",
  };
}

describe("A notebook's language on a machine without processes and files", () => {
  const files: Record<string, string> = {
    "tsconfig.json": JSON.stringify({ compilerOptions: { noImplicitReturns: true } }),
    "beside.ts": "export const double = (n: number): number => 2 * n;",
    "given.d.ts": "declare const given: { deep: string };",
  };
  const host = hostOf(files);
  let language: languages.NotebookLanguage;
  const server = new ScriptCompiler(folder, host, libraries);
  beforeAll(() => {
    const folders = { tslab: "/nowhere/node_modules/tslab" };
    const listed = { packages: [], folders, subpaths: {}, typeRoots: [] };
    const project = { root: "/nowhere", name: "none", version: "0", cache: "/nowhere", ...listed };
    const loadTslab = () => Promise.reject(new Error("there is no tslab"));
    language = new NotebookLanguage({ project, folder, host, server, loadTslab });
  });
  afterAll(() => server.close());

  const errorsOf = (conversion: Conversion) =>
    "diagnostics" in conversion ? conversion.diagnostics.map(({ message }) => message) : [];
  /** Converts a cell that has no mistakes, and keeps it as one that ran. */
  const kept = async (code: string) => {
    const conversion = await language.convert(code);
    expect(errorsOf(conversion)).toEqual([]);
    language.keep([]);
    if (!("runnable" in conversion) || conversion.runnable.mode !== "cell") throw new Error("not converted");
    return conversion.runnable;
  };
  const inspected = async (code: string) => language.inspect(code.replace("‸", ""), code.indexOf("‸"), false);

  it("compiles a cell to a function of what it declares and mentions", async () => {
    const first = await kept("const size: number = 3; size + 1");
    expect([first.names, first.declared]).toEqual([["size"], ["size"]]);
    const run = new Script(first.code).runInThisContext() as (...given: unknown[]) => Promise<unknown>;
    const size = { v: undefined };
    expect(await run({ last: (value: unknown) => value }, {}, undefined, {}, "", "", size)).toBe(4);
    expect(size.v).toBe(3);
    expect((await kept("size * 2")).declared).toEqual([]);
  });

  it("checks a cell against those that ran, modules beside it and what is declared there", async () => {
    await kept("interface Point { x: number }\nconst at: Point = { x: 1 }");
    const wrong = await language.convert("const label: string = at.x");
    expect(errorsOf(wrong)).toEqual(["Type 'number' is not assignable to type 'string'."]);
    expect("diagnostics" in wrong && wrong.diagnostics[0].frame).toBe(
      "1 | const label: string = at.x\n  |       ~~~~~",
    );
    const imported = await language.convert(`import { double } from "./beside"; double("a")`);
    expect(errorsOf(imported)).toEqual([
      "Argument of type 'string' is not assignable to parameter of type 'number'.",
    ]);
    expect(errorsOf(await language.convert("given.shallow"))[0]).toContain("'shallow' does not exist");
    expect(errorsOf(await language.convert("function f(n: number) { if (n) return 1 }"))).toEqual([
      "Not all code paths return a value.",
    ]);
  });

  it("reads a module again that was edited", async () => {
    files["edited.ts"] = "export const one = 1;";
    await kept(`import { one } from "./edited"; const before: number = one`);
    files["edited.ts"] = `export const one = "text";`;
    expect(
      errorsOf(await language.convert(`import { one } from "./edited"; const after: number = one`)),
    ).toEqual(["Type 'string' is not assignable to type 'number'."]);
  });

  it("hints at packages that are missing, and not at modules of Node's", async () => {
    expect(errorsOf(await language.convert(`import { a } from "fs-more"`))[0]).toMatch(
      /%npm install fs-more$/,
    );
    expect(errorsOf(await language.convert(`import * as fs from "fs"`))[0]).not.toContain("%npm");
  });

  it("completes names and members of earlier cells, with their kinds", async () => {
    await kept("class Tree { grow(metres: number): void {} height = 1 }\nconst oak = new Tree()");
    const found = await language.complete("oak.gr", 6);
    expect([found.matches, found.kinds, found.start, found.end]).toEqual([["grow"], ["method"], 4, 6]);
    expect((await language.complete("Tre", 3)).matches).toContain("Tree");
    expect((await language.complete("oa", 2)).kinds[0]).toBe("variable");
    expect((await language.complete("%typ", 4)).matches).toEqual(["%typecheck"]);
  });

  it("inspects names, calls and what documents them", async () => {
    await kept("/** Adds one. */\nfunction next(n: number): number { return n + 1 }");
    expect(await inspected("ne‸xt(1)")).toBe("```typescript\nnext(n: number): number\n```\nAdds one.");
    expect(await inspected("next(‸)")).toContain("next(n: number): number");
    expect(await inspected("nobody‸")).toBeUndefined();
    const whole = await language.inspect("next", 1, true);
    expect(whole).toContain("Declared in this notebook:\n```typescript\n/** Adds one. */\nfunction next");
  });

  it("knows whether code is whole, and forgets cells when told", async () => {
    expect(language.completeness("for (;;) {")).toEqual({ status: "incomplete", indent: "  " });
    expect(language.completeness("1 +* 2").status).toBe("invalid");
    await kept("const lost = 1");
    await language.reset();
    expect(errorsOf(await language.convert("lost"))).toEqual(["Cannot find name 'lost'."]);
  });
});
