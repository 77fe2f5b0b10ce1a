import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { checkBatch, expectedBy, type Expected } from "../../../src/train/batches/expected";
import { checkWeight } from "../../../src/train/batches/checkWeight";

type Shape = (number | null)[];

/** Tensors of shapes are all that is looked at. */
const shaped = (...shapes: number[][]) => shapes.map((shape) => ({ shape }) as tf.Tensor);

const expecting = (inputs: Shape[], outputs: Shape[], classes = false): Expected => ({
  inputs: inputs.map((shape, at) => ({ name: `in${at}`, shape })),
  outputs: outputs.map((shape, at) => ({ name: `out${at}`, shape })),
  classes,
});

const rows: Shape = [null, 4];
const image: Shape = [null, 8, 6, 1];
const numbers = expecting([rows], [[null, 3]]);
const unit = expecting([rows], [[null, 1]]);
const classes = expecting([rows], [[null, 3]], true);
const steps = expecting([[null, null, 2]], [[null, null, 5]], true);
const pair = expecting([rows, [null, 2]], [[null, 1], [null, 3]]); // prettier-ignore

type Case = [what: string, expected: Expected, x: number[][], y: number[][], message?: string];

const batches: Case[] = [
  ["rows", numbers, [[5, 4]], [[5, 3]]],
  ["images", expecting([image], [[null, 3]]), [[5, 8, 6, 1]], [[5, 3]]],
  ["a single unit without its axis", unit, [[5, 4]], [[5]]],
  ["a single unit", unit, [[5, 4]], [[5, 1]]],
  ["class indices", classes, [[5, 4]], [[5]]],
  ["class indices in a column", classes, [[5, 4]], [[5, 1]]],
  ["one-hot classes", classes, [[5, 4]], [[5, 3]]],
  ["steps of any number", steps, [[5, 7, 2]], [[5, 7, 5]]],
  ["classes of steps", steps, [[5, 7, 2]], [[5, 7]]],
  ["several", pair, [[5, 4], [5, 2]], [[5], [5, 3]]],
  ["anything where nothing is known", expecting([], []), [[5, 9]], [[5, 2, 2]]],
  ["rows that are too wide", numbers, [[5, 5]], [[5, 3]], "x must be [examples, 4], got [5, 5]"],
  ["one example", numbers, [[4]], [[1, 3]], "x must be [examples, 4], got [4]; use x.expandDims(0) for one example"],
  ["one number too many", numbers, [[5]], [[1, 3]], "x must be [examples, 4], got [5]"],
  ["one image", expecting([image], [[null, 3]]), [[8, 6, 1]], [[1, 3]], "x must be [examples, 8, 6, 1], got [8, 6, 1]; use x.expandDims(0) for one example"],
  ["images without channels", expecting([image], [[null, 3]]), [[5, 8, 6]], [[5, 3]], "x must be [examples, 8, 6, 1], got [5, 8, 6]; use x.reshape([-1, 8, 6, 1])"],
  ["flat images", expecting([image], [[null, 3]]), [[5, 48]], [[5, 3]], "x must be [examples, 8, 6, 1], got [5, 48]; use x.reshape([-1, 8, 6, 1])"],
  ["images for rows", expecting([[null, 48]], [[null, 3]]), [[5, 8, 6]], [[5, 3]], "x must be [examples, 48], got [5, 8, 6]; use x.reshape([-1, 48])"],
  ["turned images", expecting([image], [[null, 3]]), [[5, 6, 8, 2]], [[5, 3]], "x must be [examples, 8, 6, 1], got [5, 6, 8, 2]"],
  ["steps of other features", steps, [[5, 7, 3]], [[5, 7]], "x must be [examples, any, 2], got [5, 7, 3]"],
  ["steps of length 0", steps, [[5, 0, 2]], [[5, 7]], "x must be [examples, any, 2], got [5, 0, 2]"],
  ["no steps", steps, [[5, 2]], [[5, 7]], "x must be [examples, any, 2], got [5, 2]; use x.expandDims(0) for one example"],
  ["a second input", pair, [[5, 4], [5, 4]], [[5], [5, 3]], "x[1] must be [examples, 2], got [5, 4]"],
  ["one example of a second input", pair, [[1, 4], [2]], [[1], [1, 3]], "x[1] must be [examples, 2], got [2]; use x[1].expandDims(0) for one example"],
  ["numbers without units", numbers, [[5, 4]], [[5]], "y must be [examples, 3], as the model gives, got [5]"],
  ["a unit of two", unit, [[5, 4]], [[5, 2]], "y must be [examples, 1] or [examples], as the model gives, got [5, 2]"],
  ["other classes", classes, [[5, 4]], [[5, 2]], "y must be [examples, 3] or [examples] (class indices), as the model gives, got [5, 2]"],
  ["classes with an axis", classes, [[5, 4]], [[5, 1, 1]], "y must be [examples, 3] or [examples] (class indices), as the model gives, got [5, 1, 1]"],
  ["classes of rows for steps", steps, [[5, 7, 2]], [[5]], "y must be [examples, any, 5] or [examples, any] (class indices), as the model gives, got [5]"],
  ["a second output", pair, [[5, 4], [5, 2]], [[5], [5, 2]], "y[1] must be [examples, 3], as the model gives, got [5, 2]"],
  ["fewer truths", numbers, [[5, 4]], [[4, 3]], "x and y must have equally many examples, got 5 and 4"],
  ["several of other lengths", pair, [[5, 4], [5, 2]], [[5], [6, 3]], "x[0] and x[1] and y[0] and y[1] must have equally many examples, got 5 and 5 and 5 and 6"],
]; // prettier-ignore

