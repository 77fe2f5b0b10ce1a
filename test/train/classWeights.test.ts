import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { fit, type FitOptions } from "../../src/train/index";
import { classWeightsOf } from "../../src/train/classWeights";
import { ResidentSource } from "../../src/train/batches/resident";
import { planOf } from "../../src/train/plan";

const dense = (units: number) =>
  tf.sequential({ layers: [tf.layers.dense({ units, inputShape: [1], kernelInitializer: "zeros" })] });
const planFor = (units: number) =>
  planOf(dense(units), undefined, {
    where: "fit",
    metrics: [],
    loss: units === 1 ? "binaryCrossentropy" : "categoricalCrossentropy",
  });
const source = (y: tf.Tensor, weight?: tf.Tensor) =>
  new ResidentSource({ x: [tf.ones([y.shape[0], 1])], y: [y], weight, owned: [] });
const any = source(tf.tensor1d([0, 1]));

test.each<[units: number, FitOptions["classWeight"], number[] | undefined]>([
  [3, undefined, undefined],
  [3, [1, 0, 2.5], [1, 0, 2.5]],
  [3, { 1: 5 }, [1, 5, 1]],
  [3, {}, [1, 1, 1]],
  [1, [1, 4], [1, 4]],
  [1, { 0: 3 }, [3, 1]],
])("of %d units, %j", (units, told, weights) => {
  expect(classWeightsOf(planFor(units), any, told)).toEqual(weights);
});

test.each<[number, FitOptions["classWeight"], string]>([
  [3, [1, 2], "for classes 0 to 2, got [1,2]"],
  [3, [1, 2, 3, 4], "for classes 0 to 2, got [1,2,3,4]"],
  [3, [1, -1, 0], "for classes 0 to 2, got [1,-1,0]"],
  [3, { 3: 1 }, 'for classes 0 to 2, got {"3":1}'],
  [3, { cat: 1 } as never, 'for classes 0 to 2, got {"cat":1}'],
  [3, { 0: Infinity }, 'for classes 0 to 2, got {"0":null}'],
  [1, [1, 2, 3], "for classes 0 to 1, got [1,2,3]"],
])("of %d units, %j is refused", (units, told, message) => {
  expect(() => classWeightsOf(planFor(units), any, told)).toThrow(
    new RangeError(`fit: classWeight must have a number not below 0 ${message}`),
  );
});

test("balanced is Σw / (classes · Σw of the class), as in scikit-learn, by indices, one-hot rows, or yes and no", () => {
  const labels = [0, 0, 0, 1, 2, 2, 2, 2];
  const [indices, oneHot] = [tf.tensor1d(labels), tf.oneHot(tf.tensor1d(labels, "int32"), 3)];
  for (const y of [indices, oneHot])
    expect(classWeightsOf(planFor(3), source(y), "balanced")).toEqual([8 / 9, 8 / 3, 8 / 12]);
  const weight = tf.tensor1d([1, 1, 0, 2, 1, 1, 1, 1]);
  expect(classWeightsOf(planFor(3), source(indices, weight), "balanced")).toEqual([8 / 6, 8 / 6, 8 / 12]);
  // A class that is not there counts nothing, and is none of those that share the sum.
  expect(classWeightsOf(planFor(3), source(tf.tensor1d([0, 0, 0, 1])), "balanced")).toEqual([4 / 6, 2, 0]);
  expect(classWeightsOf(planFor(1), source(tf.tensor1d([0, 1, 1, 1])), "balanced")).toEqual([2, 4 / 6]);
});

test("of many rows all are counted", () => {
  const y = tf.tensor1d(Array.from({ length: 600 }, (_, row) => Number(row >= 500)));
  expect(classWeightsOf(planFor(1), source(y), "balanced")).toEqual([600 / 1000, 3]);
  const [plan, rows] = [planFor(1), source(y)];
  const { numTensors } = tf.memory();
  classWeightsOf(plan, rows, "balanced");
  expect(tf.memory().numTensors).toBe(numTensors);
});

test("class weights go with one output of a model, and balanced ones with data in memory", async () => {
  const input = tf.input({ shape: [1] });
  const heads = [1, 1].map(
    (units) => tf.layers.dense({ units, activation: "sigmoid" }).apply(input) as tf.SymbolicTensor,
  );
  const two = tf.model({ inputs: input, outputs: heads });
  const learner = { parameters: [], loss: () => ({ loss: tf.scalar(0) }) };
  const data = { x: [[1]], y: [1] };
  const told: FitOptions = { classWeight: [1, 1], loss: "binaryCrossentropy" };
  const refused = (run: Promise<unknown>, message: string) =>
    expect(run).rejects.toThrow(new RangeError(`fit: classWeight ${message}`));
  await refused(
    fit(two, { x: [[1]], y: [tf.ones([1, 1]), tf.ones([1, 1])] }, told),
    "must go with a model of one output, got 2; use sampleWeight",
  );
  await refused(
    fit(learner, data, { classWeight: [1, 1] }),
    "must go with a model of one output, got a learner; let its loss weigh the classes",
  );
  await refused(
    fit(dense(1), () => [data], { ...told, classWeight: "balanced" }),
    '"balanced" needs data in memory, got a stream; give the weights as numbers',
  );
});
