import { Random } from "../../src/core/index";
import {
  cholesky,
  inverse,
  logBelow,
  logImprovement,
  minimizeInBox,
  normalBelow,
  normalBetween,
  normalQuantile,
  sobol,
  solveLower,
  solveUpper,
  symmetricEigen,
  yeoJohnson,
} from "../../src/math/index";
import tails from "../reference/normalTails.json";
import surrogates from "../reference/surrogates.json";
import reference from "../reference/tuning.json";

const random = new Random(1, "test");

function positive(size: number): Float64Array {
  const root = Float64Array.from({ length: size * size }, () => random.normal());
  const a = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++)
      for (let k = 0; k < size; k++)
        a[i * size + j] += root[i * size + k] * root[j * size + k] + (i === j ? 0.1 : 0);
  return a;
}

test("Sobol points are SciPy's", () => {
  reference.sobol.indices.forEach((index, at) => {
    const point = sobol(256, index);
    expect(reference.sobol.sides.map((side) => point[side])).toEqual(reference.sobol.points[at]);
  });
});

test("scrambled Sobol points put one into each cell of every elementary interval", () => {
  const points = Array.from({ length: 64 }, (_, index) => sobol(6, index, "seed"));
  for (let side = 0; side < 6; side++)
    expect(new Set(points.map((point) => Math.floor(point[side] * 64))).size).toBe(64);
  expect(points).not.toEqual(Array.from({ length: 64 }, (_, index) => sobol(6, index, "other")));
});

test("the normal distribution is SciPy's, far into its tails", () => {
  for (const [z, below] of reference.normal) expect(normalBelow(z) / below).toBeCloseTo(1, 7);
  for (const p of [1e-6, 0.025, 0.5, 0.9]) expect(normalBelow(normalQuantile(p))).toBeCloseTo(p, 10);
});

test("the normal distribution's logarithms and the expected improvement's keep their digits in both tails", () => {
  for (const { z, below, logOfBelow, logOfImprovement } of tails) {
    expect(normalBelow(z) / below).toBeCloseTo(1, 11);
    expect(logBelow(z) / logOfBelow).toBeCloseTo(1, 11);
    expect(logImprovement(z) / logOfImprovement).toBeCloseTo(1, 11);
  }
  expect(normalBetween(8, 9) / normalBetween(-9, -8)).toBe(1);
  expect(normalBetween(8, 9) / 6.2198319858658e-16).toBeCloseTo(1, 11);
});

test("a Cholesky factor solves and inverts", () => {
  const a = positive(7);
  const l = a.slice();
  expect(cholesky(l, 7)).toBe(true);
  const b = Float64Array.from({ length: 7 }, () => random.normal());
  const x = solveUpper(l, 7, solveLower(l, 7, b.slice()));
  for (let i = 0; i < 7; i++) {
    const back = x.reduce((sum, value, k) => sum + a[i * 7 + k] * value, 0);
    expect(back).toBeCloseTo(b[i], 8);
  }
  const inverted = inverse(l, 7);
  for (let i = 0; i < 7; i++)
    for (let j = 0; j < 7; j++) {
      let product = 0;
      for (let k = 0; k < 7; k++) product += a[i * 7 + k] * inverted[k * 7 + j];
      expect(product).toBeCloseTo(i === j ? 1 : 0, 7);
    }
  expect(cholesky(Float64Array.from([1, 2, 2, 1]), 2)).toBe(false);
});

test("eigenvectors of a symmetric matrix are orthogonal and rebuild it", () => {
  const a = positive(6);
  const { values, vectors } = symmetricEigen(a.slice(), 6);
  for (let i = 0; i < 6; i++)
    for (let j = 0; j < 6; j++) {
      let built = 0;
      for (let k = 0; k < 6; k++) built += vectors[i * 6 + k] * values[k] * vectors[j * 6 + k];
      expect(built).toBeCloseTo(a[i * 6 + j], 9);
    }
});

test("minimize finds Rosenbrock's valley, and the edge of a box", () => {
  const rosenbrock = (x: Float64Array, gradient: Float64Array) => {
    const bend = x[1] - x[0] ** 2;
    gradient[0] = -400 * x[0] * bend - 2 * (1 - x[0]);
    gradient[1] = 200 * bend;
    return 100 * bend ** 2 + (1 - x[0]) ** 2;
  };
  const free = minimizeInBox(rosenbrock, [-1.2, 1], { steps: 200, tolerance: 1e-8 });
  expect(free.value).toBeLessThan(1e-8);
  const boxed = minimizeInBox(rosenbrock, [0, 0], { low: -0.5, high: 0.5, steps: 200 });
  expect(boxed.x[0]).toBeCloseTo(0.5, 4);
  expect(boxed.x[1]).toBeCloseTo(0.25, 4);
});

test("the Yeo–Johnson power is SciPy's, and what it gives has mean 0 and deviation 1", () => {
  const moved = yeoJohnson(reference.yeoJohnson.values);
  moved.forEach((value, at) => expect(value).toBeCloseTo(reference.yeoJohnson.transformed[at], 1));
  expect(moved.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 9);
  expect(yeoJohnson([3, 3, 3]).every((value) => Math.abs(value) < 1e-12)).toBe(true);
});

test.each(surrogates.powers)(
  "of powers in steps of 0.05 the likeliest is taken, here $power",
  ({ values, moved }) => {
    yeoJohnson(values).forEach((value, at) => expect(value).toBeCloseTo(moved[at], 7));
  },
);
