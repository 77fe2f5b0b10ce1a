/**
 * Names of things that are told apart by their index, as a figure may use them: a name that was there before gets a number.
 *
 * ```ts
 * distinctNames(["crane", "crane", ""]) // ["crane", "crane (2)", "(empty)"]
 * ```
 */
export function distinctNames(names: readonly string[]): string[] {
  const given = names.map((name) => (String(name).trim() === "" ? "(empty)" : String(name)));
  const taken = new Set(given);
  const seen = new Set<string>();
  const next = new Map<string, number>();
  return given.map((name) => {
    let distinct = name;
    while (seen.has(distinct) || (distinct !== name && taken.has(distinct))) {
      const number = next.get(name) ?? 2;
      next.set(name, number + 1);
      distinct = `${name} (${number})`;
    }
    seen.add(distinct);
    return distinct;
  });
}

/** What a label, which is an index or a name already, is called, and which class it is. */
export function classNamer(classNames: readonly string[] = []) {
  const names = distinctNames(classNames);
  const named = new Map(classNames.map((name, at) => [name, at] as const).reverse());
  const indexOf = (label: unknown) => (typeof label === "string" ? (named.get(label) ?? -1) : Number(label));
  const name = (label: unknown) =>
    typeof label === "string" ? label : (names[Number(label)] ?? String(label));
  /** By their index, or by their names where one has none. */
  const alike = (one: unknown, other: unknown) =>
    indexOf(one) >= 0 && indexOf(other) >= 0 && !(typeof one === "string" && typeof other === "string")
      ? indexOf(one) === indexOf(other)
      : name(one) === name(other);
  return { name, alike };
}
