import fc from "fast-check";
import {
  cholesky,
  expectedImprovement,
  gaussianProcess,
  likeliestKernel,
  logLikelihood,
  matern,
  normalBelow,
  normalDensity,
} from "../../src/scratch/index";
import { createStudy, float, surrogate } from "../../src/tune/index";
import reference from "../reference/gaussianProcess.json";
import tails from "../reference/normalTails.json";

const { x, y, kernel, places } = reference;

test("means, deviations and likelihood are those of scikit-learn's GaussianProcessRegressor", () => {
  const belief = gaussianProcess(x, y, kernel);
  places.forEach((place, at) => {
    expect(belief(place).mean).toBeCloseTo(reference.mean[at], 7);
    expect(belief(place).deviation).toBeCloseTo(reference.deviation[at], 6);
  });
  expect(logLikelihood(x, y, kernel)).toBeCloseTo(reference.logLikelihood, 6);
});

test("the normal distribution and the expected improvement are SciPy's", () => {
  reference.normal.z.forEach((z, at) => expect(normalBelow(z)).toBeCloseTo(reference.normal.below[at], 12));
  reference.improvement.forEach(({ mean, deviation, best, expected }) =>
    expect(expectedImprovement({ mean, deviation }, best)).toBeCloseTo(expected, 10),
  );
});

test("far below 0 both keep their digits, never fall below 0, and come to an end", () => {
  for (const { z, below, improvement } of tails) {
    expect(normalBelow(z) / below).toBeCloseTo(1, 12);
    expect(expectedImprovement({ mean: -3 * z, deviation: 3 }, 0) / (3 * improvement)).toBeCloseTo(1, 12);
  }
  expect([-40, -1e200, -Infinity, Infinity].map(normalBelow)).toEqual([0, 0, 0, 1]);
  expect(normalBelow(NaN)).toBeNaN();
  for (let z = -45; z < 3; z += 0.01)
    expect(expectedImprovement({ mean: -z, deviation: 1 }, 0)).toBeGreaterThanOrEqual(0);
  const sure = (mean: number) => expectedImprovement({ mean, deviation: 0 }, 2);
  expect([sure(1.5), sure(2), sure(3)]).toEqual([0.5, 0, 0]);
});

test("the expected improvement is the mean of what lies below the best", () => {
  const steps = Array.from({ length: 4001 }, (_, i) => -10 + i / 200);
  const number = fc.double({ min: -2, max: 2, noNaN: true });
  fc.assert(
    fc.property(number, fc.double({ min: 0.2, max: 2, noNaN: true }), number, (mean, deviation, best) => {
      const byHand = steps.reduce(
        (sum, z) => sum + (Math.max(0, best - mean - deviation * z) * normalDensity(z)) / 200,
        0,
      );
      expect(expectedImprovement({ mean, deviation }, best)).toBeCloseTo(byHand, 3);
    }),
    { numRuns: 25 },
  );
});

test("a belief is sure at what it has seen and knows nothing far away", () => {
  const belief = gaussianProcess([0, 1], [2, -1], { length: 0.1 });
  expect(belief(0).mean).toBeCloseTo(2, 4);
  expect(belief(0).deviation).toBeLessThan(2e-3);
  expect(belief(50)).toEqual({ mean: expect.closeTo(0, 10), deviation: expect.closeTo(1, 10) });
});

test("a process with its likeliest kernel believes as the library's does, within a hundredth", () => {
  const seen = [0, 0.5, 1, 0.3, 0.8];
  const values = seen.map((at) => (6 * at - 2) ** 2 * Math.sin(12 * at - 4));
  const middle = values.reduce((sum, value) => sum + value, 0) / 5;
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / 5);
  const scaled = values.map((value) => (value - middle) / spread);
  const belief = gaussianProcess(seen, scaled, likeliestKernel(seen, scaled));
  const study = createStudy({ space: { x: float(0, 1) } });
  seen.forEach((at, i) => study.add({ x: at }, values[i]));
  const theirs = surrogate(study, "x", { places: 51 });
  theirs.x.forEach((at, i) => {
    expect(Math.abs(middle + spread * belief(at).mean - theirs.mean[i])).toBeLessThan(0.01 * spread);
    expect(Math.abs(spread * belief(at).deviation - theirs.deviation[i])).toBeLessThan(0.01 * spread);
  });
});

test("a Cholesky factor multiplies back, and says where there is none", () => {
  const lower = cholesky([
    [4, 2, 0],
    [2, 5, 1],
    [0, 1, 3],
  ]);
  expect(lower[0]).toEqual([2, 0, 0]);
  expect(lower[1].reduce((sum, value, k) => sum + value * lower[2][k], 0)).toBeCloseTo(1, 12);
  expect(() =>
    cholesky([
      [1, 2],
      [2, 1],
    ]),
  ).toThrow(
    "cholesky: the matrix must be positive definite, got -3 as the square of pivot 1; " +
      "two places may be the same; add noise to the diagonal",
  );
});

test("kernels and points are checked", () => {
  expect(matern(0)).toBe(1);
  expect(() => gaussianProcess([0], [1], { length: 0 })).toThrow(
    "gaussianProcess: length must be in (0, ∞), got 0",
  );
  expect(() => gaussianProcess([0, 1], [1])).toThrow(
    "gaussianProcess: x and y must have equal length, got 2 and 1",
  );
});
