import { checkNotEmpty, DataError, ShapeError, shown } from "../../core/index";

/** Numbers one after the other: an array, a typed array or a tensor. */
export type Numbers = ArrayLike<number> | TensorLike;

/** As much of a tensor as a figure reads. */
export interface TensorLike {
  shape: number[];
  dataSync(): ArrayLike<number>;
}

/** Whether a value is a tensor. */
export function isTensor(value: unknown): value is TensorLike {
  const { dataSync, shape } = Object(value) as Partial<TensorLike>;
  return typeof dataSync === "function" && Array.isArray(shape);
}

/** The numbers of a tensor; an error in our words where it was freed. */
export function readTensor(where: string, name: string, tensor: TensorLike): ArrayLike<number> {
  if ((tensor as { isDisposed?: boolean }).isDisposed !== true) return tensor.dataSync();
  throw new DataError({ where, required: `${name} must not be disposed`, remedy: "use tf.keep in a tidy" });
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
    return column(where, name, readTensor(where, name, values));
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
  if (!Array.isArray(found)) return found;
  // A copy, as searching passes over holes.
  const each: unknown[] = Array.from(found);
  const other = each.find((value) => !isNumberOrGap(value));
  if (other !== undefined) throw notOneRow(where, name, shown(other));
  return each.map((value) => (value as number | null) ?? NaN);
}

/**
 * A column of places along an axis, one of which must be finite.
 *
 * @throws DataError `lines: x must have a finite value, got none`
 */
export function placeColumn(where: string, name: string, values: Numbers): number[] {
  const found = Array.from(numberColumn(where, name, values));
  checkNotEmpty(where, name, found);
  if (found.some(Number.isFinite)) return found;
  throw new DataError({ where, required: `${name} must have a finite value`, got: "none" });
}

/**
 * Checks that no value lies below 0.
 *
 * @throws DataError `stepTimeline: forward must not be below 0, got -1 at [2]`
 */
export function checkNotNegative(where: string, name: string, values: ArrayLike<number>): void {
  for (let at = 0; at < values.length; at++)
    if (values[at] < 0)
      throw new DataError({
        where,
        required: `${name} must not be below 0`,
        got: `${values[at]} at [${at}]`,
      });
}

/** Two columns where both are finite. */
export function finitePairs(x: ArrayLike<number>, y: ArrayLike<number>): { x: number[]; y: number[] } {
  const kept = { x: [] as number[], y: [] as number[] };
  for (let at = 0; at < x.length; at++) {
    if (!Number.isFinite(x[at]) || !Number.isFinite(y[at])) continue;
    kept.x.push(x[at]);
    kept.y.push(y[at]);
  }
  return kept;
}

function isNumberOrGap(value: unknown): boolean {
  return typeof value === "number" || value === null || value === undefined;
}

function notOneRow(where: string, name: string, got: unknown): ShapeError {
  return new ShapeError({ where, required: `${name} must be numbers in one row`, got });
}
