import { checkInteger, checkNumber, checkOptions } from "../../core/index";
import { dot, sumOf } from "../../math/index";
import {
  columnMeans,
  mapColumns,
  matrixOf,
  matrixOfRows,
  rowOf,
  rowsOf,
  type Features,
  type Matrix,
} from "../matrix";
import { Transformer } from "../estimator";
import { thinSvd } from "../linear/thinSvd";

/** Options of {@link pca}. */
export interface PcaOptions {
  /**
   * How many components are kept: a number from 1, or in (0, 1) the share of the variance that they must explain.
   * Default: as many as rows or features, whichever are fewer.
   */
  nComponents?: number;
  /** Whether each component gets variance 1. Default false. */
  whiten?: boolean;
}

type Params = Required<Omit<PcaOptions, "nComponents">> & Pick<PcaOptions, "nComponents">;

interface Learnt {
  mean: Float64Array;
  components: Float64Array[];
  variances: Float64Array;
  ratios: Float64Array;
}

/** What {@link pca} makes. */
export class Pca extends Transformer<Params> {
  #learnt: Learnt | undefined;

  constructor(options?: PcaOptions) {
    super("pca", checked(options));
  }

  /** float64 [components][features]: the directions, each of length 1, its largest entry positive. */
  get components(): Float64Array[] {
    return this.learnt("components", this.#learnt).components;
  }

  /** float64 [components]: the variance along each, from the largest. */
  get explainedVariance(): Float64Array {
    return this.learnt("explainedVariance", this.#learnt).variances;
  }

  /** float64 [components]: the share of the whole variance along each. */
  get explainedVarianceRatio(): Float64Array {
    return this.learnt("explainedVarianceRatio", this.#learnt).ratios;
  }

  /** The rows as they were before `transform`, but for what lay outside the components. */
  async inverseTransform(x: Features): Promise<Float64Array[]> {
    const { mean, components } = this.learnt("inverseTransform", this.#learnt);
    const reduced = await matrixOf("pca.inverseTransform", x);
    const stretch = this.#stretches();
    return rowsOf(reduced).map((row) =>
      mean.map((start, feature) =>
        components.reduce((sum, direction, at) => sum + row[at] * stretch[at] * direction[feature], start),
      ),
    );
  }

  protected override learn(x: Matrix): void {
    const limit = Math.min(x.rows, x.columns);
    const { nComponents = limit } = this.params;
    if (nComponents >= 1) checkInteger("pca.fit", "nComponents", nComponents, `[1, ${limit}]`);
    const mean = columnMeans(x);
    const { singularValues, directions } = thinSvd(mapColumns(x, (value, column) => value - mean[column]));
    const variances = singularValues.map((value) => value ** 2 / Math.max(x.rows - 1, 1));
    const total = sumOf(variances);
    const ratios = variances.map((variance) => variance / (total || 1));
    const count = nComponents >= 1 ? nComponents : countFor(nComponents, ratios);
    this.#learnt = {
      mean,
      components: directions.slice(0, count).map(withFixedSign),
      variances: variances.slice(0, count),
      ratios: ratios.slice(0, count),
    };
  }

  protected override apply(x: Matrix): Matrix {
    const { mean, components } = this.#learnt!;
    const stretch = this.#stretches();
    const rows = Array.from({ length: x.rows }, (_, at) => {
      const centred = rowOf(x, at).map((value, column) => value - mean[column]);
      return components.map((direction, component) => dot(direction, centred) / stretch[component]);
    });
    return matrixOfRows(rows, components.length);
  }

  #stretches(): Float64Array {
    return this.explainedVariance.map((variance) => (this.params.whiten ? Math.sqrt(variance) || 1 : 1));
  }
}

function checked(options: PcaOptions | undefined): Params {
  const nComponents = undefined as number | undefined;
  const params = checkOptions("pca", options, { nComponents, whiten: false });
  if (params.nComponents !== undefined) checkNumber("pca", "nComponents", params.nComponents, "(0, ∞)");
  return params;
}

function countFor(share: number, ratios: Float64Array): number {
  let sum = 0;
  const at = ratios.findIndex((ratio) => (sum += ratio) > share);
  return at < 0 ? ratios.length : at + 1;
}

// A direction is as good as its opposite; scikit-learn's rule picks one.
function withFixedSign(direction: Float64Array): Float64Array {
  const largest = direction.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  return direction.map((value) => Math.sign(largest) * value);
}

/**
 * Principal components: the directions in which rows vary most, and each row's place along them.
 *
 * The components are the right singular vectors of the centred rows, by the singular value decomposition. As `PCA` of
 * scikit-learn. Scale features that are measured in different units first.
 *
 * ```ts
 * const plane = await pca({ nComponents: 2 }).fitTransform(digits()); // [1797][2]
 * ```
 */
export function pca(options?: PcaOptions): Pca {
  return new Pca(options);
}
