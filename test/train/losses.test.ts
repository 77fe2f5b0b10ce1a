import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { losses, lossOf, type LossFunction } from "../../src/train/losses/lossOf";
import { metric } from "../../src/train/metrics/ownMetric";
import type { MetricBatch } from "../../src/train/metrics/metric";
import { meanOverUnits } from "../../src/train/losses/loss";

test("losses have names and short names; of one's own they are functions of the loss of each example", () => {
  const short = { mse: "meanSquaredError", mae: "meanAbsoluteError", mape: "meanAbsolutePercentageError", crossentropy: "categoricalCrossentropy", sparseCategoricalCrossentropy: "categoricalCrossentropy" }; // prettier-ignore
  for (const [name, long] of Object.entries(short)) expect(lossOf("fit", name)).toBe(losses[long as "mae"]);
  const own = (truth: tf.Tensor, output: tf.Tensor) => truth.sub(output);
  expect(lossOf("fit", own)).toMatchObject({ name: "own", input: "prediction", own });
  expect(lossOf("fit", () => tf.scalar(0)).name).toBe("loss");
  const [y, p] = [tf.ones([3, 2]), tf.zeros([3, 2])];
  const run = (loss: typeof own) => lossOf("fit", loss).perPosition(y, p).shape;
  expect([run(own), run(() => tf.scalar(1)), run(() => tf.ones([3]))]).toEqual([[3, 2], [], [3]]);
  expect(() => run(() => tf.ones([2, 3]))).toThrow(
    new RangeError("fit: a loss function must return [] or [3, …], got [2,3]"),
  );
  expect(() => lossOf("fit", "mean")).toThrow(/^fit: unknown loss "mean"; (did you mean|known: )/);
  expect(() => lossOf("evaluate", 5 as never)).toThrow(
    new RangeError(
      `evaluate: loss must be a name or a function (truth, prediction) => tensor, got 5; known names: ${Object.keys(losses).join(", ")}`,
    ),
  );
  expect(meanOverUnits(tf.tensor2d([[1, 3], [2, 6]])).arraySync()).toEqual([2, 4]); // prettier-ignore
  expect([meanOverUnits(tf.tensor1d([1, 3])).arraySync(), meanOverUnits(tf.scalar(3)).arraySync()]).toEqual([
    [1, 3],
    3,
  ]);
});

test.each<[string, unknown, string]>([
  [
    "a number",
    3,
    "got 3; make it of TensorFlow.js operations on its arguments, without dataSync or arraySync",
  ],
  ["nothing", undefined, "got undefined; make it of"],
  ["a list of tensors", [1], "got [1]; make it of"],
  ["a promise", Promise.resolve(tf.scalar(1)), "; it must not be async"],
])("a loss and a metric of one's own that give %s are refused", (_, given, said) => {
  const own = (() => given) as unknown as LossFunction;
  const [truth, prediction, weights] = [tf.ones([3, 2]), tf.zeros([3, 2]), tf.ones([3])];
  const run = () => lossOf("evaluate", own).perPosition(truth, prediction);
  expect(run).toThrow("evaluate: a loss function must return a tensor, got ");
  expect(run).toThrow(said);
  const batch = { truth, prediction, weights, units: 2, kind: "numbers" } as unknown as MetricBatch;
  const before = tf.memory().numTensors;
  expect(() => metric(own, { name: "bias" }).sums(batch)).toThrow(
    "bias: a metric must return a tensor, got ",
  );
  expect(() => metric(own, { name: "bias" }).sums(batch)).toThrow(said);
  expect(tf.memory().numTensors).toBe(before);
});
