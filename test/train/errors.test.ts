import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { iris } from "../../src/data";
import { fit, type FitData, type FitOptions } from "../../src/train";
import { line, linearUnit, smallNet } from "./models";

const message = async (data: FitData, options: FitOptions = {}, model: tf.LayersModel = smallNet()) => {
  const before = tf.memory().numTensors;
  try {
    await fit(model, data, { epochs: 1, ...options });
  } catch (error) {
    expect(tf.memory().numTensors).toBe(before);
    return (error as Error).message;
  }
  throw new Error("it did not fail");
};
const classes: FitOptions = { loss: "categoricalCrossentropy" };

test("x of another shape", async () => {
  expect(await message({ x: tf.ones([5, 3]), y: [0, 1, 2, 0, 1] }, classes)).toBe(
    "fit: x must be [examples, 4], got [5, 3]",
  );
  expect(await message({ x: tf.ones([5, 2, 2]), y: [0, 1, 2, 0, 1] }, classes)).toBe(
    "fit: x must be [examples, 4], got [5, 2, 2]; use x.reshape([-1, 4])",
  );
  expect(await message({ x: tf.ones([4]), y: [0] }, classes)).toBe(
    "fit: x must be [examples, 4], got [4]; use x.expandDims(0) for one example",
  );
});

test("y of another shape", async () => {
  expect(await message({ x: tf.ones([5, 4]), y: tf.ones([5, 2]) }, classes)).toBe(
    "fit: y must be [examples, 3] or [examples] (class indices), as the model gives, got [5, 2]",
  );
  expect(await message({ x: tf.ones([5, 4]), y: tf.ones([5]) }, { loss: "mse" })).toBe(
    "fit: y must be [examples, 3], as the model gives, got [5]",
  );
  expect(await message({ x: tf.ones([5, 4]), y: [0, 1, 2] }, classes)).toBe(
    "fit: x and y must have equally many examples, got 5 and 3",
  );
});

test("NaN in the data, and labels that are no classes", async () => {
  const x = [
    [1, 2, 3, 4],
    [1, NaN, 3, 4],
  ];
  expect(await message({ x, y: [0, 1] }, classes)).toBe(
    "fit: x must be finite, got NaN at [1, 1]; remove or fill such values first",
  );
  expect(await message({ x: tf.ones([2, 4]), y: [0, 3] }, classes)).toBe(
    "fit: y must be class indices 0 to 2, got 3 at [1]",
  );
});

test("unknown names", async () => {
  expect(await message(iris(), { loss: "meanSquarederror" as never })).toBe(
    'fit: unknown loss "meanSquarederror"; did you mean "meanSquaredError"?',
  );
  expect(await message(iris(), { optimizer: "adamm" })).toMatch('fit: unknown optimizer "adamm"');
  expect(await message(iris(), { metrics: ["acuracy" as never] })).toBe(
    'fit: unknown metric "acuracy"; did you mean "accuracy"?',
  );
  expect(await message(iris(), { epoch: 3 } as never)).toBe(
    'fit: unknown option "epoch"; did you mean "epochs"?',
  );
});

test("a loss that does not go with the model's last activation", async () => {
  const sigmoid = smallNet({ activation: "sigmoid" });
  expect(await message({ x: tf.ones([2, 4]), y: [0, 1] }, classes, sigmoid)).toBe(
    "fit: with categoricalCrossentropy the output must end in softmax or in no activation (logits), got sigmoid; " +
      "use binaryCrossentropy for one sigmoid unit per question",
  );
});

test("a loss that is missing, and one that is no tensor of the batch", async () => {
  expect(await message(line(4), {}, linearUnit())).toBe(
    'fit: loss must be given; for example {loss: "meanSquaredError"}',
  );
  const loss = () => tf.ones([3]);
  await expect(fit(linearUnit(), line(4), { loss, compile: false })).rejects.toThrow(
    "fit: a loss function must return [] or [4, …], got [3]",
  );
});

test("data of no known kind, empty data, and a share that leaves nothing", async () => {
  expect(await message(5 as never, classes)).toMatch(
    "fit: data must be {x, y}, [x, y], a data set, or an iterable",
  );
  expect(await message({ x: tf.ones([0, 4]), y: tf.ones([0, 3]) }, classes)).toBe("fit: x must not be empty");
  expect(await message(iris(), { validation: 1 })).toBe(
    "fit: validation must be data, or a share of data in memory in (0, 1) that leaves examples on both sides, got 1",
  );
});

test("a model without trainable weights", async () => {
  const model = smallNet();
  model.trainable = false;
  expect(await message(iris(), {}, model)).toBe(
    "fit: the model must have trainable weights, got none; set layer.trainable = true where it is false",
  );
});
