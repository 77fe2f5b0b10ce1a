import { checkFinite } from "../core/index";
import { readRows, type Matrix, type Rows } from "../data/rows";

export type { Matrix };

/** Rows of numbers in any form: arrays of arrays, `{values, shape}`, a tensor [rows, features], the features of a data set. */
export type Features = Rows;

/** What a matrix may hold. */
interface MatrixChecks {
  /** NaN stands for a value that is missing, rather than being refused. */
  missing?: boolean;
}

/** Features as a {@link Matrix}, checked. @internal */
export async function matrixOf(
  where: string,
  x: Features,
  { missing = false }: MatrixChecks = {},
): Promise<Matrix> {
  const matrix = readRows(where, x);
  const values = missing ? matrix.values.map((value) => (Number.isNaN(value) ? 0 : value)) : matrix.values;
  checkFinite(where, "x", values, { columns: matrix.columns });
  return matrix;
}

/** One row, as a view. @internal */
export function rowOf({ values, columns }: Matrix, row: number): Float64Array {
  return values.subarray(row * columns, (row + 1) * columns);
}

/** The rows as arrays of their own, which is what estimators return. @internal */
export function rowsOf(matrix: Matrix): Float64Array[] {
  return Array.from({ length: matrix.rows }, (_, row) => rowOf(matrix, row).slice());
}

/** Rows as a matrix, unchecked. @internal */
export function matrixOfRows(rows: readonly ArrayLike<number>[], columns: number): Matrix {
  const values = new Float64Array(rows.length * columns);
  rows.forEach((row, at) => values.set(row, at * columns));
  return { rows: rows.length, columns, values };
}
