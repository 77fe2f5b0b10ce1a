/**
 * The upper triangle R of X = QR for a matrix with more rows than columns, by Householder's reflections (Golub & Van Loan
 * 2013, algorithm 5.2.1); Q is not formed.
 *
 * @param columns of X; they are overwritten
 * @returns [columns][columns], row after row
 * @internal
 */
export function upperTriangle(columns: readonly Float64Array[]): Float64Array[] {
  const rows = columns[0].length;
  const triangle = columns.map(() => new Float64Array(columns.length));
  columns.forEach((pivot, step) => {
    let square = 0;
    for (let row = step; row < rows; row++) square += pivot[row] * pivot[row];
    // Away from the pivot, so that nothing cancels.
    const diagonal = pivot[step] > 0 ? -Math.sqrt(square) : Math.sqrt(square);
    triangle[step][step] = diagonal;
    pivot[step] -= diagonal;
    // Nothing is left of a column of zeros to be reflected.
    const scale = diagonal === 0 ? 0 : 1 / (diagonal * pivot[step]);
    for (let other = step + 1; other < columns.length; other++) {
      const column = columns[other];
      let along = 0;
      for (let row = step; row < rows; row++) along += pivot[row] * column[row];
      along *= scale;
      for (let row = step; row < rows; row++) column[row] += along * pivot[row];
      triangle[step][other] = column[step];
    }
  });
  return triangle;
}
