import "@tensorflow/tfjs-node";
import { inspect } from "node:util";
import * as tf from "@tensorflow/tfjs";
import { inspectTensorFlow } from "../../src/backend/inspected";
import { compile } from "../../src/compile/index";

beforeAll(() => inspectTensorFlow());

test.each([
  ["a vector", () => tf.tensor([1, 2.5]), "Tensor float32 [2]: [1, 2.5]"],
  ["a number", () => tf.scalar(3, "int32"), "Tensor int32 []: 3"],
  ["a row", () => tf.tensor([[1, 2]]), "Tensor float32 [1, 2]: [[1, 2]]"],
  ["a matrix", () => tf.eye(2), "Tensor float32 [2, 2]\n  [[1, 0],\n   [0, 1]]"],
  ["nothing", () => tf.zeros([0, 3]), "Tensor float32 [0, 3]: []"],
  ["words", () => tf.tensor(["a"]), "Tensor string [1]: ['a']"],
  ["a variable", () => tf.variable(tf.ones([1]), true, "kernel"), "Variable kernel float32 [1]: [1]"],
  ["many numbers", () => tf.zeros([5000, 5000]), "Tensor float32 [5000, 5000]"],
])("a tensor of %s prints as what it holds", (_name, make, text) => {
  const tensor = make();
  expect(inspect(tensor)).toBe(text);
  tensor.dispose();
  expect(inspect(tensor)).toBe(`${text.split(/\n|(?<=\]): /)[0]}, disposed`);
});

test("a tensor of thousands prints in part, and stays in its place within other values", () => {
  const text = inspect({ x: tf.zeros([1000, 1000]), loss: tf.scalar(1) });
  expect(text).toMatch(/^\{\n {2}x: Tensor float32 \[1000, 1000\]\n {4}\[\[0, 0, 0, \.\.\., 0, 0, 0\],\n/);
  expect(text).toMatch(/\n {2}loss: Tensor float32 \[\]: 1\n\}$/);
});

test("a model prints its layers, within other values one line, before it has any its name", () => {
  const model = tf.sequential({ name: "net" });
  expect(inspect(model)).toBe("Sequential net");
  model.add(tf.layers.dense({ units: 2, inputShape: [3], name: "hidden" }));
  expect(inspect(model)).toBe("Sequential net [any, 2], 8 parameters\n  Dense hidden [any, 2], 8");
  expect(inspect({ model })).toBe("{ model: Sequential net [any, 2], 8 parameters }");
  expect(inspect(model.layers)).toBe("[ Dense hidden [any, 2] ]");
  expect(inspect(model.inputs)).toBe("[ SymbolicTensor hidden_input float32 [any, 3] ]");
});

test("to print a tensor within a compiled step prints its numbers each time", () => {
  const printed: string[] = [];
  const step = compile(([x]) => {
    const twice = x.mul(2);
    printed.push(inspect(twice));
    return [twice];
  });
  for (const value of [1, 2, 3]) step.runSync([value]);
  expect(printed.slice(-1)).toEqual(["Tensor float32 []: 6"]);
  expect(step.report.why).toContain("reads a tensor's values");
});
