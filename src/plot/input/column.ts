import { ShapeError } from "../../core/index";

/** Numbers one after the other: an array, a typed array or a tensor. */
export type Numbers = ArrayLike<number> | TensorLike;

/** As much of a tensor as a figure reads. */
export interface TensorLike {
  shape: number[];
  dataSync(): ArrayLike<number>;
}

/** Whether a value is a tensor. */
export function isTensor(value: unknown): value is TensorLike {
  return typeof (value as TensorLike | null)?.dataSync === "function";
}

/**
 * One column of numbers, whatever it came as. NaN stays, for the figure to show as a gap.
 *
 * @param where the figure's name, for the message
 * @throws ShapeError `lines: x must be numbers in one row, got [3, 2]`
 */
export function column(where: string, name: string, values: Numbers): ArrayLike<number> {
  if (isTensor(values)) {
    if (values.shape.filter((size) => size !== 1).length > 1) throw notOneRow(where, name, values.shape);
    return values.dataSync();
  }
  if (values === null || typeof values !== "object" || !("length" in values))
    throw notOneRow(where, name, values);
  const nested = Array.from(values.length ? [values[0]] : []).find(
    (first) => first && typeof first === "object",
  );
  if (nested) throw notOneRow(where, name, [values.length, (nested as unknown as ArrayLike<number>).length]);
  return values;
}

/** One column of what nothing but numbers can be in, unlike labels; null, which JSON has for NaN, is NaN. */
export function numberColumn(where: string, name: string, values: Numbers): ArrayLike<number> {
  const found = column(where, name, values);
  const text = Array.isArray(found) && (found as unknown[]).find((value) => typeof value === "string");
  if (typeof text === "string") throw notOneRow(where, name, text);
  const gaps = Array.isArray(found) && found.some((value) => value === null || value === undefined);
  return gaps ? Array.from(found, (value) => value ?? NaN) : found;
}

function notOneRow(where: string, name: string, got: unknown): ShapeError {
  return new ShapeError({ where, required: `${name} must be numbers in one row`, got });
}
