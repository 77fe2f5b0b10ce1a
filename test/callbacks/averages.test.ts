import * as tf from "@tensorflow/tfjs";
import { useBackend } from "../../src/backend/index";
import { ema } from "../../src/callbacks/ema";
import { snapshotEnsemble } from "../../src/callbacks/snapshotEnsemble";
import { swa } from "../../src/callbacks/swa";
import { terminateOnNaN } from "../../src/callbacks/terminateOnNaN";
import { sgd } from "../../src/optim/index";
import { fit, type Callback, type FitOptions, type Run } from "../../src/train/index";
import { line, linearUnit } from "../train/models";

beforeAll(() => useBackend("cpu"));

const valuesOf = (model: tf.LayersModel) => model.getWeights().flatMap((weight) => [...weight.dataSync()]);

/** A linear unit with weights 3 and 4 and bias 1. */
function knownUnit(): tf.Sequential {
  const model = linearUnit();
  model.setWeights([tf.tensor2d([[3], [4]]), tf.tensor1d([1])]);
  return model;
}

/** In each epoch one step, after which the weights are what was drawn: 10 more than in the epoch before. */
const moving: Callback = {
  onEpochBegin: (epoch, run) =>
    run.weights.forEach((weight) => weight.assign(tf.fill(weight.shape, 10 * (epoch + 1)))),
};
const still = { loss: "mse", batchSize: 64, compile: false, optimizer: sgd({ learningRate: 0 }) } as const;

/** What is in the model at the end. */
async function ended(callback: Callback, options: FitOptions): Promise<number[]> {
  const model = linearUnit();
  await fit(model, line(), { ...still, ...options, callbacks: [moving, callback] });
  return valuesOf(model);
}

test.each([
  // a ← decay·a + (1 − decay)·w over 10, 20, 30, over the sum of the shares.
  [0.5, 3, (0.125 * 10 + 0.25 * 20 + 0.5 * 30) / 0.875],
  [0.9, 2, (0.09 * 10 + 0.1 * 20) / 0.19],
  [0.9, 1, 10],
  [undefined, 2, (0.999 * 10 + 20) / 1.999],
])("the moving average with decay %s over %i steps is %d", async (decay, epochs, expected) => {
  const values = await ended(ema({ decay }), { epochs });
  expect(values).toHaveLength(3);
  for (const value of values) expect(value).toBeCloseTo(expected, 3);
});

test("the moving average counts its own updates, where a fit goes on from another", async () => {
  const model = knownUnit();
  const before = await fit(model, line(), { ...still, epochs: 20 });
  const history = await fit(model, line(), {
    ...still,
    epochs: 2,
    continueFrom: before,
    callbacks: [ema({ decay: 0.9 })],
  });
  expect(history.epoch).toHaveLength(22);
  valuesOf(model).forEach((value, at) => expect(value).toBeCloseTo([3, 4, 1][at], 5));
});

test.each([0, 1])(
  "a step whose loss is NaN changes neither weights nor their average, after %i good ones",
  async (good) => {
    const factor = tf.variable(tf.scalar(1), false);
    const loss = (truth: tf.Tensor, prediction: tf.Tensor) => prediction.sub(truth).mul(factor).mean();
    const spoils: Callback = {
      onEpochBegin: (epoch) => void (epoch === good && factor.assign(tf.scalar(NaN))),
    };
    const model = knownUnit();
    const history = await fit(model, line(), {
      ...still,
      loss,
      epochs: 3,
      callbacks: [ema({ decay: 0.9 }), spoils, terminateOnNaN()],
    });
    expect(history.stopped).toContain(`loss is NaN at step ${good + 1} (epoch ${good + 1})`);
    valuesOf(model).forEach((value, at) => expect(value).toBeCloseTo([3, 4, 1][at], 5));
    factor.dispose();
  },
);

test.each([
  [{}, 8, (70 + 80) / 2],
  [{}, 5, (40 + 50) / 2],
  [{}, 1, 10],
  [{ from: 1 }, 4, (20 + 30 + 40) / 3],
  [{ from: 1, everyEpochs: 2 }, 5, (20 + 40) / 2],
  [{ from: 0, everyEpochs: 3 }, 5, (10 + 40) / 2],
  [{ from: 0 }, 2, 15],
  [{ everyEpochs: 2 }, 8, 70],
  // Nothing was averaged: the weights stay.
  [{ from: 4 }, 4, 40],
])("SWA with %j over %i epochs puts %d into the model", async (options, epochs, expected) => {
  expect(await ended(swa(options), { epochs })).toEqual(Array(3).fill(expected));
});

