import * as tf from "@tensorflow/tfjs";
import { batchNormalization, batchNormalizationGradient, numericalGradient } from "../../src/scratch/index";

const x = [
  [1, -2, 0.5],
  [3, 0.1, 0.7],
  [-1, 2, -4],
  [0.2, 1, 1],
];
const options = { gamma: [1.5, -0.5, 2], beta: [0.3, 0, -1] };
const weights = [
  [0.4, -1, 2],
  [1, 0.3, -0.2],
  [-0.6, 1, 1],
  [0.5, -0.5, 0.7],
];

test("every column has mean β and deviation γ afterwards", () => {
  const { output } = batchNormalization(x, { ...options, epsilon: 1e-12 });
  for (const unit of [0, 1, 2]) {
    const column = output.map((row) => row[unit]);
    const mean = column.reduce((sum, value) => sum + value, 0) / 4;
    expect(mean).toBeCloseTo(options.beta[unit], 10);
    const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 4;
    expect(Math.sqrt(variance)).toBeCloseTo(Math.abs(options.gamma[unit]), 8);
  }
});

test("its slopes are those that are measured", () => {
  const loss = (values: number[]) => {
    const rows = x.map((_, row) => values.slice(3 * row, 3 * row + 3));
    const { output } = batchNormalization(rows, { gamma: values.slice(12, 15), beta: values.slice(15) });
    return output.reduce(
      (sum, row, at) => sum + row.reduce((part, value, k) => part + weights[at][k] * value ** 2, 0),
      0,
    );
  };
  const forward = batchNormalization(x, options);
  const delta = forward.output.map((row, at) => row.map((value, k) => 2 * weights[at][k] * value));
  const back = batchNormalizationGradient(forward, delta);
  const measured = numericalGradient(loss, [...x.flat(), ...options.gamma, ...options.beta]);
  [...back.x.flat(), ...back.gamma, ...back.beta].forEach((slope, at) =>
    expect(slope).toBeCloseTo(measured[at], 6),
  );
});

test("it gives TensorFlow.js' layer in training", () => {
  const layer = tf.layers.batchNormalization();
  const theirs = tf.tidy(() => {
    layer.build([null, 3]);
    layer.setWeights([tf.tensor1d(options.gamma), tf.tensor1d(options.beta), tf.zeros([3]), tf.ones([3])]);
    return (layer.apply(tf.tensor2d(x), { training: true }) as tf.Tensor).arraySync() as number[][];
  });
  const { output } = batchNormalization(x, options);
  output.flat().forEach((value, at) => expect(value).toBeCloseTo(theirs.flat()[at], 5));
});

test("what does not fit is refused", () => {
  expect(() => batchNormalization([[1, 2]], { gamma: [1], beta: [0] })).toThrow(
    "batchNormalization: x must be [rows, 1], got [1, 2]",
  );
  expect(() => batchNormalization([], { gamma: [1], beta: [0] })).toThrow(
    "batchNormalization: x must not be empty",
  );
});
