import {
  checkEqualLength,
  checkFinite,
  checkLabels,
  checkNotEmpty,
  checkOneOf,
  checkOptions,
  OptionError,
  ShapeError,
} from "../core/index";
import { Classification } from "./classification";
import type { Dataset } from "./dataset";
import { Regression } from "./regression";
import type { About } from "./table";

/** What all data of one's own have. */
export interface OwnFeatures {
  /** Row after row of numbers, all rows of one length. */
  x: ArrayLike<ArrayLike<number>>;
  /** A name for each column. Default `x1`, `x2`, … */
  featureNames?: readonly string[];
  /** Name, description, licence, source; those left out are "not stated". */
  about?: Partial<About>;
}

/** Data of one's own with classes. */
export interface OwnClasses extends OwnFeatures {
  /** The class of each row: an index from 0, or a name. */
  labels: ArrayLike<number> | ArrayLike<string>;
  /** The names of the classes in the order of their indices. Default: the names in the order they first appear, or the indices. */
  classNames?: readonly string[];
}

/** Data of one's own with numeric targets. */
export interface OwnTargets extends OwnFeatures {
  /** The number to be predicted in each row. */
  targets: ArrayLike<number>;
  /** What the targets are called. Default `y`. */
  targetName?: string;
}

/**
 * A data set from arrays of one's own, checked: `labels` make it one of classes, `targets` one of numbers.
 *
 * ```ts
 * fromArrays({ x: [[0, 0], [0, 1], [1, 0], [1, 1]], labels: [0, 1, 1, 0] }); // XOR
 * fromArrays({ x: [[1], [2]], targets: [3, 5] });
 * ```
 *
 * @throws ShapeError when rows, labels or names differ in length
 * @throws DataError when data are empty, a value is not finite, or a label is not a class
 */
export function fromArrays(own: OwnClasses): Classification;
export function fromArrays(own: OwnTargets): Regression;
export function fromArrays(own: OwnClasses | OwnTargets): Dataset {
  return datasetOf("fromArrays", own);
}

/** {@link fromArrays} for a function of another name. @internal */
export function datasetOf(where: string, own: OwnClasses | OwnTargets): Dataset {
  const given = checkOptions<Partial<OwnClasses & OwnTargets>>(where, own, {
    x: undefined,
    labels: undefined,
    classNames: undefined,
    targets: undefined,
    targetName: "y",
    featureNames: undefined,
    about: undefined,
  });
  const x = given.x ?? [];
  const table = { features: flatten(where, x), ...names(where, given, x[0].length) };
  if (given.labels && !given.targets) return classes(where, table, given.labels, x, given.classNames);
  if (given.targets && !given.labels) return numbers(where, table, given.targets, x, given.targetName!);
  throw new OptionError({ where, required: "there must be either labels or targets" });
}

type TableOf = ReturnType<typeof names> & { features: Float32Array };

function flatten(where: string, x: ArrayLike<ArrayLike<number>>): Float32Array {
  checkNotEmpty(where, "x", x);
  const width = x[0]?.length;
  if (!width) {
    const remedy = "for one feature, write x: [[1], [2]]";
    throw new ShapeError({
      where,
      required: "x must be rows of numbers, [rows, features]",
      got: `[${x.length}]`,
      remedy,
    });
  }
  const features = new Float32Array(x.length * width);
  for (let row = 0; row < x.length; row++) {
    if (x[row].length !== width) {
      const got = `${x[row].length} in row ${row} and ${width} in row 0`;
      throw new ShapeError({ where, required: "the rows of x must have equal length", got });
    }
    features.set(x[row], row * width);
  }
  checkFinite(where, "x", features, { columns: width });
  return features;
}

function names(where: string, given: Partial<OwnFeatures>, width: number) {
  const featureNames = given.featureNames ?? Array.from({ length: width }, (_, at) => `x${at + 1}`);
  if (featureNames.length !== width) {
    const got = `${featureNames.length} for ${width} features`;
    throw new ShapeError({ where, required: "featureNames must name every feature", got });
  }
  const unsaid: About = {
    name: "own data",
    description: "not stated",
    licence: "not stated",
    source: "not stated",
  };
  return { featureNames, about: { ...unsaid, ...given.about } };
}

function numbers(
  where: string,
  table: TableOf,
  targets: ArrayLike<number>,
  x: ArrayLike<unknown>,
  targetName: string,
): Regression {
  checkEqualLength(where, { x, targets });
  checkFinite(where, "targets", targets);
  return new Regression({ ...table, targets: Float32Array.from(targets), targetName });
}

function classes(
  where: string,
  table: TableOf,
  given: ArrayLike<number> | ArrayLike<string>,
  x: ArrayLike<unknown>,
  classNames?: readonly string[],
): Classification {
  checkEqualLength(where, { x, labels: given });
  const labels: (number | string)[] = Array.from<number | string>(given);
  if (labels.every((label) => typeof label === "string"))
    return namedClasses(where, table, labels, classNames);
  const indices = labels as number[];
  const known = classNames ?? indexNames(indices);
  checkLabels(where, "labels", indices, known.length);
  return new Classification({ ...table, labels: Int32Array.from(indices), classNames: known });
}

// More classes than anyone has: a label that large is no class, and would ask for as many names.
const mostClasses = 10_000;

function indexNames(labels: number[]): string[] {
  const highest = labels.filter(Number.isInteger).reduce((high, label) => Math.max(high, label), 0);
  return Array.from({ length: Math.min(highest + 1, mostClasses) }, (_, index) => String(index));
}

function namedClasses(
  where: string,
  table: TableOf,
  labels: string[],
  classNames: readonly string[] = [...new Set(labels)],
): Classification {
  const indices = labels.map((label) => classNames.indexOf(checkOneOf(where, "class", label, classNames)));
  return new Classification({ ...table, labels: Int32Array.from(indices), classNames });
}
