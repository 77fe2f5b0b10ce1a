import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { fromArrays } from "../../../src/data/index";
import { isValues, toTensor, type Values } from "../../../src/train/batches/values";

const said: string[] = [];
beforeEach(() => {
  said.length = 0;
  jest.spyOn(console, "warn").mockImplementation((line: string) => void said.push(line));
});
afterEach(() => jest.restoreAllMocks());

const table = () => fromArrays({ x: [[1, 2], [3, 4], [5, 6]], labels: [0, 1, 0] }); // prettier-ignore

test.each<[string, Values, dtype: string, shape: number[], numbers: number[]]>([
  ["a list", [1.5, 2, 3], "float32", [3], [1.5, 2, 3]],
  ["whole numbers in a list", [1, 2], "float32", [2], [1, 2]],
  ["rows", [[1, 2, 3], [4, 5, 6]], "float32", [2, 3], [1, 2, 3, 4, 5, 6]], // prettier-ignore
  ["rows of rows", [[[1, 2], [3, 4]], [[5, 6], [7, 8]]], "float32", [2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]], // prettier-ignore
  ["typed rows", [Float64Array.of(1, 2), Float64Array.of(3, 4)], "float32", [2, 2], [1, 2, 3, 4]],
  ["rows of typed rows", [[Int32Array.of(1, 2)], [Int32Array.of(3, 4)]], "float32", [2, 1, 2], [1, 2, 3, 4]],
  ["nothing", [], "float32", [0], []],
  ["no columns", [[], []], "float32", [2, 0], []],
  ["float32", Float32Array.of(0.5, 2), "float32", [2], [0.5, 2]],
  ["float64", Float64Array.of(0.5, 2), "float32", [2], [0.5, 2]],
  ["whole float64", Float64Array.of(1, 2), "float32", [2], [1, 2]],
  ["int32", Int32Array.of(-3, 2 ** 31 - 1), "int32", [2], [-3, 2 ** 31 - 1]],
  ["bytes", Uint8Array.of(0, 255), "int32", [2], [0, 255]],
  ["int64", BigInt64Array.of(0n, 7n) as never, "int32", [2], [0, 7]],
  ["unsigned numbers that int32 has not", Uint32Array.of(0, 2 ** 31), "float32", [2], [0, 2 ** 31]],
  ["a shape", { values: [1, 2, 3, 4], shape: [2, 2] }, "float32", [2, 2], [1, 2, 3, 4]],
  ["a shape of float32", { values: Float32Array.of(1, 2), shape: [1, 2] }, "float32", [1, 2], [1, 2]],
  ["a shape of int32", { values: Int32Array.of(1, 2), shape: [2, 1] }, "int32", [2, 1], [1, 2]],
  ["a table's features", table(), "float32", [3, 2], [1, 2, 3, 4, 5, 6]],
])("%s becomes a tensor that is ours to free", (_, values, dtype, shape, numbers) => {
  const { tensor, made } = toTensor("fit", "x", values);
  expect({ dtype: tensor.dtype, shape: tensor.shape, made }).toEqual({ dtype, shape, made: true });
  expect([...tensor.dataSync()]).toEqual(numbers);
  expect(isValues(values)).toBe(!(Array.isArray(values) && numbers.length === 0));
  expect(said).toEqual([]);
});

test("a tensor stays itself, and its maker's to free", () => {
  const given = tf.tensor1d([1, 2]);
  expect(toTensor("fit", "x", given)).toEqual({ tensor: given, made: false });
  given.dispose();
  expect(() => toTensor("fit", "x", given)).toThrow(
    new RangeError("fit: x must not be disposed; use tf.keep in a tidy"),
  );
});

