import { checkNotEmpty, ShapeError, shown } from "../../core/index";
import { isTensor, readTensor, type TensorLike } from "./column";

/** Numbers in rows and columns: nested arrays, a tensor, a data set, or values row after row with their shape. */
export type Rows =
  | ArrayLike<ArrayLike<number>>
  | TensorLike
  | { features: ArrayLike<number>; shape: readonly number[] }
  | { values: ArrayLike<number>; shape: readonly number[] };

/** A matrix, row after row. */
export interface Matrix {
  values: ArrayLike<number>;
  rows: number;
  columns: number;
}

/**
 * A matrix, whatever it came as.
 *
 * @throws ShapeError `scatter: x must be rows of equal length, got 2 and 3 values in rows 0 and 5`
 */
export function matrix(where: string, name: string, given: Rows): Matrix {
  if (isTensor(given)) return shaped(where, name, readTensor(where, name, given), given.shape);
  if (given && typeof given === "object") {
    if ("features" in given) return shaped(where, name, given.features, given.shape);
    if ("shape" in given) return shaped(where, name, given.values, given.shape);
  }
  checkNotEmpty(where, name, given);
  return flatten(where, name, given);
}

function shaped(where: string, name: string, values: ArrayLike<number>, shape: readonly number[]): Matrix {
  if (shape?.length !== 2)
    throw new ShapeError({ where, required: `${name} must be [rows, columns]`, got: shape });
  checkNotEmpty(where, name, values);
  const [rows, columns] = shape;
  if (values.length !== rows * columns) {
    const required = `${name} must have ${rows * columns} values for its shape [${rows}, ${columns}]`;
    throw new ShapeError({ where, required, got: values.length });
  }
  return { values, rows, columns };
}

function flatten(where: string, name: string, rows: ArrayLike<ArrayLike<number>>): Matrix {
  const isRow = (row: unknown) => typeof row === "object" && row !== null && "length" in row;
  for (let row = 0; row < rows.length; row++) if (!isRow(rows[row])) throw notRows(where, name, rows, row);
  const columns = rows[0].length;
  const values = new Float64Array(rows.length * columns);
  for (let row = 0; row < rows.length; row++) {
    if (rows[row].length !== columns) {
      const got = `${columns} and ${rows[row].length} values in rows 0 and ${row}`;
      throw new ShapeError({ where, required: `${name} must be rows of equal length`, got });
    }
    checkNumbers(where, name, rows[row], row);
    for (let at = 0; at < columns; at++) values[row * columns + at] = Number(rows[row][at] ?? NaN);
  }
  return { values, rows: rows.length, columns };
}

/** Numbers, and the gaps that JSON has for NaN. */
function checkNumbers(where: string, name: string, values: ArrayLike<unknown>, row: number): void {
  if (!Array.isArray(values)) return;
  const other = values.find((value) => typeof value !== "number" && value !== null && value !== undefined);
  if (other === undefined) return;
  throw new ShapeError({ where, required: `${name} must be numbers`, got: `${shown(other)} in row ${row}` });
}

/** Whether something has rows and columns, rather than being numbers in one row. */
export function isMatrix(given: unknown): given is Rows {
  if (typeof given !== "object" || given === null) return false;
  const { shape } = given as { shape?: readonly number[] };
  if (isTensor(given)) return shape!.length === 2 && shape![1] > 1;
  return shape !== undefined || typeof (given as ArrayLike<unknown>)[0] === "object";
}

/** One column of a matrix. */
export function columnOf({ values, rows, columns }: Matrix, index: number): Float64Array {
  const column = new Float64Array(rows);
  for (let row = 0; row < rows; row++) column[row] = values[row * columns + index];
  return column;
}

function notRows(where: string, name: string, rows: ArrayLike<unknown>, row: number): ShapeError {
  const got = row === 0 && rows[0] !== null ? `[${rows.length}]` : `${shown(rows[row])} in row ${row}`;
  return new ShapeError({ where, required: `${name} must be [rows, columns]`, got });
}
