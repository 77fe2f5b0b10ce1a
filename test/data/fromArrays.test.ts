import { fromArrays } from "../../src/data/index";

const x = [
  [0, 0],
  [0, 1],
  [1, 0],
];

test("class names are those given, else the labels in the order they first appear", () => {
  expect(fromArrays({ x, labels: [0, 1, 1] }).classNames).toEqual(["0", "1"]);
  const named = fromArrays({ x, labels: ["dog", "cat", "dog"] });
  expect([named.classNames, Array.from(named.labels)]).toEqual([
    ["dog", "cat"],
    [0, 1, 0],
  ]);
  const ordered = fromArrays({ x, labels: ["dog", "cat", "dog"], classNames: ["cat", "dog"] });
  expect(Array.from(ordered.labels)).toEqual([1, 0, 1]);
});

test("targets make a data set of numbers", () => {
  const data = fromArrays({ x, targets: [1, 2, 3], targetName: "price", featureNames: ["a", "b"] });
  expect([data.targetName, data.featureNames, Array.from(data.targets)]).toEqual([
    "price",
    ["a", "b"],
    [1, 2, 3],
  ]);
});

test("what is said about the data is kept, the rest is not stated", () => {
  const { about } = fromArrays({ x, labels: [0, 0, 1], about: { name: "mine", licence: "CC0" } });
  expect(about).toEqual({ name: "mine", licence: "CC0", description: "not stated", source: "not stated" });
});

test.each<[string, object, string]>([
  ["no rows", { x: [], labels: [] }, "DataError: fromArrays: x must not be empty"],
  ["no x", { labels: [] }, "DataError: fromArrays: x must not be empty"],
  [
    "a vector",
    { x: [1, 2], labels: [0, 1] },
    "ShapeError: fromArrays: x must be rows of numbers, [rows, features], got [2]; for one feature, write x: [[1], [2]]",
  ],
  [
    "rows of no numbers",
    { x: [[], []], labels: [0, 1] },
    "ShapeError: fromArrays: x must be rows of numbers, [rows, features], got [2]; for one feature, write x: [[1], [2]]",
  ],
  [
    "a ragged matrix",
    { x: [[1, 2], [3]], labels: [0, 1] },
    "ShapeError: fromArrays: the rows of x must have equal length, got 1 in row 1 and 2 in row 0",
  ],
  [
    "NaN",
    {
      x: [
        [1, 2],
        [3, NaN],
      ],
      labels: [0, 1],
    },
    "DataError: fromArrays: x must be finite, got NaN at [1, 1]; remove or fill such values first",
  ],
  [
    "a gap",
    {
      x: [
        [1, 2],
        [undefined, 4],
      ],
      labels: [0, 1],
    },
    "DataError: fromArrays: x must be finite, got NaN at [1, 0]; remove or fill such values first",
  ],
  [
    "too few labels",
    { x, labels: [0, 1] },
    "ShapeError: fromArrays: x and labels must have equal length, got 3 and 2",
  ],
  [
    "too many targets",
    { x, targets: [0, 1, 2, 3] },
    "ShapeError: fromArrays: x and targets must have equal length, got 3 and 4",
  ],
  [
    "a target that is infinite",
    { x, targets: [0, 1, Infinity] },
    "DataError: fromArrays: targets must be finite, got Infinity at [2]; remove or fill such values first",
  ],
  [
    "a label that is no class",
    { x, labels: [0, 1, 2], classNames: ["a", "b"] },
    "DataError: fromArrays: labels must be class indices 0 to 1, got 2 at [2]",
  ],
  [
    "a label that is not whole",
    { x, labels: [0, 1, 0.5] },
    "DataError: fromArrays: labels must be class indices 0 to 1, got 0.5 at [2]",
  ],
  [
    "a label that is NaN",
    { x, labels: [0, 1, NaN] },
    "DataError: fromArrays: labels must be class indices 0 to 1, got NaN at [2]",
  ],
  [
    "a label that is no index",
    { x, labels: [0, 1, 1e9] },
    "DataError: fromArrays: labels must be class indices 0 to 9999, got 1000000000 at [2]",
  ],
  [
    "labels of two kinds",
    { x, labels: [0, 1, "b"] },
    'DataError: fromArrays: labels must be class indices 0 to 1, got "b" at [2]',
  ],
  [
    "a label that is not among the names",
    { x, labels: ["cat", "dgo", "dog"], classNames: ["cat", "dog"] },
    'OptionError: fromArrays: unknown class "dgo"; did you mean "dog"?',
  ],
  [
    "names for some of the features",
    { x, labels: [0, 0, 1], featureNames: ["a"] },
    "ShapeError: fromArrays: featureNames must name every feature, got 1 for 2 features",
  ],
  ["nothing to predict", { x }, "OptionError: fromArrays: there must be either labels or targets"],
  [
    "two things to predict",
    { x, labels: [0, 0, 1], targets: [1, 2, 3] },
    "OptionError: fromArrays: there must be either labels or targets",
  ],
  [
    "an unknown option",
    { x, label: [0, 0, 1] },
    'OptionError: fromArrays: unknown option "label"; did you mean "labels"?',
  ],
])("data with %s are refused", (_, own, message) => {
  expect(complaint(() => fromArrays(own as never))).toBe(message);
});

function complaint(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return String(error);
  }
  return "nothing was refused";
}
