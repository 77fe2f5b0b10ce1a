import { readFileSync } from "node:fs";
import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { kNeighbors, ridge } from "../../src/classic/index";
import { fromArrays, split } from "../../src/data/index";
import { sgd } from "../../src/optim/index";
import { crossValidate, fit, kFold, learningCurve, type FitOptions } from "../../src/train/index";
import { GridSearchCV, HalvingGridSearchCV } from "../../src/tune/index";

interface Case {
  rows: number;
  folds: number;
  gap: number;
  groups: number[];
  classes: number[];
  parts: { train: number[]; validation: number[] }[];
  validation: number[][];
}
const reference = JSON.parse(readFileSync("test/reference/divisions.json", "utf8")) as Record<string, Case[]>;

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);
const sorted = (values: ArrayLike<number>) => Array.from(values).sort((a, b) => a - b);
// Five rows of each group, next to one another.
const groups = range(0, 40).map((row) => `patient ${Math.floor(row / 5)}`);
const numbered = (rows: number) =>
  fromArrays({
    x: range(0, rows).map((row) => [row, row % 3]),
    targets: range(0, rows),
    about: { name: "days" },
  });

let said: string[];
beforeEach(() => {
  said = [];
  jest.spyOn(console, "warn").mockImplementation((line: string) => void said.push(line));
});
afterEach(() => jest.restoreAllMocks());

function model(inputs = 1): tf.LayersModel {
  const layer = tf.layers.dense({
    units: 1,
    useBias: false,
    kernelInitializer: "zeros",
    inputShape: [inputs],
  });
  return tf.sequential({ layers: [layer] });
}

/** Which of the rows 0 … n − 1 a fit validates on, from the mean and the mean square of their numbers. */
async function validated(rows: number, options: FitOptions): Promise<{ mean: number; square: number }> {
  const y = range(0, rows);
  const means = await fit(model(), { x: y.map((row) => [row]), y }, { ...still, ...options });
  return { mean: means.last.val_mae, square: means.last.val_loss };
}
const still: FitOptions = {
  optimizer: sgd({ learningRate: 0 }),
  loss: "mse",
  metrics: ["mae"],
  epochs: 1,
  compile: false,
  seed: 3,
};
const momentsOf = (rows: number[]) => ({
  mean: rows.reduce((sum, row) => sum + row, 0) / rows.length,
  square: rows.reduce((sum, row) => sum + row ** 2, 0) / rows.length,
});

test.each(reference.timeSeries)(
  "$rows rows in the order of time, in $folds folds with a gap of $gap, are scikit-learn's TimeSeriesSplit",
  ({ rows, folds, gap, parts }) => {
    const made = kFold(rows, { folds, time: true, gap });
    expect(made.map(({ train, validation }) => ({ train, validation }))).toEqual(parts);
  },
);

test.each(reference.groups)(
  "groups in $folds folds are scikit-learn's GroupKFold",
  ({ groups, folds, validation }) => {
    const made = kFold(groups.length, { folds, groups, seed: 5 });
    expect(made.map((fold) => fold.validation)).toEqual(validation);
  },
);

test.each(reference.stratified)(
  "stratified groups in $folds folds are scikit-learn's StratifiedGroupKFold",
  ({ groups, classes, folds, validation }) => {
    const made = kFold(groups.length, { folds, groups, stratify: classes, seed: 5 });
    // Where two groups are equally uneven, the first that comes has the first fold.
    const byFirst = (parts: number[][]) => [...parts].sort(([a], [b]) => a - b);
    expect(byFirst(made.map((fold) => fold.validation))).toEqual(byFirst(validation));
  },
);

test("no group is on both sides, in any fold of any repeat, and each row is validated once a repeat", () => {
  const made = kFold(40, { folds: 3, repeats: 2, groups, seed: 1 });
  expect(made).toHaveLength(6);
  for (const { train, validation } of made) {
    const held = new Set(validation.map((row) => groups[row]));
    expect(train.filter((row) => held.has(groups[row]))).toEqual([]);
    expect(train.length + validation.length).toBe(40);
  }
  for (const repeat of [0, 1])
    expect(sorted(made.filter((fold) => fold.repeat === repeat).flatMap((fold) => fold.validation))).toEqual(
      range(0, 40),
    );
});

