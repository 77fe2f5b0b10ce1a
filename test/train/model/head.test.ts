import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { activate, headOf, replacing } from "../../../src/train/model/head";

const { layers } = tf;
const dense = (units: number, activation?: "softmax" | "sigmoid" | "relu") =>
  layers.dense({ units, activation, kernelInitializer: "ones" });
const stacked = (shape: number[], ...list: tf.layers.Layer[]) =>
  tf.sequential({ layers: [layers.inputLayer({ inputShape: shape }), ...list] });

/** What the model gives without its head, made whole by the head's activation, is what it gives. */
function expectWhole(model: tf.LayersModel, activation: string, output = 0): void {
  const x = tf.randomUniform([2, ...model.inputs[0].shape.slice(1).map((size) => size ?? 3)], -1, 1, "float32", 3);
  const run = () => [model.predict(x)].flat()[output];
  const head = headOf(model, output);
  expect(head.activation).toBe(activation);
  const [whole, without] = [run(), head.without(run)];
  const made = activation in known ? activate(activation, without).dataSync() : without.dataSync();
  expect(without.shape).toEqual(whole.shape);
  if (activation === "softmax" || activation === "sigmoid")
    expect([...without.dataSync()]).not.toEqual([...whole.dataSync()]);
  made.forEach((value, at) => expect(value).toBeCloseTo(whole.dataSync()[at], 6));
  expect([...run().dataSync()]).toEqual([...whole.dataSync()]);
} // prettier-ignore
const known = { softmax: 0, sigmoid: 0, linear: 0 };

test.each<[string, () => tf.LayersModel, activation: string]>([
  ["a dense layer", () => stacked([3], dense(2, "softmax")), "softmax"],
  ["a dense layer with none", () => stacked([3], dense(2)), "linear"],
  ["a softmax layer", () => stacked([3], dense(2), layers.softmax()), "softmax"],
  ["an activation layer", () => stacked([3], dense(2), layers.activation({ activation: "sigmoid" })), "sigmoid"],
  ["a layer without an activation", () => stacked([3], dense(2, "softmax"), layers.batchNormalization()), "linear"],
  ["a wrapped layer", () => stacked([4, 3], layers.timeDistributed({ layer: dense(2, "softmax") })), "softmax"],
  ["a recurrent layer", () => stacked([4, 3], layers.simpleRNN({ units: 2, activation: "sigmoid" })), "linear"],
  ["an LSTM", () => stacked([4, 3], layers.lstm({ units: 2 })), "linear"],
  ["a GRU", () => stacked([4, 3], layers.gru({ units: 2 })), "linear"],
  ["sigmoids that are flattened", () => stacked([4, 3], dense(2, "sigmoid"), layers.flatten()), "sigmoid"],
  ["sigmoids that are reshaped", () => stacked([6], dense(6, "sigmoid"), layers.reshape({ targetShape: [3, 2] })), "sigmoid"],
  ["a softmax before a dropout", () => stacked([3], dense(2, "softmax"), layers.dropout({ rate: 0.5 })), "softmax"],
  ["a softmax whose classes stay", () => stacked([6, 3], dense(2, "softmax"), layers.reshape({ targetShape: [3, 2, 2] })), "softmax"],
  ["a softmax whose classes are spread", () => stacked([4, 3], dense(2, "softmax"), layers.flatten()), "linear"],
  ["a softmax layer whose classes are spread", () => stacked([4, 3], dense(2), layers.softmax({ axis: -1 }), layers.flatten()), "linear"],
  ["a model in a model", () => stacked([3], stacked([3], dense(2, "softmax"))), "softmax"],
])("%s", (_, make, activation) => expectWhole(make(), activation)); // prettier-ignore

test("each output has its own", () => {
  const input = tf.input({ shape: [3] });
  const outputs = [dense(2, "sigmoid"), dense(2, "softmax")].map((layer) => layer.apply(input));
  const model = tf.model({ inputs: input, outputs: outputs as tf.SymbolicTensor[] });
  expectWhole(model, "sigmoid", 0);
  expectWhole(model, "softmax", 1);
});

test("another last activation is passed over", () => {
  const model = stacked([1], dense(1, "relu"));
  const x = tf.tensor2d([[-3], [2]]);
  const run = () => [...(model.predict(x) as tf.Tensor).dataSync()];
  const head = headOf(model, 0);
  expect([head.activation, run(), head.without(run)]).toEqual(["relu", [0, 2], [-3, 2]]);
});

test("what was replaced is put back, own or inherited, after an error too", () => {
  class Base {
    inherited = () => "own";
    method() {
      return "method";
    }
  }
  const object = new Base();
  const seen = () => [object.inherited(), object.method()];
  const during = replacing(object, "method", () => "new", () => replacing(object, "inherited", () => "new", seen)); // prettier-ignore
  expect(during).toEqual(["new", "new"]);
  expect(seen()).toEqual(["own", "method"]);
  expect(Object.keys(object)).toEqual(["inherited"]);
  const fail = () => {
    throw new Error("mine");
  };
  expect(() => replacing(object, "method", fail, fail)).toThrow("mine");
  expect(Object.hasOwn(object, "method")).toBe(false);
});
