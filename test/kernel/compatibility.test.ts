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
