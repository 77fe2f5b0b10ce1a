import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestKernel } from "./testKernel";

/** What cells declare that later ones cannot see in a summary of its type. */
const cells = [
  `interface Shape { side: number }`,
  `interface Square extends Shape { kind: "square" }`,
  `type Pair<T> = [T, T]; type Both = Pair<Square>`,
  `class Dog { static count = 0; #secret = 1; constructor(readonly name = "Rex") {} secret() { return this.#secret } }`,
  `class Puppy extends Dog { bark(): string { return this.name } }`,
  `enum Colour { Red, Green = 5 }`,
  `namespace Space { export const inside = 1; export interface In { a: Shape } }`,
  `/** Documented. */\nconst documented = { side: 2, kind: "square" } satisfies Square`,
  `function over(a: number): number; function over(a: string): string; function over(a: any) { return a }`,
  `/** Twice. */\nfunction twice(shape: Shape): Shape { return { side: 2 * shape.side } }`,
  `abstract class Base<T> { abstract make(): T }\nclass Made extends Base<Puppy> { make() { return new Puppy() } }`,
  `import path from "node:path"; interface Named { at: path.ParsedPath }`,
  `/** Of all. */\nconst { side, kind: sort } = documented, squares: Both = [documented, documented];`,
  `/** Later. */\nconst later = await Promise.resolve({ puppy: new Made().make() });`,
  `/** In turn. */\nexport const exported = () => later.puppy;`,
  `const plain = new Puppy(), colours = [Colour.Red]; console.log(plain.name);`,
  `import { EventEmitter as Emitter } from "node:events"; import { type ParsedPath as Parts } from "node:path"; import fs, * as all from "node:fs";
   const emitters = [new Emitter<{ told: [text: string] }>()]; interface Told { at: all.Stats; how: Parts }`,
  `export default class Whole<T> { constructor(readonly parts: T[]) {} }\nexport { twice as doubled };`,
  `import Inside = Space.In; export const inner: Inside = { a: { side: 3 } };`,
  `function h(tag: string, props: object | null, ...rest: unknown[]) { return { tag, rest } }`,
  `/** Of tags. */\nexport const element = (title: string) => <b>{title}</b>; interface Drawn { made: ReturnType<typeof element> }`,
  `/** Waited for. */\nexport const waited = await Promise.all([Promise.resolve(plain), await later]);`,
  `interface Shape2 extends Named { colour: Colour }\nfor (let i = 0; i < 2; i++) new Puppy();`,
];

/** Cells without mistakes, and cells with one, which the message names. */
const right = [
  `const s: Square = { side: 1, kind: "square" }; s.side`,
  `const b: Both = squares; b[0].kind + sort`,
  `const p: Puppy = plain; p.secret().toFixed() + p.bark() + new Dog("a").name + Dog.count`,
  `const c: Colour = Colour.Green; colours.push(c)`,
  `const o: number = over(1); const q: string = over("a") + twice(documented).side`,
  `const i: Space.In = { a: { side: Space.inside } }; i.a.side`,
  `exported().bark().length + later.puppy.name + side.toFixed() + new Made().make().bark()`,
  `const n: Named | Shape2 | undefined = { at: path.parse("/a/b") }; n.at.dir`,
];
right.push(
  `emitters[0].emit("told", "text"); const e: Emitter = new Emitter(); const t: Told | undefined = undefined; fs.existsSync(".")`,
  `waited[0].bark() + waited[1].puppy.bark()`,
  `new Whole([1]).parts[0].toFixed() + inner.a.side`,
  `const drawn: Drawn = { made: element("a") }; drawn.made.tag.length`,
);
const wrong: [code: string, message: string][] = [
  [`const s2: Square = { side: 1 }`, "Property 'kind' is missing in type '{ side: number; }'"],
  [`plain.meow()`, "Property 'meow' does not exist on type 'Puppy'"],
  [`const d2: Puppy = new Dog()`, "Property 'bark' is missing in type 'Dog' but required in type 'Puppy'"],
  [`over(true)`, "No overload matches this call"],
  [`documented.height`, "Property 'height' does not exist on type"],
  [`new Base()`, "Cannot create an instance of an abstract class"],
  [`Colour.Blue`, "Property 'Blue' does not exist on type 'typeof Colour'"],
  [
    `emitters[0].emit("told", 1)`,
    "Argument of type 'number' is not assignable to parameter of type 'string'",
  ],
  [`waited[0].meow()`, "Property 'meow' does not exist on type 'Puppy'"],
  [`new Whole([1]).parts[0].length`, "Property 'length' does not exist on type 'number'"],
  [`inner.a.side = "a"`, "Type 'string' is not assignable to type 'number'"],
  [`element(1)`, "Argument of type 'number' is not assignable to parameter of type 'string'"],
  [`const none: Told = { at: 1 }`, "Type 'number' is not assignable to type 'Stats'"],
  [`exported().name = "a"`, "Cannot assign to 'name' because it is a read-only property"],
];

describe("A notebook of many declarations", () => {
  let kernel: TestKernel;
  beforeAll(async () => {
    kernel = await TestKernel.start();
    for (const cell of cells) expect((await kernel.execute(cell)).error).toBeUndefined();
    for (let at = 0; at < 60; at++)
      expect((await kernel.execute(`interface Filler${at} { x: Shape }`)).error).toBeUndefined();
  });
  afterAll(() => kernel.stop());

  it.each(right)("knows the first of them: %s", async (code) => {
    expect((await kernel.execute(`if (plain) { ${code} }`)).error).toBeUndefined();
  });

  it.each(wrong)("checks against the first of them: %s", async (code, message) => {
    const { error } = await kernel.execute(`if (plain) { ${code} }`);
    expect(error?.evalue).toContain(message);
    expect(error?.traceback.join("\n")).not.toMatch(/\$\.|tsdescent|ǃ/);
  });

  it("has a name mean what it was declared as last", async () => {
    await kernel.execute("interface Shape { radius: number }");
    for (let at = 0; at < 30; at++) await kernel.execute(`interface Later${at} { x: Shape }`);
    expect(
      (await kernel.execute("const round: Shape = { radius: 1 }; twice({ side: 1 })")).error,
    ).toBeUndefined();
    const { error } = await kernel.execute("twice({ radius: 1 })");
    expect(error?.evalue).toContain("'radius' does not exist in type 'Shape'");
  });

  it("completes and describes them", async () => {
    const complete = async (code: string) =>
      (await kernel.request("complete_request", { code, cursor_pos: code.length })).matches;
    expect(await complete("plain.ba")).toEqual(["bark"]);
    expect(await complete("let f: Filler59")).toEqual(["Filler59"]);
    const inspect = async (code: string, cursor_pos: number) =>
      (await kernel.request("inspect_request", { code, cursor_pos, detail_level: 1 })).data["text/plain"];
    expect(await inspect("documented", 3)).toContain("Documented.");
    expect(await inspect("plain.bark()", 8)).toMatch(/^\(method\) Puppy\.bark\(\): string\n/);
    expect(await inspect("plain.bark()", 8)).toContain("Declared in this notebook:\nclass Puppy extends Dog");
    expect(await inspect("let f: Filler1", 9)).toContain("interface Filler1");
  });
});
