import fc from "fast-check";
import { iris } from "../../src/data/index";
import { novikoffBound, perceptron, trainPerceptron, widestMargin } from "../../src/scratch/index";
import reference from "../reference/novikoff.json";

const corners = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const setosa = iris().arrays();
const signs = setosa.y.map((label) => (label === 0 ? 1 : -1));

// Points either side of a random line, none nearer to it than 0.05.
const separable = fc
  .record({
    weights: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }),
    bias: fc.double({ min: -1, max: 1, noNaN: true }),
    seed: fc.integer({ min: 0, max: 1000 }),
  })
  .chain(({ weights, bias, seed }) =>
    fc
      .array(
        fc.array(fc.double({ min: -3, max: 3, noNaN: true }), {
          minLength: weights.length,
          maxLength: weights.length,
        }),
        {
          minLength: 2,
          maxLength: 30,
        },
      )
      .map((rows) => {
        const height = (row: number[]) => row.reduce((sum, value, i) => sum + weights[i] * value, bias);
        const x = rows.filter((row) => Math.abs(height(row)) > 0.05);
        return { x, y: x.map((row) => Math.sign(height(row))), seed };
      }),
  )
  .filter(({ x }) => x.length > 0);

test("the answer is the side of the boundary, and a point on it counts as below", () => {
  const boundary = { weights: [1, 1], bias: -1.5 };
  expect(corners.map((corner) => perceptron(corner, boundary))).toEqual([-1, -1, -1, 1]);
  expect(perceptron([1, 0.5], boundary)).toBe(-1);
});

test("an update by hand: the first mistake adds the row itself", () => {
  const { updates } = trainPerceptron([[2, 3]], [1], { learningRate: 0.5 });
  expect(updates).toEqual([{ epoch: 1, row: 0, weights: [1, 1.5], bias: 0.5 }]);
});

test("without a bias the boundary never leaves the origin: no 1 and 3 apart, but −1 and 3", () => {
  const sides = (x: number[][]) => trainPerceptron(x, [-1, 1], { useBias: false });
  expect(sides([[1], [3]])).toMatchObject({ converged: false, bias: 0 });
  expect(sides([[-1], [3]])).toMatchObject({ converged: true, bias: 0 });
});

test("AND and OR are learned, and the learned boundary gives every answer", () => {
  for (const y of [
    [-1, -1, -1, 1],
    [-1, 1, 1, 1],
  ]) {
    const run = trainPerceptron(corners, y);
    expect(run.converged).toBe(true);
    expect(corners.map((corner) => perceptron(corner, run))).toEqual(y);
  }
});

test("XOR is never learned: every pass has mistakes", () => {
  const run = trainPerceptron(corners, [-1, 1, 1, -1], { epochs: 500 });
  expect(run.converged).toBe(false);
  expect(run.mistakesPerEpoch).toHaveLength(500);
  expect(Math.min(...run.mistakesPerEpoch)).toBeGreaterThan(0);
});

test("on any separable data it converges within Novikoff's bound, and its boundary separates them", () => {
  fc.assert(
    fc.property(separable, ({ x, y, seed }) => {
      const bound = novikoffBound(x, y);
      fc.pre(bound < 5000);
      const run = trainPerceptron(x, y, { epochs: 10_000, seed });
      expect(run.converged).toBe(true);
      expect(run.updates.length).toBeLessThanOrEqual(bound * (1 + 1e-9));
      expect(x.map((row) => perceptron(row, run))).toEqual(y);
    }),
  );
});

test("the updates lead from nothing to the result, one for each mistake", () => {
  const run = trainPerceptron(setosa.x, signs, { seed: 1 });
  expect(run.updates.length).toBe(run.mistakesPerEpoch.reduce((sum, count) => sum + count));
  let weights = [0, 0, 0, 0];
  for (const update of run.updates) {
    weights = weights.map((weight, i) => weight + signs[update.row] * setosa.x[update.row][i]);
    expect(update.weights).toEqual(weights);
  }
  expect(run.weights).toEqual(weights);
});

test("from a start at 0 the learning rate changes only the length of the weights", () => {
  const [one, two] = [1, 2].map((learningRate) =>
    trainPerceptron(setosa.x, signs, { seed: 3, learningRate }),
  );
  expect(two.updates.map(({ row }) => row)).toEqual(one.updates.map(({ row }) => row));
  two.weights.forEach((weight, i) => expect(weight).toBeCloseTo(2 * one.weights[i], 10));
});

