import * as plot from "../../../src/plot/index";
import { evaw, million, ramp, unknown, wave, type FigureExamples } from "./example";

const tensor = (values: ArrayLike<number>, ...shape: number[]) => ({ dataSync: () => values, shape });
const noisy = (count: number, shift = 0) => {
  const x = Float64Array.from({ length: count }, (_, at) => (6 * at) / count + shift);
  return { x, y: x.map((value, at) => Math.sin(value) + 0.35 * Math.sin(at * 12.9898 + shift)) };
};
const strengths = (count: number) =>
  Float64Array.from({ length: count }, (_, at) => 10 ** (-3 + (4 * at) / count));
const lasso = (count: number) =>
  Array.from(strengths(count), (strength) =>
    [3, -2, 1.2, -0.7, 0.3].map((start) => Math.sign(start) * Math.max(0, Math.abs(start) - strength)),
  );
const hidden = (rows: number, units: number) =>
  Array.from({ length: rows }, (_, row) =>
    Array.from(
      { length: units },
      (__, unit) => Math.sin(row * (1 + (unit >> 1))) + 0.4 * Math.cos(row * unit * 1.7),
    ),
  );
const unit = { f: (z: number) => (z > 0 ? NaN : z) };

/** Figures of theory. */
export const theory: Record<string, FigureExamples> = {
  activationFunctions: {
    ordinary: () =>
      plot.activationFunctions(["sigmoid", "tanh", "relu", "gelu"], { title: "Four activations" }),
    names: ["sigmoid from 0.01799 to 0.982, slope at most 0.25", "−4 to 4"],
    misspelt: () => plot.activationFunctions(["relu"], unknown({ ranges: [] })),
    empty: () => plot.activationFunctions([]),
    single: () => plot.activationFunctions(["step"]),
    nan: () => plot.activationFunctions({ unit }),
    huge: () => plot.activationFunctions(Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`f${at}`, { f: (z: number) => at * z }]))), // prettier-ignore
    notice: /1000 functions, 8 of them drawn/,
  },
  biasVariance: {
    ordinary: () =>
      plot.biasVariance(
        { complexity: [1, 2, 3, 5, 7, 9], bias2: [0.176, 0.17, 0.003, 0.002, 0.004, 1], variance: [0.026, 0.03, 0.019, 0.1, 3, 273], noise: 0.04 }, // prettier-ignore
        { title: "The trade-off" },
      ),
    names: ["6 models", "bias² from 0.176 to 1", "Least error 0.062 at degree 3"],
    misspelt: () =>
      plot.biasVariance({ complexity: [1], bias2: [1], variance: [1] }, unknown({ xlabels: "" })),
    empty: () => plot.biasVariance({ complexity: [], bias2: [], variance: [] }),
    single: () => plot.biasVariance({ complexity: [1], bias2: [1], variance: [1] }),
    nan: () => plot.biasVariance({ complexity: [1, 2], bias2: [1, NaN], variance: [1, 2] }),
    huge: () =>
      plot.biasVariance({ complexity: ramp(million), bias2: wave(million), variance: evaw(million) }),
    notice: /1.000.000 models, drawn by their extremes/,
  },
  dartboards: {
    ordinary: () => plot.dartboards(undefined, { title: "Bias and variance", seed: 0 }),
    names: ["4 dartboards", "low bias, high variance: bias² 0.0"],
    misspelt: () => plot.dartboards(undefined, unknown({ sede: 1 })),
    empty: () => plot.dartboards({}),
    single: () => plot.dartboards({ one: [[0.1, 0.2]] }),
    nan: () => plot.dartboards({ one: [[0.1, 0.2], [NaN, 0]] }), // prettier-ignore
    huge: () => plot.dartboards({ many: tensor(wave(million), 500_000, 2) }),
    notice: /500.000 shots, 200 of them drawn/,
  },
  fitsByDegree: {
    ordinary: () => plot.fitsByDegree(noisy(18), { test: noisy(30, 0.1), truth: Math.sin, title: "Too stiff, too free" }), // prettier-ignore
    names: ["11 degrees through 18 points", "degree 0: MSE 0.", "least at degree"],
    misspelt: () => plot.fitsByDegree(noisy(3), unknown({ degree: [1] })),
    empty: () => plot.fitsByDegree({ x: [], y: [] }),
    single: () => plot.fitsByDegree({ x: [1], y: [2] }),
    nan: () => plot.fitsByDegree({ x: [1, NaN, 2], y: [1, 2, NaN] }),
    huge: () => plot.fitsByDegree(noisy(million), { degrees: [1, 3] }),
    notice: /1.000.000 points, 400 of them drawn/,
  },
  coefficientPaths: {
    ordinary: () =>
      plot.coefficientPaths(strengths(60), lasso(60), { featureNames: ["age", "dose", "weight", "height", "noise"], chosen: 0.1, title: "L1" }), // prettier-ignore
    names: ["5 coefficients", "age from 2.999 to 0", "Not 0: 5 at the weakest penalty, 0 at the strongest"],
    misspelt: () => plot.coefficientPaths([1], [[1]], unknown({ choosen: 1 })),
    empty: () => plot.coefficientPaths([], []),
    single: () => plot.coefficientPaths([1], [[1]]),
    nan: () => plot.coefficientPaths([1, 2], [[1, NaN], [0.5, 1]]), // prettier-ignore
    huge: () => plot.coefficientPaths(strengths(10_000), tensor(wave(million), 10_000, 100)),
    notice: /100 features, 16 of them drawn/,
  },
  penaltyBalls: {
    ordinary: () => plot.penaltyBalls({ optimum: [1.4, 0.5] }, { title: "Two budgets" }),
    names: ["optimum is 1.4, 0.5", "12 budgets", "L1 sets a weight to 0 at"],
    misspelt: () => plot.penaltyBalls({ optimum: [1, 1] }, unknown({ radius: [1] })),
    empty: () => plot.penaltyBalls({ optimum: [1, 1] }, { radii: [] }),
    single: () => plot.penaltyBalls({ optimum: [1, 1] }, { radii: [1] }),
    nan: () => plot.penaltyBalls({ optimum: [1, NaN] }),
    nanRefused: true,
    huge: () => plot.penaltyBalls({ optimum: [1, 0.3] }, { radii: ramp(500).map((at) => at / 500) }),
    notice: /500 budgets, 60 of them drawn/,
  },
  dropoutMasks: {
    ordinary: () => plot.dropoutMasks([4, 8, 8, 2], { rate: 0.25, seed: 1, title: "Dropout" }),
    names: ["rate 0.25", "4-8-8-2 units", "scaled by 1.333"],
    misspelt: () => plot.dropoutMasks([1, 2, 1], unknown({ rates: 1 })),
    empty: () => plot.dropoutMasks([]),
    single: () => plot.dropoutMasks([1, 1], { steps: 1 }),
    nan: () => plot.dropoutMasks([NaN, 2]),
    nanRefused: true,
    huge: () => plot.dropoutMasks([100, 10_000, 10_000, 10], { steps: 60 }),
    notice: /at most 10 units of a layer drawn/,
  },
  coAdaptation: {
    ordinary: () => plot.coAdaptation(hidden(60, 12), { title: "Without dropout" }),
    names: ["12 hidden units", "off the diagonal"],
    misspelt: () => plot.coAdaptation(hidden(3, 2), unknown({ titel: "" })),
    empty: () => plot.coAdaptation([]),
    single: () => plot.coAdaptation([[1]]),
    nan: () => plot.coAdaptation([[1, NaN], [2, 3]]), // prettier-ignore
    huge: () => plot.coAdaptation(tensor(wave(million), 5000, 200)),
    notice: /200 units, 60 of them drawn/,
  },
};
