import type * as tf from "@tensorflow/tfjs";
import { mean, tidy } from "@tensorflow/tfjs";

/** What a loss is computed from: the model's output, or the scores before its last activation. */
export type LossInput = "prediction" | "logits";

/** A loss of one example each, as fit uses it. */
export interface Loss {
  readonly name: string;
  /** Cross-entropies take logits, which is stable where probabilities round to 0. */
  readonly input: LossInput;
  /** What turns logits into probabilities, for metrics. */
  readonly activation?: "softmax" | "sigmoid";
  /** float32 [batch]: the loss of each example; both tensors are [batch, …] of one shape. */
  perExample(truth: tf.Tensor, output: tf.Tensor): tf.Tensor;
}

/** The mean over all axes but the first: [batch, …] → [batch]. */
export function meanPerExample(values: tf.Tensor): tf.Tensor1D {
  return tidy(() => mean(values.reshape([values.shape[0], -1]), 1) as tf.Tensor1D);
}
