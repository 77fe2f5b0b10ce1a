import "@tensorflow/tfjs-node";
import type * as tf from "@tensorflow/tfjs";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkpoint } from "../../src/callbacks/index";
import { fit, type FitOptions } from "../../src/train/index";
import { stepMode } from "../../src/train/stepMode";
import { line, linearUnit } from "./models";

const few = "eager, because a graph pays from 8 steps on, and there";
const graph = "graph, because XLA would be compiled too late and was not tried";

/** Why the steps of a fit of 64 rows in batches of 16 ran as they did. */
async function whyOf(options: FitOptions): Promise<string> {
  const { compiled } = await fit(linearUnit(), line(), { loss: "mse", batchSize: 16, ...options });
  return compiled.why;
}

test.each<[FitOptions, string]>([
  [{ epochs: 1 }, `${few} are only 4`],
  [{ epochs: 1, batchSize: 64 }, `${few} is only 1`],
  [{ epochs: 2 }, graph],
  [{ epochs: 1, compile: true }, `${few} are only 4`],
  [{ epochs: 2, compile: false }, "eager was asked for"],
  [{ epochs: 2, compile: "eager" }, "eager was asked for"],
  [{ epochs: 1, compile: "graph" }, "graph was asked for"],
])("a fit with %j says why its steps ran so", async (options, why) => {
  expect(await whyOf(options)).toBe(why);
});

test("what the user's own code demands is said before how few the steps are", async () => {
  let calls = 0;
  const metric = (_: tf.Tensor, prediction: tf.Tensor) => (calls++, prediction.abs());
  const why = await whyOf({ epochs: 2, metrics: [metric] });
  expect(why).toMatch(/^eager, because .* changes calls, which is outside of it$/);
  expect(calls).toBe(8);
});

test("a run that is resumed keeps to the way of the one before, and says so", async () => {
  const folder = mkdtempSync(join(tmpdir(), "mode-"));
  const callbacks = () => [checkpoint(join(folder, "run.ckpt"), { resume: true })];
  expect(await whyOf({ epochs: 1, callbacks: callbacks() })).toBe(`${few} are only 4`);
  expect(await whyOf({ epochs: 3, callbacks: callbacks() })).toBe(
    "eager, because a run that can be resumed is computed in one way",
  );
  rmSync(folder, { recursive: true });
});

test.each([
  [undefined, 7, { mode: "eager", whyMode: "a graph pays from 8 steps on, and there are only 7" }],
  [true, 1, { mode: "eager", whyMode: "a graph pays from 8 steps on, and there is only 1" }],
  [true, 8, { mode: "auto", steps: 8 }],
  [true, 5000, { mode: "auto", steps: 5000 }],
  [undefined, undefined, { mode: "auto" }],
  [false, 5000, { mode: "eager" }],
  ["xla", 1, { mode: "xla" }],
  ["auto", 1, { mode: "auto" }],
] as const)("compile %s of %s steps is %j", (option, steps, expected) => {
  expect(stepMode("fit", option, steps)).toEqual(expected);
});

test.each([
  [7, "eager", "a graph pays from 8 steps on, and there are only 7"],
  [1499, "graph", "measuring other ways pays from 1500 steps on, and there are only 1499"],
  [1500, "auto", undefined],
])("%s steps of a run that may be resumed are %s", (steps, mode, whyMode) => {
  expect(stepMode("fit", true, steps, { repeatable: true })).toMatchObject({
    mode,
    ...(whyMode && { whyMode }),
  });
});

test.each([0, null, "fast"])("compile %j is no way to run steps", (option) => {
  expect(() => stepMode("fit", option as never)).toThrow(
    /^fit: unknown compile .*; known: auto, graph, xla, eager$/,
  );
});