test("a split in the order of time has the last rows for the test, and leaves out gaps before its parts", () => {
  const rows = (part: { column(at: number): ArrayLike<number> }) => Array.from(part.column(0));
  const plain = split(numbered(20), { time: true });
  expect([rows(plain.train), rows(plain.validation), rows(plain.test)]).toEqual([
    range(0, 16),
    [],
    range(16, 20),
  ]);
  const gapped = split(numbered(20), { time: true, validation: 0.2, gap: 2 });
  expect([rows(gapped.train), rows(gapped.validation), rows(gapped.test)]).toEqual([
    range(0, 8),
    range(10, 14),
    range(16, 20),
  ]);
  expect(() => split(numbered(20), { time: true, gap: 16 })).toThrow(
    "split: there must be rows left to train on, got a gap of 16 in 20 rows",
  );
});

test("a split by groups keeps each in one part, near the shares that were asked for", () => {
  for (const seed of [1, 2, 3]) {
    const parts = split(numbered(40), { test: 0.25, validation: 0.25, groups, seed });
    const rows = [parts.train, parts.validation, parts.test].map((part) => Array.from(part.column(0)));
    expect(rows.map(({ length }) => length)).toEqual([20, 10, 10]);
    expect(sorted(rows.flat())).toEqual(range(0, 40));
    const names = rows.map((part) => new Set(part.map((row) => groups[row])));
    expect(names.reduce((sum, { size }) => sum + size, 0)).toBe(8);
  }
  const tests = [1, 2, 3, 4].map((seed) =>
    sorted(split(numbered(40), { groups, seed }).test.column(0)).join(),
  );
  expect(new Set(tests).size).toBeGreaterThan(1);
  const two = split(numbered(4), { groups: [1, 1, 2, 2], test: 0.2, seed: 1 });
  expect([two.train.length, two.test.length]).toEqual([2, 2]);
});

test("a validation share of a fit is the last examples with shuffle: false or time, less a gap, and else at random", async () => {
  expect(await validated(20, { validation: 0.2, shuffle: false })).toEqual(momentsOf([16, 17, 18, 19]));
  expect(await validated(20, { validation: 0.3, time: true })).toEqual(momentsOf(range(14, 20)));
  expect(await validated(20, { validation: 0.2 })).not.toEqual(momentsOf([16, 17, 18, 19]));
  expect(await validated(20, { validation: 0.2, shuffle: false, time: false })).toEqual(
    await validated(20, { validation: 0.2 }),
  );
  const ran = await fit(
    model(),
    { x: range(0, 20).map((row) => [row]), y: range(0, 20) },
    {
      ...still,
      validation: 0.2,
      time: true,
      gap: 6,
      batchSize: 1,
    },
  );
  expect(ran.stepLoss).toHaveLength(10);
});

test("a validation share of a fit is whole groups", async () => {
  const { square } = await validated(40, { validation: 0.25, groups });
  const pairs = range(0, 8).flatMap((a) => range(0, a).map((b) => [a, b]));
  const squares = pairs.map(
    ([a, b]) => momentsOf([...range(5 * a, 5 * a + 5), ...range(5 * b, 5 * b + 5)]).square,
  );
  expect(squares.some((each) => Math.abs(each - square) < 1e-3)).toBe(true);
});

