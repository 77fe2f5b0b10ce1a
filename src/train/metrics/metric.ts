import type * as tf from "@tensorflow/tfjs";
import type { Mode } from "../../core/index";
import { meanOf } from "../../math/index";

/**
 * What the values of an output are: a probability for each of several classes of which one is true, a probability of yes for
 * each unit, scores of which those above 0 say yes (truth −1 or 1), or numbers on the scale of the truth.
 */
export type OutputKind = "classes" | "labels" | "margins" | "numbers" | "unknown";

/** What a metric knows of the output that it measures. */
export interface MeasuredOutput {
  /** The size of the output's last axis. */
  units: number;
  /** What the output's values are; "unknown" where neither loss nor last layer says so. */
  kind: OutputKind;
}

/** What a metric sees of a batch: [batch, …, units] each, the truth one-hot for classes. */
export interface MetricBatch extends MeasuredOutput {
  truth: tf.Tensor;
  /** Probabilities where the output is classes or labels, otherwise the model's output. */
  prediction: tf.Tensor;
  /** What went into the softmax or sigmoid, where it is known. */
  logits?: tf.Tensor;
  /** float32, one for each position: the truth's shape without its units. 0 where masked, 1 where nothing was weighted. */
  weights: tf.Tensor;
}

/**
 * A number about many examples that is computed from sums over batches, so that the last smaller batch and
 * any batch size give the same.
 */
export interface Metric {
  /** The user's own function, where it is made of one. */
  readonly own?: (truth: tf.Tensor, prediction: tf.Tensor) => tf.Tensor;
  /** The key in the logs. */
  readonly name: string;
  /** Whether a better model has a lower or a higher value; where it is left out, who needs it asks. */
  readonly mode?: Mode;
  /** The kinds of output that it has a meaning for. Default: all. */
  readonly kinds?: readonly OutputKind[];
  /** How many sums it keeps, given the units of the output; "told" where the first number of a batch's says how many follow. */
  size(units: number): number | "told";
  /** The sums of one batch, float32 [size]. */
  sums(batch: MetricBatch): tf.Tensor1D;
  /** Takes a batch's sums into those so far, of which there may be none yet. Default: adds them. */
  merge?(total: Float64Array, batch: ArrayLike<number>, output: MeasuredOutput): Float64Array;
  /** The number, from the sums of all batches. */
  result(sums: ArrayLike<number>, output: MeasuredOutput): number;
}

/** 0 where there is nothing to divide by. */
export function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** The mean of the values that are numbers; NaN where none is. */
export function meanOfKnown(values: number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return meanOf(known);
}
