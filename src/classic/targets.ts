import { checkFinite, DataError, ShapeError, checkObject, checkOneOf } from "../core/index";
import { Classification, Regression } from "../data/index";
import { readColumn, type Column } from "../data/rows";
import type { Features } from "./matrix";
import type { Task } from "../nn/index";

/** What is to be predicted, one a row, in any form: numbers, or whole numbers that name classes. */
export type Targets = Column;

/** What a data set says is to be predicted; undefined for features alone. @internal */
export function answersOf(x: Features): Targets | undefined {
  if (x instanceof Classification) return x.labels;
  return x instanceof Regression ? x.targets : undefined;
}

/** The targets that were given, or those of the data set, checked. @internal */
export async function targetsOf(
  where: string,
  x: Features,
  { y, rows }: { y?: Targets; rows: number },
): Promise<Float64Array> {
  const remedy = `${where}(x, y), or a data set alone`;
  const values = readColumn(where, "y", y ?? answersOf(x), remedy);
  if (values.length !== rows) {
    const required = "x and y must have equal length";
    throw new ShapeError({ where, required, got: `${rows} and ${values.length}` });
  }
  checkFinite(where, "y", values);
  return values;
}

/** The classes in ascending order, and each row's place among them. */
export interface Classes {
  /** int32 [classes]. */
  names: Int32Array;
  /** int32 [rows]. */
  indices: Int32Array;
}

/** Which classes there are; there must be two. @internal */
export function classesOf(where: string, y: Float64Array): Classes {
  const fraction = y.findIndex((label) => !Number.isInteger(label));
  if (fraction >= 0) {
    const remedy = "use a regressor for numbers";
    throw new DataError({
      where,
      required: "labels must be whole numbers",
      got: `${y[fraction]} at [${fraction}]`,
      remedy,
    });
  }
  const large = y.findIndex((label) => label !== (label | 0));
  if (large >= 0) {
    const got = `${y[large]} at [${large}]`;
    const remedy = "number the classes from 0";
    throw new DataError({ where, required: "labels must fit in 32 bits", got, remedy });
  }
  const names = Int32Array.from(new Set(y)).sort();
  if (names.length < 2) {
    throw new DataError({
      where,
      required: "y must have at least 2 classes",
      got: `only class ${names[0]}`,
    });
  }
  const places = new Map(Array.from(names, (name, at) => [name, at]));
  return { names, indices: Int32Array.from(y, (label) => places.get(label)!) };
}

/**
 * Which of the two an estimator that does both is made for, and the options that are left for it.
 *
 * @throws OptionError `kNeighbors: options must be one object, got 5; known: task`
 * @internal
 */
export function taskOf<T extends object>(
  where: string,
  options: (T & { task?: Task }) | undefined,
): { task: Task; rest: T } {
  checkObject(where, options, ["task"]);
  const { task = "classification", ...rest } = options ?? {};
  checkOneOf(where, "task", task, ["classification", "regression"]);
  return { task, rest: rest as T };
}
