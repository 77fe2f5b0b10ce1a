import { checkOptions } from "../../core/index";
import { columnMeans, columnVariances, mapColumns, rowsOf, type Features, type Matrix } from "../matrix";
import { Transformer } from "../estimator";

/** Options of {@link standardScaler}. */
export interface StandardScalerOptions {
  /** Whether each feature's mean becomes 0. Default true. */
  withMean?: boolean;
  /** Whether each feature's standard deviation becomes 1. Default true. */
  withStd?: boolean;
}

/** What {@link standardScaler} makes. */
export class StandardScaler extends Transformer<Required<StandardScalerOptions>> {
  #mean: Float64Array | undefined;
  #scale: Float64Array | undefined;

  constructor(options?: StandardScalerOptions) {
    const defaults: Required<StandardScalerOptions> = { withMean: true, withStd: true };
    super("standardScaler", checkOptions("standardScaler", options, defaults));
  }

  /** float64 [features]: the means of the rows that `fit` saw. */
  get mean(): Float64Array {
    return this.learnt("mean", this.#mean);
  }

  /** float64 [features]: what each feature is divided by; 1 for one that never varied. */
  get scale(): Float64Array {
    return this.learnt("scale", this.#scale);
  }

  /** The rows as they were before `transform`. */
  async inverseTransform(x: Features): Promise<Float64Array[]> {
    const matrix = await this.knownFeatures("inverseTransform", x);
    const { withMean, withStd } = this.params;
    const [mean, scale] = [this.mean, this.scale];
    const undo = (value: number, at: number) => value * (withStd ? scale[at] : 1) + (withMean ? mean[at] : 0);
    return rowsOf(mapColumns(matrix, undo));
  }

  protected override learn(x: Matrix): void {
    const mean = columnMeans(x);
    this.#mean = mean;
    this.#scale = columnVariances(x, mean).map((variance, at) =>
      isConstant(variance, mean[at], x.rows) ? 1 : Math.sqrt(variance),
    );
  }

  protected override apply(x: Matrix): Matrix {
    const { withMean, withStd } = this.params;
    const [mean, scale] = [this.mean, this.scale];
    return mapColumns(x, (value, at) => (value - (withMean ? mean[at] : 0)) / (withStd ? scale[at] : 1));
  }
}

// scikit-learn's bound for a variance that is nothing but rounding.
function isConstant(variance: number, mean: number, rows: number): boolean {
  return variance <= rows * Number.EPSILON * variance + (rows * mean * Number.EPSILON) ** 2;
}

/**
 * Features with mean 0 and standard deviation 1: (x − mean) / standard deviation, both of the rows that `fit` saw.
 *
 * A feature that never varies becomes 0. As `StandardScaler` of scikit-learn.
 *
 * ```ts
 * const scaled = await standardScaler().fitTransform(train);
 * ```
 */
export function standardScaler(options?: StandardScalerOptions): StandardScaler {
  return new StandardScaler(options);
}
