import { checkOptions } from "../../core/index";
import { dot } from "../../math/index";
import type { Matrix } from "../matrix";
import { LinearModel, transposedTimes, type LinearModelOptions } from "./linearModel";
import { thinSvd } from "./thinSvd";

/** Options of {@link linearRegression}. */
export type LinearRegressionOptions = LinearModelOptions;

/** What {@link linearRegression} makes. */
export class LinearRegression extends LinearModel<Required<LinearRegressionOptions>> {
  constructor(options?: LinearRegressionOptions) {
    super("linearRegression", checkOptions("linearRegression", options, { fitIntercept: true as boolean }));
  }

  protected override solve(x: Matrix, y: Float64Array): Float64Array {
    return leastSquares(x, y);
  }
}

/** The shortest of the weights with the least squared error: V diag(s)⁻² Vᵀ Xᵀ y. @internal */
export function leastSquares(x: Matrix, y: Float64Array): Float64Array {
  const { singularValues, directions } = thinSvd(x);
  const least = Math.max(x.rows, x.columns) * Number.EPSILON * singularValues[0];
  const solve = (target: Float64Array) => {
    const weights = new Float64Array(x.columns);
    const product = transposedTimes(x, target);
    singularValues.forEach((value, at) => {
      if (value <= least) return;
      const share = dot(directions[at], product) / value ** 2;
      directions[at].forEach((entry, column) => (weights[column] += share * entry));
    });
    return weights;
  };
  const first = solve(y);
  // What rounding lost in the squares comes back from the residual (Golub, Wilkinson 1966).
  const residual = y.map((value, row) =>
    dot(x.values.subarray(row * x.columns, (row + 1) * x.columns), first, -value),
  );
  const correction = solve(residual);
  return first.map((weight, column) => weight - correction[column]);
}

/**
 * Ordinary least squares: the weights with the least Σ(y − x · w − b)².
 *
 * By the singular value decomposition; where features depend on one another, the shortest of the solutions. As
 * `LinearRegression` of scikit-learn.
 *
 * ```ts
 * const model = await linearRegression().fit([[1], [2], [3]], [3, 5, 7]);
 * model.coefficients; // [2]
 * model.intercept; // 1
 * ```
 */
export function linearRegression(options?: LinearRegressionOptions): LinearRegression {
  return new LinearRegression(options);
}
