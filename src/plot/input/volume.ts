import { checkNotEmpty, ShapeError } from "../../core/index";
import { isTensor, type TensorLike } from "./column";
import type { Nested } from "./images";

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
    ? { values: given.dataSync(), shape: given.shape }
    : nested(where, name, given);
  if (read.shape.length !== sizes.split(",").length)
    throw new ShapeError({ where, required, got: `[${read.shape.join(", ")}]` });
  checkNotEmpty(where, name, read.values);
  return read;
}

function nested(where: string, name: string, given: Nested): Volume {
  const shape: number[] = [];
  for (let level: unknown = given; typeof level === "object"; level = (level as Nested)[0]) {
    shape.push((level as Nested).length);
    checkNotEmpty(where, name, level as Nested);
  }
  const values = new Float64Array(shape.reduce((product, size) => product * size, 1));
  fill(values, 0, given);
  return { values, shape };
}

function fill(values: Float64Array, from: number, given: Nested): number {
  let at = from;
  for (const each of Array.from(given as ArrayLike<number | Nested>)) {
    if (typeof each === "object") at = fill(values, at, each);
    else values[at++] = each;
  }
  return at;
}
