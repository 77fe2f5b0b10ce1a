import { closest, distance } from "fastest-levenshtein";
import { OptionError } from "./errors";
import { shown } from "./shown";

/**
 * The given options over their defaults, after a check that every one of them is known.
 *
 * An option that is given as `undefined` takes its default; one whose default is `undefined` is optional. One whose default
 * is true or false takes nothing else.
 *
 * ```ts
 * const { smooth, log } = checkOptions("lossCurve", options, { smooth: 0, log: false });
 * ```
 *
 * @param where the function that was called, for the message
 * @throws OptionError `lossCurve: unknown option "smoth"; did you mean "smooth"?`
 */
export function checkOptions<T extends object>(where: string, given: Partial<T> | undefined, defaults: T): T {
  checkObject(where, given, Object.keys(defaults));
  const options = { ...defaults };
  for (const name of Object.keys(given ?? {}) as (keyof T & string)[]) {
    if (!Object.hasOwn(defaults, name)) throw unknownName(where, "option", name, Object.keys(defaults));
    if (given![name] === undefined) continue;
    if (typeof defaults[name] === "boolean") checkBoolean(where, name, given![name]);
    options[name] = given![name] as T[typeof name];
  }
  return options;
}

/**
 * Checks that options are one object, or left out.
 *
 * ```ts
 * checkObject("kNeighbors", 5, ["task"]); // throws
 * ```
 *
 * @param known names of options, for the message
 * @throws OptionError `kNeighbors: options must be one object, got 5; known: task`
 */
export function checkObject(where: string, given: unknown, known: readonly string[]): void {
  if (given === undefined || (typeof given === "object" && given !== null && !Array.isArray(given))) return;
  const remedy = `known: ${known.join(", ")}`;
  throw new OptionError({ where, required: "options must be one object", got: given, remedy });
}

/**
 * Checks that a function which has no options is given none: what comes after its arguments is not read. Numbers and lists may
 * come there, as `map` gives them to what it calls.
 *
 * ```ts
 * checkNoOptions("seedInterval", [{ level: 0.9 }]); // throws
 * ```
 *
 * @throws OptionError `seedInterval: unknown option "level"; it has no options`
 */
export function checkNoOptions(where: string, none: readonly unknown[]): void {
  for (const given of none) {
    if (!isRecord(given)) continue;
    const [name] = Object.keys(given);
    if (name === undefined) continue;
    const remedy = "it has no options";
    throw new OptionError({ where, required: `unknown option "${name}"`, remedy });
  }
}

/** Whether a value is an object as it is written, in braces. */
function isRecord(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value) as unknown;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * The value, after a check that it is true or false.
 *
 * ```ts
 * checkBoolean("suggestFloat", "log", "no"); // throws
 * ```
 *
 * @throws OptionError `suggestFloat: log must be true or false, got "no"`
 */
export function checkBoolean(where: string, name: string, value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw new OptionError({ where, required: `${name} must be true or false`, got: shown(value) });
}

/**
 * The value, after a check that it is one of those allowed.
 *
 * ```ts
 * checkOneOf("useBackend", "backend", name, ["native", "wasm", "cpu"]);
 * ```
 *
 * @throws OptionError `useBackend: unknown backend "wsm"; did you mean "wasm"?`
 */
export function checkOneOf<T extends string>(
  where: string,
  what: string,
  value: string,
  allowed: readonly T[],
): T {
  if ((allowed as readonly string[]).includes(value)) return value as T;
  throw unknownName(where, what, value, allowed);
}

/**
 * The value, after a check that it is a number in an interval, which is written as in mathematics: `[0, 1)`.
 *
 * ```ts
 * checkNumber("lossCurve", "smooth", 1.4, "[0, 1)"); // throws
 * ```
 *
 * @throws OptionError `lossCurve: smooth must be in [0, 1), got 1.4`
 */
export function checkNumber(where: string, name: string, value: number, interval = "(-∞, ∞)"): number {
  if (typeof value === "number" && contains(interval, value)) return value;
  throw new OptionError({ where, required: `${name} must be in ${interval}`, got: shown(value) });
}

/**
 * The value, after a check that it is a whole number in an interval.
 *
 * ```ts
 * checkInteger("moons", "count", 2.5, "[2, ∞)"); // throws
 * ```
 *
 * @throws OptionError `moons: count must be a whole number in [2, ∞), got 2.5`
 */
export function checkInteger(where: string, name: string, value: number, interval = "(-∞, ∞)"): number {
  if (Number.isSafeInteger(value) && contains(interval, value)) return value;
  throw new OptionError({
    where,
    required: `${name} must be a whole number in ${interval}`,
    got: shown(value),
  });
}

function unknownName(where: string, what: string, name: unknown, known: readonly string[]): OptionError {
  const near = typeof name === "string" ? meant(name, known) : undefined;
  return new OptionError({
    where,
    required: `unknown ${what} ${shown(name)}`,
    remedy: near ? `did you mean "${near}"?` : `known: ${known.join(", ") || "none"}`,
  });
}

function meant(name: string, known: readonly string[]): string | undefined {
  const swapped = known.find((each) => letters(each) === letters(name));
  if (swapped !== undefined || known.length === 0) return swapped;
  const nearest = closest(name, known);
  return distance(name, nearest) <= Math.floor((nearest.length + 1) / 3) ? nearest : undefined;
}

// Two letters that changed places are one slip, though two edits.
function letters(name: string): string {
  return [...name].sort().join("");
}

/**
 * Whether a number lies in an interval, which is written as in mathematics: `[0, 1)`, `(0, ∞)`.
 *
 * ```ts
 * contains("[0, 1)", 1) // false
 * ```
 */
function contains(interval: string, value: number): boolean {
  const [low, high] = interval.slice(1, -1).split(",").map(bound);
  const aboveLow = interval.startsWith("[") ? value >= low : value > low;
  const belowHigh = interval.endsWith("]") ? value <= high : value < high;
  return aboveLow && belowHigh;
}

function bound(text: string): number {
  return Number(text.replace("∞", "Infinity"));
}
