import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { withSeed } from "../../src/compile/index";
import { nn } from "../../src";
import { fit } from "../../src/train/index";

nn.seedRandomLayers();
const ones = tf.ones([400, 50]);

const noisy: Record<string, () => tf.layers.Layer> = {
  dropout: () => tf.layers.dropout({ rate: 0.3 }),
  "dropout of whole features": () => tf.layers.dropout({ rate: 0.3, noiseShape: [400, 1] }),
  gaussianNoise: () => tf.layers.gaussianNoise({ stddev: 0.5 }),
  gaussianDropout: () => tf.layers.gaussianDropout({ rate: 0.3 }),
  alphaDropout: () => tf.layers.alphaDropout({ rate: 0.3 }),
  stochasticDepth: () => nn.stochasticDepth({ rate: 0.3 }),
};

function run(layer: tf.layers.Layer, step: number, training = true, x: tf.Tensor = ones): tf.Tensor {
  return tf.tidy(() =>
    withSeed(tf.tensor1d([1, step], "int32"), () => layer.apply(x, { training }) as tf.Tensor),
  );
}

describe.each(Object.entries(noisy))("%s", (name, make) => {
  test("draws the same for the same step, something else for the next, and nothing when not training", () => {
    const layer = make();
    const [first, again, next] = [run(layer, 0), run(layer, 0), run(layer, 1)].map((result) =>
      result.dataSync(),
    );
    expect(again).toEqual(first);
    expect(next).not.toEqual(first);
    expect(run(layer, 0, false).dataSync()).toEqual(ones.dataSync());
  });

  test("keeps the mean", () => {
    // Alpha dropout keeps mean and variance of standard normal inputs, not of ones.
    const x = name === "alphaDropout" ? tf.randomNormal([400, 50], 0, 1, "float32", 1) : ones;
    const { mean } = tf.moments(run(make(), 3, true, x));
    expect(mean.dataSync()[0]).toBeCloseTo(name === "alphaDropout" ? 0 : 1, 1);
  });

  test("is compiled", async () => {
    const input = tf.input({ shape: [4] });
    const layer =
      name === "dropout of whole features"
        ? tf.layers.dropout({ rate: 0.3, noiseShape: [null, 1] as never })
        : make();
    const output = tf.layers
      .dense({ units: 1 })
      .apply(layer.apply(input) as tf.SymbolicTensor) as tf.SymbolicTensor;
    const model = tf.model({ inputs: input, outputs: output });
    const history = await fit(
      model,
      { x: tf.ones([64, 4]), y: tf.ones([64, 1]) },
      { loss: "mse", epochs: 6, compile: "graph" },
    );
    expect(history.compiled).toMatchObject({ mode: "graph" });
    expect(new Set(history.stepLoss).size).toBeGreaterThan(8);
  });
});

test("two random layers of one step draw different numbers", () => {
  const [a, b] = [tf.layers.dropout({ rate: 0.5 }), tf.layers.dropout({ rate: 0.5 })];
  tf.tidy(() =>
    withSeed(tf.tensor1d([1, 0], "int32"), () => {
      const [first, second] = [a, b].map((layer) =>
        (layer.apply(ones, { training: true }) as tf.Tensor).dataSync(),
      );
      expect(first).not.toEqual(second);
    }),
  );
});

test("outside a seed's scope layers draw as TensorFlow.js does", () => {
  const layer = tf.layers.dropout({ rate: 0.5, seed: 3 });
  const kept = (layer.apply(ones, { training: true }) as tf.Tensor).greater(0).mean().dataSync()[0];
  expect(kept).toBeCloseTo(0.5, 1);
});

test.each(["simpleRNN", "lstm", "gru"] as const)(
  "dropout of a %s repeats with the seed and differs by step",
  (kind) => {
    const layer = tf.layers[kind]({ units: 3, dropout: 0.5, recurrentDropout: 0.5 });
    const x = tf.ones([8, 4, 2]);
    const results = [0, 0, 1].map((step) => run(layer, step, true, x).dataSync());
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).not.toEqual(results[0]);
  },
);
