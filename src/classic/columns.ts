import type { Matrix } from "./matrix";

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
