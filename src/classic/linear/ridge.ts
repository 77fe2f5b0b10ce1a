import { CholeskyDecomposition, Matrix as Dense } from "ml-matrix";
import { checkNumber, checkOptions } from "../../core/index";
import type { Matrix } from "../matrix";
import { gram } from "./gram";
import { LinearModel, transposedTimes, type LinearModelOptions } from "./linearModel";
import { leastSquares } from "./linearRegression";

/** Options of {@link ridge}. */
export interface RidgeOptions extends LinearModelOptions {
  /** Strength of the penalty, from 0. Default 1. */
  alpha?: number;
}

/** What {@link ridge} makes. */
export class Ridge extends LinearModel<Required<RidgeOptions>> {
  constructor(options?: RidgeOptions) {
    const params = checkOptions<Required<RidgeOptions>>("ridge", options, { alpha: 1, fitIntercept: true });
    checkNumber("ridge", "alpha", params.alpha, "[0, ∞)");
    super("ridge", params);
  }

  protected override solve(x: Matrix, y: Float64Array): Float64Array {
    const { alpha } = this.params;
    if (alpha === 0) return leastSquares(x, y);
    const squares = gram(x);
    for (let at = 0; at < x.columns; at++) squares[at][at] += alpha;
    const factor = new CholeskyDecomposition(new Dense(squares));
    return Float64Array.from(factor.solve(Dense.columnVector(transposedTimes(x, y))).to1DArray());
  }
}

/**
 * Linear regression with an L2 penalty: the weights with the least Σ(y − x · w − b)² + alpha · Σw².
 *
 * Solved by Cholesky's decomposition of XᵀX + alpha·I. As `Ridge` of scikit-learn: the errors are summed, not averaged,
 * so the same alpha penalises less the more rows there are.
 *
 * ```ts
 * const model = await ridge({ alpha: 10 }).fit(train);
 * ```
 */
export function ridge(options?: RidgeOptions): Ridge {
  return new Ridge(options);
}
