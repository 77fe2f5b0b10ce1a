import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import {
  disposeTrace,
  leaves,
  tap,
  traceLayers,
  type Tapped,
  type TracedLayer,
} from "../../../src/train/model/trace";

const { layers } = tf;
const x = tf.tensor2d([[1, -2], [3, 0.5]]); // prettier-ignore
const stacked = (...list: tf.layers.Layer[]) =>
  tf.sequential({ layers: [layers.inputLayer({ inputShape: [2] }), ...list] });
const identity = (activation?: string) =>
  layers.dense({
    units: 2,
    useBias: false,
    kernelInitializer: "identity",
    activation: activation as "relu",
    name: "dense",
  });

/** Runs forward, and back from half of the sum of squares, whose slope by an output is the output. */
function traced(model: tf.LayersModel, given: tf.Tensor = x): TracedLayer[] {
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const run = () =>
    tf.tidy(
      () =>
        tf
          .variableGrads(() => (model.apply(given) as tf.Tensor).square().sum().div(2), variables)
          .value.dataSync()[0],
    );
  return traceLayers(model, run).layers;
}
const plain = ({ name, className, activation, preactivation, output, delta }: TracedLayer) => ({
  ...{ name, className, activation },
  preactivation: preactivation.arraySync(),
  output: output.arraySync(),
  delta: delta?.arraySync(),
});
const values = x.arraySync();

test("a layer's pre-activation, output and the loss's slope at the pre-activation", () => {
  const [dense] = traced(stacked(identity("relu")));
  expect(plain(dense)).toEqual({
    ...{ name: "dense", className: "Dense", activation: "relu", preactivation: values },
    output: [[1, 0], [3, 0.5]], // prettier-ignore
    delta: [[1, 0], [3, 0.5]], // prettier-ignore
  });
  const [linear] = traced(stacked(identity()));
  expect(plain(linear)).toMatchObject({
    activation: "linear",
    preactivation: values,
    output: values,
    delta: values,
  });
});

test.each<[string, tf.layers.Layer, activation: string]>([
  ["relu", layers.reLU(), "relu"],
  ["leaky relu", layers.leakyReLU(), "leakyRelu"],
  ["prelu", layers.prelu(), "prelu"],
  ["elu", layers.elu(), "elu"],
  ["thresholded relu", layers.thresholdedReLU({ theta: 0.5 }), "relu"],
  ["softmax", layers.softmax(), "softmax"],
  ["an activation layer", layers.activation({ activation: "tanh" }), "tanh"],
  ["an activation layer of SiLU", layers.activation({ activation: "swish" }), "silu"],
])("a layer of nothing but %s has its input as pre-activation", (_, layer, activation) => {
  const model = stacked(identity(), layer);
  const [, second] = traceLayers(model, () => tf.tidy(() => void model.apply(x))).layers;
  expect(second.activation).toBe(activation);
  expect(second.preactivation.arraySync()).toEqual(values);
  expect(second.output.arraySync()).toEqual((layer.apply(x) as tf.Tensor).arraySync());
});

test("TensorFlow.js' swish is called SiLU; what has no activation, or one within a recurrence, is linear", () => {
  expect(traced(stacked(identity("swish")))[0].activation).toBe("silu");
  expect(traced(stacked(identity(), layers.dropout({ rate: 0.5 })))[1].activation).toBe("linear");
  const recurrent = tf.sequential({ layers: [layers.simpleRNN({ units: 2, inputShape: [2, 1] })] });
  const [rnn] = traced(recurrent, x.expandDims(-1));
  expect(rnn.activation).toBe("linear");
  expect(rnn.preactivation.arraySync()).toEqual(rnn.output.arraySync());
});

test("layers come in their order of calling, those of nested models too, again where they are called again", () => {
  const inner = stacked(layers.dense({ units: 2, name: "a" }), layers.dense({ units: 2, name: "b" }));
  const model = stacked(inner, layers.dense({ units: 1, name: "c" }));
  expect(
    leaves(model)
      .map(({ name }) => name)
      .filter((name) => name.length === 1),
  ).toEqual(["a", "b", "c"]);
  expect(traced(model).map(({ name }) => name)).toEqual(["a", "b", "c"]);
  const input = tf.input({ shape: [2] });
  const shared = layers.dense({ units: 2, name: "shared" });
  const twice = tf.model({ inputs: input, outputs: shared.apply(shared.apply(input)) as tf.SymbolicTensor });
  expect(traced(twice).map(({ name }) => name)).toEqual(["shared", "shared"]);
});

test("nothing stays changed, and what was kept is freed", () => {
  const model = stacked(identity("relu"), layers.reLU());
  const before = () => (model.predict(x) as tf.Tensor).dataSync();
  const first = before();
  const { numTensors } = tf.memory();
  const layersOf = traced(model);
  expect(tf.memory().numTensors).toBeGreaterThan(numTensors);
  disposeTrace(layersOf);
  expect(tf.memory().numTensors).toBe(numTensors);
  const { layers: forward } = traceLayers(model, () => tf.tidy(() => void model.apply(x)));
  expect(forward.map(({ delta }) => delta)).toEqual([undefined, undefined]);
  disposeTrace(forward);
  expect(before()).toEqual(first);
});

test("a tap gives the same values, and keeps them and their slope", () => {
  const kept: Partial<Tapped> = {};
  const slope = tf.grad((z: tf.Tensor) => tap(z.mul(2), kept).square().sum())(tf.tensor1d([1, 3]));
  expect([slope, kept.preactivation!, kept.delta!].map((each) => each.arraySync())).toEqual([
    [8, 24],
    [2, 6],
    [4, 12], // prettier-ignore
  ]);
});
