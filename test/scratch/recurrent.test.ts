import * as tf from "@tensorflow/tfjs";
import { useBackend } from "../../src/backend/index";
import { Random } from "../../src/core/index";
import { conv2d, gru, lstm, simpleRNN, type RecurrentWeights } from "../../src/scratch/index";

beforeAll(() => useBackend("cpu"));

const random = new Random(4, "recurrent");
const draw = (rows: number, columns: number) =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.normal()));
const weights = (features: number, units: number, gates: number): RecurrentWeights => ({
  kernel: draw(features, gates * units),
  recurrentKernel: draw(units, gates * units),
  bias: draw(1, gates * units)[0],
});

/** The states of a layer of TensorFlow.js with these weights, [steps][units]. */
function statesOf(
  layer: tf.layers.Layer,
  { kernel, recurrentKernel, bias }: RecurrentWeights,
  x: number[][],
) {
  return tf.tidy(() => {
    layer.apply(tf.tensor3d([x])); // builds it
    layer.setWeights([tf.tensor2d(kernel), tf.tensor2d(recurrentKernel), tf.tensor1d(bias)]);
    return (layer.apply(tf.tensor3d([x])) as tf.Tensor3D).arraySync()[0];
  });
}

const config = (units: number) => ({
  units,
  returnSequences: true,
  recurrentActivation: "sigmoid" as const,
});

test.each([
  ["simpleRNN", 1, simpleRNN, (units: number) => tf.layers.simpleRNN({ units, returnSequences: true })],
  ["lstm", 4, lstm, (units: number) => tf.layers.lstm(config(units))],
  ["gru", 3, gru, (units: number) => tf.layers.gru(config(units))],
] as const)("%s gives the states of TensorFlow.js' layer", (_, gates, scratch, layer) => {
  for (const [features, units, steps] of [
    [1, 1, 1],
    [2, 3, 5],
    [3, 4, 12],
  ]) {
    const own = weights(features, units, gates);
    const x = draw(steps, features);
    const theirs = statesOf(layer(units), own, x);
    scratch(own, x).state.forEach((state, step) =>
      state.forEach((value, unit) => expect(value).toBeCloseTo(theirs[step][unit], 5)),
    );
  }
});

test("the gates lie between 0 and 1, the candidates between -1 and 1", () => {
  const { input, forget, output, candidate } = lstm(weights(2, 3, 4), draw(6, 2));
  for (const gate of [input, forget, output].flat(2)) expect(gate > 0 && gate < 1).toBe(true);
  for (const value of candidate.flat()) expect(Math.abs(value)).toBeLessThan(1);
});

test("weights that do not fit are refused", () => {
  const x = draw(4, 2);
  expect(() => lstm(weights(2, 3, 3), x)).toThrow("lstm: kernel must be [2, 12], got [2, 9]");
  expect(() => gru(weights(1, 3, 3), x)).toThrow("gru: kernel must be [2, 9], got [1, 9]");
  expect(() => simpleRNN({ ...weights(2, 3, 1), bias: [0] }, x)).toThrow(
    "simpleRNN: bias must be [3], got [1]",
  );
  expect(() => simpleRNN(weights(2, 3, 1), [])).toThrow("simpleRNN: x must not be empty");
});

test("conv2d is TensorFlow.js' convolution without padding", () => {
  const [image, filter] = [draw(6, 7), draw(3, 2)];
  const theirs = tf.tidy(() => {
    const x = tf.tensor4d(image.flat(), [1, 6, 7, 1]);
    return (tf.conv2d(x, tf.tensor4d(filter.flat(), [3, 2, 1, 1]), 1, "valid") as tf.Tensor4D)
      .reshape([4, 6])
      .arraySync();
  }) as number[][];
  const ours = conv2d(image, filter);
  expect([ours.length, ours[0].length]).toEqual([4, 6]);
  ours.forEach((row, r) => row.forEach((value, c) => expect(value).toBeCloseTo(theirs[r][c], 5)));
});

test("a filter larger than the image is refused", () => {
  expect(() => conv2d([[1, 2]], [[1], [2]])).toThrow("conv2d: filter must be at most [1, 2], got [2, 1]");
});
