import { dot, meanOf } from "../../math/index";
import { columnMeans, mapColumns, rowOf, type Matrix } from "../matrix";
import { Regressor } from "../estimator";

/** What all linear regressors take. */
export interface LinearModelOptions {
  /** Whether there is a constant besides the weights; it is never penalised. Default true. */
  fitIntercept?: boolean;
}

/** A regressor whose prediction is x · coefficients + intercept. */
export abstract class LinearModel<P extends Required<LinearModelOptions>> extends Regressor<P> {
  #coefficients: Float64Array | undefined;
  #intercept: number | undefined;

  /** float64 [features]: the weight of each feature. */
  get coefficients(): Float64Array {
    return this.learnt("coefficients", this.#coefficients);
  }

  /** What is predicted where all features are 0. */
  get intercept(): number {
    return this.learnt("intercept", this.#intercept);
  }

  protected override learn(x: Matrix, y: Float64Array): void {
    const centred = centre(x, y, this.params.fitIntercept);
    const coefficients = this.solve(centred.x, centred.y);
    this.#coefficients = coefficients;
    this.#intercept = centred.interceptOf(coefficients);
  }

  protected override apply(x: Matrix): Float64Array {
    return Float64Array.from({ length: x.rows }, (_, row) =>
      dot(rowOf(x, row), this.#coefficients!, this.#intercept),
    );
  }

  /** The weights for data that need no intercept. */
  protected abstract solve(x: Matrix, y: Float64Array): Float64Array;
}

/** Data less their means, whose weights are those of the data with an intercept. @internal */
export function centre(x: Matrix, y: Float64Array, fitIntercept: boolean) {
  if (!fitIntercept) return { x, y, interceptOf: () => 0 };
  const means = columnMeans(x);
  const mean = meanOf(y);
  return {
    x: mapColumns(x, (value, column) => value - means[column]),
    y: y.map((value) => value - mean),
    interceptOf: (coefficients: Float64Array) => mean - dot(means, coefficients),
  };
}

/** Xᵀ y. @internal */
export function transposedTimes(x: Matrix, y: ArrayLike<number>): Float64Array {
  const product = new Float64Array(x.columns);
  for (let row = 0; row < x.rows; row++) {
    const from = row * x.columns;
    for (let column = 0; column < x.columns; column++) product[column] += x.values[from + column] * y[row];
  }
  return product;
}

const said = new Set<string>();

/** Prints that a fit stopped before its tolerance, once in a process for each estimator. @internal */
export function sayNotConverged(name: string, maxIter: number): void {
  if (said.has(name)) return;
  said.add(name);
  console.warn(
    `${name}.fit: stopped after maxIter ${maxIter} before it converged; scale the features, or raise maxIter or tol`,
  );
}
