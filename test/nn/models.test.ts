import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { nn } from "../../src";
import { setSeed } from "../../src/core/index";
import { digits } from "../../src/data/index";
import { adam } from "../../src/optim/index";
import { evaluate, fit, fitGan, predict } from "../../src/train/index";
import { runChild } from "../child";
import { lossOf, ready, train } from "./ready";
import type { Rebuilt } from "./rebuilt";
import type { Both } from "./saved";

beforeEach(() => setSeed(1));

test.each(Object.entries(ready))("%s learns its task", async (_, make) => {
  const [model, data] = make();
  await train(model, data, 25);
  const { accuracy } = await evaluate(model, data, { loss: lossOf(model), metrics: ["accuracy"] });
  expect(accuracy).toBeGreaterThan(0.9);
});

describe("rebuilt by TensorFlow.js from what is saved", () => {
  let rebuilt: Record<string, Rebuilt>;
  beforeAll(async () => {
    rebuilt = JSON.parse((await runChild("test/nn/rebuilt.ts")).stdout);
  });

  test.each(Object.keys(ready))("%s has its layers, and answers the same", (name) => {
    const { layers, layersAfter, answers, answersAfter } = rebuilt[name];
    expect(layersAfter).toEqual(layers);
    expect(new Set(answers).size).toBeGreaterThan(10);
    expect(answersAfter).toEqual(answers);
  });
});

test("the unit's CNN has the 361 034 parameters of the notes", () => {
  const model = nn.cnn({
    inputShape: [32, 32, 3],
    filters: [32, 64, 128],
    hidden: [512],
    outputs: 10,
    padding: "valid",
  });
  const table = nn.summary(model);
  expect(table.parameters).toBe(361_034);
  expect(table.trainable).toBe(model.countParams());
});

test("multiply-adds are those counted by hand", () => {
  const model = nn.cnn({ inputShape: [8, 8, 3], filters: [4], hidden: [5], outputs: 2 });
  // 3·3·3·4 at 64 places, (4·4·4)·5, 5·2.
  expect(nn.summary(model).multiplyAdds).toBe(3 * 3 * 3 * 4 * 64 + 64 * 5 + 5 * 2);
  const sequence = nn.lstm({ outputs: 1, units: [3], features: 2, steps: 7 });
  // Four gates of (2 + 3) inputs, at 7 steps.
  expect(nn.summary(sequence).multiplyAdds).toBe(4 * (2 + 3) * 3 * 7 + 3);
});

test("the summary is a table with shapes, parameters, memory and multiply-adds", () => {
  const table = nn.summary(nn.mlp({ inputs: 4, hidden: [8], outputs: 3, batchNorm: true }));
  const text = table[Symbol.for("Jupyter.display") as never] as unknown as () => Record<string, string>;
  const shown = text.call(table)["text/plain"];
  expect(shown).toContain("91 parameters, 75 of them trainable");
  expect(shown).toMatch(/Dense +\[8\] +32 +32/);
  expect(shown).toContain("56 multiply-adds an example; 364 B of parameters, 124 B of outputs an example");
});

test("silu and gelu are their formulas, maxout the largest of its pieces", () => {
  const x = tf.tensor2d([[-2, -0.5, 0, 1, 3]]);
  const value = (layer: tf.layers.Layer) => [...(layer.apply(x) as tf.Tensor).dataSync()];
  const sigmoid = (v: number) => 1 / (1 + Math.exp(-v));
  value(nn.silu()).forEach((v, i) => expect(v).toBeCloseTo(x.dataSync()[i] * sigmoid(x.dataSync()[i]), 5));
  expect(value(nn.gelu()).map((v) => v.toFixed(4))).toEqual([
    "-0.0455",
    "-0.1543",
    "0.0000",
    "0.8413",
    "2.9960",
  ]);
  const layer = nn.maxout({ units: 2, pieces: 3 });
  const output = layer.apply(x) as tf.Tensor;
  const [kernel, bias] = layer.getWeights();
  const lines = x
    .matMul(kernel as tf.Tensor2D)
    .add(bias)
    .reshape([2, 3])
    .max(1);
  expect([...output.dataSync()]).toEqual([...lines.dataSync()]);
});

