import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { listValues } from "../../../src/train/batches/listValues";
import type { ValuesOf } from "../../../src/train/batches/values";

const named = (...names: string[]) => names.map((name) => ({ name, shape: [null, 2] }));
const [none, one, two] = [named(), named("left"), named("left", "right")];
const [a, b] = [tf.ones([1, 2]), tf.zeros([1, 2])];
const rows = [[1, 2]];
const seen = new Set(rows);

test.each<[string, ValuesOf, ReturnType<typeof named>, [string, unknown][]]>([
  ["a tensor", a, one, [["x", a]]],
  ["a tensor where nothing is known", a, none, [["x", a]]],
  ["rows", rows, one, [["x", rows]]],
  ["a list of one", [a], one, [["x", a]]],
  ["a list where nothing is known", [a, b], none, [["x", a], ["x", b]]],
  ["a list of two", [a, b], two, [["x[0]", a], ["x[1]", b]]],
  ["a record", { left: a, right: b }, two, [["x.left", a], ["x.right", b]]],
  ["a record in another order", { right: b, left: a }, two, [["x.left", a], ["x.right", b]]],
  ["a record of one", { left: rows }, one, [["x.left", rows]]],
  ["what is no values at all, for others to refuse", 5 as never, one, [["x", 5]]],
  ["null, for others to refuse", null as never, one, [["x", null]]],
  ["a set, for others to refuse", seen as never, one, [["x", seen]]],
])("%s", (_, values, expected, listed) => {
  expect(listValues("fit", "x", values, expected)).toEqual(listed);
}); // prettier-ignore

test.each<["x" | "y", string, unknown, ReturnType<typeof named>, message: string]>([
  ["x", "one of two", a, two, "x must have one tensor for each of the model's 2 inputs, got 1"],
  ["y", "rows for two", rows, two, "y must have one tensor for each of the model's 2 outputs, got 1"],
  ["x", "two of one", [a, b], one, "x must have one tensor for each of the model's 1 inputs, got 2"],
  ["x", "a number for two", 5, two, "x must have one tensor for each of the model's 2 inputs, got 1"],
  ["y", "a part of a record", { left: a }, two, "y must have one tensor for each of the model's 2 outputs, got 1"],
  ["x", "another name", { left: a, rihgt: b }, two, 'unknown input "rihgt"; did you mean "right"?'],
  ["y", "another name", { left: a, rihgt: b }, two, 'unknown output "rihgt"; did you mean "right"?'],
  ["x", "nothing", [], one, "x must not be empty"],
  ["x", "words", ["1", "2"], one, 'x must be numbers, got "1"'],
  ["y", "words", ["cat", "dog"], one, 'y must be numbers, got "cat"; number the classes from 0, for example with names.indexOf(label)'],
  ["y", "words in rows", [["cat"], ["dog"]], one, 'y must be numbers, got "cat"; number the classes from 0, for example with names.indexOf(label)'],
  ["y", "yes and no", [true, false], one, "y must be numbers, got true; number the classes from 0, for example with names.indexOf(label)"],
  ["x", "big integers", [[1n, 2n]], one, "x must be numbers, got 1n; make them so with Number"],
  ["y", "big integers", [1n, 2n], two, "y must be numbers, got 1n; make them so with Number"],
  ["x", "rows without numbers", [[], []], one, "x must be numbers, got undefined"],
  ["x", "rows that are records", [{ a: 1 }, { a: 2 }], one, "x must be numbers, got { a: 1 }"],
  ["y", "rows of which one is missing", [null, [1]], one, "y must be numbers, got null"],
])("%s of %s is refused", (name, _, values, expected, message) => {
  expect(() => listValues("fit", name, values as ValuesOf, expected)).toThrow(new RangeError(`fit: ${message}`));
}); // prettier-ignore
