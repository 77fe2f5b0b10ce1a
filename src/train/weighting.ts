import type * as tf from "@tensorflow/tfjs";
import { div, matMul, maximum, mean, mul, ones, sum, tidy } from "@tensorflow/tfjs";
import { ShapeError } from "../core/index";

/** The positions of a truth: its shape without the units. An example is one, or has one for each step or pixel. */
export function positionsOf(truth: tf.Tensor): number[] {
  return truth.rank > 1 ? truth.shape.slice(0, -1) : truth.shape;
}

/** float32 of a shape: weights of its first axes, or a mask, multiplied; 1 where none is given. */
export function spreadWeights(shape: number[], weights: (tf.Tensor | undefined)[]): tf.Tensor {
  return tidy(() =>
    weights.reduce<tf.Tensor>((all, one) => (one ? mul(all, alongFirst(one, shape)) : all), ones(shape)),
  );
}

/**
 * The mean over the positions that count of the losses, each times its weights (as Keras 3: padding is no position, a
 * position of weight 0 is one).
 *
 * @param losses [] or [batch, …]
 * @param weighting weights of the first axes of the losses, and a mask that is false at padding
 * @throws ShapeError `fit: a loss that is weighted must be [32, 10], one number for each, got [32]`
 */
export function weightedMeanLoss(
  losses: tf.Tensor,
  { weights, mask }: { weights: (tf.Tensor | undefined)[]; mask?: tf.Tensor },
): tf.Scalar {
  return tidy(() => {
    const given = [...weights, mask].filter((one) => one !== undefined);
    for (const one of given) checkFits(one, losses);
    if (!mask) return mean(weigh(losses, given)) as tf.Scalar;
    const counted = spreadWeights(losses.shape, [mask]);
    // Not divNoNan, of which TensorFlow.js has no gradient: of nothing but padding the mean is 0.
    return div(sum(weigh(losses, given)), maximum(sum(counted), 1)) as tf.Scalar;
  });
}

/** The weight of each position's class: truth [batch, …, classes] one-hot → [batch, …]. */
export function classWeights(truth: tf.Tensor, weights: tf.Tensor1D): tf.Tensor {
  return tidy(() => {
    const rows = truth.reshape([-1, weights.size]) as tf.Tensor2D;
    return matMul(rows, weights.expandDims(1) as tf.Tensor2D).reshape(positionsOf(truth));
  });
}

function weigh(losses: tf.Tensor, weights: tf.Tensor[]): tf.Tensor {
  return weights.reduce((all, one) => mul(all, alongFirst(one, losses.shape)), losses);
}

/** With axes of size 1 behind, so that it is broadcast along them. */
function alongFirst(weights: tf.Tensor, shape: number[]): tf.Tensor {
  const missing = new Array<number>(shape.length - weights.rank).fill(1);
  return weights.reshape([...weights.shape, ...missing]).toFloat();
}

function checkFits(weights: tf.Tensor, losses: tf.Tensor): void {
  if (weights.shape.every((size, axis) => size === losses.shape[axis])) return;
  const required = `a loss that is weighted or masked must be [${weights.shape.join(", ")}], one number for each weight`;
  throw new ShapeError({ where: "fit", required, got: `[${losses.shape.join(", ")}]` });
}