test("a residual block with zero last weights is the identity", () => {
  const input = tf.input({ shape: [6, 6, 4] });
  const model = tf.model({ inputs: input, outputs: nn.residualBlock()(input) });
  const last = model.layers.filter((layer) => layer.getClassName() === "Conv2D").at(-1)!;
  last.setWeights(last.getWeights().map((weight) => tf.zerosLike(weight)));
  const x = tf.randomNormal([2, 6, 6, 4]);
  expect((model.predict(x) as tf.Tensor).dataSync()).toEqual(x.dataSync());
});

test("an autoencoder reconstructs digits better than their mean does, and its halves share its weights", async () => {
  const { x } = digits().tensors();
  const { model, encoder, decoder } = nn.autoencoder({ inputs: 64, code: 8, hidden: [32] });
  const history = await fit(
    model,
    { x },
    { loss: "mse", epochs: 15, optimizer: adam({ learningRate: 0.01 }), seed: 1 },
  );
  const variance = tf.tidy(() => x.sub(x.mean(0)).square().mean().dataSync()[0]);
  expect(history.last.loss).toBeLessThan(variance / 2);
  const halves = decoder.predict(encoder.predict(x) as tf.Tensor) as tf.Tensor;
  expect(halves.dataSync()).toEqual((model.predict(x) as tf.Tensor).dataSync());
});

test("a VAE trains by its bound, compiled, and draws examples with the seed", async () => {
  const { x } = digits().tensors();
  const model = nn.vae({ inputs: 64, code: 2, hidden: [64] });
  const history = await fit(
    model,
    { x },
    { epochs: 10, optimizer: adam({ learningRate: 5e-3 }), seed: 1, compile: "graph" },
  );
  expect(history.compiled.mode).toBe("graph");
  expect(history.last.loss).toBeLessThan(history.history.loss[0]);
  expect(history.last.loss).toBeCloseTo(history.last.reconstruction + history.last.divergence, 3);
  expect(history.last.divergence).toBeGreaterThan(0.5);
  const samples = model.sample(5, 3);
  expect(samples.shape).toEqual([5, 64]);
  expect(samples.dataSync()).toEqual(model.sample(5, 3).dataSync());
});

test("a GAN moves its made points to the real ones", async () => {
  const real = tf.randomNormal([500, 2], 0, 0.3, "float32", 4).add(tf.tensor1d([2, -1]));
  const players = nn.gan({ outputs: 2, hidden: [32, 32] });
  const calls: number[] = [];
  const before = tf.memory().numTensors;
  const history = await fitGan(players, real, {
    steps: 600,
    everySteps: 200,
    seed: 1,
    onStep: (step) => calls.push(step),
  });
  expect(tf.memory().numTensors).toBe(before);
  expect(calls).toEqual([200, 400, 600]);
  expect(history.history.generator).toHaveLength(3);
  const made = players.generator.predict(tf.randomNormal([500, 8], 0, 1, "float32", 9)) as tf.Tensor;
  const [a, b] = made.mean(0).dataSync();
  expect(Math.hypot(a - 2, b + 1)).toBeLessThan(0.6);
});

/** Activations at −1 and at 1, from their formulas; Φ(1) = 0.8413447. */
const activations = {
  relu: [0, 1],
  leakyRelu: [-0.01, 1],
  elu: [Math.exp(-1) - 1, 1],
  selu: [1.6732632 * 1.050701 * (Math.exp(-1) - 1), 1.050701],
  silu: [-1 / (1 + Math.E), 1 / (1 + 1 / Math.E)],
  gelu: [0.8413447 - 1, 0.8413447],
  tanh: [-Math.tanh(1), Math.tanh(1)],
  sigmoid: [1 / (1 + Math.E), 1 / (1 + 1 / Math.E)],
  softplus: [Math.log(1 + 1 / Math.E), Math.log(1 + Math.E)],
  softsign: [-0.5, 0.5],
  linear: [-1, 1],
};

test.each(Object.entries(activations) as [keyof typeof activations, number[]][])(
  "an mlp and an autoencoder have %s units",
  (activation, [below, above]) => {
    const mlp = nn.mlp({ inputs: 1, hidden: [2], outputs: 2, activation, task: "regression" });
    const { encoder } = nn.autoencoder({ inputs: 1, hidden: [2], code: 2, activation });
    // Hidden units see −x and x, and the outputs are those units.
    const weights = () => [[[-1, 1]], [0, 0], [[1, 0], [0, 1]], [0, 0]].map((values) => tf.tensor(values)); // prettier-ignore
    for (const model of [mlp, encoder]) {
      model.setWeights(weights());
      const answers = (model.predict(tf.ones([1, 1])) as tf.Tensor).dataSync();
      expect(answers[0]).toBeCloseTo(below, 5);
      expect(answers[1]).toBeCloseTo(above, 5);
      model.dispose();
    }
  },
);

