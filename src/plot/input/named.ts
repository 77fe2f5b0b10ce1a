import { checkNotEmpty, DataError, ShapeError, shown } from "../../core/index";

/**
 * The names of what is given by name; at least one.
 *
 * @throws ShapeError `deadUnits: the layers must be given by name, got null`
 */
export function namesOf(where: string, what: string, given: object): string[] {
  checkByName(where, what, given);
  const names = Object.keys(given);
  checkNotEmpty(where, what, names);
  return names;
}

/** Checks that something is given by name, if any. */
export function checkByName(where: string, what: string, given: unknown): void {
  if (isRecord(given)) return;
  throw new ShapeError({ where, required: `${what} must be given by name`, got: shown(given) });
}

/**
 * Checks that what a figure is given has its parts.
 *
 * @throws ShapeError `gridHeatmap: the table must be {x, y, values}, got null`
 */
export function checkParts(where: string, what: string, given: unknown, parts: readonly string[]): void {
  const missing = isRecord(given) ? parts.find((part) => isMissing(given, part)) : parts[0];
  if (missing === undefined) return;
  const got = isRecord(given) ? `no ${missing}` : shown(given);
  throw new ShapeError({ where, required: `${what} must be {${parts.join(", ")}}`, got });
}

/**
 * Checks that low ends lie nowhere above high ones; what is not finite has no place.
 *
 * @throws DataError `lines: sgd's band must be low below high, got 3 and 1 at [0]`
 */
export function checkUpright(
  where: string,
  what: string,
  { low, high }: { low: ArrayLike<number>; high: ArrayLike<number> },
): void {
  for (let at = 0; at < low.length; at++)
    if (low[at] > high[at]) {
      const got = `${low[at]} and ${high[at]} at [${at}]`;
      throw new DataError({ where, required: `${what} must be low below high`, got });
    }
}

function isMissing(given: Record<string, unknown>, part: string): boolean {
  return given[part] === undefined || given[part] === null;
}

/** Whether something has parts by name, rather than in a row. */
export function isRecord(given: unknown): given is Record<string, unknown> {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}