test("what swa has gathered goes from one run to another, and is forgotten at a beginning", () => {
  const parameter = tf.variable(tf.tensor1d([1, 2]));
  const run = { parameters: [parameter], epochs: 4 } as unknown as Run;
  const callback = swa({ from: 1 });
  callback.onTrainBegin!(run);
  expect(callback.save!()).toEqual({ sums: [new Float64Array(2)], count: 0 });
  callback.onEpochEnd!(0, {}, run);
  callback.onEpochEnd!(1, {}, run);
  callback.onEpochEnd!(2, {}, run);
  expect(callback.save!()).toEqual({ sums: [Float64Array.of(2, 4)], count: 2 });
  callback.load!({ sums: [Float64Array.of(5, 6)], count: 1 }, run);
  callback.onEpochEnd!(3, {}, run);
  expect(callback.save!()).toEqual({ sums: [Float64Array.of(6, 8)], count: 2 });
  callback.onTrainBegin!(run);
  expect(callback.save!()).toEqual({ sums: [new Float64Array(2)], count: 0 });
  parameter.dispose();
});

test("snapshots are the weights at the ends of cycles, and their ensemble predicts the mean", async () => {
  const model = linearUnit();
  const snapshots = snapshotEnsemble({ everyEpochs: 2 });
  await fit(model, line(), { ...still, epochs: 5, callbacks: [moving, snapshots] });
  const saved = snapshots.save() as { shape: number[]; values: Float32Array }[][];
  expect(saved.map((weights) => weights.map(({ shape, values }) => [shape, ...values]))).toEqual([
    [
      [[2, 1], 20, 20],
      [[1], 20],
    ],
    [
      [[2, 1], 40, 40],
      [[1], 40],
    ],
  ]);
  expect(snapshots).toHaveLength(2);
  const outputs = await snapshots.ensemble().predict([[1, 2]]);
  expect([...outputs.dataSync()]).toEqual([(20 * 4 + 40 * 4) / 2]);
  expect(valuesOf(model)).toEqual([50, 50, 50]);
  const other = snapshotEnsemble({ everyEpochs: 1 });
  other.load(saved as never);
  expect(other).toHaveLength(2);
  other.onTrainBegin({ model } as unknown as Run);
  expect(other).toHaveLength(0);
  expect(() => other.ensemble()).toThrow("Ensemble: there must be at least one member");
});

test("the averages of batch norm that swa computes anew are those of augmented data, which was trained on", async () => {
  const norm = tf.layers.batchNormalization({ inputShape: [1] });
  const model = tf.sequential({ layers: [norm, tf.layers.dense({ units: 1 })] });
  const higher = (batch: { x: tf.Tensor[]; y: tf.Tensor[] }) => ({ ...batch, x: [batch.x[0].add(10)] });
  const x = [[0], [2], [4], [6]];
  const options = { ...still, epochs: 1, callbacks: [swa({ from: 0 })], seed: 1 };
  await fit(model, { x, y: x }, { ...options, augment: [higher as never] });
  expect(norm.getWeights().at(-2)!.dataSync()[0]).toBeCloseTo(13, 4);
});

test("swa refuses a stream that can be read once before training, where there is batch norm to average anew", async () => {
  function* batches() {
    for (let at = 0; at < 4; at++) yield { x: [[at], [at + 2]], y: [[1], [2]] };
  }
  const dense = () => tf.layers.dense({ units: 1, inputShape: [1] });
  const normed = tf.sequential({ layers: [dense(), tf.layers.batchNormalization()] });
  const before = valuesOf(normed);
  const options = { ...still, epochs: 1, callbacks: [swa({ from: 0 })] };
  for (const stepsPerEpoch of [undefined, 2])
    await expect(fit(normed, batches(), { ...options, stepsPerEpoch })).rejects.toThrow(
      "fit: a stream must begin anew when training has ended, as swa computes batch norm's averages then, got an iterator, which can be read once; pass a function that returns a new one",
    );
  expect(valuesOf(normed)).toEqual(before);
  const plain = tf.sequential({ layers: [dense()] });
  expect((await fit(plain, batches(), options)).epoch).toHaveLength(1);
});
