import type { Matrix } from "../matrix";

/** XᵀX, row after row. @internal */
export function gram({ rows, columns, values }: Matrix): Float64Array[] {
  const product = Array.from({ length: columns }, () => new Float64Array(columns));
  for (let row = 0; row < rows; row++) {
    const from = row * columns;
    for (let i = 0; i < columns; i++) {
      const factor = values[from + i];
      if (factor === 0) continue;
      const line = product[i];
      for (let j = 0; j <= i; j++) line[j] += factor * values[from + j];
    }
  }
  for (let i = 0; i < columns; i++) for (let j = 0; j < i; j++) product[j][i] = product[i][j];
  return product;
}