// TensorFlow.js' normal ones deviate 0.8796 of their formulas: cut off at two deviations, and not made up for.
test.each([
  ["heNormal", 0.8796 * Math.sqrt(2 / 300)],
  ["heUniform", Math.sqrt(2 / 300)],
  ["glorotNormal", 0.8796 * Math.sqrt(2 / 700)],
  ["glorotUniform", Math.sqrt(2 / 700)],
  ["lecunNormal", 0.8796 * Math.sqrt(1 / 300)],
] as const)(
  "an mlp begins with %s: its hidden kernel deviates as the formula says, to 1 %%",
  (initializer, deviation) => {
    const model = nn.mlp({ inputs: 300, hidden: [400], outputs: 2, initializer });
    const { variance } = tf.moments(model.getWeights()[0]);
    expect(Math.abs(Math.sqrt(variance.dataSync()[0]) / deviation - 1)).toBeLessThan(0.01);
    model.dispose();
  },
);

test("options that make no sense are named", () => {
  expect(() => nn.mlp({ inputs: 2, outputs: 2, dropout: 1 })).toThrow(
    "mlp: dropout must be in [0, 1), got 1",
  );
  expect(() => nn.cnn({ inputShape: [8, 8, 1], outputs: 2, filter: [3] } as never)).toThrow(
    'cnn: unknown option "filter"; did you mean "filters"?',
  );
  expect(() => nn.maxout({ units: 2, pieces: 1 })).toThrow(
    "maxout: pieces must be a whole number in [2, ∞), got 1",
  );
  const activations = "relu, sigmoid, tanh, elu, selu, softplus, softsign, linear, leakyRelu, silu, gelu";
  for (const name of ["mlp", "autoencoder", "vae", "gan"] as const) {
    const make = nn[name] as (options: object) => unknown;
    const sizes = { mlp: { inputs: 2, outputs: 2 }, gan: { outputs: 2 } }[name as "mlp"] ?? { inputs: 2 };
    expect(() => make({ ...sizes, activation: "nonsense" })).toThrow(
      new RangeError(`${name}: unknown activation "nonsense"; known: ${activations}`),
    );
    if (name === "mlp" || name === "vae") continue;
    expect(() => make({ ...sizes, outputActivation: "nonsense" })).toThrow(
      `${name}: unknown outputActivation "nonsense"; known: `,
    );
  }
});

test("every ready model and layer loads and trains where there is TensorFlow.js alone, and answers the same", async () => {
  const both = JSON.parse((await runChild("test/nn/saved.ts")).stdout) as Record<string, Both>;
  expect(Object.keys(both).length).toBe(13);
  for (const { here, there } of Object.values(both)) {
    expect(new Set(here).size).toBeGreaterThan(1);
    expect(there).toHaveLength(here.length);
    there.forEach((answer, at) => expect(answer).toBeCloseTo(here[at], 5));
  }
});

test("maxout is the largest of its lines, computed by hand", () => {
  const layer = nn.maxout({ units: 2, pieces: 3 });
  const model = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [1] }), layer] });
  // The columns of a piece stand side by side: [piece 0 of both units, piece 1 of both, …].
  layer.setWeights([tf.tensor2d([[1, -1, 2, 0, -3, 5]]), tf.tensor1d([0, 1, 0, 0, 0, 0])]);
  expect([...(model.predict(tf.tensor2d([[1], [-1]])) as tf.Tensor).dataSync()]).toEqual([2, 5, 3, 2]);
});

// A model of a graph takes what a sequence of layers refuses.
function modelOf([first, ...rest]: tf.layers.Layer[]): tf.LayersModel {
  const inputs = tf.input({ shape: (first.batchInputShape as number[]).slice(1) });
  const outputs = [first, ...rest].reduce((from, layer) => layer.apply(from) as tf.SymbolicTensor, inputs);
  return tf.model({ inputs, outputs });
}

