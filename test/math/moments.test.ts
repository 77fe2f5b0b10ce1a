import fc from "fast-check";
import {
  deviationOf,
  meanOf,
  normalBelow,
  quantileOf,
  rocArea,
  rootMeanSquare,
  sampleDeviationOf,
  sumOf,
  sweep,
  varianceOf,
} from "../../src/math/index";

const largest = Number.MAX_VALUE;

test("moments are those of the definition", () => {
  const values = Float32Array.of(2, 4, 4, 4, 5, 5, 7, 9);
  expect([sumOf(values), meanOf(values), varianceOf(values), deviationOf(values)]).toEqual([40, 5, 4, 2]);
  expect(sampleDeviationOf(values)).toBe(Math.sqrt(32 / 7));
  expect(rootMeanSquare([3, 4])).toBe(Math.sqrt(12.5));
});

test.each([1e300, largest / 2, 1e-300, 5e-324 * 2 ** 20])("they keep their digits in units of %d", (unit) => {
  const values = [1, 2, 3, 2].map((value) => (value / 2) * unit);
  expect(meanOf(values) / unit).toBeCloseTo(1, 5);
  expect(deviationOf(values) / unit).toBeCloseTo(Math.sqrt(0.125), 5);
  expect(sampleDeviationOf(values) / unit).toBeCloseTo(Math.sqrt(1 / 6), 5);
  expect(rootMeanSquare(values) / unit).toBeCloseTo(Math.sqrt(1.125), 5);
});

test("the largest numbers there are have a mean and a deviation", () => {
  expect(meanOf([largest, largest, -largest, largest])).toBe(largest / 2);
  expect(deviationOf([largest, -largest])).toBe(largest);
});

test("equal values have exactly their value as mean, and no deviation", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), fc.integer({ min: 1, max: 40 }), (value, count) => {
      const values = new Array<number>(count).fill(value);
      expect(meanOf(values)).toBe(value);
      const spread = Number.isFinite(value) ? 0 : NaN;
      expect([varianceOf(values), deviationOf(values)]).toEqual([spread, spread]);
      expect(count > 1 ? sampleDeviationOf(values) : spread).toBe(spread);
    }),
  );
});

test("of none there is no moment, of one value no deviation; NaN and infinity are passed on", () => {
  for (const moment of [meanOf, varianceOf, deviationOf, rootMeanSquare, quantileOf])
    expect(moment([])).toBeNaN();
  expect([sumOf([]), sampleDeviationOf([7])]).toEqual([0, 0]);
  for (const moment of [meanOf, deviationOf, sampleDeviationOf, rootMeanSquare])
    expect(moment([1, NaN])).toBeNaN();
  expect(meanOf([1, Infinity])).toBe(Infinity);
  expect(deviationOf([1, Infinity])).toBeNaN();
});

test("quantiles are NumPy's, between two values where they fall there, of the finite values alone", () => {
  const values = [4, NaN, 1, 3, Infinity, 2];
  expect([0, 0.1, 0.5, 0.75, 1].map((share) => quantileOf(values, share))).toEqual([1, 1.3, 2.5, 3.25, 4]);
  expect(quantileOf([3, 1, 2])).toBe(2);
});

test("the area under the ROC curve counts pairs, ties by half, also of infinite scores", () => {
  const area = (scores: number[], positives: number[]) =>
    rocArea(sweep(scores, (at) => positives.includes(at)));
  expect(area([0.1, 0.4, 0.35, 0.8], [2, 3])).toBe(0.75);
  expect(area([1, 1, 1], [0])).toBe(0.5);
  expect(area([-Infinity, Infinity, 0], [1])).toBe(1);
  expect(area([1, 2], [])).toBeNaN();
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.boolean())), (pairs) => {
      const [yes, no] = [true, false].map((kind) => pairs.filter(([, is]) => is === kind));
      fc.pre(yes.length > 0 && no.length > 0);
      const won = yes.flatMap(([one]) => no.map(([other]) => (one > other ? 1 : one === other ? 0.5 : 0)));
      const found = rocArea(
        sweep(
          pairs.map(([score]) => score),
          (at) => pairs[at][1],
        ),
      );
      expect(found).toBe(sumOf(won) / (yes.length * no.length));
    }),
  );
});

test("a sweep's thresholds fall, from none positive to all; scores that are NaN end, too", () => {
  expect(sweep([0.2, 0.7, 0.2], (at) => at === 0)).toEqual({
    thresholds: [Infinity, 0.7, 0.2],
    truePositives: [0, 0, 1],
    falsePositives: [0, 1, 2],
    positives: 1,
    negatives: 2,
  });
  expect(sweep([NaN, 1], (at) => at === 0).truePositives.at(-1)).toBe(1);
});

test("half of a normal distribution lies below 0, and its middle keeps 14 digits", () => {
  // SciPy's ndtr.
  for (const [z, below] of [
    [0, 0.5],
    [0.5, 0.6914624612740131],
    [-0.5, 0.3085375387259869],
    [1, 0.8413447460685429],
    [-2, 0.022750131948179205],
  ])
    // prettier-ignore
    expect(Math.abs(normalBelow(z) / below - 1)).toBeLessThan(1e-14);
});