test("the same seed gives the same run, and rows in their own order need none", () => {
  const run = (seed: number, shuffle: boolean) => trainPerceptron(setosa.x, signs, { seed, shuffle });
  expect(run(1, true)).toEqual(run(1, true));
  expect(run(1, true)).not.toEqual(run(2, true));
  expect(run(1, false)).toEqual(run(2, false));
});

test("setosa is separated after a dozen mistakes or fewer, far below the bound of 222", () => {
  const mistakes = Array.from(
    { length: 10 },
    (_, seed) => trainPerceptron(setosa.x, signs, { seed }).updates.length,
  );
  expect(Math.max(...mistakes)).toBeLessThanOrEqual(12);
  expect(novikoffBound(setosa.x, signs)).toBeCloseTo(221.78, 2);
});

test.each(reference.widest)(
  "the widest margin is that of SciPy's optimiser (columns $columns)",
  (expected) => {
    const x = setosa.x.map((row) => expected.columns.map((column) => row[column]));
    expect(widestMargin(x, signs).margin / expected.margin).toBeCloseTo(1, 5);
    expect(novikoffBound(x, signs) / expected.bound).toBeCloseTo(1, 5);
  },
);

test("any separating boundary gives a bound, and the one of an SVM's gives 447", () => {
  const { bound, ...separator } = reference.svm;
  expect(novikoffBound(setosa.x, signs, { separator })).toBeCloseTo(bound, 2);
});

test("two points have half their distance as margin where the bias does not count", () => {
  const { weights, bias, margin } = widestMargin([[-1], [1]], [-1, 1]);
  expect(weights[0]).toBeCloseTo(1, 6);
  expect(bias).toBeCloseTo(0, 6);
  expect(margin).toBeCloseTo(1, 6);
});

test("data that no boundary separates have no margin and no bound", () => {
  const message = "the boundary must have all rows of a class on one side";
  expect(() => widestMargin(corners, [-1, 1, 1, -1])).toThrow(`widestMargin: ${message}`);
  expect(() => novikoffBound(corners, [-1, 1, 1, -1])).toThrow(message);
  const separator = { weights: [0, 1], bias: -0.5 };
  expect(() => novikoffBound(corners, [-1, -1, -1, 1], { separator })).toThrow(`novikoffBound: ${message}`);
});

test.each<[string, unknown[], string]>([
  [
    "class indices",
    [corners, [0, 0, 0, 1]],
    "trainPerceptron: labels must be -1 or +1, got 0 at [0]; for class indices, y.map((label) => (label === 1 ? 1 : -1))",
  ],
  ["no rows", [[], []], "trainPerceptron: x must not be empty"],
  ["too few labels", [corners, [1]], "trainPerceptron: x and y must have equal length, got 4 and 1"],
  [
    "NaN",
    [[[NaN]], [1]],
    "trainPerceptron: x must be finite, got NaN at [0, 0]; remove or fill such values first",
  ],
  [
    "ragged rows",
    [
      [[1, 2], [1]],
      [1, 1],
    ],
    "trainPerceptron: x must be rows of equal length, [rows, 2], got 1 in row 1",
  ],
  [
    "a vector",
    [
      [1, 2],
      [1, 1],
    ],
    "trainPerceptron: x must be rows of equal length, [rows, features], got a number in row 0",
  ],
  [
    "an unknown option",
    [corners, [1, 1, 1, 1], { epoch: 3 }],
    'trainPerceptron: unknown option "epoch"; did you mean "epochs"?',
  ],
  [
    "a rate of 0",
    [corners, [1, 1, 1, 1], { learningRate: 0 }],
    "trainPerceptron: learningRate must be in (0, ∞), got 0",
  ],
])("%s are refused", (_, given, message) => {
  expect(() => trainPerceptron(...(given as Parameters<typeof trainPerceptron>))).toThrow(message);
});

test("a data set, or its flat fields, are refused with the way to its rows", () => {
  const data = { length: 3, x: Float32Array.of(1, 2, 3) };
  const remedy = "of a data set, take const { x, y } = data.arrays()";
  expect(() => trainPerceptron(data as never, [1])).toThrow(
    `trainPerceptron: x must be an array, got object; ${remedy}`,
  );
  expect(() => trainPerceptron([[1]], undefined as never)).toThrow(
    `trainPerceptron: y must be an array, got undefined; ${remedy}`,
  );
});
