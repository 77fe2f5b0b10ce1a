import { checkInteger, checkNumber } from "../../core/index";
import type { Matrix } from "../matrix";
import { sayNotConverged, LinearModel, type LinearModelOptions } from "./linearModel";
import { coordinateDescent, descentColumns } from "./coordinateDescent";

/** What linear regressors take that work by coordinate descent. */
export interface DescentOptions extends LinearModelOptions {
  /** Strength of the penalty, from 0. Default 1. */
  alpha?: number;
  /** Passes over all weights at most. Default 1000. */
  maxIter?: number;
  /** Stops when the objective is within this share of Σ(y − ȳ)² of its least. Default 1e-4. */
  tol?: number;
}

/** The defaults of {@link DescentOptions}. @internal */
export const descentDefaults: Required<DescentOptions> = {
  alpha: 1,
  fitIntercept: true,
  maxIter: 1000,
  tol: 1e-4,
};

/** A linear regressor whose weights are found one after the other. */
export abstract class DescentModel<P extends Required<DescentOptions>> extends LinearModel<P> {
  #iterations: number | undefined;
  #converged: boolean | undefined;

  /** Passes over all weights that `fit` took. */
  get iterations(): number {
    return this.learnt("iterations", this.#iterations);
  }

  /** Whether `fit` came within its tolerance. */
  get converged(): boolean {
    return this.learnt("converged", this.#converged);
  }

  /** The share of the L1 penalty, in [0, 1]. */
  protected abstract get mix(): number;

  protected override solve(x: Matrix, y: Float64Array): Float64Array {
    const { alpha, maxIter, tol } = this.params;
    const descended = coordinateDescent(descentColumns(x), y, {
      l1: alpha * this.mix * x.rows,
      l2: alpha * (1 - this.mix) * x.rows,
      tol,
      maxIter,
      start: new Float64Array(x.columns),
    });
    this.#iterations = descended.iterations;
    this.#converged = descended.converged;
    if (!descended.converged) sayNotConverged(this.name, maxIter);
    return descended.weights;
  }
}

/** The parameters, after a check of their ranges. @internal */
export function checkDescent<P extends Required<DescentOptions>>(where: string, params: P): P {
  checkNumber(where, "alpha", params.alpha, "[0, ∞)");
  checkInteger(where, "maxIter", params.maxIter, "[1, ∞)");
  checkNumber(where, "tol", params.tol, "(0, ∞)");
  return params;
}
