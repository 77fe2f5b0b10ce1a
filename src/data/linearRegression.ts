import {
  checkFinite,
  checkInteger,
  checkNotEmpty,
  checkNumber,
  checkOptions,
  freshRandom,
} from "../core/index";
import { checkSize } from "./checkSize";
import { Regression } from "./regression";

/** The shape of {@link linearRegression}. */
export interface LinearRegressionOptions {
  /** The number of rows. Default 100. */
  count?: number;
  /** One weight for each feature: one for a line, two for a plane. Default [2]. */
  weights?: readonly number[];
  /** The target where all features are 0. Default 1. */
  bias?: number;
  /** The standard deviation of what is added to every target. Default 0.2. */
  noise?: number;
  /** Features lie in a range from −range to range. Default 1. */
  range?: number;
  /** A whole number; by default the seed of `setSeed`. */
  seed?: number;
}

/**
 * Points on a line, a plane or beyond, with noise: y = w · x + bias + noise.
 *
 * ```ts
 * linearRegression({ weights: [2], bias: 1 }); // a line: features [100, 1], targets [100]
 * linearRegression({ weights: [2, -1], bias: 0.5 }); // a plane: features [100, 2], targets [100]
 * ```
 */
export function linearRegression(options?: LinearRegressionOptions): Regression {
  const { count, weights, bias, noise, range, seed } = checkedOptions(options);
  const random = freshRandom("linearRegression", seed);
  const rows = Array.from({ length: count }, () => weights.map(() => random.uniform(-range, range)));
  const target = (row: number[]) =>
    row.reduce((sum, x, at) => sum + weights[at] * x, bias) + random.normal(0, noise);
  return new Regression({
    about: {
      name: "linear regression",
      description: `A row is a point with y = ${weights.join(", ")} · x + ${bias}, with noise.`,
      licence: "CC0 1.0",
      source: "made by tsdescent",
    },
    features: Float64Array.from(rows.flat()),
    featureNames: weights.map((_, at) => `x${at + 1}`),
    targets: Float64Array.from(rows, target),
    targetName: "y",
  });
}

function checkedOptions(options?: LinearRegressionOptions) {
  const where = "linearRegression";
  const seed = undefined as number | undefined;
  const defaults = { count: 100, weights: [2] as readonly number[], bias: 1, noise: 0.2, range: 1, seed };
  const checked = checkOptions(where, options, defaults);
  checkInteger(where, "count", checked.count, "[1, ∞)");
  checkNotEmpty(where, "weights", checked.weights);
  checkFinite(where, "weights", checked.weights);
  checkSize(where, checked.count, checked.weights.length);
  checkNumber(where, "bias", checked.bias);
  checkNumber(where, "noise", checked.noise, "[0, ∞)");
  checkNumber(where, "range", checked.range, "(0, ∞)");
  return checked;
}
