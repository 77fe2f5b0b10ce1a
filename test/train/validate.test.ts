import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { nn } from "../../src";
import * as core from "../../src/core/index";
import { setSeed } from "../../src/core/index";
import { iris, linearRegression } from "../../src/data/index";
import { adam, sgd } from "../../src/optim/index";
import {
  bagging,
  crossValidate,
  kFold,
  learningCurve,
  seedInterval,
  validationCurve,
} from "../../src/train/index";

beforeEach(() => setSeed(1));
const quick = {
  epochs: 15,
  optimizer: adam({ learningRate: 0.02 }),
  metrics: ["accuracy" as const],
  compile: "eager" as const,
};
const make = () => nn.mlp({ inputs: 4, outputs: 3, hidden: [16] });

test("every row is validated exactly once per repeat, and trained on otherwise", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 6 }),
      fc.integer({ min: 6, max: 60 }),
      fc.integer({ min: 1, max: 3 }),
      (folds, rows, repeats) => {
        const parts = kFold(rows, { folds, repeats, seed: 1 });
        expect(parts).toHaveLength(folds * repeats);
        for (let repeat = 0; repeat < repeats; repeat++) {
          const seen = parts.filter((part) => part.repeat === repeat).flatMap(({ validation }) => validation);
          expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: rows }, (_, row) => row));
        }
        for (const { train, validation } of parts) {
          expect(new Set([...train, ...validation]).size).toBe(rows);
          expect(Math.abs(validation.length - rows / folds)).toBeLessThan(1);
        }
      },
    ),
  );
});

test("stratified folds have each class' share, to one row", () => {
  const { labels } = iris();
  for (const { validation } of kFold(150, { folds: 7, stratify: labels, seed: 3 })) {
    for (const name of [0, 1, 2]) {
      const count = validation.filter((row) => labels[row] === name).length;
      expect(Math.abs(count - 50 / 7)).toBeLessThan(1);
    }
  }
});

test("folds that cannot be made are refused", () => {
  expect(() => kFold(3, { folds: 5 })).toThrow("kFold: there must be at least 5 rows for 5 folds, got 3");
  expect(() => kFold(6, { folds: 3, stratify: [0, 0, 0, 0, 1, 1] })).toThrow(
    "kFold: every class must have a row for each of the 3 folds, got 2 of class 1",
  );
});

test("the interval is Student's", () => {
  const { mean, deviation, low, high } = seedInterval([0.93, 0.95, 0.94]);
  expect(mean).toBeCloseTo(0.94, 6);
  expect(deviation).toBeCloseTo(0.01, 6);
  expect(low).toBeCloseTo(0.94 - (4.303 * 0.01) / Math.sqrt(3), 5);
  expect(high).toBeCloseTo(0.94 + (4.303 * 0.01) / Math.sqrt(3), 5);
  expect(seedInterval([2])).toMatchObject({ mean: 2, low: 2, high: 2 });
});

test("cross-validation measures each fold, repeats with its seed, and frees its models", async () => {
  const before = tf.memory().numTensors;
  const result = await crossValidate(make, iris(), { folds: 3, seed: 2, fit: quick });
  expect(tf.memory().numTensors).toBe(before);
  expect(result.folds).toHaveLength(3);
  expect(result.scores.accuracy.mean).toBeGreaterThan(0.8);
  setSeed(1);
  const again = await crossValidate(make, iris(), { folds: 3, seed: 2, fit: quick });
  expect(again.folds).toEqual(result.folds);
});

test("a learning curve: the gap between training and validation closes with more rows", async () => {
  const data = linearRegression({ count: 200, noise: 0.5, seed: 1 });
  const model = () => nn.mlp({ inputs: data.shape[1], outputs: 1, hidden: [64], task: "regression" });
  const fitting = { epochs: 60, optimizer: adam({ learningRate: 0.02 }), compile: "eager" as const };
  const [few, many] = await learningCurve(model, data, [10, 150], { seeds: 3, seed: 1, fit: fitting });
  const gap = ({ train, validation }: typeof few) => validation.loss.mean - train.loss.mean;
  expect(few.at).toBe(10);
  expect(few.validation.loss.values).toHaveLength(3);
  expect(gap(few)).toBeGreaterThan(gap(many));
});

test("a validation curve: too strong a penalty makes a model worse", async () => {
  const withPenalty = (l2: number) => nn.mlp({ inputs: 4, outputs: 3, hidden: [16], l2 });
  const [none, strong] = await validationCurve(withPenalty, iris(), [0, 10], {
    seeds: 2,
    seed: 1,
    fit: quick,
  });
  expect(strong.validation.accuracy.mean).toBeLessThan(none.validation.accuracy.mean);
});

test("bagged members differ, and predict as one", async () => {
  const ensemble = await bagging(make, iris(), { members: 3, seed: 5, fit: quick });
  const { x } = iris().tensors();
  const probabilities = await ensemble.predict(x);
  const hits = tf.tidy(() => probabilities.argMax(1).equal(tf.tensor1d(iris().labels)).mean().dataSync()[0]);
  expect(ensemble.length).toBe(3);
  expect(hits).toBeGreaterThan(0.85);
});

test("an interrupt ends all trainings of a comparison, and half of one is no result", async () => {
  const quiet = jest.spyOn(console, "log").mockImplementation(() => undefined);
  const said = "every training must come to its end, but one was interrupted; run it again for a result";
  for (const [where, compare] of [
    ["crossValidate", (fit: object) => crossValidate(make, iris(), { folds: 3, fit })],
    ["bagging", (fit: object) => bagging(make, iris(), { members: 3, fit })],
    ["validationCurve", (fit: object) => validationCurve(make, iris(), [1, 2], { seeds: 2, fit })],
  ] as const) {
    let steps = 0;
    const stop = new AbortController();
    const tell = { onBatchEnd: () => void (++steps === 3 && stop.abort()) };
    const interrupted = compare({ ...quick, callbacks: [tell], signal: stop.signal });
    await expect(interrupted).rejects.toThrow(new core.InterruptedError({ where, required: said }));
    expect(steps).toBe(3);
  }
  quiet.mockRestore();
});