describe("a picture that shrinks to nothing", () => {
  test("is refused by the model that is made", () => {
    expect(() => nn.cnn({ inputShape: [3, 3, 1], outputs: 2 })).toThrow(
      /^cnn: every layer must leave something of its input, got \[any, 0, 0, 64\] of \[any, 1, 1, 64\] behind max_pooling2d_.+; give it larger inputs, or use fewer or smaller poolings and convolutions, or {padding: "same"}$/,
    );
    expect(() => nn.cnn({ inputShape: [8, 8, 1], outputs: 2, padding: "valid" })).toThrow(
      "cnn: every layer must leave",
    );
    expect(nn.cnn({ inputShape: [4, 4, 1], outputs: 2 }).outputShape).toEqual([null, 2]);
    expect(nn.cnn({ inputShape: [10, 10, 1], outputs: 2, padding: "valid" }).outputShape).toEqual([null, 2]);
  });

  test.each([
    ["a pooling", [tf.layers.maxPooling2d({ poolSize: 4, inputShape: [3, 3, 1] }), tf.layers.flatten()]],
    [
      "a valid convolution",
      [tf.layers.conv2d({ filters: 2, kernelSize: 5, inputShape: [4, 4, 1] }), tf.layers.flatten()],
    ],
    [
      "a convolution of a series",
      [tf.layers.conv1d({ filters: 2, kernelSize: 5, inputShape: [4, 1] }), tf.layers.flatten()],
    ],
    [
      "a pooling of a series",
      [tf.layers.averagePooling1d({ poolSize: 5, inputShape: [4, 1] }), tf.layers.flatten()],
    ],
    [
      "a cropping",
      [
        tf.layers.cropping2D({
          cropping: [
            [2, 2],
            [2, 2],
          ],
          inputShape: [4, 4, 1],
        }),
        tf.layers.flatten(),
      ],
    ],
  ] as [string, tf.layers.Layer[]][])(
    "%s is refused where a model is made of it, in fit, evaluate and predict",
    async (_, layers) => {
      expect(() => tf.sequential({ layers: [...layers] })).toThrow(
        "Sequential.add: every layer must leave something",
      );
      const model = modelOf([...layers, tf.layers.dense({ units: 1 })]);
      const x = tf.ones([4, ...(model.inputs[0].shape.slice(1) as number[])]);
      const y = tf.ones([4, 1]);
      await expect(fit(model, { x, y }, { loss: "mse" })).rejects.toThrow(
        "fit: every layer must leave something",
      );
      await expect(evaluate(model, { x, y }, { loss: "mse" })).rejects.toThrow(
        "evaluate: every layer must leave something",
      );
      await expect(predict(model, x)).rejects.toThrow("predict: every layer must leave something");
    },
  );

  test.each([
    [
      () => nn.cnn({ inputShape: [0, 8, 1], outputs: 2 }),
      "cnn: inputShape must be [height, width, channels], whole numbers from 1, got [0, 8, 1]",
    ],
    [
      () => nn.cnn({ inputShape: [8, 8, 1], outputs: 2, filters: [4, 0] }),
      "cnn: filters[1] must be a whole number in [1, ∞), got 0",
    ],
    [
      () => nn.resnet({ inputShape: [8, 8] as never, outputs: 2 }),
      "resnet: inputShape must be [height, width, channels]",
    ],
    [
      () => nn.resnet({ inputShape: [8, 8, 1], outputs: 2, filters: [] }),
      "resnet: filters must not be empty",
    ],
    [
      () => nn.mlp({ inputs: 2, outputs: 2, hidden: [0] }),
      "mlp: hidden[0] must be a whole number in [1, ∞), got 0",
    ],
    [() => nn.lstm({ outputs: 1, steps: 0 }), "lstm: steps must be a whole number in [1, ∞), got 0"],
    [() => nn.gru({ outputs: 1, units: [] }), "gru: units must not be empty"],
    [() => nn.rnn({ outputs: 0 }), "rnn: outputs must be a whole number in [1, ∞), got 0"],
    [() => nn.vae({ inputs: 3, hidden: [0] }), "vae: hidden[0] must be"],
    [() => nn.gan({ outputs: 2, hidden: [1.5] }), "gan: hidden[0] must be"],
    [
      () => nn.autoencoder({ inputs: 3, hidden: 3 as never }),
      "autoencoder: hidden must be an array of sizes, got 3",
    ],
  ])("a size of 0 is refused: %p", (make, message) => {
    expect(make).toThrow(message);
  });
});
