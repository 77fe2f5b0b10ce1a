import type * as tf from "@tensorflow/tfjs";
import { DataError, ShapeError } from "../../core/index";

/**
 * Weights after a check that there is a finite one, not below 0, for each example.
 *
 * @param name how they were given, for the message
 * @throws ShapeError `fit: sampleWeight must be [40], one for each example, got [39]`
 */
export function checkWeight(where: string, name: string, weight: tf.Tensor, examples: number): tf.Tensor1D {
  if (weight.rank !== 1 || weight.size !== examples) {
    const required = `${name} must be [${examples}], one for each example`;
    throw new ShapeError({ where, required, got: `[${weight.shape}]` });
  }
  const values = weight.dataSync();
  const bad = values.findIndex((value: number) => !(value >= 0 && value < Infinity));
  if (bad < 0) return weight as tf.Tensor1D;
  const required = `${name} must be finite numbers not below 0`;
  throw new DataError({ where, required, got: `${values[bad]} at [${bad}]` });
}
