/** A square matrix, row after row. */
export type Square = Float64Array;

/**
 * The lower triangle L of a symmetric positive definite matrix A = L Lᵀ, which replaces A's lower triangle.
 *
 * @returns whether A was positive definite
 */
export function cholesky(a: Square, size: number): boolean {
  for (let j = 0; j < size; j++) {
    const rowJ = j * size;
    let diagonal = a[rowJ + j];
    for (let k = 0; k < j; k++) diagonal -= a[rowJ + k] * a[rowJ + k];
    if (!(diagonal > 0)) return false;
    const root = Math.sqrt(diagonal);
    a[rowJ + j] = root;
    for (let i = j + 1; i < size; i++) {
      const rowI = i * size;
      let sum = a[rowI + j];
      for (let k = 0; k < j; k++) sum -= a[rowI + k] * a[rowJ + k];
      a[rowI + j] = sum / root;
    }
  }
  return true;
}

/** Solves L x = b in place. */
export function solveLower(l: Square, size: number, b: Float64Array): Float64Array {
  for (let i = 0; i < size; i++) {
    let sum = b[i];
    for (let k = 0; k < i; k++) sum -= l[i * size + k] * b[k];
    b[i] = sum / l[i * size + i];
  }
  return b;
}

/** Solves Lᵀ x = b in place. */
export function solveUpper(l: Square, size: number, b: Float64Array): Float64Array {
  for (let i = size - 1; i >= 0; i--) {
    b[i] /= l[i * size + i];
    for (let k = 0; k < i; k++) b[k] -= l[i * size + k] * b[i];
  }
  return b;
}

/** A⁻¹ from A's lower triangle L: both triangles of it. */
export function inverse(l: Square, size: number): Square {
  const lower = lowerInverse(l, size);
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < size; k++) sum += lower[i * size + k] * lower[j * size + k];
      result[i * size + j] = result[j * size + i] = sum;
    }
  return result;
}

/** The transpose of L⁻¹, so that its columns lie in a row. */
export function lowerInverse(l: Square, size: number): Square {
  const result = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    const column = j * size;
    result[column + j] = 1 / l[j * size + j];
    for (let i = j + 1; i < size; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= l[i * size + k] * result[column + k];
      result[column + i] = sum / l[i * size + i];
    }
  }
  return result;
}
