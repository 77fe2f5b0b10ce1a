import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { OptionError, ShapeError } from "../../src/core/index";
import * as nn from "../../src/nn/index";
import { evaluate, fit, predict } from "../../src/train/index";

const { layers } = tf;
const remedy =
  'give it larger inputs, or use fewer or smaller poolings and convolutions, or {padding: "same"}';
const nothing = (where: string, got: string) =>
  new ShapeError({ where, required: "every layer must leave something of its input", got, remedy });

test.each([
  [
    "a",
    layers.conv1d({ name: "a", filters: 2, kernelSize: 6, inputShape: [5, 1] }),
    "[any, 0, 2] of [any, 5, 1]",
  ],
  [
    "b",
    layers.conv1d({ name: "b", filters: 2, kernelSize: 3, dilationRate: 3, inputShape: [5, 1] }),
    "[any, -1, 2] of [any, 5, 1]",
  ],
  [
    "c",
    layers.conv2d({ name: "c", filters: 2, kernelSize: 5, inputShape: [3, 3, 1] }),
    "[any, -1, -1, 2] of [any, 3, 3, 1]",
  ],
  [
    "d",
    layers.conv2d({ name: "d", filters: 2, kernelSize: [1, 4], inputShape: [3, 3, 1] }),
    "[any, 3, 0, 2] of [any, 3, 3, 1]",
  ],
  [
    "e",
    layers.separableConv2d({ name: "e", filters: 2, kernelSize: 5, inputShape: [3, 3, 1] }),
    "[any, -1, -1, 2] of [any, 3, 3, 1]",
  ],
  [
    "f",
    layers.conv3d({ name: "f", filters: 2, kernelSize: 5, inputShape: [3, 3, 3, 1] }),
    "[any, -1, -1, -1, 2] of [any, 3, 3, 3, 1]",
  ],
  [
    "g",
    layers.maxPooling2d({ name: "g", poolSize: 4, inputShape: [3, 3, 1] }),
    "[any, 0, 0, 1] of [any, 3, 3, 1]",
  ],
])("a layer %s that is larger than its input leaves nothing", (name, layer, got) => {
  const add = () => tf.sequential({ layers: [layer] });
  expect(add).toThrow(nothing("Sequential.add", `${got} behind ${name}`));
});

test("a ready model whose picture is smaller than a convolution says so", () => {
  expect(() => nn.cnn({ inputShape: [2, 2, 1], outputs: 2, padding: "valid" })).toThrow(
    /^cnn: every layer must leave something of its input, got \[any, 0, 0, 32\] of \[any, 2, 2, 1\] behind conv2d/,
  );
});

test("so does a model that was put together by hand, where it is used", async () => {
  const input = tf.input({ shape: [3, 3, 1] });
  const small = layers.conv2d({ name: "large", filters: 2, kernelSize: 5 }).apply(input) as tf.SymbolicTensor;
  const output = layers
    .globalAveragePooling2d({ dataFormat: "channelsLast" })
    .apply(small) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: output });
  const data = { x: tf.ones([2, 3, 3, 1]), y: tf.ones([2, 2]) };
  const got = "[any, -1, -1, 2] of [any, 3, 3, 1] behind large";
  await expect(fit(model, data, { loss: "mse", epochs: 1 })).rejects.toThrow(nothing("fit", got));
  await expect(evaluate(model, data, { loss: "mse" })).rejects.toThrow(nothing("evaluate", got));
  await expect(predict(model, data.x)).rejects.toThrow(nothing("predict", got));
});

test("a causal convolution, which TensorFlow.js cannot compute, is refused before the first step", async () => {
  const causal = layers.conv1d({
    name: "past",
    filters: 2,
    kernelSize: 2,
    padding: "causal",
    inputShape: [5, 1],
  });
  const inner = tf.sequential({ layers: [causal, layers.flatten()] });
  const model = tf.sequential({ layers: [inner, layers.dense({ units: 1 })] });
  const data = { x: tf.ones([2, 5, 1]), y: tf.ones([2, 1]) };
  const refused = (where: string) =>
    new OptionError({
      where,
      required: 'padding must be "valid" or "same", as TensorFlow.js computes no causal convolution',
      got: '"causal" for past',
      remedy: 'put zeros before each series yourself and use {padding: "valid"}',
    });
  await expect(fit(model, data, { loss: "mse", epochs: 1 })).rejects.toThrow(refused("fit"));
  await expect(predict(model, data.x)).rejects.toThrow(refused("predict"));
});

