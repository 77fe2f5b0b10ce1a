import { tableNumber } from "../show/index";
import { formatValue } from "./format";

/** Where and how an answer differs from what was expected, as a sentence for the student. */
export type Difference = string;

/**
 * Compares an answer with what was expected and describes the first difference; undefined when they agree.
 *
 * Numbers agree within `tolerance`, relative to the expected one above 1. Arrays, typed arrays, tensors and objects are
 * compared part by part.
 *
 * ```ts
 * difference([1, 2], [1, 2, 3], 1e-5); // "the answer has length 2, it needs 3"
 * ```
 */
export function difference(got: unknown, expected: unknown, tolerance: number): Difference | undefined {
  return differenceAt("", plain(got), plain(expected), tolerance);
}

/** Typed arrays and tensors as nested arrays, everything else as it is. */
export function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return [...(value as never)];
  if (isTensor(value)) return value.arraySync();
  return value;
}

function isTensor(value: unknown): value is { arraySync(): unknown } {
  return typeof value === "object" && value !== null && "arraySync" in value;
}

function differenceAt(
  path: string,
  got: unknown,
  expected: unknown,
  tolerance: number,
): Difference | undefined {
  const [place, needed] = [named(path), kindOf(expected)];
  const came = kindOf(got);
  if (came !== needed) return `${place} must be ${needed}, not ${came}`;
  if (typeof expected === "number") return numberDifference(place, got as number, expected, tolerance);
  if (Array.isArray(expected)) return arrayDifference(path, got as unknown[], expected, tolerance);
  if (needed === "an object") return recordDifference(path, got as object, expected as object, tolerance);
  return got === expected
    ? undefined
    : `${place} is ${formatValue(got)}, it should be ${formatValue(expected)}`;
}

/** `.weights[0]` as a student would say it. */
function named(path: string): string {
  return path.replace(/^\./, "") || "the answer";
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "an array";
  return (
    { number: "a number", string: "a text", boolean: "true or false" }[typeof value as string] ?? "an object"
  );
}

function numberDifference(place: string, got: number, expected: number, tolerance: number) {
  if (Number.isNaN(got))
    return `${place} is NaN, "not a number": look for an index past the end of an array, or for 0 / 0`;
  const allowed = Number.isFinite(expected) ? tolerance * Math.max(1, Math.abs(expected)) : 0;
  if (got === expected || Math.abs(got - expected) <= allowed) return undefined;
  const [came, needed] = apart(got, expected);
  return `${place} is ${came}, it should be ${needed}`;
}

/** Two numbers in short, or in full where that would write them alike. */
function apart(got: number, expected: number): [got: string, expected: string] {
  const [came, needed] = [tableNumber(got), tableNumber(expected)];
  return came === needed ? [String(got), String(expected)] : [came, needed];
}

function arrayDifference(path: string, got: unknown[], expected: unknown[], tolerance: number) {
  if (got.length !== expected.length)
    return `${named(path)} has length ${got.length}, it needs ${expected.length}`;
  return firstDefined(expected, (item, index) =>
    differenceAt(`${path}[${index}]`, plain(got[index]), plain(item), tolerance),
  );
}

function recordDifference(path: string, got: object, expected: object, tolerance: number) {
  return firstDefined(Object.entries(expected), ([key, value]) => {
    if (!(key in got)) return `${named(path)} lacks the property ${key}`;
    return differenceAt(`${path}.${key}`, plain((got as never)[key]), plain(value), tolerance);
  });
}

function firstDefined<Item, Found>(items: Item[], find: (item: Item, index: number) => Found | undefined) {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}
