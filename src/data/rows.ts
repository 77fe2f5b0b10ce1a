import * as tf from "@tensorflow/tfjs";
import { checkKeys, checkNotEmpty, DataError, ShapeError, shown } from "../core/index";
import { Table } from "./table";

/** A typed array, or an array, with its shape. */
export interface Shaped {
  values: ArrayLike<number>;
  shape: readonly number[];
}

/**
 * Rows of numbers in any form: arrays of arrays, arrays of typed arrays, `{values, shape}`, a tensor [rows, columns], or the
 * features of a data set.
 */
export type Rows = ArrayLike<ArrayLike<number>> | Shaped | tf.Tensor | Table;

/** A number for each row in any form: an array, a typed array, a tensor, `{values, shape}`, [rows] or [rows, 1]. */
export type Column = ArrayLike<number> | ArrayLike<ArrayLike<number>> | Shaped | tf.Tensor;

/** Rows of numbers, one after the other in one array. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** float64 [rows × columns], row after row. */
  readonly values: Float64Array;
}

/**
 * Rows in any form as a matrix of 64-bit numbers.
 *
 * @throws ShapeError `fromArrays: x must be rows of numbers, [rows, features], got [2]; for one feature, write x: [[1], [2]]`
 * @internal
 */
export function readRows(where: string, x: Rows): Matrix {
  if (x instanceof Table) return shaped(where, x.features, x.shape);
  if (x instanceof tf.Tensor) return shaped(where, readTensor(where, "x", x), x.shape);
  if (isShaped(x)) {
    checkShaped(where, "x", x);
    return shaped(where, x.values, x.shape);
  }
  return flatten(where, x);
}

/**
 * A number for each row, in any form.
 *
 * @throws ShapeError `fit: y must be an array of numbers, [rows], got [2, 3]`
 * @internal
 */
export function readColumn(
  where: string,
  name: string,
  given: Column | undefined,
  remedy?: string,
): Float64Array {
  if (isShaped(given)) checkShaped(where, name, given);
  const { values, shape } = columnParts(where, name, given);
  if (shape && (shape.length === 1 || (shape.length === 2 && shape[1] === 1)) && values.length === shape[0])
    return readNumbers(values, { where, name });
  const got = shape ? `[${shape.join(", ")}]` : typeof given;
  throw new ShapeError({ where, required: `${name} must be an array of numbers, [rows]`, got, remedy });
}

function columnParts(
  where: string,
  name: string,
  given: Column | undefined,
): { values: ArrayLike<number>; shape?: readonly number[] } {
  if (given instanceof tf.Tensor) return { values: readTensor(where, name, given), shape: given.shape };
  if (isShaped(given)) return given;
  if (!isArrayLike(given)) return { values: [] };
  if (!isArrayLike(given[0])) return { values: given as ArrayLike<number>, shape: [given.length] };
  const rows = Array.from(given as ArrayLike<ArrayLike<number>>);
  const width = rows.find((row) => row?.length !== 1)?.length ?? 1;
  return { values: rows.map((row) => row?.[0]), shape: [rows.length, width] };
}

function readTensor(where: string, name: string, tensor: tf.Tensor): ArrayLike<number> {
  if (!tensor.isDisposed) return tensor.dataSync();
  throw new DataError({ where, required: `${name} must not be disposed`, remedy: "use tf.keep in a tidy" });
}

function shaped(where: string, values: ArrayLike<number>, shape: readonly number[]): Matrix {
  if (shape.length !== 2) throw notRows(where, shape);
  const [rows, columns] = shape;
  checkNotEmpty(where, "x", { length: rows });
  if (columns === 0) throw notRows(where, shape);
  if (values.length === rows * columns)
    return { rows, columns, values: readNumbers(values, { where, name: "x", columns }) };
  const required = `x of shape [${rows}, ${columns}] needs ${rows * columns} values`;
  throw new ShapeError({ where, required, got: values.length });
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
    values.set(readNumbers(x[row], { where, name: "x", row }), row * columns);
  }
  return { rows: x.length, columns, values };
}

function checkShaped(where: string, name: string, given: Shaped): void {
  checkKeys(where, given, { of: name, known: ["values", "shape"] });
}

/**
 * Values as 64-bit numbers: 64-bit whole numbers as far as those hold them, true and false as 1 and 0.
 *
 * @param told what they are called, and the columns that they have or the row that they are, for the message
 */
function readNumbers(
  values: ArrayLike<unknown>,
  told: { where: string; name: string; columns?: number; row?: number },
): Float64Array {
  if (ArrayBuffer.isView(values) && typeof (values as ArrayLike<unknown>)[0] === "number")
    return Float64Array.from(values as ArrayLike<number>);
  return Float64Array.from({ length: values.length }, (_, at) => readNumber(values[at], at, told));
}

function readNumber(
  value: unknown,
  at: number,
  { where, name, columns, row }: { where: string; name: string; columns?: number; row?: number },
): number {
  if (typeof value === "number" || typeof value === "boolean" || value === undefined) return Number(value);
  const number = typeof value === "bigint" ? Number(value) : NaN;
  if (Number.isSafeInteger(number)) return number;
  const inRow = row === undefined ? [at] : [row, at];
  const place = columns === undefined ? inRow : [Math.floor(at / columns), at % columns];
  const remedy = typeof value === "bigint" ? "64-bit floats do not hold it" : "a missing value is NaN";
  const got = `${shown(value)} at [${place.join(", ")}]`;
  throw new DataError({ where, required: `${name} must be numbers`, got, remedy });
}

function notRows(where: string, got: unknown): ShapeError {
  const remedy = "for one feature, write x: [[1], [2]]";
  return new ShapeError({ where, required: "x must be rows of numbers, [rows, features]", got, remedy });
}

function isShaped(given: unknown): given is Shaped {
  return typeof given === "object" && given !== null && "values" in given && "shape" in given;
}

function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  return (
    typeof value === "object" && value !== null && typeof (value as { length?: unknown }).length === "number"
  );
}