test("a convolution of volumes with holes, which TensorFlow cannot compute, is refused before the first step", async () => {
  const volume = (dilationRate: number) =>
    layers.conv3d({
      name: `holes${dilationRate}`,
      filters: 1,
      kernelSize: 2,
      dilationRate,
      inputShape: [4, 4, 4, 1],
    });
  const make = (rate: number) =>
    tf.sequential({ layers: [volume(rate), layers.flatten(), layers.dense({ units: 1 })] });
  const refused = (where: string) =>
    new OptionError({
      where,
      required:
        "dilationRate must be 1 for a convolution of volumes, as TensorFlow computes no other on a processor",
      got: "[2,2,2] for holes2",
      remedy: "use a larger kernelSize, or strides",
    });
  const data = { x: tf.ones([2, 4, 4, 4, 1]), y: tf.ones([2, 1]) };
  await expect(fit(make(2), data, { loss: "mse", epochs: 1 })).rejects.toThrow(refused("fit"));
  await expect(predict(make(2), data.x)).rejects.toThrow(refused("predict"));
  await expect(fit(make(1), data, { loss: "mse", epochs: 1 })).resolves.toBeDefined();
});

/** Models whose pictures or series are of open size, all with one number at the end. */
const ended = (...first: tf.layers.Layer[]) =>
  tf.sequential({ layers: [...first, layers.dense({ units: 1 })] });
const series = { inputShape: [null, 1] };
const picture = { inputShape: [null, null, 1] };
const flat = (rank: 1 | 2) =>
  rank === 1 ? layers.globalAveragePooling1d({}) : layers.globalMaxPooling2d({ dataFormat: "channelsLast" });

const open: [string, make: () => tf.LayersModel, sizes: number[], got: string][] = [
  ["a convolution", () => ended(layers.conv1d({ name: "h", filters: 2, kernelSize: 5, ...series }), flat(1)), [3, 1], "[any, -1, 2] of [any, 3, 1] behind h"],
  ["one of pictures", () => ended(layers.conv2d({ name: "i", filters: 2, kernelSize: 3, ...picture }), flat(2)), [5, 2, 1], "[any, 3, 0, 2] of [any, 5, 2, 1] behind i"],
  ["a pooling", () => ended(layers.maxPooling1d({ name: "j", poolSize: 4, ...series }), flat(1)), [3, 1], "[any, 0, 1] of [any, 3, 1] behind j"],
  ["one of means", () => ended(layers.averagePooling2d({ name: "k", poolSize: 3, ...picture }), flat(2)), [2, 2, 1], "[any, 0, 0, 1] of [any, 2, 2, 1] behind k"],
  ["a separable one", () => ended(layers.separableConv2d({ name: "l", filters: 2, kernelSize: 3, ...picture }), flat(2)), [2, 2, 1], "[any, 0, 0, 2] of [any, 2, 2, 1] behind l"],
  ["one for each channel", () => ended(layers.depthwiseConv2d({ name: "m", kernelSize: 3, ...picture }), flat(2)), [2, 9, 1], "[any, 0, 7, 1] of [any, 2, 9, 1] behind m"],
  ["what is cropped", () => ended(layers.cropping2D({ name: "n", cropping: 2, ...picture }), flat(2)), [4, 9, 1], "[any, 0, 5, 1] of [any, 4, 9, 1] behind n"],
  ["a layer of a model in a model", () => ended(tf.sequential({ layers: [layers.conv1d({ filters: 2, kernelSize: 2, ...series }), layers.maxPooling1d({ name: "o", poolSize: 3 })] }), flat(1)), [3, 1], "[any, 0, 2] of [any, 2, 2] behind o"],
]; // prettier-ignore

