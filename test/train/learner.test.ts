import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { LearnerObjective, type Learner } from "../../src/train/learner";
import { variable } from "../../src/train/variable";

test("a learner's logs are means with the modes that it says", () => {
  const w = tf.variable(tf.scalar(1), true, "w");
  const learner = (logs?: Learner["logs"]): Learner => ({
    ...{ parameters: [w], logs },
    loss: ({ x: [x] }) => ({ loss: x.sum(1), size: tf.scalar(7), each: x.mean(1) }),
  });
  const modes = (logs?: Learner["logs"]) =>
    new LearnerObjective(learner(logs)).statistics.map(({ name, mode }) => [name, mode]);
  expect(modes()).toEqual([["loss", "min"]]);
  expect(modes(["size"])).toEqual([["loss", "min"], ["size", undefined]]); // prettier-ignore
  expect(modes({ size: "max", each: "min" })).toEqual([["loss", "min"], ["size", "max"], ["each", "min"]]); // prettier-ignore
  const objective = new LearnerObjective(learner(["size", "each"]));
  expect([objective.names, objective.state]).toEqual([["w"], []]);
  const batch = { x: [tf.tensor2d([[1, 3], [2, 6]])], y: [] }; // prettier-ignore
  expect(objective.prepare(batch)).toBe(batch);
  const numbers = (weight?: tf.Tensor) => {
    const { loss, sums } = objective.measure({ ...batch, weight }, { training: true });
    return [loss.dataSync()[0], ...sums.map((sum) => [...sum.dataSync()])];
  };
  expect(numbers()).toEqual([6, [12, 2], [14, 2], [6, 2]]);
  // What is a number needs no weights; what is one for each example is weighted.
  expect(numbers(tf.tensor1d([3, 0]))).toEqual([6, [12, 2], [14, 2], [6, 2]]);
  expect(numbers(tf.tensor1d([0, 1]))).toEqual([4, [8, 2], [14, 2], [4, 2]]);
  w.dispose();
});

test("a number that a step reads is a variable that is not trained, and takes numbers only", () => {
  const beta = variable(0.5);
  expect([beta.value, beta.trainable, beta.dtype, beta.shape]).toEqual([0.5, false, "float32", []]);
  const { numTensors } = tf.memory();
  beta.value = 2;
  expect([beta.value, beta.dataSync()[0], tf.memory().numTensors]).toEqual([2, 2, numTensors]);
  for (const [odd, got] of [
    ["1", '"1"'],
    [undefined, "undefined"],
    [null, "null"],
  ])
    // prettier-ignore
    expect(() => variable(odd as never)).toThrow(new RangeError(`variable: value must be a number, got ${got}`));
  beta.dispose();
});
