import type * as tf from "@tensorflow/tfjs";
import { mean, tidy } from "@tensorflow/tfjs";

/** What a loss is computed from: the model's output, or the scores before its last activation. */
export type LossInput = "prediction" | "logits";

/** A loss of each position of an output, as fit uses it: of an example, or of a step or a pixel of one. */
export interface Loss {
  readonly name: string;
  /** The user's own function, where it is one. */
  readonly own?: (truth: tf.Tensor, prediction: tf.Tensor) => tf.Tensor;
  /** Cross-entropies take logits, which is stable where probabilities round to 0. */
  readonly input: LossInput;
  /** What turns logits into probabilities, for metrics. */
  readonly activation?: "softmax" | "sigmoid";
  /** float32 [batch, …]: the loss of each position; both tensors are [batch, …, units] of one shape. */
  perPosition(truth: tf.Tensor, output: tf.Tensor): tf.Tensor;
}

/** The mean over the units of each position: [batch, …, units] → [batch, …]; what has no units stays. */
export function meanOverUnits(values: tf.Tensor): tf.Tensor {
  return values.rank > 1 ? tidy(() => mean(values, -1)) : values;
}
