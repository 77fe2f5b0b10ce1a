import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { classWeights, positionsOf, spreadWeights, weightedMeanLoss } from "../../src/train/weighting";

const bools = (...rows: number[][]) => tf.tensor2d(rows, undefined, "bool");

test("positions are a truth's shape without its units", () => {
  expect([tf.ones([5]), tf.ones([5, 1]), tf.ones([5, 3]), tf.ones([5, 4, 3])].map(positionsOf)).toEqual([
    [5],
    [5],
    [5],
    [5, 4], // prettier-ignore
  ]);
});

test("weights are spread over what is behind their axes, times one another", () => {
  const rows = tf.tensor1d([2, 3]);
  const steps = tf.tensor2d([[1, 0, 2], [1, 1, 0]]); // prettier-ignore
  const spread = (...weights: (tf.Tensor | undefined)[]) => spreadWeights([2, 3], weights).arraySync();
  expect([spread(), spread(undefined), spread(rows), spread(rows, undefined, steps)]).toEqual([
    [[1, 1, 1], [1, 1, 1]],
    [[1, 1, 1], [1, 1, 1]],
    [[2, 2, 2], [3, 3, 3]],
    [[2, 0, 4], [3, 3, 0]],
  ]); // prettier-ignore
  expect(spread(bools([1, 0, 1], [0, 0, 0]))).toEqual([[1, 0, 1], [0, 0, 0]]); // prettier-ignore
});

const losses = tf.tensor2d([[1, 2, 3], [4, 5, 6]]); // prettier-ignore
const meanOf = (weights: (tf.Tensor | undefined)[], mask?: tf.Tensor) =>
  weightedMeanLoss(losses, { weights, mask }).dataSync()[0];

test("the mean is over the positions that are no padding; a position of weight 0 is one", () => {
  const rows = tf.tensor1d([0, 2]);
  const mask = bools([1, 1, 0], [1, 0, 0]);
  expect(meanOf([])).toBe(21 / 6);
  expect(meanOf([undefined, rows])).toBe(30 / 6);
  expect(meanOf([], mask)).toBeCloseTo(7 / 3, 6);
  expect(meanOf([rows], mask)).toBeCloseTo(8 / 3, 6);
  expect(meanOf([], bools([0, 0, 0], [0, 0, 0]))).toBe(0);
  expect(weightedMeanLoss(tf.scalar(3), { weights: [undefined] }).dataSync()[0]).toBe(3);
});

test.each<[number[], number[]]>([
  [[3], [2, 3]],
  [
    [2, 2],
    [2, 3],
  ],
  [[2], []],
])("weights of %j do not fit losses of %j", (weight, shape) => {
  const refused = new RangeError(
    `fit: a loss that is weighted or masked must be [${weight.join(", ")}], one number for each weight, got [${shape.join(", ")}]`,
  );
  const run = (options: Parameters<typeof weightedMeanLoss>[1]) => () =>
    weightedMeanLoss(tf.ones(shape), options);
  expect(run({ weights: [undefined, tf.ones(weight)] })).toThrow(refused);
  expect(run({ weights: [], mask: tf.ones(weight, "bool") })).toThrow(refused);
});

test("the weight of a class goes to each position of it, in parts to what is in between", () => {
  const weights = tf.tensor1d([1, 10, 100]);
  const truth = tf.tensor3d([[[1, 0, 0], [0, 0, 1]], [[0, 1, 0], [0.5, 0.5, 0]]]); // prettier-ignore
  expect(classWeights(truth, weights).arraySync()).toEqual([[1, 100], [10, 5.5]]); // prettier-ignore
  expect(classWeights(tf.tensor2d([[0, 1, 0]]), weights).arraySync()).toEqual([10]);
});
