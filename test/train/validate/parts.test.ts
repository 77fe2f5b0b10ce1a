import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { InterruptedError } from "../../../src/core/index";
import { fromArrays } from "../../../src/data/index";
import { Attempts, checkErrorScore, scoreOfError } from "../../../src/train/validate/attempts";
import { rowedOf, type InMemory, refuseWeights, weightsOfRows } from "../../../src/train/validate/rowed";

let said: string[];
beforeEach(() => {
  said = [];
  jest.spyOn(console, "warn").mockImplementation((line: string) => void said.push(line));
});
afterEach(() => jest.restoreAllMocks());

const broken = new Error("no memory");
const interrupted = new InterruptedError({ where: "fit", required: "it must end" });

test("what failed counts as what was told, under the names of what did not, and is said", async () => {
  const attempts = new Attempts("crossValidate", -1);
  const fail = () => Promise.reject(broken);
  await attempts.attempt("fold 0", fail);
  await attempts.attempt("fold 1", () => Promise.resolve({ loss: 2, accuracy: 0.5 }));
  await attempts.attempt("fold 2", () => Promise.reject("odd"));
  expect(attempts.count).toBe(3);
  const failed = { loss: -1, accuracy: -1 };
  expect(attempts.logs()).toEqual([failed, { loss: 2, accuracy: 0.5 }, failed]);
  expect(said).toEqual([
    "crossValidate: fold 0 could not be fitted and scored (no memory); it counts as -1",
    "crossValidate: fold 2 could not be fitted and scored (odd); it counts as -1",
  ]);
});

test("where all failed the first error is thrown; an interrupt at once", async () => {
  const attempts = new Attempts("bagging", NaN);
  await attempts.attempt("one", () => Promise.reject(broken));
  await attempts.attempt("two", () => Promise.reject(new Error("other")));
  expect(() => attempts.logs()).toThrow(broken);
  await expect(attempts.attempt("three", () => Promise.reject(interrupted))).rejects.toBe(interrupted);
  expect(() => scoreOfError("fit", "it", broken, "throw")).toThrow(broken);
  expect(scoreOfError("fit", "it", broken, 0)).toBe(0);
});

test("a score of errors is a number, NaN, or the word", () => {
  for (const score of [0, -1, NaN, "throw"] as const) expect(checkErrorScore("fit", score)).toBe(score);
  for (const [score, got] of [
    ["NaN", '"NaN"'],
    [undefined, "undefined"],
    [null, "null"],
  ])
    // prettier-ignore
    expect(() => checkErrorScore("fit", score as never)).toThrow(
      new RangeError(`fit: errorScore must be a number, NaN, or "throw", got ${got}`),
    );
});

test("weights of rows are those of the rows, in their order and with their steps", () => {
  const rows = { rows: [2, 0, 2], of: { length: 3, weighted: false } };
  expect(weightsOfRows("fit", undefined, rows)).toBeUndefined();
  expect(weightsOfRows("fit", [1, 2, 3], rows)).toEqual({ values: Float32Array.of(3, 1, 3), shape: [3] });
  const { numTensors } = tf.memory();
  const steps = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2], "int32");
  expect(weightsOfRows("fit", steps, rows)).toEqual({
    values: Float32Array.of(5, 6, 1, 2, 5, 6),
    shape: [3, 2],
  });
  expect(() => weightsOfRows("bagging", [1, 2], rows)).toThrow(
    new RangeError("bagging: sampleWeight must have one for each of the 3 examples, got [2]"),
  );
  expect(steps.isDisposed).toBe(false);
  steps.dispose();
  expect(tf.memory().numTensors).toBe(numTensors);
  expect(() => refuseWeights("fit", undefined)).not.toThrow();
  expect(() => refuseWeights("curve", [])).toThrow(
    new RangeError(
      "curve: fit must have no sampleWeight, as the rows of each run are drawn from its seed; use classWeight, or crossValidate",
    ),
  );
});

const x = [[1, 2], [3, 4], [5, 6]]; // prettier-ignore
const y = [7, 8, 9];
const numbers = (values: unknown): unknown => {
  if (values instanceof tf.Tensor) return values.arraySync();
  if (Array.isArray(values)) return values.map(numbers);
  return values && Object.fromEntries(Object.entries(values).map(([name, one]) => [name, numbers(one)]));
};

test.each<[string, InMemory, part: unknown]>([
  ["{x, y}", { x, y }, { x: [[5, 6], [1, 2]], y: [9, 7], weight: undefined }],
  ["[x, y]", [x, y], { x: [[5, 6], [1, 2]], y: [9, 7], weight: undefined }],
  ["x alone", { x }, { x: [[5, 6], [1, 2]], y: undefined, weight: undefined }],
  ["weights", { x, y, weight: [1, 2, 3] }, { x: [[5, 6], [1, 2]], y: [9, 7], weight: [3, 1] }],
  ["lists", { x: [tf.tensor(x), tf.tensor(y)], y }, { x: [[[5, 6], [1, 2]], [9, 7]], y: [9, 7], weight: undefined }],
  ["records", { x: { a: x, b: y }, y: { c: y } }, { x: { a: [[5, 6], [1, 2]], b: [9, 7] }, y: { c: [9, 7] }, weight: undefined }],
])("rows are taken of %s, and freed afterwards", async (_, data, part) => {
  const { numTensors } = tf.memory();
  const rowed = rowedOf("fit", data);
  expect([rowed.length, rowed.dataset]).toEqual([3, undefined]);
  const kept = tf.memory().numTensors;
  await rowed.with([2, 0], (some) => {
    expect(numbers(some)).toEqual(part);
    return Promise.resolve();
  });
  await expect(rowed.with([0], () => Promise.reject(broken))).rejects.toBe(broken);
  expect(tf.memory().numTensors).toBe(kept);
  rowed.dispose();
  expect(tf.memory().numTensors).toBe(numTensors);
}); // prettier-ignore

test("a data set is itself, and others that are none are made to one", async () => {
  const made = fromArrays({ x, labels: [0, 1, 0] });
  const rowed = rowedOf("fit", made);
  expect([rowed.length, rowed.dataset]).toEqual([3, made]);
  await rowed.with([1], (some) => {
    expect((some as typeof made).features).toEqual(Float64Array.of(3, 4));
    return Promise.resolve();
  });
  for (const own of [
    { x, labels: [0, 1, 0] },
    { x, targets: y },
  ]) {
    const rows = rowedOf("fit", own);
    expect([rows.length, rows.dataset === undefined]).toEqual([3, false]);
  }
});

test.each<[string, unknown, message: string]>([
  ["nothing", { x: [], y: [] }, "x must not be empty"],
  ["no inputs", { x: {} }, "x must not be empty"],
  ["uneven ones", { x, y: [1, 2] }, "x and y must have equally many examples, got 3 and 2"],
  ["uneven weights", { x, y, weight: [1] }, "x and y must have equally many examples, got 3 and 1"],
  ["ragged ones", { x, y: [[1], [1, 2], [1]] }, "y must be arrays of equal length, got ragged arrays"],
])("%s are refused, and leave nothing behind", (_, data, message) => {
  const { numTensors } = tf.memory();
  expect(() => rowedOf("bagging", data as InMemory)).toThrow(new RangeError(`bagging: ${message}`));
  expect(tf.memory().numTensors).toBe(numTensors);
}); // prettier-ignore
