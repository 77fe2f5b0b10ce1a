import type * as tf from "@tensorflow/tfjs";
import { DataError, ShapeError } from "../../core/index";
import type { Expected } from "./expected";

/** What weights must fit. */
export interface Weighed {
  where: string;
  /** How the weights were given, for the message. */
  name: string;
  expected: Expected;
  y: tf.Tensor[];
}

/**
 * Weights after a check that there is a finite one, not below 0, for each example, or for each position of every output: [rows, steps].
 *
 * @throws ShapeError `fit: sampleWeight must be [40], one for each example, got [39]`
 */
export function checkWeight(weight: tf.Tensor, { where, name, expected, y }: Weighed): tf.Tensor {
  const shapes = allowedShapes(expected, y);
  if (!shapes.some((shape) => same(shape, weight.shape))) {
    const [examples, positions] = shapes.map((shape) => `[${shape.join(", ")}]`);
    const each = positions === undefined ? "" : `, or ${positions}, one for each position of the output`;
    const required = `${name} must be ${examples}, one for each example${each}`;
    throw new ShapeError({ where, required, got: `[${weight.shape.join(", ")}]` });
  }
  const values = weight.dataSync();
  const bad = values.findIndex((value: number) => !(value >= 0 && value < Infinity));
  if (bad < 0) return weight;
  const required = `${name} must be finite numbers not below 0`;
  throw new DataError({ where, required, got: `${values[bad]} at ${placeOf(bad, weight.shape)}` });
}

/** One for each example, and one for each position where all outputs have the same. */
function allowedShapes({ outputs }: Expected, y: tf.Tensor[]): number[][] {
  const positions = y.map(({ shape }, index) =>
    shape.slice(0, outputs[index] ? outputs[index].shape.length - 1 : shape.length),
  );
  const [first] = positions;
  const examples = [first[0]];
  const alike = first.length > 1 && positions.every((shape) => same(shape, first));
  return alike ? [examples, first] : [examples];
}

function same(a: number[], b: number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

function placeOf(index: number, shape: number[]): string {
  let rest = index;
  const places = [...shape].reverse().map((size) => {
    const place = rest % size;
    rest = Math.floor(rest / size);
    return place;
  });
  return `[${places.reverse().join(", ")}]`;
}
