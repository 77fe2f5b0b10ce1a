import fc from "fast-check";
import { setSeed } from "../../src/core/index";
import { displaySymbol } from "../../src/show/index";
import {
  fromArrays,
  iris,
  linearRegression,
  moments,
  select,
  split,
  standardize,
} from "../../src/data/index";

// The first feature is the number of the row, so that rows can be told apart after a split.
function numbered(labels: number[]) {
  return fromArrays({ x: labels.map((_, row) => [row, row % 7]), labels, classNames: ["a", "b", "c"] });
}

const labels = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 8, maxLength: 200 });
const shares = fc.record({
  test: fc.double({ min: 0, max: 0.45, noNaN: true }),
  validation: fc.double({ min: 0, max: 0.45, noNaN: true }),
  seed: fc.integer(),
  stratify: fc.boolean(),
});

test("every row is in exactly one part, with its own label", () => {
  fc.assert(
    fc.property(labels, shares, (labels, options) => {
      const parts = split(numbered(labels), options);
      const rows = [parts.train, parts.validation, parts.test].flatMap((part) => {
        const { x, y } = part.arrays();
        return x.map(([row], at) => [row, y[at]]);
      });
      rows.sort(([a], [b]) => a - b);
      expect(rows).toEqual(labels.map((label, row) => [row, label]));
    }),
  );
});

test("the parts have the shares that were asked for", () => {
  fc.assert(
    fc.property(labels, shares, (labels, options) => {
      const { test, validation } = split(numbered(labels), options);
      expect(test.length).toBe(Math.round(options.test * labels.length));
      const left = labels.length - test.length - 1; // one row stays for training
      expect(validation.length).toBe(Math.min(Math.round(options.validation * labels.length), left));
    }),
  );
});

test("a stratified test part has each class's share, to within one row", () => {
  fc.assert(
    fc.property(labels, shares, (labels, options) => {
      const data = numbered(labels);
      const { test } = split(data, { ...options, stratify: true });
      const share = test.length / labels.length;
      test.classCounts().forEach((count, label) => {
        expect(Math.abs(count - share * data.classCounts()[label])).toBeLessThanOrEqual(1.5);
      });
    }),
  );
});

test("iris, split by classes, has ten flowers of each species in its test part", () => {
  expect(split(iris()).test.classCounts()).toEqual([10, 10, 10]);
  expect(split(iris(), { stratify: false, seed: 2 }).test.classCounts()).not.toEqual([10, 10, 10]);
});

test("the same seed gives the same parts, another seed others, and setSeed is the seed by default", () => {
  const rows = (seed?: number) => split(iris(), { seed }).test.arrays();
  expect(rows(1)).toEqual(rows(1));
  expect(rows(1)).not.toEqual(rows(2));
  setSeed(1);
  expect(rows()).toEqual(rows(1));
});

test("the rows of a part are in random order", () => {
  const { y } = split(iris()).train.arrays();
  expect(y).not.toEqual([...y].sort());
});

test("numbers to be predicted are split too", () => {
  const { train, test } = split(linearRegression({ count: 50 }), { test: 0.3 });
  expect([train.length, test.length]).toEqual([35, 15]);
  expect(train.targets).toHaveLength(35);
});

test("shares that leave nothing to train on are refused", () => {
  expect(() => split(iris(), { test: 1.2 })).toThrow("split: test must be in [0, 1), got 1.2");
  expect(() => split(iris(), { test: 0.5, validation: 0.5 })).toThrow(
    "split: there must be rows left to train on, got test 0.5 and validation 0.5 of 150 rows",
  );
  expect(() => split(iris(), { tests: 0.5 } as never)).toThrow(
    'split: unknown option "tests"; did you mean "test"?',
  );
});

test("a selection keeps the features in the order asked for", () => {
  const data = select(iris(), { features: ["petal width", 0] });
  expect(data.featureNames).toEqual(["petal width", "sepal length"]);
  expect(Array.from(data.row(0))).toEqual([0.2, 5.1]);
  expect(data.labels).toEqual(iris().labels);
});