test("cross-validation, curves and searches divide by groups and time", async () => {
  const data = numbered(40);
  const never: FitOptions = { metrics: ["mae"], epochs: 0, compile: false };
  const walked = await crossValidate(() => model(2), data, {
    folds: 3,
    time: true,
    gap: 2,
    fit: never,
  });
  // Zero weights predict 0: the error of a fold is the mean of its targets.
  expect(walked.scores.mae.values).toEqual([14.5, 24.5, 34.5]);
  const grouped = await crossValidate(() => model(2), data, {
    folds: 8,
    groups,
    fit: never,
  });
  expect(sorted(grouped.scores.mae.values)).toEqual(range(0, 8).map((at) => 5 * at + 2));
  const curve = await learningCurve(() => model(2), data, [4], {
    seeds: 1,
    time: true,
    gap: 2,
    fit: never,
  });
  expect(curve[0].validation.mae.mean).toBe(35.5);
  expect(curve[0].train.mae.mean).toBe(27.5);

  const seen: number[][] = [];
  const scoring = (_: unknown, __: unknown, y?: unknown) => {
    seen.push(Array.from(y as ArrayLike<number>));
    return Promise.resolve(0);
  };
  const search = { progress: false, scoring, refit: false } as const;
  await GridSearchCV(ridge(), { alpha: [1] }, { ...search, cv: 3, time: true, gap: 2 }).fit(data);
  expect(seen.splice(0)).toEqual([range(10, 20), range(20, 30), range(30, 40)]);
  await GridSearchCV(ridge(), { alpha: [1] }, { ...search, cv: 8, groups }).fit(data);
  expect(
    seen
      .splice(0)
      .map((rows) => rows[0])
      .sort((a, b) => a - b),
  ).toEqual(range(0, 8).map((at) => 5 * at));
  await HalvingGridSearchCV(ridge(), { alpha: [1, 2, 3] }, { ...search, cv: 2, time: true }).fit(data);
  for (const rows of seen.splice(0)) expect(rows).toEqual(sorted(rows));
});

test.each<[string, () => unknown, string]>([
  [
    "groups and time",
    () => kFold(9, { groups: range(0, 9), time: true }),
    "kFold: there must be either groups or time",
  ],
  ["a gap alone", () => kFold(9, { gap: 1 }), "kFold: gap must go with time; use {time: true}"],
  [
    "time repeated",
    () => kFold(9, { folds: 2, time: true, repeats: 2 }),
    "kFold: time must go without repeats and stratify",
  ],
  [
    "a gap over all rows",
    () => kFold(9, { folds: 2, time: true, gap: 3 }),
    "kFold: there must be rows to train on before the first of 2 folds, got 9 rows and a gap of 3",
  ],
  [
    "too few groups",
    () => kFold(9, { folds: 3, groups: [1, 1, 1, 1, 2, 2, 2, 2, 2] }),
    "kFold: there must be a group for each of the 3 parts, got 2",
  ],
  [
    "groups of other rows",
    () => split(numbered(9), { groups: [1, 2] }),
    "split: groups must be [9], one for each row, got [2]",
  ],
])("%s is refused", (_, act, message) => {
  expect(act).toThrow(message);
});

test("groups, time and gap without a share are refused by fit, and with folds of one's own by a search", async () => {
  const data = { x: [[1], [2]], y: [1, 2] };
  await expect(fit(model(), data, { ...still, groups: [1, 2] })).rejects.toThrow(
    "fit: groups must go with a share for validation; for example {validation: 0.2}",
  );
  await expect(fit(model(), data, { ...still, validation: data, time: true })).rejects.toThrow(
    "fit: time must go with a share for validation; for example {validation: 0.2}",
  );
  await expect(fit(model(), data, { ...still, validation: 0.5, groups: [1] })).rejects.toThrow(
    "fit: groups must be [2], one for each row, got [1]",
  );
  const cv = [{ train: [0], validation: [1] }];
  expect(() => GridSearchCV(kNeighbors(), { k: [1] }, { cv, time: true })).toThrow(
    "GridSearchCV: groups and time must go with a number of folds, got folds of your own",
  );
});

