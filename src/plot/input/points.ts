import { checkEqualLength, checkNotEmpty, OptionError, ShapeError } from "../../core/index";
import { classes, type Classes } from "./classes";
import { column, type Numbers } from "./column";
import { columnOf, isMatrix, matrix, type Matrix, type Rows } from "./matrix";

/** As much of a data set as a figure reads; those of `data` have it. */
export interface DatasetLike {
  name?: string;
  features: ArrayLike<number>;
  shape: readonly number[];
  featureNames?: readonly string[];
  labels?: ArrayLike<number>;
  classNames?: readonly string[];
}

/** Points: a data set, two columns, or rows with their labels. */
export type PointsInput =
  | DatasetLike
  | {
      /** The horizontal coordinate of each point, or all features: [points, features]. */
      x: Numbers | Rows;
      /** The vertical coordinate; the class where x has all features. */
      y?: Numbers | ArrayLike<string>;
      /** The class of each point: an index from 0, a name, or -1 and 1. */
      label?: Numbers | ArrayLike<string>;
    };

/** Points in the plane with their classes, and all their features. */
export interface Points {
  /** The two features shown. */
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  axes: [string, string];
  classes?: Classes;
  /** All features. */
  table: Matrix;
  /** Which two columns of the table are shown. */
  features: [number, number];
}

/** What {@link points} may be told. */
export interface PointsChoice {
  features?: readonly (number | string)[];
  classNames?: readonly string[];
}

/** Points in the plane, whatever they came as. */
export function points(where: string, input: PointsInput, { features, classNames }: PointsChoice): Points {
  if (input === null || typeof input !== "object" || Array.isArray(input)) {
    const got = Array.isArray(input) ? `an array of ${input.length}` : input;
    throw new ShapeError({ where, required: "points must be a data set or {x, y, label}", got });
  }
  const {
    table,
    names,
    labels,
    classNames: known,
  } = "features" in input ? ofDataset(where, input) : ofColumns(where, input);
  checkNotEmpty(where, "the points", { length: table.rows });
  if (labels) checkEqualLength(where, { points: { length: table.rows }, labels });
  const chosen = chooseFeatures(where, names, features);
  return {
    x: columnOf(table, chosen[0]),
    y: columnOf(table, chosen[1]),
    axes: [names[chosen[0]], names[chosen[1]]],
    classes: labels && classes(where, labels, classNames ?? known),
    table,
    features: chosen,
  };
}

interface Parts {
  table: Matrix;
  names: readonly string[];
  labels?: ArrayLike<number | string>;
  classNames?: readonly string[];
}

function ofDataset(where: string, input: DatasetLike): Parts {
  const table = matrix(where, "features", { features: input.features, shape: [...input.shape] });
  const names = input.featureNames ?? defaultNames(table.columns);
  return { table, names, labels: input.labels, classNames: input.classNames };
}

function ofColumns(where: string, input: Exclude<PointsInput, DatasetLike>): Parts {
  const { x, y, label } = input;
  if (Array.isArray(x)) checkNotEmpty(where, "the points", x);
  if (isMatrix(x)) {
    const table = matrix(where, "x", x);
    return { table, names: defaultNames(table.columns), labels: labelsOf(where, label ?? y) };
  }
  const across = column(where, "x", x as Numbers);
  const up = column(where, "y", y as Numbers);
  checkEqualLength(where, { x: across, y: up });
  const values = new Float64Array(across.length * 2);
  for (let row = 0; row < across.length; row++) {
    values[2 * row] = across[row];
    values[2 * row + 1] = up[row];
  }
  return {
    table: { values, rows: across.length, columns: 2 },
    names: ["x", "y"],
    labels: labelsOf(where, label),
  };
}

function labelsOf(
  where: string,
  labels?: Numbers | ArrayLike<string>,
): ArrayLike<number | string> | undefined {
  if (labels === undefined) return undefined;
  return column(where, "label", labels as Numbers);
}

function defaultNames(columns: number): string[] {
  return Array.from({ length: columns }, (_, index) => `x${"₁₂₃₄₅₆₇₈₉"[index] ?? `[${index}]`}`);
}

function chooseFeatures(
  where: string,
  names: readonly string[],
  features: readonly (number | string)[] = [0, 1],
): [number, number] {
  if (names.length < 2 || features.length !== 2) {
    throw new ShapeError({
      where,
      required: "two features must be chosen",
      got: names.length < 2 ? [names.length] : features,
    });
  }
  return features.map((feature) => featureIndex(where, names, feature)) as [number, number];
}

function featureIndex(where: string, names: readonly string[], feature: number | string): number {
  const index = typeof feature === "number" ? feature : names.indexOf(feature);
  if (Number.isInteger(index) && index >= 0 && index < names.length) return index;
  throw new OptionError({
    where,
    required: `unknown feature "${feature}"`,
    remedy: `known: ${names.join(", ")}`,
  });
}
