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

/** The place of the largest value, the first of equals. @internal */
export function argMax(values: ArrayLike<number>): number {
  let best = 0;
  for (let at = 1; at < values.length; at++) if (values[at] > values[best]) best = at;
  return best;
}

/** The mean of each column. @internal */
export function columnMeans({ rows, columns, values }: Matrix): Float64Array {
  const sums = new Float64Array(columns);
  for (let at = 0; at < values.length; at++) sums[at % columns] += values[at];
  return sums.map((sum) => sum / rows);
}

/** The population variance of each column. @internal */
export function columnVariances({ rows, columns, values }: Matrix, means: Float64Array): Float64Array {
  const squares = new Float64Array(columns);
  const rest = new Float64Array(columns);
  for (let at = 0; at < values.length; at++) {
    const column = at % columns;
    const off = values[at] - means[column];
    squares[column] += off * off;
    rest[column] += off;
  }
  // The second term takes out what rounding left in the mean (Chan, Golub, LeVeque 1983, eq. 1.7).
  return squares.map((square, column) => (square - rest[column] ** 2 / rows) / rows);
}

/** Each value as a function of itself and its column. @internal */
export function mapColumns(matrix: Matrix, change: (value: number, column: number) => number): Matrix {
  const { columns } = matrix;
  return { ...matrix, values: matrix.values.map((value, at) => change(value, at % columns)) };
}
