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