test.each<[string, unknown, string]>([
  ["null", null, "y must be a tensor, a typed array, arrays of numbers, or {values, shape}, got null"],
  ["a number", 3, "y must be a tensor, a typed array, arrays of numbers, or {values, shape}, got 3"],
  ["a promise", Promise.resolve([1]), "y must be a tensor, a typed array, arrays of numbers, or {values, shape}, got a promise; await it"],
  ["a set", new Set([1]), "y must be a tensor, a typed array, arrays of numbers, or {values, shape}, got Set(1) { 1 }"],
  ["a record", { a: 1 }, "y must be a tensor, a typed array, arrays of numbers, or {values, shape}, got { a: 1 }"],
  ["a shape alone", { shape: [1] }, "y must be a tensor, a typed array, arrays of numbers, or {values, shape}, got { shape: [Array] }"],
  ["values alone", { values: [1] }, "y must be a tensor, a typed array, arrays of numbers, or {values, shape}, got { values: [Array] }"],
  ["too few values", { values: [1, 2, 3], shape: [2, 2] }, "y of shape [2,2] needs 4 values, got 3"],
  ["too many values", { values: [1, 2, 3], shape: [2] }, "y of shape [2] needs 2 values, got 3"],
  ["a short row", [[1, 2], [3]], "y must be arrays of equal length, got ragged arrays"],
  ["a long row", [[1, 2], [3, 4, 5]], "y must be arrays of equal length, got ragged arrays"],
  ["a short typed row", [Float32Array.of(1, 2), Float32Array.of(3)], "y must be arrays of equal length, got ragged arrays"],
  ["a number among rows", [[1, 2], 3], "y must be arrays of equal length, got ragged arrays"],
  ["a short row within", [[[1, 2], [3, 4]], [[5, 6], [7]]], "y must be arrays of equal length, got ragged arrays"],
  ["a row among numbers", [1, [2, 3]], "y must be arrays of equal length, got ragged arrays"],
  ["a row among the numbers of a row", [[1, [2]]], "y must be arrays of equal length, got ragged arrays"],
  ["null in a list", [1, null], "y must be numbers, got null at [1]"],
  ["a word in a row", [[1, 2], [3, "4"]], 'y must be numbers, got "4" at [1, 1]'],
  ["undefined within", [[[1], [2]], [[undefined], [4]]], "y must be numbers, got undefined at [1, 0, 0]"],
  ["a date in a row", [[1, {}]], "y must be numbers, got {} at [0, 1]"],
])("%s is refused", (_, values, message) => {
  expect(() => toTensor("evaluate", "y", values as Values)).toThrow(new RangeError(`evaluate: ${message}`));
}); // prettier-ignore

const lost = (where: string, name: string) =>
  `${where}: float32, a tensor's kind of number, keeps 1 of the 2 different values of ${name}; ` +
  "standardize it first, or number ids from 0";
const [a, b] = [2 ** 24, 2 ** 24 + 1];

test.each<[string, Values, names: string[]]>([
  ["a list", [a, b], ["x"]],
  ["one column", [[a], [b]], ["x"]],
  ["a column of two", [[0, a], [1, b]], ["x's column 1"]], // prettier-ignore
  ["two columns", [[a, a], [b, b]], ["x's column 0", "x's column 1"]], // prettier-ignore
  ["64-bit whole numbers", BigInt64Array.of(2n ** 40n, 2n ** 40n + 1n) as never, ["x"]],
  ["images", [[[a], [b]]], []], // prettier-ignore
])("what float32 cannot tell apart in %s is said, once for the same values", (_, values, names) => {
  toTensor("fit", "x", values);
  toTensor("fit", "x", values);
  expect(said).toEqual(names.map((name) => lost("fit", name)));
});

test("for one owner it is said once", () => {
  const owner = {};
  for (let round = 0; round < 2; round++) toTensor("fit", "x", [a, b], owner);
  toTensor("fit", "y", [a, b], owner);
  expect(said).toEqual([lost("fit", "x"), lost("fit", "y")]);
});

test.each<[string, unknown, boolean]>([
  ["a tensor", tf.scalar(1), true],
  ["typed numbers", Int32Array.of(1), true],
  ["{values, shape}", { values: [1], shape: [1] }, true],
  ["a table", table(), true],
  ["numbers", [1], true],
  ["rows", [[1]], true],
  ["typed rows in rows", [[Float32Array.of(1)]], true],
  ["nothing", [], false],
  ["several tensors", [tf.scalar(1), tf.scalar(2)], false],
  ["words", ["a"], false],
  ["a record", { a: [1] }, false],
  ["values without a shape", { values: [1] }, false],
  ["a shape without values", { shape: [1] }, false],
  ["a number", 3, false],
  ["null", null, false],
  ["undefined", undefined, false],
])("%s: whether it is one tensor's worth", (_, values, expected) => {
  expect(isValues(values)).toBe(expected);
});
