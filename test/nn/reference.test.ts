import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sgd } from "../../src/optim/index";
import { fit } from "../../src/train/index";

interface Case {
  losses: number[];
  inference: number[];
  kernel: number[];
  state: number[][];
}
const reference = JSON.parse(readFileSync(join(__dirname, "../reference/trainingLayers.json"), "utf8")) as {
  x: number[];
  y: number[];
  w1: number[];
  w2: number[];
  seed: number;
  rate: number;
  cases: Record<string, Case>;
};

const norm = () => tf.layers.batchNormalization({ momentum: 0.9, epsilon: 1e-3 });
const drop = () => tf.layers.dropout({ rate: reference.rate });
type Dense = Partial<Parameters<typeof tf.layers.dense>[0]>;
const cases: Record<string, [hidden: () => tf.layers.Layer[], dense: () => Dense]> = {
  plain: [() => [], () => ({})],
  batchNorm: [() => [norm()], () => ({})],
  dropout: [() => [drop()], () => ({})],
  "batchNorm and dropout": [() => [norm(), drop()], () => ({})],
  l1: [() => [], () => ({ kernelRegularizer: tf.regularizers.l1({ l1: 0.01 }) })],
  l2: [() => [], () => ({ kernelRegularizer: tf.regularizers.l2({ l2: 0.05 }) })],
  l1l2: [() => [], () => ({ kernelRegularizer: tf.regularizers.l1l2({ l1: 0.01, l2: 0.05 }) })],
  maxNorm: [() => [], () => ({ kernelConstraint: tf.constraints.maxNorm({ maxValue: 0.8, axis: 0 }) })],
  unitNorm: [() => [], () => ({ kernelConstraint: tf.constraints.unitNorm({ axis: 0 }) })],
};

function build(name: string): tf.Sequential {
  const [hidden, dense] = cases[name];
  const first = tf.layers.dense({ units: 6, useBias: false, inputShape: [5], ...dense() });
  const last = tf.layers.dense({ units: 2, useBias: false });
  const model = tf.sequential({ layers: [first, ...hidden(), last] });
  first.setWeights([tf.tensor2d(reference.w1, [5, 6])]);
  last.setWeights([tf.tensor2d(reference.w2, [6, 2])]);
  return model;
}

function farthest(a: ArrayLike<number>, b: number[]): number {
  expect(a.length).toBe(b.length);
  return Math.max(...b.map((value, index) => Math.abs(value - a[index])));
}

test("every case of the reference is run", () => {
  expect(Object.keys(cases)).toEqual(Object.keys(reference.cases));
});

describe.each(["eager", "graph", "xla"] as const)("%s", (compile) => {
  test.each(Object.keys(cases))("%s trains and infers as in Keras", async (name) => {
    const expected = reference.cases[name];
    const model = build(name);
    const data = { x: { values: reference.x, shape: [12, 5] }, y: { values: reference.y, shape: [12, 2] } };
    const history = await fit(model, data, {
      loss: "mse",
      optimizer: sgd({ learningRate: 0.1 }),
      epochs: 30,
      batchSize: 12,
      shuffle: false,
      seed: reference.seed,
      compile,
    });
    expect(history.compiled.mode).toBe(compile);
    expect(farthest(history.stepLoss, expected.losses)).toBeLessThan(1e-5);
    expect(farthest(model.getWeights()[0].dataSync(), expected.kernel)).toBeLessThan(1e-5);
    const output = model.predict(tf.tensor2d(reference.x, [12, 5])) as tf.Tensor;
    expect(farthest(output.dataSync(), expected.inference)).toBeLessThan(1e-5);
    const state = model.nonTrainableWeights.map((weight) => weight.read().dataSync());
    state.forEach((values, index) => expect(farthest(values, expected.state[index])).toBeLessThan(1e-5));
  });
});
