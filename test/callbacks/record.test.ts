import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { record } from "../../src/callbacks/index";
import { digits, iris } from "../../src/data/index";
import { sgd } from "../../src/optim/index";
import { fit } from "../../src/train/index";
import { line, linearUnit, smallNet } from "../train/models";

const one = { epochs: 1, batchSize: 150, shuffle: false, compile: "eager" as const };

test("δ is the gradient of the loss at the pre-activation: that of logits is (p − y)/n", async () => {
  const model = smallNet({ rate: 0 });
  const { x, y } = iris().tensors({ oneHot: true });
  const expected = tf.tidy(() => {
    const probabilities = model.apply(x, { training: true }) as tf.Tensor;
    return probabilities.sub(y).div(150).square().sum().sqrt().dataSync()[0];
  });
  const recording = record({ everySteps: 1 });
  await fit(model, iris(), { ...one, callbacks: [recording] });
  const last = Object.values(recording.layers).at(-1)!;
  expect(last.delta[0]).toBeCloseTo(expected, 5);
});

test("a linear unit's numbers are those computed by hand", async () => {
  const model = linearUnit();
  model.setWeights([tf.tensor2d([[3], [4]]), tf.tensor1d([0])]);
  const { x, y } = line(64);
  const recording = record({ everySteps: 1 });
  await fit(
    model,
    { x, y },
    { ...one, loss: "mse", batchSize: 64, optimizer: sgd({ learningRate: 0.1 }), callbacks: [recording] },
  );
  const output = x.map(([a, b]) => 3 * a + 4 * b);
  const residual = output.map((value, index) => (2 * (value - y[index])) / 64);
  const gradient = [0, 1].map((at) => x.reduce((sum, row, index) => sum + row[at] * residual[index], 0));
  const [layer] = Object.values(recording.layers);
  const mean = output.reduce((a, b) => a + b) / 64;
  expect(layer.weightNorm[0]).toBeCloseTo(5, 5);
  expect(layer.delta[0]).toBeCloseTo(Math.hypot(...residual), 5);
  expect(layer.gradientNorm[0]).toBeCloseTo(Math.hypot(...gradient), 5);
  expect(layer.updateRatio[0]).toBeCloseTo((0.1 * Math.hypot(...gradient)) / 5, 5);
  expect(layer.activationMean[0]).toBeCloseTo(mean, 5);
  expect(layer.activationDeviation[0]).toBeCloseTo(
    Math.sqrt(output.reduce((s, v) => s + (v - mean) ** 2, 0) / 64),
    5,
  );
});

test("recording compiled gives what recording eagerly gives, and changes nothing of the training", async () => {
  const run = async (compile: "eager" | "graph", every?: number) => {
    const recording = record({ everySteps: every ?? 1e9 });
    const history = await fit(smallNet(), iris(), {
      epochs: 8,
      batchSize: 50,
      seed: 1,
      compile,
      callbacks: [recording],
    });
    return { recording, history };
  };
  const [eager, graph, without] = [await run("eager", 2), await run("graph", 2), await run("eager")];
  expect(graph.recording.steps).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22]);
  eager.history.stepLoss.forEach((loss, step) => expect(without.history.stepLoss[step]).toBeCloseTo(loss, 5));
  const others = Object.values(graph.recording.layers);
  for (const [at, layer] of Object.values(eager.recording.layers).entries()) {
    const other = others[at];
    for (const key of [
      "delta",
      "gradientNorm",
      "updateRatio",
      "activationMean",
      "saturated",
      "dead",
    ] as const) {
      layer[key].forEach((value, index) => {
        if (Number.isNaN(value)) expect(other[key][index]).toBeNaN();
        else expect(other[key][index]).toBeCloseTo(value, 4);
      });
    }
  }
});

test("δ vanishes through ten sigmoid layers as theory says, and not with ReLU and He", async () => {
  const deep = (activation: "sigmoid" | "relu", initializer: "glorotNormal" | "heNormal") => {
    const layer = (index: number) => {
      const kernelInitializer = tf.initializers[initializer]({ seed: index });
      return tf.layers.dense({
        units: 64,
        activation,
        kernelInitializer,
        name: `hidden${index}`,
        ...(index ? {} : { inputShape: [64] }),
      });
    };
    const hidden = Array.from({ length: 10 }, (_, index) => layer(index));
    return tf.sequential({ layers: [...hidden, tf.layers.dense({ units: 10 })] });
  };
  const ratio = async (model: tf.LayersModel) => {
    const recording = record({ everySteps: 1 });
    await fit(model, digits(), { ...one, batchSize: 1797, callbacks: [recording] });
    model.dispose();
    return recording.layers.hidden0.delta[0] / recording.layers.hidden9.delta[0];
  };
  expect(await ratio(deep("sigmoid", "glorotNormal"))).toBeLessThan(4e-6);
  const he = await ratio(deep("relu", "heNormal"));
  expect(he).toBeGreaterThan(0.2);
  expect(he).toBeLessThan(5);
});

