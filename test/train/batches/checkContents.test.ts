import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { checkContents } from "../../../src/train/batches/checkContents";
import type { Expected, ExpectedTruth } from "../../../src/train/batches/expected";

const of = (units: number, more: Partial<Expected> = {}, rank = 2): Expected => ({
  inputs: [],
  outputs: [{ name: "out", shape: [...new Array<null>(rank - 1).fill(null), units] }],
  classes: false,
  ...more,
});
const truly = (truth: ExpectedTruth, classes = false) => ({ truths: [truth], classes });

const check = (expected: Expected, y: tf.Tensor, x = tf.ones([y.shape[0], 1])) =>
  checkContents("fit", expected, [x], [y]);

type Case = [what: string, Expected, y: number[] | number[][] | number[][][], message?: string];

const contents: Case[] = [
  ["numbers of any kind", of(2), [[-3, 7]]],
  ["numbers of a learner", { inputs: [], outputs: [], classes: false }, [-3, 7]],
  ["numbers that are not finite", of(2), [[1, 2], [3, Infinity]], "y must be finite, got Infinity at [1, 1]; remove or fill such values first"],
  ["a list with no number", of(1), [1, NaN], "y must be finite, got NaN at [1]; remove or fill such values first"],

  ["signs", of(1, truly("signs")), [[-1], [0], [1]]],
  ["a sign of another size", of(1, truly("signs")), [[-1], [2]], "with metrics of classes y must be 1 for yes, and -1 or 0 for no, got 2 at [1]"],
  ["a first sign of another size", of(1, truly("signs")), [[0.5], [1]], "with metrics of classes y must be 1 for yes, and -1 or 0 for no, got 0.5 at [0]"],

  ["probabilities at their ends", of(1, truly("probabilities")), [[0], [0.25], [1]]],
  ["a probability above 1", of(1, truly("probabilities")), [[0], [1.25]], "y must be 0 or 1, or a probability between, got 1.25 at [1]"],
  ["a probability below 0", of(1, truly("probabilities")), [[-0.25], [0]], "y must be 0 or 1, or a probability between, got -0.25 at [0]"],
  ["labels of several units need no sum", of(3, truly("probabilities")), [[1, 1, 0], [0, 0, 0]]],
  ["a label above 1", of(3, truly("probabilities")), [[1, 1, 0], [0, 2, 0]], "y must be one-hot, or probabilities, got 2 at [1, 1]"],
  ["indices where none are allowed", of(3, truly("probabilities")), [0, 1, 2], "y must be one-hot, or probabilities, got 2 at [0, 2]"],

  ["class indices", of(3, truly("probabilities", true)), [0, 1, 2]],
  ["class indices in a column", of(3, truly("probabilities", true)), [[0], [1], [2]]],
  ["an index that is no class", of(3, truly("probabilities", true)), [0, 3], "y must be class indices 0 to 2, got 3 at [1]"],
  ["an index in a column that is no class", of(3, truly("probabilities", true)), [[0], [-1]], "y must be class indices 0 to 2, got -1 at [1]"],
  ["indices of steps", of(3, truly("probabilities", true), 3), [[0, 1], [2, 2]]],
  ["an index of a step that is no class", of(3, truly("probabilities", true), 3), [[0, 1], [2, 2.5]], "y must be class indices 0 to 2, got 2.5 at [3]"],
  ["one-hot rows with classes", of(3, truly("probabilities", true)), [[0, 1, 0], [0, 0, 1]]],

  ["a distribution", of(2, truly("distribution")), [[0.25, 0.75], [1, 0]]],
  ["a distribution up to rounding", of(2, truly("distribution")), [[0.2505, 0.75]]],
  ["a sum that is too large", of(2, truly("distribution")), [[0, 1], [0.25, 1]], 'with metrics of classes each row of y must be one-hot, or sum to 1, got a sum of 1.25 at [1]; for units that say yes or no each say {outputs: "multiLabelProbabilities"} or "multiLabelLogits"'],
  ["a sum that is too small", of(2, truly("distribution")), [[0.25, 0.5], [0, 1]], 'with metrics of classes each row of y must be one-hot, or sum to 1, got a sum of 0.75 at [0]; for units that say yes or no each say {outputs: "multiLabelProbabilities"} or "multiLabelLogits"'],
  ["a number outside of a distribution", of(2, truly("distribution")), [[0, 1], [-1, 2]], "with metrics of classes y must be one-hot, or probabilities, got -1 at [1, 0]"],
  ["one unit", of(1, truly("distribution")), [[0.25], [0.5]]],
  ["one unit outside", of(1, truly("distribution")), [[2]], "with metrics of classes y must be 0 or 1, or a probability between, got 2 at [0]"],
  ["indices of a distribution", of(3, truly("distribution", true)), [2, 2]],
  ["a distribution of steps", of(2, truly("distribution"), 3), [[[0.5, 0.5], [1, 0]], [[0, 1], [1, 1]]], 'with metrics of classes each row of y must be one-hot, or sum to 1, got a sum of 2 at [3]; for units that say yes or no each say {outputs: "multiLabelProbabilities"} or "multiLabelLogits"'],

  ["hard classes of one unit", of(1, { hardClasses: true }), [[0], [1], [1]]],
  ["a soft class of one unit", of(1, { hardClasses: true }), [[0], [0.5]], "classWeight must go with labels of classes: y must be 0 or 1, got 0.5 at [1]; use sampleWeight"],
  ["hard classes, one-hot", of(3, { hardClasses: true }), [[0, 1, 0], [1, 0, 0]]],
  ["hard classes by index", of(3, { hardClasses: true }), [0, 2]],
  ["a row without a class", of(3, { hardClasses: true }), [[0, 1, 0], [0, 0, 0]], "classWeight must go with labels of classes: y must be class indices or one-hot, got [0, 0, 0] at [1]; use sampleWeight"],
  ["a row of two classes", of(3, { hardClasses: true }), [[1, 1, 0]], "classWeight must go with labels of classes: y must be class indices or one-hot, got [1, 1, 0] at [0]; use sampleWeight"],
  ["a soft row", of(2, { hardClasses: true }), [[1, 0], [0, 1], [0.5, 0.5]], "classWeight must go with labels of classes: y must be class indices or one-hot, got [0.5, 0.5] at [2]; use sampleWeight"],
  ["a row of one and a half", of(2, { hardClasses: true }), [[1, 0.5]], "classWeight must go with labels of classes: y must be class indices or one-hot, got [1, 0.5] at [0]; use sampleWeight"],
]; // prettier-ignore

