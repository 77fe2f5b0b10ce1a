import { gram } from "../../src/classic/linear/gram";
import { thinSvd } from "../../src/classic/linear/thinSvd";
import { upperTriangle } from "../../src/classic/linear/triangular";

const matrices: number[][][] = [
  [[3, 1], [0, 2], [0, 5]],
  [[-3, 1], [0, -2], [0, 0]],
  [[0.5, 0.25], [0, 0.5], [0, 0]],
  [[0, 1, 2], [0, 3, 1], [0, 0, 4], [0, 1, 1]],
  [[1, 1, 0], [1, 1, 3], [1, 1, -1], [1, 1, 2]],
  [[2, -1, 7], [1, 4, 0], [-3, 2, 5], [6, 1, 1], [0, 2, -2]],
]; // prettier-ignore
const flat = (rows: number[][]) => ({
  rows: rows.length,
  columns: rows[0].length,
  values: Float64Array.from(rows.flat()),
});
const products = (rows: ArrayLike<number>[]) =>
  Array.from(rows[0], (_, i) =>
    Array.from(rows[0], (_, j) => rows.reduce((sum, row) => sum + row[i] * row[j], 0)),
  );
const near = (actual: ArrayLike<number>[], expected: ArrayLike<number>[]) =>
  expected.forEach((row, i) =>
    Array.from(row).forEach((value, j) => expect(actual[i][j]).toBeCloseTo(value, 12)),
  );

test.each(matrices.map((rows) => [rows]))(
  "%j has a triangle of the same products, nothing below its diagonal",
  (rows) => {
    const columns = rows[0].map((_, column) => Float64Array.from(rows, (row) => row[column]));
    const triangle = upperTriangle(columns);
    expect(triangle).toHaveLength(columns.length);
    triangle.forEach((row, i) => expect([...row.subarray(0, i)]).toEqual(Array.from({ length: i }, () => 0)));
    near(products(triangle), products(rows));
    near(gram(flat(rows)), products(rows));
  },
);

test.each(matrices.flatMap((rows) => [[rows], [rows[0].map((_, at) => rows.map((row) => row[at]))]]))(
  "%j is put together again by its singular values and directions",
  (rows) => {
    const { singularValues, directions } = thinSvd(flat(rows));
    const count = Math.min(rows.length, rows[0].length);
    expect([singularValues.length, directions.length]).toEqual([count, count]);
    expect([...singularValues]).toEqual([...singularValues].sort((a, b) => b - a));
    // XᵀX = V diag(s)² Vᵀ, with directions of length 1.
    near(products(directions.map((direction, at) => direction.map((value) => singularValues[at] * value))), products(rows)); // prettier-ignore
    for (const [at, direction] of directions.entries())
      if (singularValues[at] > 1e-9)
        expect(direction.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 12);
  },
);
