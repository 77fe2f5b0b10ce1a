import { checkArray, DataError, shown } from "../../core/index";
import { checkLabelName } from "./classes";
import { column, type Numbers } from "./column";

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

/**
 * The labels of images: names, or whole numbers, which are the places of their names where there are any.
 *
 * @throws DataError `imageGrid: labels must be class indices 0 to 2 or names, got 7 at [0]`
 */
export function labelColumn(
  where: string,
  name: string,
  values: Numbers | ArrayLike<string>,
  classNames?: readonly string[],
): ArrayLike<unknown> {
  const labels: ArrayLike<unknown> = column(where, name, values as Numbers);
  const isKnown = (label: number) => !classNames?.length || (label >= 0 && label < classNames.length);
  for (let at = 0; at < labels.length; at++) {
    const label = labels[at];
    if (typeof label === "string") {
      checkLabelName(where, name, { label, at }, classNames);
      continue;
    }
    if (Number.isSafeInteger(label) && isKnown(label as number)) continue;
    const indices = classNames?.length ? `class indices 0 to ${classNames.length - 1}` : "whole numbers";
    const got = `${shown(label)} at [${at}]`;
    throw new DataError({ where, required: `${name} must be ${indices} or names`, got });
  }
  return labels;
}

/** Names of classes, checked to be an array of them. */
export function checkClassNames(where: string, name: string, classNames: unknown): void {
  if (classNames !== undefined) checkArray(where, name, classNames);
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
