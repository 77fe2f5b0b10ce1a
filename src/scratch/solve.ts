import { checkEqualLength, checkNoOptions, checkNumbers, DataError } from "../core/index";
import { checkSquare } from "./checkGiven";

/**
 * The x of A · x = b, by Gaussian elimination with the largest pivot of each column.
 *
 * ```ts
 * solve([[2, 1], [1, 3]], [3, 5]) // [0.8, 1.4]
 * ```
 *
 * @param matrix A, [n][n]
 * @param right b, [n]
 * @throws DataError when A cannot be inverted
 */
export function solve(matrix: number[][], right: number[], ...none: []): number[] {
  checkNoOptions("solve", none);
  checkSquare("solve", matrix);
  checkNumbers("solve", "right", right);
  checkEqualLength("solve", { matrix, right });
  const rows = matrix.map((row, at) => [...row, right[at]]);
  for (let column = 0; column < rows.length; column++) eliminate(rows, column);
  const x = new Array<number>(rows.length).fill(0);
  for (let at = rows.length - 1; at >= 0; at--) {
    const known = x.reduce((sum, value, j) => sum + value * rows[at][j], 0);
    x[at] = (rows[at].at(-1)! - known) / rows[at][at];
  }
  return x;
}

function eliminate(rows: number[][], column: number): void {
  let best = column;
  for (let at = column; at < rows.length; at++)
    if (Math.abs(rows[at][column]) > Math.abs(rows[best][column])) best = at;
  [rows[column], rows[best]] = [rows[best], rows[column]];
  const pivot = rows[column][column];
  if (Math.abs(pivot) < 1e-300)
    throw new DataError({
      where: "solve",
      required: "the matrix must have an inverse",
      got: `no pivot in column ${column}`,
      remedy: "two of its columns say the same; drop one, or add a ridge",
    });
  for (let at = column + 1; at < rows.length; at++) {
    const factor = rows[at][column] / pivot;
    rows[at] = rows[at].map((value, j) => value - factor * rows[column][j]);
  }
}
