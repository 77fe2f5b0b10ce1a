import fc from "fast-check";

/** Numbers that sentences are easily wrong about. */
const oddNumbers = [NaN, Infinity, -Infinity, 0, -0, 1e-300, -1e-300, 1e300, -1e300, 0.99996, 5e-324, 1];

/** A call's arguments with some of its numbers replaced by odd ones, wherever there are several. */
export function withOddNumbers(given: unknown[]): fc.Arbitrary<unknown[]> {
  const length = numbersIn(given);
  const odd = fc.option(fc.constantFrom(...oddNumbers), { freq: 2, nil: undefined });
  const alike = fc.constantFrom(...oddNumbers).map((value) => Array<number>(length).fill(value));
  const mixed = fc.array(odd, { minLength: length, maxLength: length });
  return fc.oneof({ weight: 3, arbitrary: mixed }, { weight: 1, arbitrary: alike }).map((replaced) => {
    let at = 0;
    return mapNumbers(given, (value) => replaced[at++] ?? value) as unknown[];
  });
}

/** Where numbers lie that differ late: from the first on, over the second. */
export const lateDifferences: readonly (readonly [number, number])[] = [
  [0.4321, 1e-6],
  [0.4999, 2e-4],
  [0.99996, 3e-5],
  [2.302585, 5e-6],
  [1e9 + 1, 1],
  [1e-300, 1e-304],
];

/** A call's arguments with rows of numbers that are not all whole brought close together, in their order. */
export function crowded(given: unknown, [low, span]: readonly [number, number]): unknown {
  const among = (part: unknown): unknown => {
    if (typeof part === "number") return Number.isInteger(part) ? part : low;
    if (Array.isArray(part) && part.every((one) => typeof one === "number"))
      return part.every(Number.isInteger) ? part : squeezed(part, low, span);
    if (Array.isArray(part)) return part.map(among);
    return isPlain(part) ? mapped(part, among) : part;
  };
  return among(given);
}

function squeezed(row: number[], low: number, span: number): number[] {
  const [least, most] = [Math.min(...row), Math.max(...row)];
  return row.map(
    (value) => low + (most > least ? (span * (value / 2 - least / 2)) / (most / 2 - least / 2) : 0),
  );
}

function numbersIn(given: unknown): number {
  let count = 0;
  mapNumbers(given, (value) => {
    count++;
    return value;
  });
  return count;
}

function mapNumbers(part: unknown, change: (value: number) => number): unknown {
  if (typeof part === "number") return change(part);
  if (Array.isArray(part)) return part.map((one) => mapNumbers(one, change));
  return isPlain(part) ? mapped(part, (one) => mapNumbers(one, change)) : part;
}

/** A call's arguments with names of classes, layers and the like replaced, in strings and in keys. */
export function renamed(given: unknown, change: (name: string) => string): unknown {
  if (typeof given === "string") return change(given);
  if (Array.isArray(given)) return given.map((one) => renamed(one, change));
  if (!isPlain(given)) return given;
  return Object.fromEntries(Object.entries(given).map(([key, one]) => [change(key), renamed(one, change)]));
}

/** A call's arguments with one part broken: an array too short or empty, a part that is missing or something else. */
export function broken(given: unknown[]): { how: string; given: unknown[] }[] {
  return pathsOf(given).flatMap(({ path, part }) => {
    const put = (how: string, value: unknown) => ({
      how: `${path.join(".")} ${how}`,
      given: replaced(given, path, value) as unknown[],
    });
    if (Array.isArray(part))
      return [
        ...(part.length > 1 ? [put("one shorter", part.slice(0, -1))] : []),
        ...[put("empty", []), put("null", null), put("a number", 3), put("words", "abc")],
      ];
    if (isPlain(part))
      return [put("empty", {}), put("null", null), put("missing", undefined), put("a number", 3)];
    return [];
  });
}

function pathsOf(given: unknown, path: string[] = []): { path: string[]; part: unknown }[] {
  if (!Array.isArray(given) && !isPlain(given)) return [];
  const own = path.length > 0 ? [{ path, part: given as unknown }] : [];
  // One of several alike stands for all.
  const entries = Object.entries(given).filter(
    (_, at) => !Array.isArray(given) || path.length === 0 || at < 2,
  );
  return [...own, ...entries.flatMap(([key, one]) => pathsOf(one, [...path, key]))];
}

function replaced(given: unknown, [key, ...rest]: string[], value: unknown): unknown {
  const change = (at: string, one: unknown) =>
    at !== key ? one : rest.length === 0 ? value : replaced(one, rest, value);
  if (Array.isArray(given)) return given.map((one, at) => change(String(at), one));
  return Object.fromEntries(Object.entries(given as object).map(([at, one]) => [at, change(at, one)]));
}

function mapped(part: object, change: (one: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(part).map(([key, one]) => [key, change(one)]));
}

/** Whether a part is an object of this realm or of the other one that jest's globals are of. */
function isPlain(part: unknown): part is object {
  if (typeof part !== "object" || part === null) return false;
  const prototype = Object.getPrototypeOf(part) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