test("a selection of classes counts the labels anew", () => {
  const data = select(iris(), { classes: ["virginica", "setosa"] });
  expect(data.classNames).toEqual(["virginica", "setosa"]);
  expect(data.classCounts()).toEqual([50, 50]);
  expect(data.labels[0]).toBe(1); // the first flower is a setosa
  expect(Array.from(data.row(0))).toEqual(Array.from(iris().row(0)));
});

test("a selection of what is not there is refused", () => {
  expect(() => select(iris(), { features: ["petal lenght"] })).toThrow(
    'select: unknown feature "petal lenght"; did you mean "petal length"?',
  );
  expect(() => select(iris(), { features: [4] })).toThrow(
    "select: feature must be a whole number in [0, 4), got 4",
  );
  expect(() => select(iris(), { classes: ["rose"] })).toThrow(
    'select: unknown class "rose"; known: setosa, versicolor, virginica',
  );
  expect(() => select(iris(), { features: [] })).toThrow("select: features must not be empty");
  expect(() => select(linearRegression(), { classes: ["a"] })).toThrow(
    "select: classes needs a data set with classes, got linear regression",
  );
});

test("a feature that never varies becomes 0, also where its sum is rounded, and one near the largest number has a deviation", () => {
  const rows = Array.from({ length: 10 }, (_, row) => [0.1, -1e300 / 3, 1e308 * (row % 2 ? 1 : -1)]);
  const data = fromArrays({ x: rows, targets: rows.map(() => 0) });
  expect(moments(data)).toEqual({ mean: [0.1, -1e300 / 3, 0], standardDeviation: [0, 0, 1e308] });
  const expected = rows.flatMap((_, row) => [0, 0, row % 2 ? 1 : -1]);
  expect([...standardize(data).features]).toEqual(expected);
});

test("standardized features have mean 0 and deviation 1", () => {
  const { mean, standardDeviation } = moments(standardize(iris()));
  for (const value of mean) expect(value).toBeCloseTo(0, 5);
  for (const value of standardDeviation) expect(value).toBeCloseTo(1, 5);
});

test("the test part is standardized by the training part alone", () => {
  const parts = split(iris(), { seed: 3, validation: 0.1 });
  const { mean, standardDeviation } = moments(parts.train);
  const scaled = standardize(parts);
  for (const name of ["train", "validation", "test"] as const) {
    const value = scaled[name].row(4)[2];
    expect(value).toBeCloseTo((parts[name].row(4)[2] - mean[2]) / standardDeviation[2], 5);
  }
});

test("a feature that never varies becomes 0", () => {
  const data = fromArrays({
    x: [
      [5, 1],
      [5, 3],
    ],
    labels: [0, 1],
  });
  expect(standardize(data).arrays().x).toEqual([
    [0, -1],
    [0, 1],
  ]);
});

test("a split shows how many rows of which class each part has", () => {
  const shown = split(iris(), { validation: 0.1, seed: 1 })[displaySymbol]();
  expect(shown["text/plain"]).toBe(
    [
      "iris: 150 rows in three parts",
      "            train  validation  test",
      "rows        105    15          30",
      "setosa      35     5           10",
      "versicolor  35     5           10",
      "virginica   35     5           10",
    ].join("\n"),
  );
  expect(shown["text/html"]).toContain("<td>versicolor</td><td>35</td>");
});

test("a split of numbers to predict, or of more than ten classes, shows the rows alone", () => {
  const numbers = split(linearRegression({ count: 50 }));
  const labels = Array.from({ length: 60 }, (_, row) => row % 12);
  const classes = split(fromArrays({ x: labels.map((label) => [label]), labels }));
  for (const parts of [numbers, classes])
    expect(parts[displaySymbol]()["text/plain"]).toMatch(
      /\n {6}train {2}validation {2}test\nrows {2}\d+ {5}0 {11}\d+$/,
    );
});
