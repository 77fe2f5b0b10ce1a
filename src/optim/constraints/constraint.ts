import type * as tf from "@tensorflow/tfjs";
import { sqrt, square, sum } from "@tensorflow/tfjs";

/** Projects a parameter back to where it is allowed to be, after each update. */
export interface Constraint {
  (parameter: tf.Tensor): tf.Tensor;
  /** Name and options, for a log or a checkpoint. */
  toJSON?(): unknown;
}

/** A constraint that knows its name and options. */
export function defineConstraint(
  name: string,
  options: Record<string, unknown>,
  project: (parameter: tf.Tensor) => tf.Tensor,
): Constraint {
  return Object.assign(project, { toJSON: () => ({ constraint: name, ...options }) });
}

/**
 * The Euclidean norm of the weights that come into each unit: over all axes but the last, which are kept with size 1.
 *
 * @param kernel [in, units] of a dense layer, [height, width, in, filters] of a convolution
 */
export function incomingNorm(kernel: tf.Tensor): tf.Tensor {
  const axes = kernel.shape.map((_, axis) => axis).slice(0, -1);
  return sqrt(sum(square(kernel), axes, true));
}
