import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestKernel } from "./testKernel";

/** Runs cells for their values, in a folder into which tests write modules. */
class Notebook {
  constructor(readonly kernel: TestKernel) {}

  /** The text of the cell's result, or of its error. */
  async value(code: string): Promise<string | undefined> {
    const { result, error } = await this.kernel.execute(code);
    return error ? `${error.ename}: ${error.evalue}` : result;
  }

  /** Writes a file beside the notebook; `seconds` sets when it was edited. */
  write(name: string, text: string, seconds?: number): void {
    const path = join(this.kernel.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    if (seconds !== undefined) utimesSync(path, seconds, seconds);
  }
}

describe("The language of a cell", () => {
  let notebook: Notebook;
  beforeAll(async () => {
    notebook = new Notebook(await TestKernel.start());
  });
  afterAll(() => notebook.kernel.stop());
  const value = (code: string) => notebook.value(code);

  it("is strict, and knows what the kernel offers, in the hundredth cell too", async () => {
    for (let at = 0; at < 70; at++) await value(`const n${at} = ${at}`);
    expect(await value("clearOutput(); n1 + n69")).toBe("70");
    expect(await value("function loose(x) { return x }")).toBe(
      "TypeScriptError: Parameter 'x' implicitly has an 'any' type.",
    );
  });

  it.each([
    ["(Object as any).groupBy", "Object.groupBy([1, 2], (n) => (n > 1 ? 'big' : 'small')).big"],
    ["(new Set() as any).union", "[...new Set([1]).union(new Set([2]))].length"],
    ["(Promise as any).withResolvers", "typeof Promise.withResolvers<number>().resolve"],
    ["(globalThis as any).Iterator?.prototype.map", "[1].values().map((n) => n + 1).toArray()"],
    ["(RegExp as any).escape", "RegExp.escape('a.b')"],
    ["(String.prototype as any).isWellFormed", "'text'.isWellFormed()"],
    ["(Array.prototype as any).toSorted", "/[\\p{L}--[a-z]]/v.test('A')"],
  ])("knows as much of the language's library as this Node has: %s", async (there, use) => {
    const has = (await notebook.kernel.execute(`${there} !== undefined`)).result;
    expect([has, (await notebook.kernel.execute(use)).error?.ename]).toEqual(
      has === "true" ? ["true", undefined] : ["false", "TypeScriptError"],
    );
  });

  it("has JSX, which calls h where React is not installed", async () => {
    expect(await value("<b>bold</b>")).toContain("'h' to be in scope");
    await value(
      "const h = (tag: string, props: object | null, ...children: unknown[]) => ({ tag, props, children })",
    );
    expect(await value(`const count = 2; <b class="x">{count} of <i/></b>`)).toBe(
      "{\n  tag: 'b',\n  props: { class: 'x' },\n  children: [ 2, ' of ', { tag: 'i', props: null, children: [] } ]\n}",
    );
    expect(await value("<b>{nothing}</b>")).toBe("TypeScriptError: Cannot find name 'nothing'.");
  });

  it("disposes of what it uses, at the end of the cell and in the middle", async () => {
    const { stdout } = await notebook.kernel.execute(
      `{ using inner = { [Symbol.dispose]() { console.log("inner closed") } }; }
      using outer = { [Symbol.dispose]() { console.log("outer closed") } };
      await using later = { async [Symbol.asyncDispose]() { await 0; console.log("later closed") } };
      console.log("open")`,
    );
    expect(stdout).toBe("inner closed\nopen\nlater closed\nouter closed\n");
  });

  it("disposes of what a loop uses, each time round", async () => {
    const { stdout } = await notebook.kernel.execute(`
      const named = (name: string) => ({ [Symbol.dispose]() { console.log("end " + name) } });
      for (using one of [named("a"), named("b")]) console.log(typeof one);`);
    expect(stdout).toBe("object\nend a\nobject\nend b\n");
  });

  it("keeps namespaces and enums for later cells, and lets them be declared again", async () => {
    await value(
      "namespace Geo { export const r = 2; export namespace Deep { export const area = () => r * r } }",
    );
    await value("const enum Size { Small = 5 }; enum Side { Left, Right }");
    expect(await value("[Geo.Deep.area(), Size.Small, Side.Right, Side[0]]")).toBe("[ 4, 5, 1, 'Left' ]");
    expect(await value("enum Side { Up = 7 }; Side.Up")).toBe("7");
    expect(await value("Side.Left")).toContain("Property 'Left' does not exist");
  });

  it("waits for what comes one by one", async () => {
    expect(
      await value(
        "const seen: number[] = []; for await (const n of (async function* () { yield 1; yield 2 })()) seen.push(n); seen",
      ),
    ).toBe("[ 1, 2 ]");
  });

  it("has the standard's decorators", async () => {
    expect(
      await value(
        `function twice(method: (this: D) => number, _: ClassMethodDecoratorContext) { return function (this: D) { return 2 * method.call(this) } }
        class D { @twice m() { return 3 } } new D().m()`,
      ),
    ).toBe("6");
  });

  it("knows where it is", async () => {
    const { folder } = notebook.kernel;
    expect(
      await value(
        "[import.meta.filename, import.meta.url === `file://${__filename}`, import.meta.dirname === __dirname]",
      ),
    ).toBe(`[ '${folder}/notebook.ts', true, true ]`);
    expect(
      await value(
        `["./a.js", "fs", "@tensorflow/tfjs"].map((id) => import.meta.resolve(id).split("/").at(-1))`,
      ),
    ).toMatch(/^\[ 'a.js', 'node:fs', '\S+\.js' \]$/);
  });
});

describe("Modules beside the notebook", () => {
  let notebook: Notebook;
  beforeAll(async () => {
    notebook = new Notebook(await TestKernel.start());
  });
  afterAll(() => notebook.kernel.stop());
  const value = (code: string) => notebook.value(code);

  it("may be TypeScript, JSX, ES modules, CommonJS and JSON", async () => {
    notebook.write("own/typed.ts", "export const typed: string = 'ts';");
    notebook.write("own/element.tsx", "export const generic = <T,>(x: T): T => x;");
    notebook.write("own/script.js", "exports.script = 'cjs';");
    notebook.write(
      "own/module.js",
      `export const here = import.meta.dirname; export { typed } from "./typed.js";`,
    );
    notebook.write("own/plain.mjs", "export default 'mjs';");
    notebook.write("own/data.json", `{ "n": 3 }`);
    expect(
      await value(`import { typed } from "./own/typed"; import { generic } from "./own/element";
        import { script } from "./own/script"; import { here, typed as again } from "./own/module.js";
        import plain from "./own/plain.mjs"; import data from "./own/data.json" with { type: "json" };
        [typed, generic(1), script, here === __dirname + "/own", again, plain, data.n].join()`),
    ).toBe("'ts,1,cjs,true,ts,mjs,3'");
  });

  it("may wait at their top level, and so may what they import", async () => {
    notebook.write(
      "node_modules/waits/package.json",
      `{ "name": "waits", "type": "module", "exports": { "import": "./index.js" } }`,
    );
    notebook.write("node_modules/waits/index.js", `export default await Promise.resolve("package");`);
    notebook.write(
      "slow.ts",
      `export const order: string[] = ["slow"]; export const late = await Promise.resolve(7);`,
    );
    notebook.write(
      "uses.ts",
      `// @ts-ignore\nimport { late, order } from "./slow"; import other from "waits"; order.push("uses"); export const sum = late + 1; export { order, other };`,
    );
    notebook.write(
      "both.ts",
      `import { late } from "./slow"; export { sum } from "./uses"; export const direct = late;`,
    );
    expect(
      await value(
        `import { other } from "./uses"; import { order } from "./slow"; import { sum, direct } from "./both"; [sum, direct, order, other]`,
      ),
    ).toBe("[ 8, 7, [ 'slow', 'uses' ], 'package' ]");
    expect(await value(`(await import("./slow")).order.length`)).toBe("2");
  });

  it("change what they export, and the cells that imported it see the change", async () => {
    notebook.write(
      "counts.ts",
      "export let count = 0;\nexport default function up(): void { count += 1; }\n",
      1000,
    );
    expect(await value(`import up, { count, count as n } from "./counts"; up(); [count, n]`)).toBe(
      "[ 1, 1 ]",
    );
    expect(await value("up(); const seen = () => count; up(); [count, n, seen()]")).toBe("[ 3, 3, 3 ]");
    notebook.write(
      "counts.ts",
      "export let count = 40;\nexport default function up(): void { count += 2; }\n",
      2000,
    );
    expect(await value("up(); [count, seen()]")).toBe("[ 42, 42 ]");
    expect(await value("if (count) throw 1; let count = 5")).toContain("used before");
    expect(await value("%typecheck warn\nif (up) throw 1; let n = 5")).toContain("Thrown");
    expect(await value("%typecheck error\nup(); n")).toBe("44");
    expect(await value("{ const count = 7; count }; let count = 8; [count, seen(), n]")).toBe("[ 8, 8, 44 ]");
  });

  it("may import each other in a circle", async () => {
    notebook.write(
      "even.ts",
      `import { odd } from "./odd"; await 0; export const even = (n: number): boolean => n === 0 || odd(n - 1);`,
    );
    notebook.write(
      "odd.ts",
      `import { even } from "./even"; export const odd = (n: number): boolean => n !== 0 && even(n - 1);`,
    );
    expect(await value(`import { even } from "./even"; even(10)`)).toBe("true");
  });

  it("import dynamically, from where they are", async () => {
    notebook.write("deep/one.ts", `export const load = async () => (await import("./two")).two;`);
    notebook.write("deep/two.ts", `export const two: number = await Promise.resolve(2);`);
    expect(await value(`import { load } from "./deep/one"; await load()`)).toBe("2");
  });

  it("are loaded anew after an edit, when they wait too, and after an edit that broke them", async () => {
    notebook.write("edited.ts", `export const version = (): number => 1; await 0;`, 1000);
    expect(await value(`import { version } from "./edited"; version()`)).toBe("1");
    notebook.write("edited.ts", `export const version = (): number => 2; await 0;`, 2000);
    expect(await value("version()")).toBe("2");
    notebook.write("edited.ts", `export const version = (): number => ;`, 3000);
    expect(await value("1 + 1")).toBe("2");
    expect(await value("version()")).toBe("SyntaxError: Expression expected.");
    notebook.write("edited.ts", `export const version = (): number => 4;`, 4000);
    expect(await value("version()")).toBe("4");
    notebook.write("module.mjs", `export const m = () => "a";`, 1000);
    expect(await value(`import { m } from "./module.mjs"; m()`)).toBe("'a'");
    notebook.write("module.mjs", `export const m = () => "b";`, 2000);
    expect(await value("m()")).toBe("'b'");
  });

  it("are checked as they are now", async () => {
    notebook.write("grows.ts", "export const one = 1;", 1000);
    expect(await value(`import { one } from "./grows"; one`)).toBe("1");
    notebook.write("grows.ts", "export const one = 'text'; export const two = 2;", 2000);
    expect(await value(`import { two } from "./grows"; two`)).toBe("2");
  });

  it("are checked with the cell that imports them, however deep, each in its own file", async () => {
    notebook.write("sound.ts", `export { wrong } from "./unsound";\nexport const fine = 1;\n`, 1000);
    notebook.write("unsound.ts", "export const fine = 1;\nexport const wrong: number = 'text';\n", 1000);
    const file = join(notebook.kernel.folder, "unsound.ts");
    const { error } = await notebook.kernel.execute(`import { fine } from "./sound"; fine`);
    expect(error?.traceback.join("\n")).toContain(
      `${file}:2:14\n1 | export const fine = 1;\n2 | export const wrong`,
    );
    expect(await value(`%typecheck warn\nimport { wrong } from "./sound"; wrong`)).toBe("'text'");
    notebook.write("unsound.ts", "export const wrong: string = 'text';\n", 2000);
    expect(await value(`%typecheck error\nimport { fine } from "./sound"; fine`)).toBe("1");
  });

  it("are shown in tracebacks as they were written", async () => {
    notebook.write(
      "fails.ts",
      "interface Long {\n  a: number;\n}\n\nexport function fail(x: Long): never {\n  throw new RangeError(`no ${x.a}`);\n}\n",
    );
    notebook.write("broken.ts", "const fine = 1;\nconst = 2;\n");
    const { error, reply } = await notebook.kernel.execute(`import { fail } from "./fails";\nfail({ a: 1 })`);
    const file = join(notebook.kernel.folder, "fails.ts");
    expect(error?.traceback.slice(1)).toEqual([
      `    at fail (${file}:6:9)`,
      `    at In [${reply.execution_count}]:2:1`,
      "",
      `${file}:6:9`,
      "5 | export function fail(x: Long): never {\n6 |   throw new RangeError(`no ${x.a}`);\n  |         ~\n7 | }",
    ]);
    const broken = (await notebook.kernel.execute(`%typecheck off\nimport "./broken"`)).error;
    expect(broken?.traceback.join("\n")).toContain("broken.ts:2:7\n1 | const fine = 1;\n2 | const = 2;");
  });
});

describe("%npm", () => {
  it("installs a package, with npm's output in the cell, and the next cell imports it with its types", async () => {
    const notebook = new Notebook(await TestKernel.start());
    notebook.write("source/package.json", `{ "name": "tiny", "version": "1.2.3", "types": "index.d.ts" }`);
    notebook.write("source/index.js", "exports.tiny = () => 'installed';");
    notebook.write("source/index.d.ts", "export function tiny(): string;");
    notebook.write("package.json", `{ "name": "notebooks", "private": true }`);
    expect((await notebook.kernel.execute("%npm pack ./source")).stdout).toContain("tiny-1.2.3.tgz");
    expect(await notebook.value(`import { tiny } from "tiny"`)).toContain("Cannot find module 'tiny'");
    const { stdout, error } = await notebook.kernel.execute(
      "%npm install ./tiny-1.2.3.tgz --offline --no-audit --no-fund\nconsole.log('installed')",
    );
    expect(error).toBeUndefined();
    expect(stdout).toMatch(/added 1 package[^]*installed\n$/);
    expect(await notebook.value(`import { tiny } from "tiny"; tiny()`)).toBe("'installed'");
    expect(await notebook.value(`const n: number = tiny()`)).toContain("not assignable");
    expect(await notebook.value("%npm install ./nowhere.tgz --offline")).toMatch(
      /^Error: npm install .*: ended with exit code \d+$/,
    );
    await notebook.kernel.stop();
  });
});

describe("A notebook's tsconfig.json", () => {
  let notebook: Notebook;
  beforeAll(async () => {
    notebook = new Notebook(await TestKernel.start({ prepare }));
  });
  afterAll(() => notebook.kernel.stop());
  const value = (code: string) => notebook.value(code);

  function prepare(folder: string): void {
    const write = (name: string, text: string) => {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    };
    write("base.json", `{ "compilerOptions": { "paths": { "lib/*": ["./sources/*"] } } }`);
    write(
      "tsconfig.json",
      `{ // with comments
        "extends": "./base.json",
        "compilerOptions": { "experimentalDecorators": true, "strict": false, "jsx": "react-jsx", "jsxImportSource": "tiny" },
      }`,
    );
    write(
      "sources/math.ts",
      `import { base } from "lib/base"; export const square = (n: number) => n * n + base;`,
    );
    write("sources/base.ts", "export const base = 0;");
    write(
      "sources/decorated.tsx",
      `function note(target: object, key: string) { Object.assign(target, { noted: key }) }
      export class Noted { @note member() { return <i>x</i> } }`,
    );
    write(
      "node_modules/tiny/package.json",
      `{ "name": "tiny", "exports": { "./jsx-runtime": { "types": "./runtime.d.ts", "default": "./runtime.js" } } }`,
    );
    write(
      "node_modules/tiny/runtime.js",
      "exports.jsx = exports.jsxs = (type, props) => [type, props]; exports.Fragment = '';",
    );
    write(
      "node_modules/tiny/runtime.d.ts",
      `export namespace JSX { type Element = [string, object]; interface IntrinsicElements { i: { id?: string; children?: unknown } } }
      export function jsx(type: string, props: object): JSX.Element; export const jsxs: typeof jsx; export const Fragment: string;`,
    );
  }

  it("says how strict the check is", async () => {
    expect(await value("function loose(x) { return x } loose(1)")).toBe("1");
  });

  it("gives JSX its runtime and its types", async () => {
    expect(await value(`<i id="a">text</i>`)).toBe("[ 'i', { id: 'a', children: 'text' } ]");
    expect(await value("<b/>")).toBe(
      "TypeScriptError: Property 'b' does not exist on type 'JSX.IntrinsicElements'.",
    );
  });

  it("chooses the older decorators, in cells and in modules", async () => {
    expect(
      await value(
        `function mark(target: object, key: string) { Object.assign(target, { marked: key }) }
        class Old { @mark m() { return 1 } } [(Old.prototype as any).marked, new Old().m()]`,
      ),
    ).toBe("[ 'm', 1 ]");
    expect(
      await value(
        `import { Noted } from "./sources/decorated"; [(Noted.prototype as any).noted, new Noted().member()]`,
      ),
    ).toBe("[ 'member', [ 'i', { children: 'x' } ] ]");
  });

  it("leads imports by its paths, in cells and in modules", async () => {
    expect(await value(`import { square } from "lib/math"; square(3)`)).toBe("9");
  });
});
