import { checkNotEmpty, ShapeError, shown } from "../../core/index";
import { isTensor, readTensor, type TensorLike } from "../input/column";

/** Nested numbers. */
export type Nested = ArrayLike<number> | ArrayLike<Nested>;

/** Numbers with a shape, the last dimension next to one another. */
export interface Volume {
  values: ArrayLike<number>;
  shape: number[];
}

/**
 * Nested arrays or a tensor of a given rank.
 *
 * @param sizes what the dimensions are, for the message
 * @throws ShapeError `featureMaps: activations must be [height, width, channels], got [64]`
 */
export function volume(where: string, name: string, given: Nested | TensorLike, sizes: string): Volume {
  const required = `${name} must be ${sizes}`;
  if (given === null || typeof given !== "object") throw new ShapeError({ where, required, got: given });
  const read = isTensor(given)
    ? { values: readTensor(where, name, given), shape: given.shape }
    : nested(where, name, given);
  if (read.shape.length !== sizes.split(",").length)
    throw new ShapeError({ where, required, got: `[${read.shape.join(", ")}]` });
  checkNotEmpty(where, name, read.values);
  return read;
}

/** How many there are on each level of nested arrays, by the first of each. */
export function shapeOf(where: string, name: string, given: unknown): number[] {
  const shape: number[] = [];
  for (let level = given; typeof level === "object"; level = (level as Nested)[0]) {
    checkNotEmpty(where, name, level as Nested);
    shape.push((level as Nested).length);
  }
  return shape;
}

/**
 * The numbers of nested arrays, one after the other.
 *
 * @throws ShapeError `imageGrid: images must be nested arrays of equal length, got 27 and 28`
 */
export function flatten(where: string, name: string, given: unknown, [size, ...inner]: number[]): number[] {
  const required = `${name} must be nested arrays of equal length`;
  if (typeof given !== "object" || given === null || !("length" in given))
    throw new ShapeError({ where, required, got: shown(given) });
  const { length } = given as ArrayLike<unknown>;
  if (length !== size) throw new ShapeError({ where, required, got: `${size} and ${length}` });
  const each = Array.from(given as ArrayLike<unknown>);
  if (inner.length > 0) return each.flatMap((one) => flatten(where, name, one, inner));
  const other = each.find((value) => typeof value !== "number");
  if (other !== undefined)
    throw new ShapeError({ where, required: `${name} must be numbers`, got: shown(other) });
  return each as number[];
}

function nested(where: string, name: string, given: Nested): Volume {
  const shape = shapeOf(where, name, given);
  return { values: Float64Array.from(flatten(where, name, given, shape)), shape };
}
