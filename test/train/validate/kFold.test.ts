import { Random } from "../../../src/core/index";
import { kFold, type Fold, type KFoldOptions } from "../../../src/train/validate/kFold";

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);
const numbers = (a: number, b: number) => a - b;

/** Dealt out like cards, in the order that the seed draws; repeats go on drawing. */
function dealt(folds: number, order: number[]): Pick<Fold, "train" | "validation">[] {
  return range(0, folds).map((fold) => ({
    train: order.filter((_, place) => place % folds !== fold),
    validation: order.filter((_, place) => place % folds === fold),
  }));
}

test.each([
  [10, { folds: 5, seed: 3 }],
  [11, { folds: 2, seed: 3 }],
  [7, { folds: 7, seed: 1 }],
])("%d rows are dealt out by %j, those of a fold in the order drawn", (rows, options) => {
  const order = new Random(options.seed, "kFold").permutation(rows);
  expect(kFold(rows, options)).toEqual(
    dealt(options.folds, order).map((part, fold) => ({ repeat: 0, fold, ...part })),
  );
});

test("five folds, once, unless told", () => {
  const made = kFold(12);
  expect(made.map(({ repeat, fold }) => [repeat, fold])).toEqual(range(0, 5).map((fold) => [0, fold]));
});

test("repeats are other divisions, one after the other", () => {
  const random = new Random(4, "kFold");
  const [first, second] = [random.permutation(8), random.permutation(8)];
  const made = kFold(8, { folds: 3, repeats: 2, seed: 4 });
  expect(made.map(({ repeat, fold }) => [repeat, fold])).toEqual([
    [0, 0],
    [0, 1],
    [0, 2],
    [1, 0],
    [1, 1],
    [1, 2],
  ]);
  expect(made.map(({ train, validation }) => ({ train, validation }))).toEqual([
    ...dealt(3, first),
    ...dealt(3, second),
  ]);
});

test("classes are dealt out one after the other", () => {
  const stratify = [2, 0, 1, 0, 2, 1, 0, 2, 1];
  const order = new Random(6, "kFold").permutation(9).sort((a, b) => stratify[a] - stratify[b]);
  const made = kFold(9, { folds: 3, stratify, seed: 6 });
  expect(made.map(({ train, validation }) => ({ train, validation }))).toEqual(dealt(3, order));
  for (const { validation } of made)
    expect(validation.map((row) => stratify[row]).sort(numbers)).toEqual([0, 1, 2]);
});

test("groups of each repeat are whole, with classes too, where a class may have fewer rows than folds", () => {
  const groups = [0, 0, 1, 1, 2, 2, 3, 3];
  const stratify = [0, 1, 0, 1, 0, 1, 0, 0];
  for (const options of [{ groups }, { groups, stratify }]) {
    const made = kFold(8, { folds: 4, repeats: 2, seed: 2, ...options });
    expect(made.map(({ repeat, fold }) => [repeat, fold])).toEqual([
      ...range(0, 4).map((fold) => [0, fold]),
      ...range(0, 4).map((fold) => [1, fold]),
    ]);
    for (const { train, validation } of made) {
      expect(groups[validation[0]]).toBe(groups[validation[1]]);
      expect([...train, ...validation].sort(numbers)).toEqual(range(0, 8));
      expect(validation).toHaveLength(2);
    }
  }
  expect(() => kFold(8, { folds: 4, groups, stratify: [1, 0, 0, 0, 0, 0, 0, 0] })).not.toThrow();
});

test("walking forward, the first rows are trained on, and folds are as large as can be", () => {
  expect(kFold(11, { folds: 3, time: true })).toEqual([
    { repeat: 0, fold: 0, train: range(0, 5), validation: [5, 6] },
    { repeat: 0, fold: 1, train: range(0, 7), validation: [7, 8] },
    { repeat: 0, fold: 2, train: range(0, 9), validation: [9, 10] },
  ]);
  expect(kFold(6, { folds: 2, time: true, gap: 1 })).toEqual([
    { repeat: 0, fold: 0, train: [0], validation: [2, 3] },
    { repeat: 0, fold: 1, train: [0, 1, 2], validation: [4, 5] },
  ]);
});

test.each<[rows: number, KFoldOptions, message: string]>([
  [10, { folds: 1 }, "folds must be a whole number in [2, ∞), got 1"],
  [10, { folds: 2.5 }, "folds must be a whole number in [2, ∞), got 2.5"],
  [10, { repeats: 0 }, "repeats must be a whole number in [1, ∞), got 0"],
  [4, {}, "there must be at least 5 rows for 5 folds, got 4"],
  [9, { folds: 3, time: true, repeats: 2 }, "time must go without repeats and stratify"],
  [9, { folds: 3, time: true, stratify: new Array<number>(9).fill(0) }, "time must go without repeats and stratify"],
  [6, { folds: 2, time: true, gap: 2 }, "there must be rows to train on before the first of 2 folds, got 6 rows and a gap of 2"],
  [3, { folds: 3, time: true }, "there must be rows to train on before the first of 3 folds, got 3 rows and a gap of 0"],
  [6, { folds: 2, gap: 2 }, "gap must go with time; use {time: true}"],
  [6, { folds: 2, groups: [1, 2, 3, 4, 5, 6], time: true }, "there must be either groups or time"],
  [6, { folds: 2, groups: [1, 2] }, "groups must be [6], one for each row, got [2]"],
  [6, { folds: 2, stratify: [0, 1] }, "stratify must have 6 classes, one a row, got 2"],
  [6, { folds: 3, stratify: [0, 0, 0, 7, 7, 0] }, "every class must have a row for each of the 3 folds, got 2 of class 7"],
])("%d rows by %j are refused", (rows, options, message) => {
  expect(() => kFold(rows, options)).toThrow(new RangeError(`kFold: ${message}`));
}); // prettier-ignore

test("as many rows as folds, and as many of a class, are enough", () => {
  expect(kFold(3, { folds: 3 })).toHaveLength(3);
  expect(kFold(4, { folds: 2, stratify: [0, 0, 1, 1] })).toHaveLength(2);
  expect(kFold(4, { folds: 3, time: true })).toHaveLength(3);
});