test.each(batches.map(([what, ...batch]) => [what, batch] as const))("%s", (_, [expected, x, y, message]) => {
  const check = () => checkBatch("fit", expected, shaped(...x), shaped(...y));
  if (message === undefined) expect(check).not.toThrow();
  else expect(check).toThrow(new RangeError(`fit: ${message}`));
});

test("a model says its names and shapes", () => {
  const input = tf.input({ shape: [4], name: "left" });
  const dense = (units: number, name: string) =>
    tf.layers.dense({ units, name }).apply(input) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: [dense(1, "size"), dense(3, "kind")] });
  expect(expectedBy(model, true)).toEqual({
    inputs: [{ name: "left", shape: [null, 4] }],
    outputs: [
      { name: "size", shape: [null, 1] },
      { name: "kind", shape: [null, 3] },
    ],
    classes: true,
  });
});

const weighing = (weight: tf.Tensor, expected: Expected, ...y: number[][]) =>
  checkWeight(weight, { where: "fit", name: "sampleWeight", expected, y: shaped(...y) });

test.each<[string, weight: number[], Expected, y: number[][]]>([
  ["examples", [5], numbers, [[5, 3]]],
  ["examples of indices", [5], classes, [[5]]],
  ["examples with steps", [5], steps, [[5, 7]]],
  ["steps", [5, 7], steps, [[5, 7]]],
  ["steps of one-hot classes", [5, 7], steps, [[5, 7, 5]]],
  ["steps of two outputs", [5, 7], expecting([], [[null, 7, 1], [null, 7, 2]]), [[5, 7, 1], [5, 7, 2]]],
  ["whatever a learner's truth is", [5, 2], expecting([], []), [[5, 2]]],
])("weights of %s are taken", (_, shape, expected, y) => {
  const weight = tf.ones(shape);
  expect(weighing(weight, expected, ...y)).toBe(weight);
}); // prettier-ignore

test.each<[string, weight: number[], Expected, y: number[][], message: string]>([
  ["fewer", [4], numbers, [[5, 3]], "sampleWeight must be [5], one for each example, got [4]"],
  ["units", [5, 3], numbers, [[5, 3]], "sampleWeight must be [5], one for each example, got [5, 3]"],
  ["a column", [5, 1], numbers, [[5, 3]], "sampleWeight must be [5], one for each example, got [5, 1]"],
  ["other steps", [5, 6], steps, [[5, 7]], "sampleWeight must be [5], one for each example, or [5, 7], one for each position of the output, got [5, 6]"],
  ["steps that only one output has", [5, 7], expecting([], [[null, 7, 1], [null, 2]]), [[5, 7, 1], [5, 2]], "sampleWeight must be [5], one for each example, got [5, 7]"],
])("weights of %s are refused", (_, shape, expected, y, message) => {
  expect(() => weighing(tf.ones(shape), expected, ...y)).toThrow(new RangeError(`fit: ${message}`));
}); // prettier-ignore

test.each<[number[], number[], string]>([
  [[0, 1, -0.5], [3], "-0.5 at [2]"],
  [[NaN, 1, 2], [3], "NaN at [0]"],
  [[0, 1, 2, 3, Infinity, 5], [2, 3], "Infinity at [1, 1]"],
  [[0, 1, 2, 3, 4, -1, 0, 0, 0, 0, 0, 0], [2, 3, 2], "-1 at [0, 2, 1]"],
])("weights %j of shape %j are refused: %s", (values, shape, got) => {
  const expected = expecting([], [[...shape.map(() => null), 1]]);
  expect(() => weighing(tf.tensor(values, shape), expected, [...shape, 1])).toThrow(
    new RangeError(`fit: sampleWeight must be finite numbers not below 0, got ${got}`),
  );
});