test("weights of examples go with their rows into folds and bags", async () => {
  // Only the rows of class 0 count: whoever learned from them alone says 0 everywhere.
  const flowers = iris();
  const sampleWeight = Array.from(flowers.labels, (label) => Number(label === 0));
  const zeros = () =>
    tf.sequential({
      layers: [
        tf.layers.dense({ units: 3, activation: "softmax", inputShape: [4], kernelInitializer: "zeros" }),
      ],
    });
  const options = {
    optimizer: sgd({ learningRate: 0.1 }),
    epochs: 5,
    sampleWeight,
    metrics: ["accuracy"],
  } as const;
  const result = await crossValidate(zeros, flowers, {
    folds: 3,
    fit: { ...options, metrics: ["accuracy"] },
  });
  expect(result.scores.accuracy.mean).toBe(1);
  const ensemble = await bagging(zeros, flowers, { members: 2, fit: { ...options, metrics: [] } });
  const guesses = (await ensemble.predict(flowers.tensors().x)) as tf.Tensor;
  expect([...guesses.argMax(1).dataSync()]).toEqual(new Array(150).fill(0));
  await expect(crossValidate(zeros, flowers, { fit: { sampleWeight: [1, 2] } })).rejects.toThrow(
    "crossValidate: sampleWeight must have one for each of the 150 examples, got [2]",
  );
  await expect(learningCurve(zeros, flowers, [50], { fit: { sampleWeight } })).rejects.toThrow(
    "learningCurve: fit must have no sampleWeight, as the rows of each run are drawn from its seed; use classWeight, or crossValidate",
  );
});

test("a run of a curve that cannot be trained counts as NaN and is named, or throws; the others are kept", async () => {
  const said = jest.spyOn(console, "warn").mockImplementation(() => {});
  const before = tf.memory().numTensors;
  const broken = (l2: number, seed: number) => {
    if (l2 === 7 && seed === 4) throw new Error("no memory");
    return nn.mlp({ inputs: 4, outputs: 3, hidden: [16], l2 });
  };
  const options = { seeds: 2, seed: 3, fit: { ...quick, epochs: 2 } };
  const points = await validationCurve(broken, iris(), [7, 0], options);
  expect(points.map(({ at }) => at)).toEqual([7, 0]);
  for (const part of ["train", "validation"] as const) {
    expect(points[0][part].accuracy.values).toEqual([expect.any(Number), NaN]);
    expect(points[0][part].accuracy.values[0]).not.toBeNaN();
    expect(points[1][part].loss.values.map(Number.isFinite)).toEqual([true, true]);
  }
  expect(points[0].modes).toMatchObject({ loss: "min", accuracy: "max" });
  expect(said.mock.calls).toEqual([
    ["validationCurve: 7 with seed 4 could not be fitted and scored (no memory); it counts as NaN"],
  ]);
  said.mockClear();
  const failing = (seed: number) => broken(7, seed);
  const rows = await learningCurve(failing, iris(), [60, 90], { ...options, errorScore: -1 });
  expect(rows.map(({ validation }) => validation.loss.values[1])).toEqual([-1, -1]);
  await expect(learningCurve(failing, iris(), [60], { ...options, errorScore: "throw" })).rejects.toThrow(
    "no memory",
  );
  expect(said).toHaveBeenCalledTimes(2);
  const made = jest.fn(make);
  await expect(learningCurve(made, iris(), [60, 500], options)).rejects.toThrow(
    "learningCurve: rows must be a whole number in [1, 120], got 500",
  );
  expect(made).not.toHaveBeenCalled();
  expect(tf.memory().numTensors).toBe(before);
  said.mockRestore();
});

test("a fold that cannot be trained counts as NaN and is named, or throws; the others are kept", async () => {
  const said = jest.spyOn(console, "warn").mockImplementation(() => {});
  const before = tf.memory().numTensors;
  const broken = ({ fold }: { fold: number }) => {
    if (fold === 1) throw new Error("no memory");
    return make();
  };
  const options = { folds: 3, fit: { ...quick, epochs: 2 } };
  const { folds, scores } = await crossValidate(broken, iris(), options);
  expect(folds.map(({ accuracy }) => Number.isNaN(accuracy))).toEqual([false, true, false]);
  expect(Object.keys(folds[1])).toEqual(Object.keys(folds[0]));
  expect(scores.loss.mean).toBeNaN();
  expect(said.mock.calls).toEqual([
    ["crossValidate: fold 1 could not be fitted and scored (no memory); it counts as NaN"],
  ]);
  const zero = await crossValidate(broken, iris(), { ...options, errorScore: 0 });
  expect(zero.folds[1].accuracy).toBe(0);
  await expect(crossValidate(broken, iris(), { ...options, errorScore: "throw" })).rejects.toThrow(
    "no memory",
  );
  const none = (): never => {
    throw new Error("never");
  };
  await expect(crossValidate(none, iris(), options)).rejects.toThrow("never");
  await expect(crossValidate(make, iris(), { ...options, errorScore: "none" as never })).rejects.toThrow(
    'crossValidate: errorScore must be a number, NaN, or "throw", got "none"',
  );
  expect(tf.memory().numTensors).toBe(before);
  said.mockRestore();
});
