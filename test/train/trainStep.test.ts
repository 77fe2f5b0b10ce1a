import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { sgd } from "../../src/optim/index";
import { fit, type FitOptions } from "../../src/train/index";
import { ResidentSource } from "../../src/train/batches/resident";
import type { Run } from "../../src/train/run";
import type { Tracer } from "../../src/train/model/trace";

/** One weight without a bias: of x = 2 and y = 3 the loss is (3 − 2w)², its slope −4 (3 − 2w). */
function unit(w: number) {
  const layer = tf.layers.dense({ units: 1, useBias: false, inputShape: [1], name: `unit${w}` });
  const model = tf.sequential({ layers: [layer] });
  tf.tidy(() => model.setWeights([tf.tensor2d([[w]])]));
  return model;
}
const weight = (model: tf.LayersModel) => model.getWeights()[0].dataSync()[0];
const data = { x: [[2], [2], [2], [2]], y: [3, 3, 3, 3] };
const told: FitOptions = {
  loss: "mse",
  optimizer: sgd({ learningRate: 0.01 }),
  epochs: 1,
  batchSize: 4,
  shuffle: false,
};

/** Sees names, values, slopes and updates of weights, every so many steps. */
function seeing(every: number, part: "value" | "gradient" | "update") {
  const seen: number[][] = [];
  const names: string[][] = [];
  const tracer: Tracer = {
    everySteps: every,
    measure(layers) {
      names.push(layers.flatMap(({ weights }) => weights.map(({ name }) => name)));
      return layers.flatMap(({ weights }) => weights.map((one) => one[part]));
    },
    receive: (values) => void seen.push(values.map(([value]) => value)),
  };
  return { tracer, seen, names };
}

test.each(["eager", "graph"] as const)(
  "a tracer sees each weight before its update, its slope, and its update, %s",
  async (compile) => {
    const kinds = (["value", "gradient", "update"] as const).map((part) => seeing(1, part));
    const callbacks = kinds.map(({ tracer }) => ({ tracer }));
    const { numTensors } = tf.memory();
    const model = unit(0.5);
    await fit(model, data, { ...told, epochs: 12, compile, callbacks });
    let w = 0.5;
    for (let step = 0; step < 12; step++) {
      const slope = -4 * (3 - 2 * w);
      const expected = [w, slope, -0.01 * slope];
      expected.forEach((value, kind) => expect(kinds[kind].seen[step][0]).toBeCloseTo(value, 4));
      w -= 0.01 * slope;
    }
    expect(kinds[0].names[0]).toEqual(["unit0.5/kernel"]);
    expect(kinds.map(({ seen }) => seen.length)).toEqual([12, 12, 12]);
    expect(weight(model)).toBeCloseTo(w, 4);
    model.dispose();
    expect(tf.memory().numTensors).toBe(numTensors);
  },
);

test("gathered steps are not looked into; what makes the update is", async () => {
  const { tracer, seen } = seeing(1, "update");
  const model = unit(0.5);
  await fit(model, data, { ...told, batchSize: 1, accumulate: 2, compile: false, callbacks: [{ tracer }] });
  expect(seen.filter((values) => values.length > 0)).toHaveLength(2);
  expect(weight(model)).toBeCloseTo(0.5 + 0.08 + 0.01 * 4 * (3 - 2 * 0.58), 4);
});

test("a guarded step that is not finite leaves everything as it was", async () => {
  const model = unit(0.5);
  const odd = { x: [[2], [3e38]], y: [3, 3] };
  const callbacks = [{ guard: true }];
  const { stepLoss } = await fit(model, odd, { ...told, batchSize: 1, compile: false, callbacks });
  expect(stepLoss).toEqual([4, Infinity]);
  expect(weight(model)).toBeCloseTo(0.58, 5);
});

test("what follows an update is computed behind each of them", async () => {
  const model = unit(0.5);
  const w = model.trainableWeights[0].read() as tf.Variable;
  const afterUpdate = () => w.assign(w.mul(2));
  await fit(model, data, { ...told, batchSize: 2, compile: false, callbacks: [{ afterUpdate }] });
  const next = (value: number) => 2 * (value + 0.04 * (3 - 2 * value));
  expect(weight(model)).toBeCloseTo(next(next(0.5)), 4);
});

test("class weights count in the loss of training, and not in validation's or in metrics", async () => {
  const layer = tf.layers.dense({ units: 2, inputShape: [1], kernelInitializer: "zeros" });
  const model = tf.sequential({ layers: [layer] });
  const labels = { x: [[1], [1], [1], [1]], y: [0, 0, 0, 1] };
  const { last } = await fit(model, labels, {
    ...{ loss: "categoricalCrossentropy", optimizer: sgd({ learningRate: 0 }), epochs: 1, compile: false },
    ...{ classWeight: [1, 5], validation: labels, metrics: ["logLoss"] },
  });
  const expected = { loss: 2 * Math.LN2, logLoss: Math.LN2, val_loss: Math.LN2, val_logLoss: Math.LN2 };
  for (const [name, value] of Object.entries(expected)) expect(last[name]).toBeCloseTo(value, 5);
});

test("batch norm's averages made anew are the plain means over the batches of one pass", async () => {
  const norm = tf.layers.batchNormalization({ momentum: 0.9, inputShape: [1] });
  const inner = tf.sequential({ layers: [norm] });
  const model = tf.sequential({ layers: [inner, tf.layers.dense({ units: 1 })] });
  const x = [1, 3, 5, 9, 2, 2].map((value) => [value]);
  let batches: number[][] = [];
  const refresh = async (run: Run) => {
    const like = tf.zeros([6, 1]);
    const sameOrder = new ResidentSource({ x: [like], y: [], owned: [like] });
    const reader = sameOrder.read({ epoch: 0, seed: 3, shuffle: true, batchSize: 2 });
    for (let fed; (fed = await reader.next());)
      batches = [...batches, [...(fed.inputs[0] as { values: Int32Array }).values].map((row) => x[row][0])];
    await sameOrder.dispose();
    await run.refreshBatchNorm();
  };
  const { numTensors } = tf.memory();
  await fit(
    model,
    { x, y: x },
    { ...told, batchSize: 2, seed: 3, compile: false, callbacks: [{ onTrainEnd: refresh }] },
  );
  expect(tf.memory().numTensors).toBe(numTensors);
  const means = batches.map(([a, b]) => (a + b) / 2);
  const variances = batches.map(([a, b], at) => ((a - means[at]) ** 2 + (b - means[at]) ** 2) / 2);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [movingMean, movingVariance] = norm.nonTrainableWeights.map((each) => each.read().dataSync()[0]);
  expect(batches).toHaveLength(3);
  expect(movingMean).toBeCloseTo(mean(means), 4);
  expect(
    [mean(variances), 2 * mean(variances)].some((value) => Math.abs(value - movingVariance) < 1e-3),
  ).toBe(true);
  expect((norm as unknown as { momentum: number }).momentum).toBe(0.9);
});
