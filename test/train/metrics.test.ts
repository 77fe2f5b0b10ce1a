import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { evaluate, metrics, type MetricName } from "../../src/train/index";
import { losses, type LossName } from "../../src/train/losses/lossOf";

const reference = JSON.parse(readFileSync(join(__dirname, "../reference/trainingMetrics.json"), "utf8")) as {
  labels: number[];
  logits: number[];
  yes: number[];
  score: number[];
  truth: number[];
  guess: number[];
  weight: number[];
  classes: Record<string, number>;
  weighted: Record<string, number>;
  binary: Record<string, number>;
  numbers: Record<string, number>;
  losses: Record<string, number>;
};

/** A model that gives back its input, so that the numbers of the reference are its output. */
function identity(units: number) {
  const layer = tf.layers.dense({ units, inputShape: [units], kernelInitializer: "identity" });
  return tf.sequential({ layers: [layer] });
}

const classes = { x: { values: reference.logits, shape: [60, 4] }, y: reference.labels };
const loss = "categoricalCrossentropy";

test.each([7, 16, 60])("metrics of classes are scikit-learn's, in batches of %i", async (batchSize) => {
  const names = ["accuracy", "precision", "recall", "f1", "logLoss"] as const;
  const list = [...names, metrics.topK(2), metrics.auc()];
  const logs = await evaluate(identity(4), classes, { loss, metrics: list, batchSize });
  for (const name of [...names, "top2", "auc"]) expect(logs[name]).toBeCloseTo(reference.classes[name], 5);
});

test("metrics of yes and no are scikit-learn's", async () => {
  const data = { x: { values: reference.score, shape: [60, 1] }, y: reference.yes };
  const names: MetricName[] = ["accuracy", "precision", "recall", "f1", "logLoss", "auc"];
  const logs = await evaluate(identity(1), data, {
    loss: "binaryCrossentropy",
    metrics: names,
    batchSize: 16,
  });
  for (const name of names) expect(logs[name]).toBeCloseTo(reference.binary[name], 5);
  expect(logs.loss).toBeCloseTo(reference.losses.binaryCrossentropy, 5);
});

test("an example of weight 2 counts as two", async () => {
  const logs = await evaluate(
    identity(4),
    { ...classes, weight: reference.weight },
    { loss, metrics: ["accuracy", "f1"] },
  );
  expect(logs.accuracy).toBeCloseTo(reference.weighted.accuracy, 5);
  expect(logs.f1).toBeCloseTo(reference.weighted.f1, 5);
});

test("metrics of numbers are scikit-learn's", async () => {
  const [x, y] = [reference.guess, reference.truth].map((values) => ({ values, shape: [60, 2] }));
  const logs = await evaluate(identity(2), { x, y }, { loss: "mse", metrics: ["mae", "mse"], batchSize: 7 });
  expect(logs.mae).toBeCloseTo(reference.numbers.mae, 5);
  expect(logs.mse).toBeCloseTo(reference.numbers.mse, 5);
  const first = (values: number[]) => values.filter((_, index) => index % 2 === 0);
  const column = { x: first(reference.guess).map((value) => [value]), y: first(reference.truth) };
  const { r2 } = await evaluate(identity(1), column, { loss: "mse", metrics: ["r2"], batchSize: 7 });
  expect(r2).toBeCloseTo(reference.numbers.r2, 5);
});

test.each(Object.keys(reference.losses) as LossName[])("loss %s is that of Keras", (name) => {
  tf.tidy(() => {
    const [truth, guess] = lossInputs(name);
    const value = losses[name].perPosition(truth, guess).mean().dataSync()[0];
    const expected = reference.losses[name];
    expect(Math.abs(value - expected)).toBeLessThan(1e-5 * Math.max(1, Math.abs(expected)));
  });
});

function lossInputs(name: LossName): [truth: tf.Tensor, output: tf.Tensor] {
  const [truth, guess] = [tf.tensor(reference.truth, [60, 2]), tf.tensor(reference.guess, [60, 2])];
  const logits = tf.tensor(reference.logits, [60, 4]);
  if (name === "hinge") return [truth.sign(), guess];
  if (name === "poisson") return [truth.abs(), guess.abs()];
  if (name === "binaryCrossentropy") {
    return [tf.tensor(reference.yes, [60, 1]).toFloat(), tf.tensor(reference.score, [60, 1])];
  }
  if (name === "categoricalCrossentropy") {
    return [tf.oneHot(tf.tensor1d(reference.labels, "int32"), 4).toFloat(), logits];
  }
  if (name === "kullbackLeiblerDivergence") {
    const p = logits.softmax();
    return [p, tf.concat([p.slice(59), p.slice(0, 59)])];
  }
  return [truth, guess];
}
