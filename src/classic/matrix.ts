import * as tf from "@tensorflow/tfjs";
import { checkFinite, checkNotEmpty, ShapeError } from "../core/index";
import { Table } from "../data/index";

/** Rows of numbers: arrays of arrays, a tensor [rows, features], or the features of a data set. */
export type Features = ArrayLike<ArrayLike<number>> | tf.Tensor | Table;

/** Rows of numbers, one after the other in one array. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** float64 [rows × columns], row after row. */
  readonly values: Float64Array;
}

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
  const matrix = await read(where, x);
  const values = missing ? matrix.values.map((value) => (Number.isNaN(value) ? 0 : value)) : matrix.values;
  checkFinite(where, "x", values, { columns: matrix.columns });
  return matrix;
}

async function read(where: string, x: Features): Promise<Matrix> {
  if (x instanceof Table) {
    return { rows: x.length, columns: x.shape[1], values: Float64Array.from(x.features) };
  }
  if (x instanceof tf.Tensor) {
    if (x.rank !== 2) throw notRows(where, x.shape);
    const values = Float64Array.from(await x.data());
    return { rows: x.shape[0], columns: x.shape[1]!, values };
  }
  return flatten(where, x);
}

function flatten(where: string, x: ArrayLike<ArrayLike<number>>): Matrix {
  if (!isArrayLike(x)) throw notRows(where, typeof x);
  checkNotEmpty(where, "x", x);
  const columns = x[0]?.length;
  if (!columns) throw notRows(where, [x.length]);
  const values = new Float64Array(x.length * columns);
  for (let row = 0; row < x.length; row++) {
    if (x[row]?.length !== columns) {
      const got = `${x[row]?.length} in row ${row} and ${columns} in row 0`;
      throw new ShapeError({ where, required: "the rows of x must have equal length", got });
    }
    values.set(x[row], row * columns);
  }
  return { rows: x.length, columns, values };
}

function notRows(where: string, got: unknown): ShapeError {
  const remedy = "for one feature, write x: [[1], [2]]";
  return new ShapeError({ where, required: "x must be rows of numbers, [rows, features]", got, remedy });
}

/** Whether it has a length and numbered items. @internal */
export function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  return (
    typeof value === "object" && value !== null && typeof (value as { length?: unknown }).length === "number"
  );
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
