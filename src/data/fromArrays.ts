import {
  checkEqualLength,
  checkFinite,
  checkLabels,
  checkOneOf,
  checkOptions,
  OptionError,
  ShapeError,
  shown,
  checkNoOptions,
} from "../core/index";
import { checkDistinct } from "./checkDistinct";
import { Classification } from "./classification";
import type { Dataset } from "./dataset";
import { Regression } from "./regression";
import { readColumn, readRows, type Column, type Rows } from "./rows";
import type { About } from "./table";

/** What all data of one's own have. */
export interface OwnFeatures {
  /** Rows of numbers, all of one length: arrays in an array, `{values, shape}`, a tensor, or another data set. */
  x: Rows;
  /** A name for each column, no two alike. Default `x1`, `x2`, … */
  featureNames?: readonly string[];
  /** Name, description, licence, source; those left out are "not stated". */
  about?: Partial<About>;
}

/** Data of one's own with classes. */
export interface OwnClasses extends OwnFeatures {
  /** The class of each row: an index from 0, or a name. */
  labels: Column | ArrayLike<string>;
  /** The names of the classes in the order of their indices. Default: the names in the order they first appear, or the indices. */
  classNames?: readonly string[];
}

/** Data of one's own with numeric targets. */
export interface OwnTargets extends OwnFeatures {
  /** The number to be predicted in each row. */
  targets: Column;
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
export function fromArrays(own: OwnClasses, ...none: []): Classification;
export function fromArrays(own: OwnTargets, ...none: []): Regression;
export function fromArrays(own: OwnClasses | OwnTargets, ...none: []): Dataset {
  checkNoOptions("fromArrays", none);
  return datasetOf("fromArrays", own);
}

/** A data set, or what {@link fromArrays} makes one of. */
export type DataOf<D extends Dataset = Dataset> =
  D | (D extends Classification ? OwnClasses : never) | (D extends Regression ? OwnTargets : never);

/** The data set that was given, or one of arrays of one's own. @internal */
export function asDataset<D extends Dataset>(where: string, data: DataOf<D>): D {
  if (data instanceof Classification || data instanceof Regression) return data as D;
  if (typeof data === "object" && data !== null && ("labels" in data || "targets" in data))
    return datasetOf(where, data) as D;
  throw new OptionError({
    where,
    required: "data must be a data set, {x, labels} or {x, targets}",
    got: Array.isArray(data) ? `an array of ${(data as unknown[]).length}` : shown(data),
    remedy: "labels name classes, targets are numbers: {x, labels: [0, 1]}",
  });
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
  const { values, rows, columns } = readRows(where, given.x ?? []);
  checkFinite(where, "x", values, { columns });
  const table = { features: values, ...names(where, given, columns) };
  const x = { length: rows };
  if (given.labels && !given.targets) return classes(where, table, given.labels, x, given.classNames);
  if (given.targets && !given.labels) return numbers(where, table, given.targets, x, given.targetName!);
  throw new OptionError({ where, required: "there must be either labels or targets" });
}

type TableOf = ReturnType<typeof names> & { features: Float64Array };

function names(where: string, given: Partial<OwnFeatures>, width: number) {
  const featureNames = given.featureNames ?? Array.from({ length: width }, (_, at) => `x${at + 1}`);
  if (featureNames.length !== width) {
    const got = `${featureNames.length} for ${width} features`;
    throw new ShapeError({ where, required: "featureNames must name every feature", got });
  }
  checkDistinct(where, "featureNames", featureNames);
  const unsaid: About = {
    name: "own data",
    description: "not stated",
    licence: "not stated",
    source: "not stated",
  };
  return { featureNames, about: checkOptions(`${where}: about`, given.about, unsaid) };
}

function numbers(
  where: string,
  table: TableOf,
  given: Column,
  x: ArrayLike<unknown>,
  targetName: string,
): Regression {
  const targets = readColumn(where, "targets", given);
  checkEqualLength(where, { x, targets });
  checkFinite(where, "targets", targets);
  return new Regression({ ...table, targets, targetName });
}

function classes(
  where: string,
  table: TableOf,
  given: Column | ArrayLike<string>,
  x: ArrayLike<unknown>,
  classNames?: readonly string[],
): Classification {
  if (classNames) checkDistinct(where, "classNames", classNames);
  const labels = readLabels(where, given);
  checkEqualLength(where, { x, labels });
  if (labels.every((label) => typeof label === "string"))
    return namedClasses(where, table, labels, classNames);
  const indices = labels as number[];
  const known = classNames ?? indexNames(indices);
  checkLabels(where, "labels", indices, known.length);
  return new Classification({ ...table, labels: Int32Array.from(indices), classNames: known });
}

function readLabels(where: string, given: Column | ArrayLike<string>): (number | string)[] {
  const isListed = Array.isArray(given) && given.some((label) => typeof label === "string");
  return isListed ? given : Array.from(readColumn(where, "labels", given as Column));
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
