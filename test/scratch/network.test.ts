import fc from "fast-check";
import * as tf from "@tensorflow/tfjs";
import {
  activations,
  backpropagate,
  denseNetwork,
  descend,
  forward,
  numericalGradient,
  parametersOf,
  softmax,
  withParameters,
} from "../../src/scratch/index";

const x = [
  [0.5, -1],
  [1.5, 0.3],
  [-0.7, 2],
];
const targets = {
  linear: [
    [1, -0.5],
    [0.2, 2],
    [-1, 0],
  ],
  sigmoid: [
    [1, 0],
    [0, 0],
    [1, 1],
  ],
  softmax: [
    [1, 0],
    [0, 1],
    [1, 0],
  ],
};

describe.each(["linear", "sigmoid", "softmax"] as const)("a network with %s output", (output) => {
  const y = targets[output];

  test.each(["tanh", "sigmoid", "softplus", "silu", "gelu", "elu", "selu"] as const)(
    "has the slopes that are measured, with %s",
    (activation) => {
      const network = denseNetwork([2, 4, 3, 2], { activation, output, seed: 3 });
      const loss = (values: number[]) => backpropagate(withParameters(network, values), x, y).loss;
      const measured = numericalGradient(loss, parametersOf(network));
      const derived = parametersOf(backpropagate(network, x, y).gradients);
      derived.forEach((slope, at) => expect(slope).toBeCloseTo(measured[at], 7));
    },
  );

  test("gives TensorFlow.js' outputs, loss and slopes", async () => {
    const network = denseNetwork([2, 4, 2], { output, seed: 5 });
    const model = tf.sequential();
    network.forEach(({ kernel, bias, activation }) =>
      model.add(
        tf.layers.dense({
          units: bias.length,
          inputShape: [kernel.length],
          activation: activation as "tanh",
          weights: [tf.tensor2d(kernel), tf.tensor1d(bias)],
        }),
      ),
    );
    const losses = {
      linear: "meanSquaredError",
      sigmoid: "binaryCrossentropy",
      softmax: "categoricalCrossentropy",
    };
    model.compile({ optimizer: tf.train.sgd(0.5), loss: losses[output] });
    const theirs = (await model.trainOnBatch(tf.tensor2d(x), tf.tensor2d(y))) as number;
    const { loss, gradients } = backpropagate(network, x, y);
    expect(loss).toBeCloseTo(theirs, 5);
    const stepped = parametersOf(descend(network, gradients, 0.5));
    const weights = model.getWeights().flatMap((tensor) => Array.from(tensor.dataSync()));
    stepped.forEach((value, at) => expect(value).toBeCloseTo(weights[at], 5));
    model.dispose();
  });
});

test.each(Object.entries(activations))(
  "the slope of %s is the one that is measured",
  (_, { value, slope }) => {
    fc.assert(
      fc.property(fc.double({ min: -6, max: 6, noNaN: true }), (z) => {
        fc.pre(Math.abs(z) > 1e-3);
        expect(slope(z)).toBeCloseTo(numericalGradient(([at]) => value(at), [z])[0], 6);
      }),
    );
  },
);

test("activations are TensorFlow.js' own", () => {
  const z = [-7, -2, -0.3, 0, 0.4, 3, 9];
  const theirs: Record<string, tf.Tensor> = {
    sigmoid: tf.sigmoid(z),
    tanh: tf.tanh(z),
    relu: tf.relu(z),
    elu: tf.elu(z),
    selu: tf.selu(z),
    softplus: tf.softplus(z),
    leakyRelu: tf.leakyRelu(z, 0.01),
  };
  for (const [name, tensor] of Object.entries(theirs))
    tensor
      .dataSync()
      .forEach((value, at) => expect(activations[name as "tanh"].value(z[at])).toBeCloseTo(value, 5));
  tf.dispose(theirs);
});

test("softmax is a distribution, whatever is added to all", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 8 }),
      (z) => {
        const shares = softmax(z);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10);
        softmax(z.map((value) => value + 700)).forEach((share, at) =>
          expect(share).toBeCloseTo(shares[at], 10),
        );
      },
    ),
  );
});

test("a network that does not fit its data is refused", () => {
  const network = denseNetwork([2, 3, 1], { seed: 1 });
  expect(() => forward(network, [[1, 2, 3]])).toThrow("forward: rows of x must be [2], got [3]");
  expect(() => backpropagate(network, [[1, 2]], [[1, 0]])).toThrow(
    "backpropagate: rows of y must be [1], got [2]",
  );
  expect(() => backpropagate(network, [[1, 2]], [])).toThrow(
    "backpropagate: x and y must have equal length, got 1 and 0",
  );
  expect(() => withParameters(network, [1])).toThrow("withParameters: values must be [13], got [1]");
  expect(() => denseNetwork([2])).toThrow("denseNetwork: sizes must be [features, …, outputs], got [2]");
  expect(() => denseNetwork([2, 1], { activation: "rleu" as never })).toThrow('did you mean "relu"?');
});
