import * as tf from "@tensorflow/tfjs";
import { constraints } from "../../src/optim/index";
import { dropout, dropoutGradient, maxNorm, numericalGradient } from "../../src/scratch/index";

const x = [
  [1, -2, 0.5, 3],
  [0.7, 0.1, -4, 2],
];

test("what stays is scaled, what is dropped is 0, and the mean stays", () => {
  const { output, mask } = dropout(x, { rate: 0.25, seed: 3 });
  expect(new Set(mask.flat())).toEqual(new Set([0, 1 / 0.75]));
  expect(output).toEqual(x.map((row, at) => row.map((value, unit) => value * mask[at][unit])));
  const many = Array.from({ length: 20_000 }, (_, seed) => dropout([[1]], { rate: 0.25, seed }).output[0][0]);
  expect(many.reduce((sum, value) => sum + value) / many.length).toBeCloseTo(1, 1);
});

test("a rate of 0 changes nothing, and the same seed drops the same", () => {
  expect(dropout(x, { rate: 0 }).output).toEqual(x);
  expect(dropout(x, { seed: 5 })).toEqual(dropout(x, { seed: 5 }));
  expect(dropout(x, { seed: 5 })).not.toEqual(dropout(x, { seed: 6 }));
});

test("its slopes are those that are measured, under one mask", () => {
  const { mask, output } = dropout(x, { rate: 0.5, seed: 1 });
  const loss = (flat: number[]) =>
    dropout([flat.slice(0, 4), flat.slice(4)], { mask })
      .output.flat()
      .reduce((sum, y) => sum + y ** 2, 0);
  const derived = dropoutGradient(
    { mask },
    output.map((row) => row.map((y) => 2 * y)),
  ).flat();
  numericalGradient(loss, x.flat()).forEach((slope, at) => expect(derived[at]).toBeCloseTo(slope, 6));
});

test("it gives TensorFlow.js' numbers under TensorFlow.js' mask, forward and back", () => {
  const drop = (values: tf.Tensor) => tf.dropout(values, 0.4, undefined, 11);
  const mask = drop(tf.onesLike(tf.tensor2d(x))).arraySync() as number[][];
  const theirs = drop(tf.tensor2d(x)).arraySync() as number[][];
  const { output } = dropout(x, { mask });
  output.flat().forEach((value, at) => expect(value).toBeCloseTo(theirs.flat()[at], 5));
  const slopes = tf
    .grad((values) => drop(values).square().sum())(tf.tensor2d(x))
    .arraySync() as number[][];
  const delta = output.map((row) => row.map((y) => 2 * y));
  dropoutGradient({ mask }, delta)
    .flat()
    .forEach((slope, at) => expect(slope).toBeCloseTo(slopes.flat()[at], 4));
});

test("a long weight vector is shortened to the bound, as by the library's constraint", () => {
  expect(
    maxNorm(
      [
        [3, 0],
        [4, 1],
      ],
      2,
    ),
  ).toEqual([
    [expect.closeTo(1.2), 0],
    [expect.closeTo(1.6), 1],
  ]);
  const kernel = [
    [1, 5, -3],
    [2, 0.1, 4],
    [0.5, -6, 1],
  ];
  const theirs = tf.tidy(() => constraints.maxNorm(3)(tf.tensor2d(kernel)).arraySync()) as number[][];
  maxNorm(kernel, 3)
    .flat()
    .forEach((value, at) => expect(value).toBeCloseTo(theirs.flat()[at], 5));
});

test("what does not fit is refused", () => {
  expect(() => dropout(x, { rate: 1 })).toThrow("dropout: rate must be in [0, 1), got 1");
  expect(() => dropout(x, { mask: [[1]] })).toThrow("dropout: the mask must be [2, 4], got [1, 1]");
  expect(() => maxNorm(x, 0)).toThrow("maxNorm: bound must be in (0, ∞), got 0");
});
