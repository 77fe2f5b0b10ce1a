import * as plot from "../../../src/plot/index";
import { byName, count, named, title, waves, xLabel, yLabel, type Crowded } from "./names";

const bowl = (x: number, y: number) => 1e5 * (x ** 2 / 2 + 5 * y ** 2) + 1234.5;
const path = (at: number) => count(30).map((step) => [2 / (step + 1 + at), 1 / (step + 1)]);
const paths = byName(named(9, "optimiser"), path);
const plane = { across: count(9).map((at) => at - 4), up: count(9).map((at) => at - 4), loss: waves(9, 9) };
const x = count(30).map((at) => at / 3);
const y = count(30).map((at) => 1e5 * Math.sin(at));

/** Crowded figures of theory and optimisation. */
export const theory: Crowded = {
  contour: () => plot.contour(bowl, { paths, title, xLabel, yLabel }),
  surface: () => plot.surface(bowl, { paths, title, xLabel: "x with its unit", yLabel: "y with its unit" }),
  learningRateSlider: () => plot.learningRateSlider(bowl, count(20).map((at) => 1e-6 * 1.234567 ** at), { title }), // prettier-ignore
  lossLandscape: () => plot.lossLandscape(plane, { path: path(0), title, xLabel, yLabel }),
  criticalPoints: () =>
    plot.criticalPoints(
      byName(named(9, "surface"), () => bowl),
      { title },
    ),
  noiseByBatchSize: () =>
    plot.noiseByBatchSize(count(12).map((at) => 2 ** at), count(12).map((at) => 1e6 / 2 ** at), { title }), // prettier-ignore
  activationFunctions: () =>
    plot.activationFunctions(byName(named(8, "function"), (at) => ({ f: (z: number) => 1e4 * at * z })), { title }), // prettier-ignore
  biasVariance: () =>
    plot.biasVariance(
      { complexity: count(12).map((at) => 1e5 * at), bias2: count(12).map((at) => 1e4 / (at + 1)), variance: count(12).map((at) => 1e3 * at), noise: 40 },
      { title, xLabel },
    ), // prettier-ignore
  dartboards: () =>
    plot.dartboards(
      byName(named(5, "board"), () => waves(20, 2)),
      { title },
    ),
  fitsByDegree: () => plot.fitsByDegree({ x, y }, { test: { x, y }, truth: Math.sin, title }),
  coefficientPaths: () =>
    plot.coefficientPaths(count(40).map((at) => 10 ** (at / 10 - 3)), waves(40, 20), {
      ...{ featureNames: named(20, "feature"), chosen: 0.123456, xLabel, title },
    }), // prettier-ignore
  penaltyBalls: () => plot.penaltyBalls({ optimum: [1234.5678, 987.654321] }, { title }),
};
