import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { freshRandom, setSeed } from "../../../src/core/index";
import { displaySymbol } from "../../../src/show/index";
import { fromArrays, split } from "../../../src/data/index";
import { sgd } from "../../../src/optim/index";
import type { FitOptions, Run } from "../../../src/train/index";
import { bagging } from "../../../src/train/validate/bagging";
import { crossValidate, CrossValidation } from "../../../src/train/validate/crossValidate";
import { learningCurve, validationCurve } from "../../../src/train/validate/curves";
import { kFold } from "../../../src/train/validate/kFold";

const range = (count: number) => Array.from({ length: count }, (_, at) => at);
const targets = range(12).map((row) => row * row);
const data = () => fromArrays({ x: range(12).map((row) => [row, -row]), targets });
const classes = () =>
  fromArrays({ x: range(12).map((row) => [row, -row]), labels: range(12).map((row) => row % 2) });

/** Gives a number whatever its inputs are; the mean absolute error is then the mean distance from it. */
function saying(value: number) {
  const layer = tf.layers.dense({ units: 1, inputShape: [2], kernelInitializer: "zeros" });
  const model = tf.sequential({ layers: [layer] });
  tf.tidy(() => model.setWeights([tf.zeros([2, 1]), tf.tensor1d([value])]));
  return model;
}
const still: FitOptions = {
  ...{ loss: "mae", metrics: ["mae"], epochs: 1, compile: false },
  optimizer: sgd({ learningRate: 0 }),
};
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const errorOf = (rows: ArrayLike<number>, said: number) =>
  mean(Array.from(rows, (row) => Math.abs(targets[row] - said)));
const close = (came: number[], expected: number[]) => {
  expect(came).toHaveLength(expected.length);
  came.forEach((value, at) => expect(value).toBeCloseTo(expected[at], 4));
};

test.each([[{ folds: 3, seed: 4 }], [{ folds: 2, repeats: 2, seed: 4 }], [{ seed: 1 }]])(
  "each fold of %j is measured on what was left out, by a model of its own that is freed",
  async (options) => {
    const { numTensors } = tf.memory();
    const folds: number[][] = [];
    const make = ({ repeat, fold }: { repeat: number; fold: number }) => {
      folds.push([repeat, fold]);
      return saying(10 * fold);
    };
    const { scores, folds: logs } = await crossValidate(make, data(), { ...options, fit: still });
    const expected = kFold(12, options).map(({ validation, fold }) => errorOf(validation, 10 * fold));
    close(scores.mae.values, expected);
    close(scores.loss.values, expected);
    expect(scores.mae.mean).toBeCloseTo(mean(expected), 4);
    expect(logs.map(({ mae }) => mae)).toEqual(scores.mae.values);
    expect(folds).toEqual(kFold(12, options).map(({ repeat, fold }) => [repeat, fold]));
    expect(tf.memory().numTensors).toBe(numTensors);
  },
);

test("without a seed it is that of setSeed; each fold's fit has the next seed", async () => {
  const seeds: number[] = [];
  const see = { onTrainBegin: ({ seed }: Run) => void seeds.push(seed) };
  setSeed(6);
  const { scores } = await crossValidate(() => saying(0), data(), {
    folds: 3,
    fit: { ...still, callbacks: [see as never] },
  });
  close(
    scores.mae.values,
    kFold(12, { folds: 3, seed: 6 }).map(({ validation }) => errorOf(validation, 0)),
  );
  expect(seeds).toEqual([6, 7, 8]);
});

test("classes are shared out among folds, unless told, or in the order of time; numbers are not", async () => {
  const own: FitOptions = { ...still, loss: "mse", metrics: [], outputs: "probabilities" };
  const shares = async (options: object) => {
    const made: number[][] = [];
    const spy = (fold: { validation: number[] }) => (made.push(fold.validation), saying(0));
    await crossValidate(spy as never, classes(), { folds: 2, seed: 3, fit: own, ...options });
    return made;
  };
  const labels = range(12).map((row) => row % 2);
  const parts = (options: object) =>
    kFold(12, { folds: 2, seed: 3, ...options }).map(({ validation }) => validation);
  expect(await shares({})).toEqual(parts({ stratify: labels }));
  expect(await shares({ stratify: false })).toEqual(parts({}));
  expect(await shares({ time: true, gap: 1 })).toEqual(parts({ time: true, gap: 1 }));
  await expect(crossValidate(() => saying(0), data(), { stratify: true })).rejects.toThrow(
    new RangeError(
      "crossValidate: stratify must go with a data set of classes, got numbers; use {stratify: false}",
    ),
  );
});

test("weights of examples weigh what is measured on, too", async () => {
  const sampleWeight = range(12).map((row) => (row < 6 ? 0 : row));
  const { scores } = await crossValidate(() => saying(0), data(), {
    folds: 2,
    seed: 2,
    fit: { ...still, sampleWeight },
  });
  const expected = kFold(12, { folds: 2, seed: 2 }).map(
    ({ validation }) =>
      validation.reduce((sum, row) => sum + sampleWeight[row] * targets[row], 0) /
      validation.reduce((sum, row) => sum + sampleWeight[row], 0),
  );
  close(scores.mae.values, expected);
});

test("repeats are named where a fold fails", async () => {
  const said = jest.spyOn(console, "warn").mockImplementation(() => {});
  const broken = ({ repeat, fold }: { repeat: number; fold: number }) => {
    if (repeat === 1 && fold === 0) throw new Error("no memory");
    return saying(0);
  };
  await crossValidate(broken, data(), { folds: 2, repeats: 2, errorScore: -1, fit: still });
  expect(said.mock.calls).toEqual([
    ["crossValidate: fold 0 of repeat 1 could not be fitted and scored (no memory); it counts as -1"],
  ]);
  said.mockRestore();
});

