import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { TestKernel } from "./testKernel";

/** The runs of this test; `KERNEL_FUZZ=500` makes it some 10 000 cells. */
const runs = Number(process.env.KERNEL_FUZZ ?? 15);

interface Step {
  code: string;
  /** What it does to the state, as JavaScript keeps it. */
  apply(state: Map<string, number>): void;
}

const name = fc.constantFrom("a", "b", "c", "d");
const number = fc.integer({ min: -99, max: 99 });
const declaring = fc.constantFrom("let", "const", "var");
const set = (key: string, value: number) => (state: Map<string, number>) => void state.set(key, value);

const step: fc.Arbitrary<Step> = fc.oneof(
  fc
    .tuple(declaring, name, number)
    .map(([how, key, value]) => ({ code: `${how} ${key} = ${value}`, apply: set(key, value) })),
  fc
    .tuple(name, number)
    .map(([key, value]) => ({ code: `let ${key} = ${value}; throw new Error("x")`, apply: set(key, value) })),
  fc.tuple(name, number).map(([key, value]) => ({
    code: `let { ${key} } = { ${key}: ${value} }; await 0; ${key}`,
    apply: set(key, value),
  })),
  fc.tuple(name, number).map(([key, value]) => ({
    code: `let ${key} = 0; { const hidden = ${value}; ${key} = hidden } (() => { let ${key} = 1000; return ${key} })()`,
    apply: set(key, value),
  })),
  fc.tuple(name, number).map(([key, value]) => ({
    code: `function set_${key}(n: number) { ${key} = n } let ${key} = 0; set_${key}(${value})`,
    apply: set(key, value),
  })),
  fc
    .constantFrom(
      "const = 1",
      "nowhere.at.all",
      "throw 5",
      "let a: string = 5",
      "%wrong",
      "(",
      "",
      "null!",
      "'\u2028'",
    )
    .map((code) => ({ code, apply: () => undefined })),
);

describe("Any sequence of cells", () => {
  let kernel: TestKernel;
  beforeAll(async () => {
    kernel = await TestKernel.start();
  });
  afterAll(() => kernel.stop());

  it("leaves the state that the same statements leave, and a kernel that answers", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 20 }), async (steps) => {
        await kernel.execute("let a = 0, b = 0, c = 0, d = 0");
        const state = new Map<string, number>(["a", "b", "c", "d"].map((key) => [key, 0]));
        for (const { code, apply } of steps) {
          await kernel.execute(code);
          apply(state);
        }
        const { result } = await kernel.execute("[a, b, c, d].join()");
        expect(result).toBe(`'${[...state.values()].join()}'`);
      }),
      { numRuns: runs, endOnFailure: true },
    );
  }, 600_000);
});
