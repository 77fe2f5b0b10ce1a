import { checkNameCount } from "./options";
import { checkLabels, DataError, shown } from "../../core/index";

/** Labels as class indices, with the classes' names. */
export interface Classes {
  /** The class of each point, from 0. */
  of: ArrayLike<number>;
  names: string[];
}

const most = 50;

/**
 * Labels as class indices. Names among the labels become classes in the order of their appearance; whole numbers
 * from 0 are indices already; -1 and 1 are the perceptron's two classes.
 *
 * @param given the classes' names, where known
 * @throws DataError `scatter: labels must be class indices or names, got NaN at [3]`
 */
export function classes(
  where: string,
  labels: ArrayLike<number | string>,
  given?: readonly string[],
): Classes {
  if (typeof labels[0] === "string") return named(where, labels as ArrayLike<string>, given);
  const numbers = labels as ArrayLike<number>;
  if (isSigned(numbers)) {
    checkNameCount(where, "classNames", given, { count: 2, what: "classes", orMore: true });
    return { of: Array.from(numbers, (label) => (label > 0 ? 1 : 0)), names: [...(given ?? ["−1", "+1"])] };
  }
  if (given) checkCount(where, numbers);
  const names = given ?? Array.from({ length: countOf(where, numbers) }, (_, index) => `class ${index}`);
  checkLabels(where, "labels", numbers, names.length);
  return { of: numbers, names: [...names] };
}

function named(where: string, labels: ArrayLike<string>, given?: readonly string[]): Classes {
  checkNames(where, labels, given);
  const used = new Set(Array.from(labels));
  checkClassCount(where, "labels", used.size);
  const names = given?.length ? [...given] : [...used];
  const index = new Map(names.map((name, at) => [name, at]));
  return { of: Array.from(labels, (label) => index.get(label)!), names };
}

/** Labels by name are told apart by their names: each is text, and where the classes are known one of their names, of one of them. */
function checkNames(where: string, labels: ArrayLike<unknown>, given?: readonly string[]): void {
  for (let at = 0; at < labels.length; at++) {
    const label = labels[at];
    if (typeof label !== "string")
      throw new DataError({
        where,
        required: "labels must be all names or all class indices",
        got: `${shown(label)} at [${at}]`,
      });
    checkLabelName(where, "labels", { label, at }, given);
  }
}

/**
 * Checks that a label is the name of one class, where the classes are known.
 *
 * @throws DataError `scatter: labels must be among classNames, got "ibis" at [3]`
 */
export function checkLabelName(
  where: string,
  name: string,
  { label, at }: { label: string; at: number },
  given?: readonly string[],
): void {
  if (!given?.length) return;
  const first = given.indexOf(label);
  const got = `"${label}" at [${at}]`;
  if (first < 0) throw new DataError({ where, required: `${name} must be among classNames`, got });
  if (given.includes(label, first + 1)) {
    const remedy = "give class indices, as two classes have that name";
    throw new DataError({ where, required: `${name} must name one class`, got, remedy });
  }
}

function checkCount(where: string, labels: ArrayLike<number>): void {
  checkClassCount(where, "labels", new Set(Array.from(labels)).size);
}

function countOf(where: string, labels: ArrayLike<number>): number {
  let highest = 0;
  for (let at = 0; at < labels.length; at++) if (labels[at] > highest) highest = labels[at];
  checkClassCount(where, "labels", Math.floor(highest) + 1);
  return Math.floor(highest) + 1;
}

/** Whether every label is -1 or 1, and at least one is -1. */
export function isSigned(labels: ArrayLike<number>): boolean {
  let negative = false;
  for (let at = 0; at < labels.length; at++) {
    if (labels[at] === -1) negative = true;
    else if (labels[at] !== 1) return false;
  }
  return negative;
}

/** Checks that there are no more classes than have looks of their own. */
export function checkClassCount(where: string, name: string, count: number): void {
  if (count <= most) return;
  throw new DataError({ where, required: `${name} must be of at most ${most} classes`, got: count });
}
