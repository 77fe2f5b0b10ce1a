import * as tf from "@tensorflow/tfjs";

/** bool, of the first axes of its tensor: false at padding. Undefined where all counts. */
export type Mask = tf.Tensor | undefined;

/** Layers that compute each step from itself: what is padding stays so, though TensorFlow.js does not say it. */
const stepwise = new Set(["LeakyReLU", "ELU", "Softmax", "ThresholdedReLU"]);

const merging = new Set(["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"]);

/** The mask of a layer's first output, as Keras 3 computes it. */
export function outputMask(layer: tf.layers.Layer, values: tf.Tensor[], masks: Mask[]): Mask {
  const name = layer.getClassName();
  if (merging.has(name)) return eitherMask(masks);
  if (name === "Concatenate") return joinedMask(values, masks, (layer as { axis?: number }).axis ?? -1);
  if (stepwise.has(name)) return masks[0];
  if (!layer.supportsMasking) return undefined;
  const own = layer.computeMask(
    values,
    masks.map((mask) => mask ?? null) as unknown as tf.Tensor[],
  ) as unknown as Mask | Mask[] | null;
  return (Array.isArray(own) ? own[0] : own) ?? undefined;
}

/** A step of a sum counts where it does in one of the terms; all do where one has no mask. */
function eitherMask(masks: Mask[]): Mask {
  if (masks.some((mask) => !mask)) return undefined;
  return masks.reduce((all, mask) => tf.logicalOr(all!, mask!));
}

function joinedMask(values: tf.Tensor[], masks: Mask[], axis: number): Mask {
  if (masks.every((mask) => !mask)) return undefined;
  const full = values.map((value, index) => {
    const mask = masks[index];
    const all = tf.ones(value.shape, "bool");
    return mask && mask.rank < value.rank ? tf.logicalAnd(all, mask.expandDims(-1)) : (mask ?? all);
  });
  return tf.concat(full, axis).any(-1);
}

/** The mean over the steps that are no padding: [batch, steps, features] → [batch, features]. */
export function pooledOverUnmasked(value: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  const counts = mask.toFloat().expandDims(-1); // [batch, steps, 1]
  return tf.div(tf.sum(tf.mul(value, counts), 1), tf.maximum(tf.sum(counts, 1), 1));
}