test("dead and saturated units are counted", async () => {
  const hidden = tf.layers.dense({
    units: 4,
    activation: "relu",
    inputShape: [2],
    kernelInitializer: "zeros",
  });
  const model = tf.sequential({
    layers: [hidden, tf.layers.dense({ units: 1, activation: "tanh", kernelInitializer: "ones" })],
  });
  hidden.setWeights([
    tf.tensor2d([
      [0, 0, 9, 9],
      [0, 0, 0, 9],
    ]),
    tf.tensor1d([-1, -1, 30, 30]),
  ]);
  const recording = record({ everySteps: 1 });
  await fit(model, line(), { ...one, loss: "mse", callbacks: [recording] });
  const [first, last] = Object.values(recording.layers);
  expect(first.dead[0]).toBe(0.5);
  expect(first.saturated[0]).toBe(0.5);
  expect(last.saturated[0]).toBe(1);
});

test("histograms hold every value between least and greatest, of large tensors every so manyth", async () => {
  const recording = record({ everySteps: 1 });
  await fit(smallNet(), iris(), { ...one, callbacks: [recording] });
  const { histograms } = Object.values(recording.layers)[0];
  const [{ low, high, counts }] = histograms.weights;
  expect(counts.reduce((a, b) => a + b)).toBe(64);
  expect(low).toBeLessThan(high);
  expect(histograms.activations[0].counts.reduce((a, b) => a + b)).toBe((150 * 16) / 3);
});

test.each(["eager", "graph", "xla"] as const)(
  "histograms of batches of several sizes hold each tensor's own values (%s)",
  async (compile) => {
    const model = smallNet({ hidden: 8 });
    const recording = record({ everySteps: 1 });
    await fit(model, iris(), { epochs: 3, batchSize: 32, compile, callbacks: [recording] });
    const layers = Object.values(recording.layers);
    const counted = (kind: "activations" | "weights" | "gradients", at: number) =>
      layers[at].histograms[kind].map(({ counts }) => counts.reduce((a, b) => a + b));
    const batches = recording.steps.map((step) => (step % 5 === 4 ? 22 : 32));
    for (const [at, units, weights] of [
      [0, 8, 4 * 8],
      [1, 8, 8],
      [4, 3, 8 * 3],
    ]) {
      expect(counted("activations", at)).toEqual(batches.map((size) => size * units));
      expect(counted("weights", at)).toEqual(batches.map(() => weights));
      expect(counted("gradients", at)).toEqual(batches.map(() => weights));
      // The norm of the weights lies between what their histogram's limits allow.
      layers[at].histograms.weights.forEach(({ low, high }, step) => {
        const norm = layers[at].weightNorm[step];
        const greatest = Math.max(Math.abs(low), Math.abs(high));
        expect(norm).toBeGreaterThan(0.999 * greatest);
        expect(norm).toBeLessThan(1.001 * greatest * Math.sqrt(weights));
      });
    }
    expect(counted("weights", 2)).toEqual([]);
  },
);

test("a convolutional net with nested models and merged branches is recorded, and nothing leaks", async () => {
  const input = tf.input({ shape: [8, 8, 1] });
  const inner = tf.sequential({
    layers: [
      tf.layers.conv2d({
        filters: 4,
        kernelSize: 3,
        padding: "same",
        activation: "relu",
        inputShape: [8, 8, 1],
        name: "inside",
      }),
    ],
  });
  const branch = inner.apply(input) as tf.SymbolicTensor;
  const other = tf.layers
    .conv2d({ filters: 4, kernelSize: 1, name: "beside" })
    .apply(input) as tf.SymbolicTensor;
  const sum = tf.layers.reLU().apply(tf.layers.add().apply([branch, other]) as tf.SymbolicTensor);
  const output = tf.layers
    .dense({ units: 10 })
    .apply(tf.layers.flatten().apply(sum as tf.SymbolicTensor)) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: output });
  await fit(model, digits(), { epochs: 1, batchSize: 900 });
  const before = tf.memory().numTensors;
  const recording = record({ everySteps: 1, histograms: false });
  await fit(model, digits(), { epochs: 5, batchSize: 900, compile: "graph", callbacks: [recording] });
  expect(tf.memory().numTensors).toBe(before);
  expect(Object.keys(recording.layers)).toEqual(expect.arrayContaining(["inside", "beside"]));
  const eager = record({ everySteps: 1, histograms: false });
  const again = {
    epochs: 1,
    batchSize: 900,
    shuffle: false,
    optimizer: sgd({ learningRate: 0 }),
    callbacks: [eager],
  };
  await fit(model, digits(), { ...again, compile: "eager" });
  const graph = record({ everySteps: 1, histograms: false });
  await fit(model, digits(), { ...again, compile: "graph", callbacks: [graph] });
  for (const name of ["inside", "beside"])
    for (const key of ["delta", "gradientNorm", "activationMean"] as const) {
      const [seen, expected] = [graph.layers[name][key], eager.layers[name][key]];
      expect(seen).toHaveLength(2);
      seen.forEach((value, step) => expect(value / expected[step]).toBeCloseTo(1, 4));
    }
});
