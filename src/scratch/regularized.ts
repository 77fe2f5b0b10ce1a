import { checkInteger, checkNoOptions, checkNumber, checkOptions } from "../core/index";
import { checkScalars } from "./checkGiven";
import { checkRows } from "./checkRows";
import { product } from "./dot";
import { solve } from "./solve";

/** A linear model: x · weights + bias. */
export interface LinearWeights {
  weights: number[];
  bias: number;
}

/**
 * A number drawn towards 0 by a bound, and kept there: sign(z) · max(0, |z| − bound).
 *
 * It is the w that makes ½ (w − z)² + bound · |w| least.
 *
 * ```ts
 * softThreshold(3, 1) // 2
 * softThreshold(-0.5, 1) // 0
 * ```
 */
export function softThreshold(z: number, bound: number, ...none: []): number {
  checkNoOptions("softThreshold", none);
  checkScalars("softThreshold", { z, bound });
  return drawn(z, bound);
}

function drawn(z: number, bound: number): number {
  return Math.sign(z) * Math.max(0, Math.abs(z) - bound);
}

/**
 * Linear regression with an L2 penalty: least Σ (y − x · w − b)² + alpha · Σ w², in closed form,
 * w = (XᵀX + alpha · I)⁻¹ Xᵀy for centred X and y. With alpha 0: least squares.
 *
 * Source: A. Hoerl, R. Kennard, "Ridge regression", Technometrics 12 (1970), eq. 2.1.
 *
 * ```ts
 * ridge([[1], [2], [3]], [2, 4, 6], { alpha: 2 }).weights // [1]
 * ```
 *
 * @param x [rows][features]
 * @param y [rows]
 */
export function ridge(x: number[][], y: number[], options?: { alpha?: number }): LinearWeights {
  const { alpha } = checkOptions("ridge", options, { alpha: 1 });
  checkNumber("ridge", "alpha", alpha, "[0, ∞)");
  const { columns, centred, back } = prepared("ridge", x, y);
  const matrix = columns.map((a, i) => columns.map((b, j) => product(a, b) + (i === j ? alpha : 0)));
  const right = columns.map((column) => product(column, centred));
  return back(solve(matrix, right));
}

/** Options of {@link elasticNet}. */
export interface ElasticNetOptions {
  /** Strength of both penalties together. Default 1. */
  alpha?: number;
  /** Share of the L1 penalty, in [0, 1]: 1 is the lasso. Default 0.5. */
  l1Ratio?: number;
  /** Rounds over all weights. Default 1000. */
  rounds?: number;
}

/**
 * Linear regression with both penalties:
 * least 1/(2n) · Σ (y − x · w − b)² + alpha · (l1Ratio · Σ |w| + (1 − l1Ratio)/2 · Σ w²), one weight at a time.
 *
 * Source: J. Friedman, T. Hastie, R. Tibshirani, Journal of Statistical Software 33 (2010), eq. 5.
 *
 * ```ts
 * elasticNet(x, y, { alpha: 0.1, l1Ratio: 0.5 }).weights
 * ```
 *
 * @param x [rows][features]
 * @param y [rows]
 */
export function elasticNet(x: number[][], y: number[], options?: ElasticNetOptions): LinearWeights {
  return penalized(
    "elasticNet",
    x,
    y,
    checkOptions("elasticNet", options, { ...lassoDefaults, l1Ratio: 0.5 }),
  );
}

const lassoDefaults = { alpha: 1, rounds: 1000 };

function penalized(
  where: string,
  x: number[][],
  y: number[],
  given: Required<ElasticNetOptions>,
): LinearWeights {
  const { alpha, l1Ratio, rounds } = given;
  checkNumber(where, "alpha", alpha, "[0, ∞)");
  checkNumber(where, "l1Ratio", l1Ratio, "[0, 1]");
  checkInteger(where, "rounds", rounds, "[1, ∞)");
  const { columns, centred, back } = prepared(where, x, y);
  const n = y.length;
  const weights = columns.map(() => 0);
  const residual = [...centred];
  for (let round = 0; round < rounds; round++)
    columns.forEach((column, j) => {
      const pull = product(column, residual) / n + (product(column, column) / n) * weights[j];
      const next = drawn(pull, alpha * l1Ratio) / (product(column, column) / n + alpha * (1 - l1Ratio));
      const moved = (next || 0) - weights[j];
      if (moved) column.forEach((value, row) => (residual[row] -= moved * value));
      weights[j] += moved;
    });
  return back(weights);
}

/**
 * Linear regression with an L1 penalty, which makes weights exactly 0: {@link elasticNet} with `l1Ratio` 1.
 *
 * ```ts
 * lasso(x, y, { alpha: 0.1 }).weights // [1.9, 0, 0]
 * ```
 */
export function lasso(
  x: number[][],
  y: number[],
  options?: Omit<ElasticNetOptions, "l1Ratio">,
): LinearWeights {
  return penalized("lasso", x, y, { ...checkOptions("lasso", options, lassoDefaults), l1Ratio: 1 });
}

/** Columns and targets less their means, and the way back to weights with a bias. */
function prepared(where: string, x: number[][], y: number[]) {
  checkRows(where, x, y);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const raw = x[0].map((_, feature) => x.map((row) => row[feature]));
  const means = raw.map(mean);
  const offset = mean(y);
  return {
    columns: raw.map((column, feature) => column.map((value) => value - means[feature])),
    centred: y.map((value) => value - offset),
    back: (weights: number[]): LinearWeights => ({ weights, bias: offset - product(weights, means) }),
  };
}
