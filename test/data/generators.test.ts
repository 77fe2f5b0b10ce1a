import fc from "fast-check";
import { setSeed } from "../../src/core/index";
import { blobs, circles, linearRegression, moons, spirals } from "../../src/data/index";

const counts = fc.integer({ min: 2, max: 300 });
const without = { noise: 0, seed: 1 };

test("moons without noise lie on their two half circles", () => {
  fc.assert(
    fc.property(counts, (count) => {
      const { x, y } = moons({ ...without, count }).arrays();
      x.forEach(([a, b], at) => {
        const [centre, sign] = y[at] === 0 ? [[0, 0], 1] : [[1, 0.5], -1];
        expect(Math.hypot(a - centre[0], b - centre[1])).toBeCloseTo(1, 5);
        expect(sign * (b - centre[1])).toBeGreaterThan(-1e-6);
      });
    }),
  );
});

test("circles without noise have the two radii", () => {
  const { x, y } = circles({ ...without, factor: 0.3 }).arrays();
  x.forEach(([a, b], at) => expect(Math.hypot(a, b)).toBeCloseTo(y[at] === 0 ? 1 : 0.3, 5));
});

test("an arm of a spiral is the first, turned about the centre", () => {
  const { x, y } = spirals({ ...without, count: 300, classes: 3, turns: 0.7 }).arrays();
  x.forEach(([a, b], at) => {
    const radius = Math.hypot(a, b);
    const angle = 2 * Math.PI * (0.7 * radius + y[at] / 3);
    expect(a).toBeCloseTo(radius * Math.cos(angle), 5);
    expect(b).toBeCloseTo(radius * Math.sin(angle), 5);
  });
});

test("blobs spread about their centres as far as was asked for", () => {
  const { x, y } = blobs({ count: 6000, classes: 2, features: 3, spread: 0.5, seed: 2 }).arrays();
  for (const label of [0, 1]) {
    const points = x.filter((_, at) => y[at] === label);
    for (const feature of [0, 1, 2]) {
      const values = points.map((point) => point[feature]);
      const mean = values.reduce((sum, value) => sum + value) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      expect(Math.abs(Math.sqrt(variance) - 0.5)).toBeLessThan(0.03); // 4.6 standard errors
    }
  }
});

test("targets without noise lie on the plane", () => {
  const { x, y } = linearRegression({ noise: 0, weights: [2, -3], bias: 0.5, range: 4 }).arrays();
  x.forEach(([a, b], at) => expect(y[at]).toBeCloseTo(2 * a - 3 * b + 0.5, 4));
  expect(Math.max(...x.flat().map(Math.abs))).toBeLessThanOrEqual(4);
  expect(Math.max(...x.flat().map(Math.abs))).toBeGreaterThan(3);
});

test("classes have equal shares, to within one row", () => {
  fc.assert(
    fc.property(counts, fc.integer({ min: 2, max: 5 }), (count, classes) => {
      fc.pre(count >= classes);
      const sets = [
        moons({ count }),
        circles({ count }),
        spirals({ count, classes }),
        blobs({ count, classes }),
      ];
      for (const data of sets) {
        expect(data.length).toBe(count);
        const sizes = data.classCounts();
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test("the seed of all is the seed where none is given", () => {
  setSeed(11);
  expect(moons().features).toEqual(moons({ seed: 11 }).features);
});

test.each<[string, () => unknown, string]>([
  [
    "moons",
    () => moons({ count: 1e12 }),
    "moons: count × features must be at most 10000000, got 1000000000000 × 2; make fewer rows, or train on batches from an async generator",
  ],
  ["moons", () => moons({ count: 1 }), "moons: count must be a whole number in [2, ∞), got 1"],
  ["moons", () => moons({ noise: -1 }), "moons: noise must be in [0, ∞), got -1"],
  ["moons", () => moons({ noises: 0 } as never), 'moons: unknown option "noises"; did you mean "noise"?'],
  ["moons", () => moons({ seed: 1.5 }), "moons: seed must be a whole number in (-∞, ∞), got 1.5"],
  ["circles", () => circles({ factor: 1 }), "circles: factor must be in (0, 1), got 1"],
  ["spirals", () => spirals({ classes: 1 }), "spirals: classes must be a whole number in [2, ∞), got 1"],
  [
    "spirals",
    () => spirals({ count: 2, classes: 3 }),
    "spirals: count must be a whole number in [3, ∞), got 2",
  ],
  ["blobs", () => blobs({ spread: NaN }), "blobs: spread must be in [0, ∞), got NaN"],
  [
    "linear regressions",
    () => linearRegression({ weights: [] }),
    "linearRegression: weights must not be empty",
  ],
  [
    "linear regressions",
    () => linearRegression({ weights: [1, Infinity] }),
    "linearRegression: weights must be finite, got Infinity at [1]; remove or fill such values first",
  ],
])("%s that cannot be made are refused", (_, make, message) => {
  expect(make).toThrow(message);
});
