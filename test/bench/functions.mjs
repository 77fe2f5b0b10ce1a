const { PI, cos, exp } = Math;
const alpha = [1, 1.2, 3, 3.2];
const a = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const p = [
  [1312, 1696, 5569, 124, 8283, 5886],
  [2329, 4135, 8307, 3736, 1004, 9991],
  [2348, 1451, 3522, 2883, 3047, 6650],
  [4047, 8828, 8732, 5743, 1091, 381],
];

/** @typedef {{f: (x: number[]) => number, bounds: [number, number][]}} Test */

/** @param {number[]} x */
function branin([x, y]) {
  return (y - (5.1 / (4 * PI ** 2)) * x ** 2 + (5 / PI) * x - 6) ** 2 + 10 * (1 - 1 / (8 * PI)) * cos(x) + 10;
}

/** @param {number[]} x */
function hartmann6(x) {
  const distance = (/** @type {number} */ row) =>
    x.reduce((sum, at, side) => sum + a[row][side] * (at - 1e-4 * p[row][side]) ** 2, 0);
  return -alpha.reduce((sum, weight, row) => sum + weight * exp(-distance(row)), 0);
}

/** @param {number[]} x */
function rosenbrock(x) {
  return x.slice(1).reduce((sum, next, at) => sum + 100 * (next - x[at] ** 2) ** 2 + (1 - x[at]) ** 2, 0);
}

/**
 * @param {number} count
 * @param {[number, number]} bounds
 */
const times = (count, bounds) => Array.from({ length: count }, () => bounds);

/** What samplers are measured on: those of test/reference/samplers.py. @type {Record<string, Test>} */
export const FUNCTIONS = {
  branin: {
    f: branin,
    bounds: [
      [-5, 10],
      [0, 15],
    ],
  },
  hartmann6: { f: hartmann6, bounds: times(6, [0, 1]) },
  rosenbrock2: { f: rosenbrock, bounds: times(2, [-2.048, 2.048]) },
  rosenbrock4: { f: rosenbrock, bounds: times(4, [-2.048, 2.048]) },
};
