import { checkLabels, DataError, shown } from "../../core/index";
import { column, type Numbers } from "./column";

/**
 * Labels or predictions as class indices: indices, or scores [points, classes] whose largest counts.
 *
 * @throws DataError `confusionMatrix: labels must be class indices 0 to 2, got 3 at [17]`
 */
export function classIndices(where: string, name: string, values: Numbers, classCount: number): number[] {
  const given: unknown[] = Array.from(column(where, name, values));
  const odd = given.findIndex((value) => !/^(number|boolean|bigint)$/.test(typeof value));
  if (odd >= 0) {
    throw new DataError({
      where,
      required: `${name} must be class indices`,
      got: `${shown(given[odd])} at [${odd}]`,
      remedy:
        typeof given[odd] === "string"
          ? "number the classes from 0 and name them by the option classNames"
          : "leave out what has no class",
    });
  }
  const indices = given.map(Number);
  checkLabels(where, name, indices, classCount);
  return indices;
}

/** How many classes whole numbers from 0 make; at least `least`. */
export function countClasses(where: string, least: number, ...all: Numbers[]): number {
  let highest = least - 1;
  for (const values of all) {
    const numbers = column(where, "labels", values);
    for (let at = 0; at < numbers.length; at++) highest = Math.max(highest, numberOf(numbers[at]));
  }
  if (highest >= 200)
    throw new DataError({ where, required: "there must be at most 200 classes", got: highest + 1 });
  return Math.floor(highest) + 1;
}

function numberOf(label: unknown): number {
  return typeof label === "symbol" ? 0 : Number(label) || 0;
}
