import { checkEqualLength, checkNoOptions, checkNumber, checkOptions, ShapeError } from "../core/index";
import { checkMatrices, checkVectors } from "./checkGiven";

/** What {@link batchNormalization} computed, and what its way back needs. */
export interface Normalized {
  /** γ x̂ + β, [rows][units]. */
  output: number[][];
  /** x̂, mean 0 and variance 1 in each column, [rows][units]. */
  normalized: number[][];
  /** The mean of each column, [units]. */
  mean: number[];
  /** The variance of each column, divided by the rows, [units]. */
  variance: number[];
  /** What was added to the variance. */
  epsilon: number;
  gamma: readonly number[];
}

/** The slopes of the loss before a batch normalisation. */
export interface NormalizedGradient {
  /** ∂L/∂x, [rows][units]. */
  x: number[][];
  /** ∂L/∂γ, [units]. */
  gamma: number[];
  /** ∂L/∂β, [units]. */
  beta: number[];
}

/**
 * Batch normalisation while training: x̂ = (x − mean) / √(variance + ε), y = γ x̂ + β, mean and variance of each column.
 *
 * Source: S. Ioffe, C. Szegedy, ICML 2015, algorithm 1.
 *
 * ```ts
 * batchNormalization([[1], [3]], { gamma: [1], beta: [0] }).output // [[-1], [1]], nearly
 * ```
 *
 * @param x [rows][units]
 */
export function batchNormalization(
  x: number[][],
  options: { gamma: readonly number[]; beta: readonly number[]; epsilon?: number },
  ...none: []
): Normalized {
  checkNoOptions("batchNormalization", none);
  const { gamma, beta, epsilon } = checkOptions("batchNormalization", options, {
    gamma: [] as readonly number[],
    beta: [] as readonly number[],
    epsilon: 1e-3,
  });
  checkVectors("batchNormalization", { gamma, beta });
  checkMatrices("batchNormalization", { x });
  checkNumber("batchNormalization", "epsilon", epsilon, "(0, ∞)");
  if (x[0].length !== gamma.length)
    throw new ShapeError({
      where: "batchNormalization",
      required: `x must be [rows, ${gamma.length}]`,
      got: [x.length, x[0].length],
    });
  const mean = gamma.map((_, unit) => average(x.map((row) => row[unit])));
  const variance = gamma.map((_, unit) => average(x.map((row) => (row[unit] - mean[unit]) ** 2)));
  const normalized = x.map((row) =>
    row.map((value, unit) => (value - mean[unit]) / Math.sqrt(variance[unit] + epsilon)),
  );
  const output = normalized.map((row) => row.map((value, unit) => gamma[unit] * value + beta[unit]));
  return { output, normalized, mean, variance, epsilon, gamma };
}

/**
 * The way back: ∂L/∂β = Σ δ, ∂L/∂γ = Σ δ x̂,
 * ∂L/∂x = γ / √(variance + ε) · (δ − mean(δ) − x̂ · mean(δ x̂)).
 *
 * ```ts
 * batchNormalizationGradient(batchNormalization(x, { gamma, beta }), delta).x
 * ```
 *
 * @param delta the slopes at the output, [rows][units]
 */
export function batchNormalizationGradient(
  forward: Normalized,
  delta: number[][],
  ...none: []
): NormalizedGradient {
  checkNoOptions("batchNormalizationGradient", none);
  checkMatrices("batchNormalizationGradient", { "the batch": forward?.normalized, delta });
  const { normalized, variance, epsilon, gamma } = forward;
  checkEqualLength("batchNormalizationGradient", { "the batch": normalized, delta });
  const meanDelta = gamma.map((_, unit) => average(delta.map((row) => row[unit])));
  const meanProduct = gamma.map((_, unit) =>
    average(delta.map((row, at) => row[unit] * normalized[at][unit])),
  );
  return {
    x: delta.map((row, at) =>
      row.map((slope, unit) => {
        const rest = slope - meanDelta[unit] - normalized[at][unit] * meanProduct[unit];
        return (gamma[unit] / Math.sqrt(variance[unit] + epsilon)) * rest;
      }),
    ),
    gamma: meanProduct.map((value) => value * delta.length),
    beta: meanDelta.map((value) => value * delta.length),
  };
}

function average(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
