import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { iris } from "../../src/data/index";
import { fit, predict, type PredictOptions } from "../../src/train/index";
import { smallNet } from "./models";

/** The greatest difference between our prediction and the model's own. */
async function off(model: tf.LayersModel, x: tf.Tensor, options?: PredictOptions): Promise<number> {
  const ours = (await predict(model, x, options)) as tf.Tensor;
  const own = model.predict(x) as tf.Tensor;
  expect(ours.shape).toEqual(own.shape);
  const [a, b] = [ours.dataSync(), own.dataSync()];
  tf.dispose([ours, own]);
  return Math.max(...a.map((value, index) => Math.abs(value - b[index])));
}

test.each([true, false, "graph", "xla"] as const)(
  "predictions are the model's own, call after call, in whole and smaller batches (compile: %s)",
  async (compile) => {
    const model = smallNet();
    const { x } = iris().tensors();
    for (let call = 0; call < 5; call++)
      expect(await off(model, x, { compile, batchSize: 64 })).toBeLessThan(1e-6);
    model.dispose();
  },
);

test("weights that change between two calls are seen: by setWeights and by a fit", async () => {
  const model = smallNet();
  const { x } = iris().tensors();
  for (let call = 0; call < 4; call++) await off(model, x, { compile: "graph" });
  model.setWeights(model.getWeights().map((weight) => tf.ones(weight.shape)));
  expect(await off(model, x, { compile: "graph" })).toBeLessThan(1e-6);
  await fit(model, iris(), { epochs: 3, compile: "graph" });
  expect(await off(model, x, { compile: "graph" })).toBeLessThan(1e-6);
});

test("a layer that is added later is part of the prediction", async () => {
  const model = smallNet();
  const { x } = iris().tensors();
  for (let call = 0; call < 4; call++) await off(model, x, { compile: "graph" });
  model.add(tf.layers.dense({ units: 2 }));
  expect(await off(model, x, { compile: "graph" })).toBeLessThan(1e-6);
});

test("calls leave no tensor behind, and a disposed model none at all", async () => {
  const before = tf.memory().numTensors;
  const model = smallNet();
  const x = tf.randomNormal([10, 4]);
  await off(model, x, { batchSize: 3 });
  const between = tf.memory().numTensors;
  for (let call = 0; call < 20; call++) await off(model, x, { batchSize: 3 });
  expect(tf.memory().numTensors).toBe(between);
  model.dispose();
  x.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test("a model of several inputs and outputs gives a list", async () => {
  const [a, b] = [tf.input({ shape: [2] }), tf.input({ shape: [3] })];
  const both = tf.layers.concatenate().apply([a, b]) as tf.SymbolicTensor;
  const heads = [1, 2].map((units) => tf.layers.dense({ units }).apply(both) as tf.SymbolicTensor);
  const model = tf.model({ inputs: [a, b], outputs: heads });
  const x = [tf.randomNormal([5, 2]), tf.randomNormal([5, 3])];
  const outputs = (await predict(model, x, { batchSize: 2 })) as tf.Tensor[];
  const own = model.predict(x) as tf.Tensor[];
  outputs.forEach((output, index) =>
    expect(Math.max(...output.sub(own[index]).abs().dataSync())).toBeLessThan(1e-6),
  );
});

test("what cannot be predicted is refused", async () => {
  await expect(predict(smallNet(), tf.ones([5, 3]))).rejects.toThrow(
    "predict: x must be [examples, 4], got [5, 3]",
  );
  await expect(predict(smallNet(), tf.ones([0, 4]))).rejects.toThrow("predict: x must not be empty");
  await expect(predict(smallNet(), [[1, NaN, 2, 3]])).rejects.toThrow(
    "predict: x must be finite, got NaN at [0, 1]; remove or fill such values first",
  );
  await expect(predict({} as tf.LayersModel, [[1]])).rejects.toThrow(
    "predict: model must be a LayersModel, got object",
  );
});
