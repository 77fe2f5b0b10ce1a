import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { sgd } from "../../src/optim/index";
import { fit, type FitOptions, type Run } from "../../src/train/index";

const { layers } = tf;
const dense = (name: string, weights: number[], config: object = {}) =>
  layers.dense({
    ...{ units: 1, name, useBias: false, weights: [tf.tensor2d(weights, [weights.length, 1])] },
    ...config,
  });

/** What is first not finite in the only step of a fit. */
async function found(list: tf.layers.Layer[], x: number[][], options: FitOptions = {}): Promise<string> {
  const model = tf.sequential({ layers: [layers.inputLayer({ inputShape: [x[0].length] }), ...list] });
  let text = "";
  const look = { guard: true, onBatchEnd: (_: number, __: object, run: Run) => void (text = run.findBad()) };
  const data = { x, y: x.map(() => [1]) };
  const told: FitOptions = { loss: "mse", optimizer: sgd({ learningRate: 0 }), epochs: 1, compile: false };
  await fit(model, data, { ...told, ...options, callbacks: [look] });
  return text;
}
const first = (what: string, counts: string) => `${what} is the first that is not finite (${counts} values)`;
const [one, big] = [[[1]], [[1], [3e38]]]; // prettier-ignore

test.each<[string, list: tf.layers.Layer[], x: number[][], options: FitOptions, text: string]>([
  ["a weight", [dense("a", [Infinity])], one, {}, first("weight a/kernel", "1 of 1")],
  ["an output", [dense("a", [10])], big, {}, first("the output of layer a", "1 of 2")],
  ["a pre-activation", [dense("a", [10], { activation: "relu" })], big, {}, first("the pre-activation of layer a", "1 of 2")],
  ["a later layer", [dense("a", [1]), dense("b", [10], { activation: "tanh" })], big, {}, first("the pre-activation of layer b", "1 of 2")],
  ["the loss", [dense("a", [1])], big, {}, first("the loss itself", "1 of 1")],
  ["nothing", [dense("a", [1])], one, {}, "repeated eagerly, the step is finite"],
])("%s that is not finite is named first", async (_, list, x, options, text) => {
  expect(await found(list, x, options)).toBe(text);
}); // prettier-ignore

const only = (value: number, slope: number) => (_: tf.Tensor, output: tf.Tensor) =>
  tf.customGrad((given) => ({
    value: (given as tf.Tensor).mul(0).add(value).sum(),
    gradFunc: () => tf.fill(output.shape, slope),
  }))(output);

test("behind a finite loss, slopes are named from the last layer back, then gradients", async () => {
  const two = [dense("a", [1]), dense("b", [1])];
  const text = await found(two, one, { loss: only(1, NaN) });
  expect(text).toBe(first("δ (the loss gradient) at layer b", "1 of 1"));
  // The slope is finite; times an input that is large it is not.
  const large = await found([dense("c", [1e-38]), dense("d", [1])], [[3e38]], { loss: only(1, 1e30) });
  expect(large).toBe(first("the gradient of c/kernel", "1 of 1"));
});

test("an activation whose output alone is not finite is named by its output", async () => {
  const log = layers.activation({ activation: "softplus", name: "plus" });
  log.call = (inputs: tf.Tensor | tf.Tensor[]) => tf.log(Array.isArray(inputs) ? inputs[0] : inputs);
  const text = await found([dense("a", [1], { trainable: true }), log], [[0]]);
  expect(text).toBe(first("the output of layer plus", "1 of 1"));
});

test("what an augmentation makes of inputs and truths is looked at before all else", async () => {
  const spoil = (part: "x" | "y") => (batch: { x: tf.Tensor[]; y: tf.Tensor[] }) => ({
    ...batch,
    [part]: batch[part].map((tensor) => tensor.div(0)),
  });
  expect(await found([dense("a", [1])], one, { augment: [spoil("x")] })).toBe(first("the input x", "1 of 1"));
  expect(await found([dense("a", [1])], one, { augment: [spoil("y")] })).toBe(first("the truth y", "1 of 1"));
});
