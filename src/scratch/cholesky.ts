import { checkNoOptions, DataError } from "../core/index";
import { checkSquare } from "./checkGiven";

/**
 * The lower triangle L with L · Lᵀ = A: the square root of a symmetric matrix, by which equations are solved and
 * determinants are read off.
 *
 * ```ts
 * cholesky([[4, 2], [2, 5]]) // [[2, 0], [1, 2]]
 * ```
 *
 * @param matrix A, [n][n], symmetric
 * @throws DataError when A is not positive definite
 */
export function cholesky(matrix: number[][], ...none: []): number[][] {
  checkNoOptions("cholesky", none);
  checkSquare("cholesky", matrix);
  const lower = matrix.map((row) => row.map(() => 0));
  for (let i = 0; i < matrix.length; i++)
    for (let j = 0; j <= i; j++) {
      let left = matrix[i][j];
      for (let k = 0; k < j; k++) left -= lower[i][k] * lower[j][k];
      if (j < i) lower[i][j] = left / lower[j][j];
      else lower[i][i] = Math.sqrt(positive(left, i));
    }
  return lower;
}

/** The x of L · x = b. */
export function solveLower(lower: number[][], right: number[]): number[] {
  const x: number[] = [];
  for (let i = 0; i < right.length; i++) {
    let left = right[i];
    for (let k = 0; k < i; k++) left -= lower[i][k] * x[k];
    x.push(left / lower[i][i]);
  }
  return x;
}

/** The x of Lᵀ · x = b. */
export function solveUpper(lower: number[][], right: number[]): number[] {
  const x = [...right];
  for (let i = right.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < right.length; k++) x[i] -= lower[k][i] * x[k];
    x[i] /= lower[i][i];
  }
  return x;
}

function positive(pivot: number, at: number): number {
  if (pivot > 0) return pivot;
  throw new DataError({
    where: "cholesky",
    required: "the matrix must be positive definite",
    got: `${pivot} as the square of pivot ${at}`,
    remedy: "two places may be the same; add noise to the diagonal",
  });
}
