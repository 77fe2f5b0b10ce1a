import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { Ensemble } from "../../src/train/ensemble";
import { checkVariables, loadVariables, saveVariables } from "../../src/train/snapshot";

/** Gives x times a row of weights: outputs that can be told beforehand. */
function scaling(units: number, weights: number[]) {
  const layer = tf.layers.dense({ units, useBias: false, inputShape: [1] });
  const model = tf.sequential({ layers: [layer] });
  model.setWeights([tf.tensor2d([weights])]);
  return model;
}
const x = [[1], [2]];
const predicted = async (ensemble: Ensemble, join?: "average" | "vote") => {
  const output = await ensemble.predict(x, join && { join });
  return output.arraySync();
};

test("members' outputs are averaged, or each votes for its likeliest class", async () => {
  const ensemble = Ensemble.of([
    scaling(3, [3, 1, 0]),
    scaling(3, [0, 2, 1]),
    scaling(3, [0, 3, 2]),
    scaling(3, [1, 2, 9]),
  ]);
  expect(ensemble.length).toBe(4);
  expect(await predicted(ensemble)).toEqual([[1, 2, 3], [2, 4, 6]]); // prettier-ignore
  expect(await predicted(ensemble, "average")).toEqual([[1, 2, 3], [2, 4, 6]]); // prettier-ignore
  expect(await predicted(ensemble, "vote")).toEqual([[0.25, 0.5, 0.25], [0.25, 0.5, 0.25]]); // prettier-ignore
});

test("a single unit votes yes above one half", async () => {
  const ensemble = Ensemble.of([0.25, 0.5, 0.3, 1].map((weight) => scaling(1, [weight])));
  // Of x = 1: 0.25, 0.5, 0.3 and 1; of x = 2 twice as much.
  expect(await predicted(ensemble, "vote")).toEqual([[0.25], [0.75]]);
});

test("one model with several sets of weights is as it was afterwards, and leaves nothing behind", async () => {
  const model = scaling(2, [7, 8]);
  const set = (values: number[]) => [{ shape: [1, 2], values: Float32Array.from(values) }];
  const ensemble = Ensemble.ofWeights(model, [set([1, 2]), set([3, 6])]);
  expect(ensemble.length).toBe(2);
  const { numTensors } = tf.memory();
  const output = await ensemble.predict(x);
  expect(output.arraySync()).toEqual([[2, 4], [4, 8]]); // prettier-ignore
  expect(model.getWeights()[0].arraySync()).toEqual([[7, 8]]);
  output.dispose();
  const between = tf.memory().numTensors;
  (await ensemble.predict(x)).dispose();
  expect(tf.memory().numTensors).toBe(between);
  expect(between).toBeGreaterThanOrEqual(numTensors);
  const odd = Ensemble.ofWeights(model, [[{ shape: [2, 2], values: new Float32Array(4) }]]);
  await expect(odd.predict(x)).rejects.toThrow(
    new RangeError("Ensemble.predict: the saved weights must have the model's shapes [1,2], got [2,2]"),
  );
});

test("non-trainable weights are set behind the trainable ones", async () => {
  const norm = tf.layers.batchNormalization({ epsilon: 0, inputShape: [1] });
  const model = tf.sequential({ layers: [norm] });
  const one = (value: number) => ({ shape: [1], values: Float32Array.of(value) });
  // γ, β, mean, variance: 2 · (x − 1) / √4 + 5.
  const ensemble = Ensemble.ofWeights(model, [[one(2), one(5), one(1), one(4)]]);
  expect(await predicted(ensemble)).toEqual([[5], [6]]);
});

test("an ensemble has a member, and known ways to join", async () => {
  expect(() => Ensemble.of([])).toThrow(new RangeError("Ensemble: there must be at least one member"));
  await expect(Ensemble.of([scaling(1, [1])]).predict(x, { join: "votes" as never })).rejects.toThrow(
    new RangeError('Ensemble.predict: unknown join "votes"; did you mean "vote"?'),
  );
});

test("variables are saved as copies, put back, and checked by shape and number", () => {
  const [a, b] = [tf.variable(tf.tensor2d([[1, 2]])), tf.variable(tf.scalar(3, "int32"), false)];
  const saved = saveVariables([a, b]);
  expect(saved).toEqual([
    { shape: [1, 2], values: Float32Array.of(1, 2) },
    { shape: [], values: Int32Array.of(3) },
  ]);
  a.assign(tf.tensor2d([[9, 9]]));
  b.assign(tf.scalar(9, "int32"));
  const { numTensors } = tf.memory();
  loadVariables([a, b], saved);
  expect([a.arraySync(), b.arraySync(), b.dtype]).toEqual([[[1, 2]], 3, "int32"]);
  expect(tf.memory().numTensors).toBe(numTensors);
  expect(() => checkVariables("fit", [a, b], saved)).not.toThrow();
  expect(() => checkVariables("fit", [a], saved)).toThrow(
    new RangeError("fit: the saved weights must have the model's shapes [1,2], got [1,2] []"),
  );
});