describe("windows of one series", () => {
  const series = range(0, 40).map((at) => Math.sin(at / 3));
  const windows = (length: number, step = 1) =>
    range(0, 24)
      .map((at) => series.slice(step * at, step * at + length))
      .filter((row) => row.length === length);
  const data = (x: number[][]) =>
    fromArrays({ x, targets: x.map(([first]) => first), about: { name: "waves" } });
  const words = (where: string, overlap: number) =>
    `${where}: the rows are windows of one series, each of which overlaps the next ${overlap}: drawn at random, nearly the ` +
    `same rows are trained and measured on; use {time: true, gap: ${overlap}}, or {time: false} if that is meant`;

  test("are not drawn at random without a word, which is said once", async () => {
    const four = data(windows(4));
    split(four);
    split(four, { seed: 2 });
    expect(said).toEqual([words("split", 3)]);
    split(data(windows(5).map((row) => row.reverse())));
    expect(said[1]).toBe(words("split", 4));
    split(data(windows(6, 2)));
    expect(said[2]).toBe(words("split", 2));
    const x = windows(4);
    const y = x.map(([first]) => first);
    await fit(model(4), { x, y }, { ...still, validation: 0.2 });
    await fit(model(4), { x, y }, { ...still, validation: 0.2 });
    expect(said[3]).toBe(words("fit", 3));
    await crossValidate(() => model(4), data(windows(4)), { folds: 2, fit: { epochs: 0, compile: false } });
    expect(said[4]).toBe(words("crossValidate", 3));
    await GridSearchCV(ridge(), { alpha: [1] }, { progress: false }).fit(windows(4), y);
    expect(said[5]).toBe(words("GridSearchCV", 3));
    expect(said).toHaveLength(6);
  });

  test("of several numbers a step, [windows, steps, numbers], are seen too", async () => {
    const x = range(0, 12).map((at) => range(at, at + 4).map((step) => [series[step], step]));
    const layers = [
      tf.layers.flatten({ inputShape: [4, 2] }),
      tf.layers.dense({ units: 1, kernelInitializer: "zeros" }),
    ];
    await fit(tf.sequential({ layers }), { x, y: range(0, 12) }, { ...still, validation: 0.25 });
    expect(said).toEqual([words("fit", 3)]);
  });

  test("are seen in every form of data, also where a row has one number", async () => {
    const told = { folds: 2, fit: { epochs: 0, compile: false as const, loss: "meanSquaredError" as const } };
    const four = windows(4);
    const y = four.map(([first]) => first);
    await crossValidate(() => model(4), { x: four, y }, told);
    await crossValidate(() => model(4), [tf.tensor2d(four), tf.tensor1d(y)], told);
    expect(said).toEqual([words("crossValidate", 3), words("crossValidate", 3)]);
    const [now, next] = [range(0, 24).map((at) => [series[at]]), range(1, 25).map((at) => series[at])];
    const steps = (where: string) =>
      `${where}: the rows are steps of one series, as the answer of each is a number of the next row: drawn at random, answers ` +
      "that are measured stand among the rows that are trained on; use {time: true, gap: 1}, or {time: false} if that is meant";
    split(fromArrays({ x: now, targets: next }));
    await crossValidate(() => model(1), { x: [...now], y: next }, told);
    await fit(model(1), { x: [...now], y: next }, { ...still, validation: 0.2 });
    await GridSearchCV(ridge(), { alpha: [1] }, { progress: false }).fit([...now], next);
    expect(said.slice(2)).toEqual(["split", "crossValidate", "fit", "GridSearchCV"].map(steps));
    split(fromArrays({ x: now, targets: range(3, 27).map((at) => series[at]) }));
    expect(said[6]).toContain("a number of the row 3 later: drawn at random");
  });

  test("in their order, by groups or on purpose at random need no word; nor do other rows", async () => {
    split(data(windows(4)), { time: true });
    split(data(windows(4)), { time: false });
    const x = windows(4);
    split(data(x), { groups: x.map((_, at) => Math.floor(at / 4)) });
    await fit(model(4), { x, y: x.map(([first]) => first) }, { ...still, validation: 0.2, shuffle: false });
    split(data(range(0, 20).map((at) => [series[at], series[(7 * at) % 20]])));
    split(data(range(0, 20).map(() => [0, 0, 0])));
    split(data(range(0, 20).map((at) => [at])));
    expect(said).toEqual([]);
  });
});