test.each(open)("inputs of open size that are too small for %s are refused", async (_, make, sizes, got) => {
  const { numTensors } = tf.memory();
  const model = make();
  const data = { x: tf.ones([2, ...sizes]), y: tf.ones([2, 1]) };
  const stream = function* () {
    yield { x: tf.ones([2, ...sizes]), y: tf.ones([2, 1]) };
  };
  const options = { loss: "mse", epochs: 1, seed: 1 } as const;
  await expect(fit(model, data, options)).rejects.toThrow(nothing("fit", got));
  await expect(fit(model, stream, options)).rejects.toThrow(nothing("fit", got));
  await expect(evaluate(model, data, { loss: "mse" })).rejects.toThrow(nothing("evaluate", got));
  await expect(predict(model, data.x)).rejects.toThrow(nothing("predict", got));
  // What is large enough goes on, and layers are as they were.
  const large = tf.ones([2, ...sizes.map((size) => (size === 1 ? 1 : size + 8))]);
  const output = (await predict(model, large)) as tf.Tensor;
  expect(output.shape).toEqual([2, 1]);
  expect(model.layers.some((layer) => Object.hasOwn(layer, "computeOutputShape"))).toBe(false);
  tf.dispose([data, large, output]);
  model.dispose();
  expect(tf.memory().numTensors).toBe(numTensors);
});

test("of several inputs of open size the one that is too small is found; a layer keeps its own method", async () => {
  const [a, b] = ["a", "b"].map(() => tf.input({ shape: [null, 1] }));
  const shared = layers.conv1d({ name: "twice", filters: 2, kernelSize: 3 });
  const own = shared.computeOutputShape.bind(shared);
  shared.computeOutputShape = own;
  const parts = [a, b].map((input) => flat(1).apply(shared.apply(input)) as tf.SymbolicTensor);
  const model = tf.model({ inputs: [a, b], outputs: layers.add().apply(parts) as tf.SymbolicTensor });
  const x = [tf.ones([2, 5, 1]), tf.ones([2, 2, 1])];
  await expect(predict(model, x)).rejects.toThrow(
    nothing("predict", "[any, 0, 2] of [any, 2, 1] behind twice"),
  );
  expect(shared.computeOutputShape).toBe(own);
});

const computed = "as TensorFlow.js computes no other";
const moved = "put tf.layers.permute before and behind it";
test.each<[string, inputShape: number[], make: () => tf.layers.Layer, message: string]>([
  ["a separable convolution of channels first", [2, 6, 6], () => layers.separableConv2d({ name: "l", filters: 2, kernelSize: 3, dataFormat: "channelsFirst" }), `dataFormat must be "channelsLast" for a SeparableConv2D, ${computed}, got "channelsFirst" for l; ${moved}`],
  ["a recurrent one", [3, 1, 5, 5], () => layers.convLstm2d({ name: "l", filters: 2, kernelSize: 3, dataFormat: "channelsFirst" }) as tf.layers.Layer, `dataFormat must be "channelsLast" for a ConvLSTM2D, ${computed}, got "channelsFirst" for l; ${moved}`],
  ["a convolution with strides and holes", [6, 2], () => layers.conv1d({ name: "l", filters: 2, kernelSize: 3, strides: 2, dilationRate: 2 }), 'strides or dilationRate must be 1, got {"strides":[2],"dilationRate":[2]} for l; use one of both'],
  ["a softmax by the default of TensorFlow.js", [4, 3], () => layers.softmax({ name: "l" }), `axis must be the last of [any, 4, 3] for a softmax, ${computed}, got 1 for l; say {axis: -1}; TensorFlow.js' default is 1`],
])("%s is refused in our words", async (_, inputShape, make, message) => {
  const build = () => tf.sequential({ layers: [layers.inputLayer({ inputShape }), make(), layers.flatten(), layers.dense({ units: 1 })] });
  const data = { x: tf.ones([2, ...inputShape]), y: tf.ones([2, 1]) };
  await expect((async () => fit(build(), data, { loss: "mse", epochs: 1 }))()).rejects.toThrow(`fit: ${message}`);
}); // prettier-ignore

test("what is like it and can be computed is trained", async () => {
  const separable = layers.separableConv2d({ filters: 2, kernelSize: 3, dataFormat: "channelsFirst", useBias: false }); // prettier-ignore
  for (const [inputShape, layer] of [
    [[2, 6, 6], separable],
    [[4, 3], layers.softmax({ axis: -1 })],
    [[4, 3], layers.softmax({ axis: 2 })],
  ] as [number[], tf.layers.Layer][]) {
    const parts = [layers.inputLayer({ inputShape }), layer, layers.flatten(), layers.dense({ units: 1 })];
    const data = { x: tf.ones([2, ...inputShape]), y: tf.ones([2, 1]) };
    const { last } = await fit(tf.sequential({ layers: parts }), data, { loss: "mse", epochs: 1 });
    expect(last.loss).toBeGreaterThan(0);
  }
});
