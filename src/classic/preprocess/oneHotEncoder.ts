import { checkOneOf, checkOptions, DataError } from "../../core/index";
import { Transformer } from "../estimator";
import { matrixOfRows, rowOf, type Matrix } from "../matrix";

/** Options of {@link oneHotEncoder}. */
export interface OneHotEncoderOptions {
  /** What becomes of a value that `fit` did not see: an error, or zeros in all of its columns. Default "error". */
  handleUnknown?: "error" | "ignore";
}

/** What {@link oneHotEncoder} makes. */
export class OneHotEncoder extends Transformer<Required<OneHotEncoderOptions>> {
  #categories: Float64Array[] | undefined;

  constructor(options?: OneHotEncoderOptions) {
    const defaults = { handleUnknown: "error" as "error" | "ignore" };
    const params = checkOptions("oneHotEncoder", options, defaults);
    checkOneOf("oneHotEncoder", "handleUnknown", params.handleUnknown, ["error", "ignore"]);
    super("oneHotEncoder", params);
  }

  /** [features][values]: the values that `fit` saw of each feature, in ascending order; each has a column. */
  get categories(): Float64Array[] {
    return this.learnt("categories", this.#categories);
  }

  protected override learn(x: Matrix): void {
    this.#categories = Array.from({ length: x.columns }, (_, column) => {
      const seen = new Set<number>();
      for (let row = 0; row < x.rows; row++) seen.add(rowOf(x, row)[column]);
      return Float64Array.from(seen).sort();
    });
  }

  protected override apply(x: Matrix): Matrix {
    const width = this.categories.reduce((sum, values) => sum + values.length, 0);
    const rows = Array.from({ length: x.rows }, (_, row) => this.#encode(rowOf(x, row), row));
    return matrixOfRows(rows, width);
  }

  #encode(values: Float64Array, row: number): number[] {
    return this.categories.flatMap((known, column) => {
      if (this.params.handleUnknown === "error" && !known.includes(values[column])) {
        throw new DataError({
          where: "oneHotEncoder.transform",
          required: `feature ${column} must have one of the values that fit saw`,
          got: `${values[column]} in row ${row}`,
          remedy: 'or use {handleUnknown: "ignore"}',
        });
      }
      return Array.from(known, (value) => (value === values[column] ? 1 : 0));
    });
  }
}

/**
 * Features that name categories as columns of 0 and 1, one for each value that `fit` saw.
 *
 * As `OneHotEncoder` of scikit-learn, dense.
 *
 * ```ts
 * await oneHotEncoder().fitTransform([[2], [5], [2]]); // [[1, 0], [0, 1], [1, 0]]
 * ```
 */
export function oneHotEncoder(options?: OneHotEncoderOptions): OneHotEncoder {
  return new OneHotEncoder(options);
}
