import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestKernel } from "./testKernel";

describe("A notebook written for tslab", () => {
  let kernel: TestKernel;
  beforeAll(async () => {
    kernel = await TestKernel.start();
  });
  afterAll(() => kernel.stop());

  it("shows things by tslab's display, without the compatibility mode", async () => {
    const { messages, error } = await kernel.execute(
      `import * as tslab from "tslab"; tslab.display.html("<b>hi</b>"); const d0 = tslab.newDisplay(); d0.text("one"); d0.text("two"); tslab.display.png(new Uint8Array([1, 2]))`,
    );
    expect(error).toBeUndefined();
    const shown = messages
      .filter(({ content }) => content.data)
      .map(({ header, content }) => [header.msg_type, content.data]);
    expect(shown).toEqual([
      ["display_data", { "text/html": "<b>hi</b>" }],
      ["display_data", { "text/plain": "one" }],
      ["update_display_data", { "text/plain": "two" }],
      ["display_data", { "image/png": "AQI=" }],
    ]);
  });

  it("runs by tslab's own converter where a cell asks for it", async () => {
    expect(
      (await kernel.execute("%%tslab\nlet naturals: number[] = [1, 2, 3];\nnaturals.map((n) => n * n)"))
        .result,
    ).toBe("[ 1, 4, 9 ]");
    expect((await kernel.execute("%%tslab\nnaturals.length + (await Promise.resolve(1))")).result).toBe("4");
    expect((await kernel.execute("%%tslab\nnaturals.foo")).error?.ename).toBe("TypeScriptError");
  });
});

/** What tslab's own documentation shows, topic by topic: "Getting started", its two versions, and "Advanced topics". */
const documented: [topic: string, code: string, shown: (string | RegExp)[]][] = [
  [
    "printing",
    "console.log(`Hello, tslab!`)\nconsole.log(`Node.js: ${process.version}`)",
    [/^Hello, tslab!\nNode.js: v\d+/],
  ],
  [
    "a documented function",
    "/** counts down */\nfunction down(n: number): number {\n  if (n > 0) {\n    return down(n - 1);\n  }\n  return n;\n}",
    [],
  ],
  [
    "a block of its own",
    "{\n  const n = 40;\n  const began = Date.now()\n  console.log(`down(${n}) = ${down(n)} (${Date.now() - began >= 0})`)\n}",
    ["down(40) = 0 (true)\n"],
  ],
  [
    "classes and interfaces",
    "interface Greets {\n  greeting(): string;\n}\nclass Greeter implements Greets {\n  private name: string;\n  constructor(name: string) {\n    this.name = name;\n  }\n  greeting(): string {\n    return `Hello, ${this.name}!`;\n  }\n}\nfunction greet(one: Greets) {\n  console.log(one.greeting());\n}\ngreet(new Greeter('tslab'));",
    ["Hello, tslab!\n"],
  ],
  [
    "top-level await",
    "let rest = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));\nawait rest(5);\n`Slept`",
    ["'Slept'"],
  ],
  ["a promise as the last expression, which this kernel awaits", "rest(5);", []],
  ["imports", `import fs from "fs";\nimport * as tslab from "tslab";`, []],
  ["HTML", `tslab.display.html('Hello <b>tslab!</b>')`, ["text/html: Hello <b>tslab!</b>"]],
  [
    "pictures",
    `fs.writeFileSync("picture.jpg", Buffer.from([1, 2]));\ntslab.display.jpeg(fs.readFileSync('picture.jpg'))`,
    ["image/jpeg: AQI="],
  ],
  [
    "other kinds of content",
    "tslab.display.png(new Uint8Array([3])); tslab.display.svg('<svg/>'); tslab.display.markdown('*a*'); tslab.display.javascript('1'); tslab.display.text('t')",
    ["image/png: Aw==", "image/svg+xml: <svg/>", "text/markdown: *a*", "text/javascript: 1", "text/plain: t"],
  ],
  [
    "a display that changes",
    "let shown = tslab.newDisplay();\nshown.text('before');\nshown.text('after')",
    ["text/plain: before", "text/plain: after"],
  ],
  [
    "npm packages",
    `import * as tf from "@tensorflow/tfjs-node";\ntf.tensor([1, 2]).sum().dataSync()[0]`,
    ["3"],
  ],
];

describe.each([
  ["plainly", ""],
  ["in the compatibility mode", "%%tslab\n"],
])("What tslab documents, run %s", (_how, head) => {
  let kernel: TestKernel;
  beforeAll(async () => {
    kernel = await TestKernel.start();
  });
  afterAll(() => kernel.stop());

  it.each(documented)("shows %s", async (_topic, code, expected) => {
    const { messages, error } = await kernel.execute(head + code);
    expect(error).toBeUndefined();
    const shown = messages.flatMap(({ header, content }) => {
      if (header.msg_type === "stream") return [content.text];
      if (header.msg_type === "execute_result") return [content.data["text/plain"]];
      return content.data ? Object.entries(content.data).map(([type, data]) => `${type}: ${data}`) : [];
    });
    expect(shown).toHaveLength(expected.length);
    for (const [at, one] of expected.entries())
      if (typeof one === "string") expect(shown[at]).toBe(one);
      else expect(shown[at]).toMatch(one);
  });
});

describe("A child that runs out of memory", () => {
  it("leaves a kernel that lives", async () => {
    const kernel = await TestKernel.start({ env: { NODE_OPTIONS: "--max-old-space-size=200" } });
    const { error } = await kernel.execute(
      "const hoard: number[][] = []; while (true) hoard.push(new Array(1e5).fill(1))",
    );
    expect(error?.ename).toBe("ProcessEnded");
    expect(error?.evalue).toContain("memory");
    expect((await kernel.execute("1 + 1")).result).toBe("2");
    await kernel.stop();
  });
});
