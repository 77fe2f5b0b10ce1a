import { checkFinite, checkOptions, OptionError, shown } from "../../core/index";
import { mapColumns, rowsOf, type Features, type Matrix } from "../matrix";
import { Transformer } from "../estimator";

/** Options of {@link minMaxScaler}. */
export interface MinMaxScalerOptions {
  /** Where the smallest and the largest value of each feature come to lie. Default [0, 1]. */
  featureRange?: readonly [low: number, high: number];
  /** Whether values outside what `fit` saw are cut to the range. Default false. */
  clip?: boolean;
}

/** What {@link minMaxScaler} makes. */
export class MinMaxScaler extends Transformer<Required<MinMaxScalerOptions>> {
  #low: Float64Array | undefined;
  #high: Float64Array | undefined;

  constructor(options?: MinMaxScalerOptions) {
    super("minMaxScaler", checked(options));
  }

  /** float64 [features]: the smallest value that `fit` saw of each. */
  get dataMin(): Float64Array {
    return this.learnt("dataMin", this.#low);
  }

  /** float64 [features]: the largest value that `fit` saw of each. */
  get dataMax(): Float64Array {
    return this.learnt("dataMax", this.#high);
  }

  /** The rows as they were before `transform`. */
  async inverseTransform(x: Features): Promise<Float64Array[]> {
    const matrix = await this.knownFeatures("inverseTransform", x);
    const { scale, shift } = this.#line();
    return rowsOf(mapColumns(matrix, (value, at) => (value - shift[at]) / scale[at]));
  }

  protected override learn(x: Matrix): void {
    const low = new Float64Array(x.columns).fill(Infinity);
    const high = new Float64Array(x.columns).fill(-Infinity);
    x.values.forEach((value, at) => {
      const column = at % x.columns;
      low[column] = Math.min(low[column], value);
      high[column] = Math.max(high[column], value);
    });
    [this.#low, this.#high] = [low, high];
  }

  protected override apply(x: Matrix): Matrix {
    const { featureRange, clip } = this.params;
    const [least, most] = clip ? featureRange : [-Infinity, Infinity];
    const { scale, shift } = this.#line();
    return mapColumns(x, (value, at) => Math.min(most, Math.max(least, value * scale[at] + shift[at])));
  }

  /** What each feature is multiplied by, and what is then added. */
  #line() {
    const [low, high] = this.params.featureRange;
    const scale = this.dataMax.map((largest, at) => (high - low) / (largest - this.dataMin[at] || 1));
    return { scale, shift: this.dataMin.map((smallest, at) => low - smallest * scale[at]) };
  }
}

function checked(options: MinMaxScalerOptions | undefined): Required<MinMaxScalerOptions> {
  const defaults = { featureRange: [0, 1] as readonly [number, number], clip: false };
  const params = checkOptions("minMaxScaler", options, defaults);
  const { featureRange: range } = params;
  if (Array.isArray(range)) {
    checkFinite("minMaxScaler", "featureRange", range);
    if (range.length === 2 && range[0] < range[1]) return params;
  }
  const required = "featureRange must be [low, high] with low < high";
  throw new OptionError({ where: "minMaxScaler", required, got: shown(range) });
}

/**
 * Features in [0, 1], or another range: low + (x − min) / (max − min) · (high − low), min and max those that `fit` saw.
 *
 * A feature that never varies becomes low. As `MinMaxScaler` of scikit-learn.
 *
 * ```ts
 * const scaler = await minMaxScaler({ featureRange: [-1, 1] }).fit(train);
 * ```
 */
export function minMaxScaler(options?: MinMaxScalerOptions): MinMaxScaler {
  return new MinMaxScaler(options);
}
