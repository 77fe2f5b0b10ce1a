import type { Extension, Home } from "./placed.js";

/** Functions whose types may be others since these names were declared anew, by the names of those that hold them. */
export function followersOf(
  values: ReadonlyMap<string, Home>,
  changed: ReadonlySet<string>,
): Map<string, Home> {
  const found = new Map<string, Home>();
  const asks = ({ recipe }: Home) =>
    recipe && [...recipe.asked].some((name) => changed.has(name) || found.has(name));
  for (let count = -1; count < found.size;) {
    count = found.size;
    for (const [name, home] of values)
      if (!changed.has(name) && !found.has(name) && asks(home)) found.set(name, home);
  }
  return found;
}

/** Whether a name is known to be of the type that it had. */
export function isSame(before: Home | undefined, now: Home | undefined): boolean {
  const [one, other] = [before?.summary, now?.summary];
  return one !== undefined && other !== undefined && one.slots.size === 0 && one.text === other.text;
}

/**
 * How many functions of a kind use one name: they would be declared again with it. Until nobody asks about the former ones,
 * those have slots too.
 */
export function mostFollowers(values: ReadonlyMap<string, Home>, extension: Extension): number {
  const recipes = new Set([...values.values()].map(({ recipe }) => recipe));
  const counts = new Map<string, number>();
  for (const recipe of recipes)
    if (recipe?.extension === extension)
      for (const name of recipe.asked) if (values.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}
