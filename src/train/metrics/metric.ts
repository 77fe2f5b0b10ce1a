import type * as tf from "@tensorflow/tfjs";
import type { Mode } from "../../core/index";

/** What a metric sees of a batch: [batch, …, units] each, the truth one-hot for classes. */
export interface MetricBatch {
  truth: tf.Tensor;
  /** Probabilities for cross-entropies, otherwise the model's output. */
  prediction: tf.Tensor;
  /** float32, one for each position: the truth's shape without its units. 0 where masked, 1 where nothing was weighted. */
  weights: tf.Tensor;
}

/**
 * A number about many examples that is computed from sums over batches, so that the last smaller batch and
 * any batch size give the same.
 */
export interface Metric {
  /** The key in the logs. */
  readonly name: string;
  /** Whether a better model has a lower or a higher value; where it is left out, who needs it asks. */
  readonly mode?: Mode;
  /** How many sums it keeps, given the units of the output. */
  size(units: number): number;
  /** The sums of one batch, float32 [size]. */
  sums(batch: MetricBatch): tf.Tensor1D;
  /** The number, from the sums of all batches. */
  result(sums: ArrayLike<number>): number;
}

/** 0 where there is nothing to divide by. */
export function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
