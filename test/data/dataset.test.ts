import * as tf from "@tensorflow/tfjs";
import { useBackend } from "../../src/backend/index";
import { displaySymbol } from "../../src/show/index";
import { digits, fromArrays, iris, linearRegression } from "../../src/data/index";

beforeAll(() => useBackend("cpu"));

const four = fromArrays({
  x: [
    [1, 2],
    [3, 4],
    [5, 6],
    [7, 8],
  ],
  labels: [0, 1, 2, 1],
  classNames: ["a", "b", "c"],
});

test("tensors have the shapes and types that the options ask for", () => {
  const seen = (tensors: { x: tf.Tensor; y: tf.Tensor }) =>
    [tensors.x, tensors.y].map((t) => [t.dtype, t.shape]);
  expect(seen(iris().tensors())).toEqual([
    ["float32", [150, 4]],
    ["int32", [150]],
  ]);
  expect(seen(iris().tensors({ oneHot: true }))).toEqual([
    ["float32", [150, 4]],
    ["float32", [150, 3]],
  ]);
  expect(seen(digits().tensors({ images: true }))).toEqual([
    ["float32", [1797, 8, 8, 1]],
    ["int32", [1797]],
  ]);
  expect(seen(linearRegression({ count: 9 }).tensors())).toEqual([
    ["float32", [9, 1]],
    ["float32", [9, 1]],
  ]);
});

test("one-hot labels have a 1 at the class and 0 elsewhere", () => {
  const { y } = four.tensors({ oneHot: true });
  expect(y.arraySync()).toEqual([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [0, 1, 0],
  ]);
});

test("making tensors leaves only the two that are returned", () => {
  const before = tf.memory().numTensors;
  const { x, y } = digits().tensors({ oneHot: true, images: true });
  expect(tf.memory().numTensors).toBe(before + 2);
  tf.dispose([x, y]);
});

test("images are refused for rows that are none", () => {
  expect(() => iris().tensors({ images: true })).toThrow(
    "tensors: images needs a data set of images, got iris; leave the option out",
  );
});

test("an unknown option of tensors is refused", () => {
  expect(() => iris().tensors({ onehot: true } as never)).toThrow(
    'tensors: unknown option "onehot"; did you mean "oneHot"?',
  );
});

test("a row and a column are the numbers of the matrix", () => {
  expect(Array.from(four.row(2))).toEqual([5, 6]);
  expect(Array.from(four.column("x2"))).toEqual([2, 4, 6, 8]);
  expect(Array.from(four.column(0))).toEqual([1, 3, 5, 7]);
  expect(() => four.row(4)).toThrow("row: index must be a whole number in [0, 4), got 4");
  expect(() => four.column("x3")).toThrow('column: unknown feature "x3"; did you mean "x1"?');
});

test("plain arrays are rows of numbers with class indices", () => {
  expect(four.arrays()).toEqual({
    x: [
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 8],
    ],
    y: [0, 1, 2, 1],
  });
});

test("taken rows keep their order and their labels", () => {
  expect(four.take([3, 0]).arrays()).toEqual({
    x: [
      [7, 8],
      [1, 2],
    ],
    y: [1, 0],
  });
  expect(() => four.take([4])).toThrow("row: index must be a whole number in [0, 4), got 4");
});

test("a data set shows its first rows, its shape, its classes and its licence", () => {
  expect(iris()[displaySymbol]()["text/plain"]).toMatchSnapshot();
  expect(digits()[displaySymbol]()["text/plain"]).toMatchSnapshot();
  expect(linearRegression({ count: 3, seed: 1 })[displaySymbol]()["text/plain"]).toMatchSnapshot();
});
