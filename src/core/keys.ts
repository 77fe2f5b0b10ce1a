import { OptionError } from "./errors";
import { checkOneOf } from "./options";

/** The keys that an object may have, and what it is called in messages. */
export interface KnownKeys {
  /** What the object is: "data", "a batch". */
  of: string;
  known: readonly string[];
  /** Other libraries' names for them. */
  alsoCalled?: Readonly<Record<string, string>>;
}

/**
 * Checks that an object has no other keys than those that are read: what is misspelt would be left out without a word.
 *
 * An object of a class may have more, but nothing by another name that is missing by its own.
 *
 * ```ts
 * checkKeys("fit", { x, y, wieght }, { of: "data", known: ["x", "y", "weight"] }); // throws
 * ```
 *
 * @throws OptionError `fit: unknown key of data "wieght"; did you mean "weight"?`
 */
export function checkKeys(where: string, given: object, { of, known, alsoCalled = {} }: KnownKeys): void {
  for (const key of Object.keys(given)) {
    if (known.includes(key)) continue;
    const meant = Object.hasOwn(alsoCalled, key) ? alsoCalled[key] : undefined;
    if (meant !== undefined && !(meant in given))
      throw new OptionError({
        where,
        required: `unknown key of ${of} "${key}"`,
        remedy: `did you mean "${meant}"?`,
      });
    if (isLiteral(given)) checkOneOf(where, `key of ${of}`, key, known);
  }
}

/** Whether it is no object of a class; also one of another realm, as a notebook's are. */
function isLiteral(given: object): boolean {
  const prototype = Object.getPrototypeOf(given) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