test("a cross-validation shows mean, deviation and interval of each log", () => {
  const text = new CrossValidation([{ loss: 1, accuracy: 0.5 }, { loss: 3, accuracy: 0.5 }])[displaySymbol]()[
    "text/plain"
  ] as string;
  expect(text).toContain("2 folds");
  expect(text).toMatch(/mean\s+deviation\s+95 % interval/);
  // √2 · 12.7062 / √2 on both sides of 2.
  expect(text).toMatch(/loss\s+2\s+1\.414\s+-10\.71 to 14\.71/);
  expect(text).toMatch(/accuracy\s+0\.5\s+0\s+0\.5 to 0\.5/);
}); // prettier-ignore

/** The rows of both parts of a division, by their first number. */
function partsOf(options: object) {
  const { train, test: validation } = split(data(), { test: 0.2, ...options });
  return [train, validation].map((part) => Array.from(part.column(0)));
}

test("a learning curve measures both parts of each seed's division, for the first rows of the one", async () => {
  const seeds: number[] = [];
  const make = (seed: number) => (seeds.push(seed), saying(seed));
  const curve = await learningCurve(make, data(), [3, 6], { seeds: 2, seed: 5, fit: still });
  expect(curve.map(({ at }) => at)).toEqual([3, 6]);
  expect(seeds).toEqual([5, 6, 5, 6]);
  for (const { at, train, validation, modes } of curve) {
    const parts = [5, 6].map((seed) => partsOf({ seed }));
    close(
      train.mae.values,
      parts.map(([rows], k) => errorOf(rows.slice(0, at), 5 + k)),
    );
    close(
      validation.loss.values,
      parts.map(([, rows], k) => errorOf(rows, 5 + k)),
    );
    expect(modes).toEqual({ loss: "min", mae: "min" });
    expect(Object.keys(train)).toEqual(["loss", "mae"]);
  }
});

test("in the order of time the rows nearest to what is measured are trained on", async () => {
  const [point] = await learningCurve(() => saying(0), data(), [3], {
    seeds: 1,
    time: true,
    validation: 0.25,
    fit: still,
  });
  close(point.train.mae.values, [errorOf([6, 7, 8], 0)]);
  close(point.validation.mae.values, [errorOf([9, 10, 11], 0)]);
});

test("a validation curve gives each value to the model; five seeds unless told, from that of setSeed", async () => {
  setSeed(2);
  const made: [number, number][] = [];
  const make = (value: number, seed: number) => (made.push([value, seed]), saying(value));
  const curve = await validationCurve(make, data(), [7, 40], { fit: still });
  expect(made).toEqual([7, 40].flatMap((value) => [2, 3, 4, 5, 6].map((seed) => [value, seed])));
  for (const { at, validation } of curve)
    close(
      validation.mae.values,
      [2, 3, 4, 5, 6].map((seed) => errorOf(partsOf({ seed })[1], at)),
    );
  await expect(validationCurve(make, data(), [], { fit: still })).rejects.toThrow(
    new RangeError("validationCurve: values must not be empty"),
  );
  await expect(validationCurve(make, data(), [1], { seeds: 0 })).rejects.toThrow(
    new RangeError("validationCurve: seeds must be a whole number in [1, ∞), got 0"),
  );
});

/** A unit without a bias that begins at 0: one step of the whole batch at rate ½ takes it to the mean of what it saw. */
const mean0 = () =>
  tf.sequential({
    layers: [tf.layers.dense({ units: 1, useBias: false, inputShape: [1], kernelInitializer: "zeros" })],
  });

test.each([
  [{}, 5, 12],
  [{ members: 3, share: 0.5 }, 3, 6],
  [{ members: 1, share: 0.01 }, 1, 1],
])("bagging %j draws each member's rows by its seed, with replacement", async (options, members, count) => {
  const given: number[] = [];
  const fitting: FitOptions = {
    loss: "mse",
    epochs: 1,
    batchSize: 100,
    compile: false,
    optimizer: sgd({ learningRate: 0.5 }),
  };
  const make = (seed: number) => (given.push(seed), mean0());
  const all = { x: range(12).map(() => [1]), y: targets };
  const ensemble = await bagging(make, all, { seed: 7, fit: fitting, ...options });
  expect([ensemble.length, given]).toEqual([members, range(members).map((k) => 7 + k)]);
  const means = range(members).map((k) => {
    const random = freshRandom("bagging", 7 + k);
    return mean(range(count).map(() => targets[random.integer(12)]));
  });
  const output = await ensemble.predict([[1]]);
  expect(output.dataSync()[0]).toBeCloseTo(mean(means), 3);
});

test("bagging refuses weights of other rows in its own name", async () => {
  const run = bagging(mean0, { x: [[1], [2]], y: [1, 2] }, { fit: { ...still, sampleWeight: [1] } });
  await expect(run).rejects.toThrow(
    new RangeError("bagging: sampleWeight must have one for each of the 2 examples, got [1]"),
  );
});

test("bagging wants members, and frees those that it made where it fails", async () => {
  await expect(bagging(mean0, data(), { members: 0 })).rejects.toThrow(
    new RangeError("bagging: members must be a whole number in [1, ∞), got 0"),
  );
  const { numTensors } = tf.memory();
  let made = 0;
  const fail = () => {
    if (++made === 2) throw new Error("mine");
    return saying(0);
  };
  await expect(bagging(fail, data(), { fit: still })).rejects.toThrow("mine");
  expect([made, tf.memory().numTensors]).toEqual([2, numTensors]);
});
