import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestKernel } from "./testKernel";

/** Stands for the cursor in the code of these tests. */
const cursor = "‸";

describe("While code is written", () => {
  let kernel: TestKernel;
  beforeAll(async () => {
    kernel = await TestKernel.start({
      prepare: (folder) => {
        mkdirSync(join(folder, "inner"));
        writeFileSync(join(folder, "local.ts"), "export const one = 1; export function two() {}");
        writeFileSync(join(folder, "inner", "deep.ts"), "export const three = 3;");
      },
    });
    const { error } = await kernel.execute(`
      import * as tf from "@tensorflow/tfjs-node";
      interface Options {
        /** In metres per second. */
        speed?: number;
        angle?: number;
      }
      /**
       * Goes there.
       */
      function go(options: Options, times: number): void {}
      const batch = tf.zeros([32, 784]), model = { weights: tf.ones([3], "int32"), epochs: 2 };
      const trap = { get shape() { console.log("ran"); return [1] }, dtype: "float32" };
      const veil = new Proxy({}, { getOwnPropertyDescriptor() { console.log("ran"); return undefined } });
    `);
    expect(error).toBeUndefined();
  });
  afterAll(() => kernel.stop());

  async function complete(marked: string): Promise<Record<string, string>> {
    const code = marked.replace(cursor, "");
    const cursor_pos = [...marked.slice(0, marked.indexOf(cursor))].length;
    const { metadata } = await kernel.request("complete_request", { code, cursor_pos });
    const typed = metadata._jupyter_types_experimental as { text: string; type: string }[];
    return Object.fromEntries(typed.map(({ text, type }) => [text, type]));
  }

  async function inspect(marked: string, detail_level = 0): Promise<string | undefined> {
    const code = marked.replace(cursor, "");
    const cursor_pos = [...marked.slice(0, marked.indexOf(cursor))].length;
    const { data } = await kernel.request("inspect_request", { code, cursor_pos, detail_level });
    return data["text/plain"];
  }

  it.each([
    ["members", "tf.layers.den‸", "dense"],
    ["members after an emoji", `const s = "😀👍🏽"; model.‸`, "epochs"],
    ["members in the middle of a line", "model.ep‸; const later = 5", "epochs"],
    ["members in the middle of code", "const q = model.‸\nq.foo", "epochs"],
    ["options", "go({ sp‸ }, 1)", "speed"],
    ["options of a library", "tf.layers.dense({ un‸ })", "units"],
    ["names of local modules", `import {} from "./lo‸"`, "local.ts"],
    ["folders of local modules", `await import("./in‸`, "inner"],
    ["local modules in folders", `import x from "./inner/‸"`, "deep.ts"],
    ["what a module exports", `import { t‸ } from "./local"`, "two"],
    ["Node's modules", `import x from "node:f‸"`, "node:fs"],
    ["the project's packages", `import x from "tsdes‸"`, "tsdescent"],
    ["magics", "%ty‸", "%typecheck"],
    ["words of magics", "\n%typecheck o‸", "off"],
    ["names of the notebook", "ba‸", "batch"],
  ])("completion offers %s", async (_what, code, offered) => {
    expect(Object.keys(await complete(code))).toContain(offered);
  });

  it("completion takes a percent sign in code for what it is, and hides the kernel's own names", async () => {
    expect(await complete("const n = 5\n  % mod‸")).toHaveProperty("model");
    expect(await complete("‸")).not.toHaveProperty("$");
    expect(await complete("// model.‸")).toEqual({});
  });

  it("completion shows the shapes of tensors, and runs nothing of the notebook for it", async () => {
    expect(await complete("bat‸")).toMatchObject({ batch: "Tensor float32 [32, 784]" });
    expect(await complete("model.‸")).toEqual({ epochs: "field", weights: "Tensor int32 [3]" });
    expect(await complete("tra‸")).toMatchObject({ trap: "variable" });
    expect(await complete("vei‸")).toMatchObject({ veil: "variable" });
    expect(kernel.published.filter(({ content }) => content.text === "ran\n")).toEqual([]);
  });

  it.each([0, 1])(
    "inspection on level %d shows types, documentation, shapes and signatures",
    async (level) => {
      expect(await inspect("batch‸", level)).toMatch(
        /^const batch: tf.Tensor<tf.Rank>\n[^]*\nNow: Tensor float32 \[32, 784\]$/,
      );
      expect(await inspect("model.wei‸ghts.sum()", level)).toContain("Now: Tensor int32 [3]");
      expect(await inspect("g‸o", level)).toMatch(
        /^function go\(options: Options, times: number\): void\nGoes there\.(\n\n|$)/,
      );
      expect(await inspect("go({ spe‸ed: 1 }, 2)", level)).toContain("In metres per second.");
      expect(await inspect("go({}, ‸", level)).toContain("go(options: Options, times: number): void");
      expect(await inspect(`const s = "😀"; Math.ma‸x(1)`, level)).toContain("Returns the larger");
    },
  );

  it("inspection on level 1 shows how something is declared as well, and where", async () => {
    await kernel.execute("/** Twice. */\nclass Twice {\n  of(n: number) {\n    return 2 * n;\n  }\n}");
    await kernel.execute("const twice = new Twice(); // one of them");
    const declared = async (marked: string) => (await inspect(marked, 1))?.split("Declared in ")[1];
    expect(await declared("twi‸ce.of(1)")).toBe("this notebook:\nconst twice = new Twice();");
    expect(await declared("twice.o‸f(1)")).toBe("this notebook:\n  of(n: number) {\n    return 2 * n;\n  }");
    expect(await declared("Twi‸ce")).toBe(
      "this notebook:\n/** Twice. */\nclass Twice {\n  of(n: number) {\n    return 2 * n;\n  }\n}",
    );
    expect(await declared("const here = () => 1;\nhe‸re")).toBe("this notebook:\nconst here = () => 1;");
    expect(await declared("tf.tenso‸r")).toMatch(
      /^tensor\.d\.ts, line \d+:\nexport declare function tensor</,
    );
    expect(await declared("[].ma‸p")).toMatch(/^lib\.es5\.d\.ts, line \d+:\n\s+map<U>/);
    expect(await declared("fro‸m")).toBeUndefined();
    expect(await inspect("twice.o‸f", 0)).not.toContain("Declared in");
  });

  it("inspection of a data set's features names the tensor that they are", async () => {
    await kernel.execute('import { data as sets } from "tsdescent";\nconst rows = sets.iris();');
    expect(await inspect("rows.feat‸ures")).toContain("the tensor that is `data.tensors().x`");
  });

  it("inspection says nothing of what nobody knows", async () => {
    expect(await inspect("nowh‸ere")).toBeUndefined();
    expect(await inspect("‸   ")).toBeUndefined();
  });

  it("both answer while a cell keeps the processor, then without what only the cell's process knows", async () => {
    const id = await kernel.submit(`console.log("go"); while (true) {}`);
    await kernel.untilPrinted(id, "go");
    expect(await complete("model.‸")).toEqual({ epochs: "field", weights: "field" });
    expect(await inspect("batch‸")).toBe("const batch: tf.Tensor<tf.Rank>");
    await kernel.request("interrupt_request", {}, "control");
    await kernel.execution(id);
    expect(await complete("model.‸")).toMatchObject({ weights: "Tensor int32 [3]" });
  });
});
