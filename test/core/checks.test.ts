import { checkEqualLength, checkFinite, checkLabels, checkNotEmpty } from "../../src/core/index";

test("empty data are refused", () => {
  expect(() => checkNotEmpty("fromArrays", "x", [])).toThrow("fromArrays: x must not be empty");
  expect(() => checkNotEmpty("fromArrays", "x", [0])).not.toThrow();
  const none = { sizes: [1] } as never;
  expect(() => checkNotEmpty("learningCurve", "rows", none)).toThrow(
    "learningCurve: rows must be a list, got",
  );
  expect(() => checkNotEmpty("learningCurve", "rows", undefined as never)).toThrow(
    "learningCurve: rows must be a list",
  );
});

test("arrays of different lengths are refused by their names", () => {
  const [labels, predictions] = [new Int32Array(1000), new Int32Array(992)];
  expect(() => checkEqualLength("confusionMatrix", { labels, predictions })).toThrow(
    "confusionMatrix: labels and predictions must have equal length, got 1000 and 992",
  );
  expect(() => checkEqualLength("confusionMatrix", { labels, predictions: labels })).not.toThrow();
});

test.each([
  [NaN, "NaN"],
  [-Infinity, "-Infinity"],
  ["3" as never, '"3"'],
  [null as never, "null"],
])("a value %p among the data is refused with its place", (value, shown) => {
  expect(() => checkFinite("fromArrays", "x", [0, 1, 2, value], { columns: 2 })).toThrow(
    `fromArrays: x must be finite, got ${shown} at [1, 1]; remove or fill such values first`,
  );
  expect(() => checkFinite("f", "targets", [0, value])).toThrow(
    `f: targets must be finite, got ${shown} at [1]`,
  );
});

test.each([3, -1, 0.5, NaN])("a label %p is not one of three classes", (label) => {
  expect(() => checkLabels("confusionMatrix", "labels", [0, 2, label], 3)).toThrow(
    `confusionMatrix: labels must be class indices 0 to 2, got ${label} at [2]`,
  );
});
