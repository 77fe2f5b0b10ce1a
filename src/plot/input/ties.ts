import { short } from "./words";

/** What is said of the first of several that are equally good: ", the first of 3 alike"; nothing of one alone. */
export function tieNote(alike: number): string {
  return alike > 1 ? `, the first of ${short(alike)} alike` : "";
}

/** How many values are the same as one. */
export function countAlike(values: ArrayLike<number>, value: number): number {
  let count = 0;
  for (let at = 0; at < values.length; at++) if (values[at] === value) count++;
  return count;
}
