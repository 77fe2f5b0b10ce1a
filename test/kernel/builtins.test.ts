import { mkdirSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { TestKernel } from "./testKernel";

/** What a cell may make of a built-in. */
const replacements = {
  "a thrower": `function () { throw new Error("replaced"); }`,
  "a constant": `() => [1, 2, 3, 4]`,
  "one that never ends": `function () { for (;;); }`,
};

const named = [
  `JSON.stringify`,
  `JSON.parse`,
  `Array.prototype.filter`,
  `Array.prototype.map`,
  `Array.prototype.push`,
  `Array.prototype[Symbol.iterator]`,
  `Promise.prototype.then`,
  `Promise.resolve`,
  `Object.entries`,
  `Object.defineProperty`,
  `Object.prototype.toString`,
  `Object.prototype.toJSON`,
  `Object.prototype.then`,
  `Function.prototype.call`,
  `Map.prototype.get`,
  `Set.prototype.has`,
  `WeakMap.prototype.get`,
  `String.prototype.replace`,
  `String.prototype.split`,
  `RegExp.prototype.exec`,
  `Reflect.ownKeys`,
  `Reflect.getOwnPropertyDescriptor`,
  `Buffer.from`,
  `process.nextTick`,
  `process.emit`,
  `require("fs").writeSync`,
  `require("util").inspect`,
  `require("vm").Script.prototype.runInThisContext`,
  `globalThis.Promise`,
  `globalThis.Error`,
];

/** Every function of the language and of some of Node's modules, as an expression. */
const owners = [
  ...[
    "Object",
    "Array",
    "String",
    "Number",
    "RegExp",
    "Map",
    "Set",
    "WeakMap",
    "Promise",
    "Error",
    "Buffer",
  ].flatMap((name) => [name, `${name}.prototype`]),
  ...["JSON", "Reflect", "Math", "Atomics", "Function.prototype", "Symbol", "process"],
  ...["fs", "path", "util", "vm", "timers", "events", "stream", "worker_threads"].map(
    (name) => `require("node:${name}")`,
  ),
];
const functions = owners.flatMap((owner) => {
  const value = new Function("require", `return ${owner}`)(require) as object;
  return Object.getOwnPropertyNames(value)
    .filter((key) => key !== "constructor" && /^\w+$/.test(key))
    .filter((key) => typeof Object.getOwnPropertyDescriptor(value, key)!.value === "function")
    .filter((key) => Object.getOwnPropertyDescriptor(value, key)!.writable)
    .map((key) => `${owner}.${key}`);
});

describe("A cell that replaces what the language or Node has built in", () => {
  let kernel: TestKernel;
  beforeAll(async () => {
    kernel = await TestKernel.start();
    await kernel.execute("const kept = 40");
  });
  afterAll(() => kernel.stop());

  const unloaded = builtinModules.filter((name) =>
    /^(?:dns|http|inspector|perf|repl|tls|v8|zlib)/.test(name),
  );
  let made = 0;

  /**
   * A cell that imports what was not loaded before, and its value: modules beside the notebook that import and export in
   * every way, one of them with an await, a package, and a module of Node's.
   */
  function freshImport(): [cell: string, wanted: string] {
    const n = ++made;
    const write = (name: string, text: string) => writeFileSync(join(kernel.folder, name), text);
    write(
      `a${n}.ts`,
      `export const size: number = ${n}; export default function twice() { return 2 * size }`,
    );
    write(
      `b${n}.ts`,
      `export * from "./a${n}"; export { default as two } from "./a${n}"; export * as all from "./a${n}"`,
    );
    write(`c${n}.mjs`, `import twice, * as all from "./b${n}.ts"; export const waited = await all.two();`);
    write(`d${n}.cjs`, `exports.plain = ${n};`);
    const folder = join(kernel.folder, "node_modules", `p${n}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, "index.js"),
      `"use strict"; Object.defineProperty(exports, "__esModule", { value: true }); exports.packed = [${n}].map((x) => x)[0];`,
    );
    const cell = `import { size, two } from "./b${n}"; import { waited } from "./c${n}.mjs"; import plain from "./d${n}.cjs";
      import { packed } from "p${n}"; import * as node${n} from "node:${unloaded[n % unloaded.length]}";
      const again = await import("./a${n}");
      "" + size + two() + waited + plain.plain + packed + again.size + typeof node${n}`;
    return [cell, `'${n}${2 * n}${2 * n}${n}${n}${n}object'`];
  }

  /** Replaces, runs a cell under it and one after it; what is replaced is brought back in the end. */
  async function survives(
    target: string,
    how: keyof typeof replacements,
    [cell, wanted]: [string, string] = ["kept + 2", "42"],
  ): Promise<void> {
    const [, owner, dotted, bracketed] = /^(.*?)(?:\.(\w+)|\[([^\]]+)\])$/.exec(target)!;
    const place = dotted === undefined ? bracketed : JSON.stringify(dotted);
    const same = await kernel.execute(`%typecheck off
      globalThis.before = Object.getOwnPropertyDescriptor(${owner}, ${place});
      globalThis.put = Reflect.defineProperty;
      ${owner}[${place}] = ${replacements[how]}; await display(kept); console.log("printed"); 0`);
    const shown = same.messages.find(({ header }) => header.msg_type === "display_data");
    const seen = [target, how, same.result, same.stdout, shown?.content.data["text/plain"]];
    expect(seen).toEqual([target, how, "0", "printed\n", "40"]);
    const { error, result } = await kernel.execute(`%typecheck off\n${cell}`);
    expect([target, how, result, error?.traceback.join("\n")]).toEqual([target, how, wanted, undefined]);
    const brought = await kernel.execute(
      `%typecheck off\nif (before) put(${owner}, ${place}, before); else delete ${owner}[${place}];\nkept + 3`,
    );
    expect([target, how, brought.result]).toEqual([target, how, "43"]);
  }

  it.each(named)(
    "%s shows and prints in the cell, and runs the next ones with their state",
    async (target) => {
      for (const how of Object.keys(replacements) as (keyof typeof replacements)[])
        await survives(target, how);
    },
  );

  it("lets cells import modules that were not loaded before: their own, Node's and packages", async () => {
    const hows = Object.keys(replacements) as (keyof typeof replacements)[];
    for (const [at, target] of named.entries()) await survives(target, hows[at % hows.length], freshImport());
  }, 600_000);

  it("at random shows and prints in the cell, and runs the next ones with their state", async () => {
    const how = fc.constantFrom(...(Object.keys(replacements) as (keyof typeof replacements)[]));
    const property = fc.asyncProperty(fc.constantFrom(...functions), how, (target, made) =>
      survives(target, made),
    );
    await fc.assert(property, { numRuns: Number(process.env.KERNEL_FUZZ ?? 300), endOnFailure: true });
  }, 600_000);

  it("keeps its replacements from cell to cell", async () => {
    await kernel.execute(
      "%typecheck off\nconst map = Array.prototype.map; Array.prototype.map = () => ['mine']",
    );
    expect((await kernel.execute("%typecheck off\n[1].map(String)")).result).toBe("[ 'mine' ]");
    await kernel.execute("%typecheck off\nArray.prototype.map = map; 0");
    expect((await kernel.execute("[1].map(String)")).result).toBe("[ '1' ]");
  });
});