test.each(contents.map(([what, ...content]) => [what, content] as const))(
  "%s",
  (_, [expected, y, message]) => {
    const run = () => check(expected, tf.tensor(y));
    if (message === undefined) expect(run).not.toThrow();
    else expect(run).toThrow(new RangeError(`fit: ${message}`));
  },
);

test("each output is held to what its own truth is", () => {
  const expected: Expected = {
    inputs: [],
    outputs: [1, 1].map((units, at) => ({ name: `out${at}`, shape: [null, units] })),
    classes: false,
    truths: ["numbers", "probabilities"],
  };
  const [far, near] = [tf.tensor2d([[7]]), tf.tensor2d([[0.5]])];
  expect(() => checkContents("fit", expected, [], [far, near])).not.toThrow();
  expect(() => checkContents("fit", expected, [], [near, far])).toThrow(
    new RangeError("fit: y must be 0 or 1, or a probability between, got 7 at [0]"),
  );
});

test("an x that is no number is named as x, also where it is the truth", () => {
  const odd = tf.tensor2d([[1, 2], [NaN, 3]]); // prettier-ignore
  const message = "fit: x must be finite, got NaN at [1, 0]; remove or fill such values first";
  expect(() => check(of(2), tf.ones([2, 2]), odd)).toThrow(new RangeError(message));
  expect(() => checkContents("fit", of(2), [odd], [odd])).toThrow(new RangeError(message));
});

// Few numbers are looked at by JavaScript, many by TensorFlow.
test.each([32_768, 32_769, 100_000])(
  "of %d numbers, one that is not finite is found wherever it is",
  (size) => {
    const fine = new Float32Array(size).fill(3e38);
    expect(() => check(of(1), tf.tensor1d(fine))).not.toThrow();
    for (const [at, value] of [
      [0, NaN],
      [size - 1, -Infinity],
    ] as const) {
      // prettier-ignore
      const odd = tf.tensor1d(fine.map((number, index) => (index === at ? value : number)));
      expect(() => check(of(1), odd)).toThrow(
        new RangeError(`fit: y must be finite, got ${value} at [${at}]; remove or fill such values first`),
      );
    }
  },
);

test("whole numbers are finite, and are not looked at", () => {
  const y = tf.tensor1d([1, 2], "int32");
  const looked = jest.spyOn(y, "dataSync");
  check(of(1), y);
  expect(looked).not.toHaveBeenCalled();
});
