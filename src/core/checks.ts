import { DataError, OptionError, ShapeError } from "./errors";
import { shown } from "./shown";

/**
 * Checks that a list is one, with at least one value.
 *
 * ```ts
 * checkNotEmpty("fromArrays", "x", rows); // fromArrays: x must not be empty
 * ```
 *
 * @throws DataError when the length is 0
 * @throws ShapeError when it has no length, or is a text
 */
export function checkNotEmpty(where: string, name: string, values: ArrayLike<unknown>): void {
  checkArray(where, name, values);
  if (values.length === 0) throw new DataError({ where, required: `${name} must not be empty` });
}

/**
 * Checks that something has values one after the other.
 *
 * ```ts
 * checkArray("learningCurve", "the points", null); // learningCurve: the points must be a list, got null
 * ```
 *
 * @throws ShapeError when it has no length, or is a text
 */
export function checkArray(where: string, name: string, values: unknown): void {
  if (typeof (values as ArrayLike<unknown> | null)?.length === "number" && typeof values === "object") return;
  throw new ShapeError({ where, required: `${name} must be a list`, got: shown(values) });
}

/**
 * Checks that something has numbers one after the other; 64-bit integers are none.
 *
 * ```ts
 * checkNumbers("softmax", "z", ["1"]); // softmax: z must be numbers, got "1" at [0]
 * ```
 *
 * @throws ShapeError when it is no list; DataError when something else is in it
 */
export function checkNumbers(
  where: string,
  name: string,
  values: unknown,
): asserts values is ArrayLike<number> {
  checkArray(where, name, values);
  if (ArrayBuffer.isView(values) && typeof (values as unknown as ArrayLike<unknown>)[0] === "number") return;
  const list = values as ArrayLike<unknown>;
  for (let at = 0; at < list.length; at++) {
    if (typeof list[at] === "number") continue;
    const got = `${shown(list[at])} at [${at}]`;
    throw new DataError({ where, required: `${name} must be numbers`, got, remedy: remedyFor(list[at]) });
  }
}

function remedyFor(value: unknown): string | undefined {
  return typeof value === "bigint" ? "take Number of each" : undefined;
}

/**
 * Checks that something is text, with at least one character.
 *
 * ```ts
 * checkText("fromCsv", "path", undefined); // fromCsv: path must be text, got undefined
 * ```
 *
 * @throws OptionError when it is not
 */
export function checkText(
  where: string,
  name: string,
  value: unknown,
  remedy?: string,
): asserts value is string {
  if (typeof value === "string" && value !== "") return;
  throw new OptionError({ where, required: `${name} must be text`, got: shown(value), remedy });
}

/**
 * Checks that something can be called.
 *
 * ```ts
 * checkFunction("bagging", "make", model); // bagging: make must be a function, got …
 * ```
 *
 * @throws OptionError when it cannot
 */
export function checkFunction(where: string, name: string, value: unknown, remedy?: string): void {
  if (typeof value === "function") return;
  throw new OptionError({ where, required: `${name} must be a function`, got: shown(value), remedy });
}

/**
 * Checks that several arrays, given by name, have one length.
 *
 * ```ts
 * checkEqualLength("confusionMatrix", { labels, predictions });
 * ```
 *
 * @throws ShapeError `confusionMatrix: labels and predictions must have equal length, got 1000 and 992`
 */
export function checkEqualLength(where: string, arrays: Record<string, ArrayLike<unknown>>): void {
  for (const [name, array] of Object.entries(arrays)) checkArray(where, name, array);
  const lengths = Object.values(arrays).map((array) => array.length);
  if (lengths.every((length) => length === lengths[0])) return;
  const names = Object.keys(arrays).join(" and ");
  throw new ShapeError({ where, required: `${names} must have equal length`, got: lengths.join(" and ") });
}

/**
 * Checks that every value is a finite number, neither NaN nor infinite.
 *
 * ```ts
 * checkFinite("fromArrays", "x", values, { columns: 2 });
 * ```
 *
 * @param columns of a matrix given row after row, so that the message can say `at [row, column]`
 * @throws DataError `fromArrays: x must be finite, got NaN at [3, 1]; remove or fill such values first`
 */
export function checkFinite(
  where: string,
  name: string,
  values: ArrayLike<number>,
  { columns }: { columns?: number } = {},
): void {
  for (let at = 0; at < values.length; at++) {
    if (Number.isFinite(values[at])) continue;
    const place = columns ? `[${Math.floor(at / columns)}, ${at % columns}]` : `[${at}]`;
    throw new DataError({
      where,
      required: `${name} must be finite`,
      got: `${shown(values[at])} at ${place}`,
      remedy: "remove or fill such values first",
    });
  }
}

/**
 * Checks that every label is a class index, a whole number from 0 to one less than the number of classes.
 *
 * ```ts
 * checkLabels("confusionMatrix", "labels", labels, 3);
 * ```
 *
 * @throws DataError `confusionMatrix: labels must be class indices 0 to 2, got 3 at [17]`
 */
export function checkLabels(
  where: string,
  name: string,
  labels: ArrayLike<number>,
  classCount: number,
): void {
  for (let at = 0; at < labels.length; at++) {
    if (Number.isInteger(labels[at]) && labels[at] >= 0 && labels[at] < classCount) continue;
    throw new DataError({
      where,
      required: `${name} must be class indices 0 to ${classCount - 1}`,
      got: `${shown(labels[at])} at [${at}]`,
    });
  }
}
