import type * as tf from "@tensorflow/tfjs";
import { mul, scalar, stack } from "@tensorflow/tfjs";
import type { Mode } from "../core/index";
import type { TracedLayer } from "./model/trace";
import { ratio } from "./metrics/metric";

/** A batch as the data gives it: inputs and outputs in the model's order, and weights if any. */
export interface Batch {
  x: tf.Tensor[];
  y: tf.Tensor[];
  /** The weight of each example, [batch], or of each position of the outputs, [batch, …]. */
  weight?: tf.Tensor;
}

/** What is computed from a batch. */
export interface Measured {
  /** What is minimised. */
  loss: tf.Scalar;
  /** What the loss is a mean over, where those are not the examples: the positions that are no padding. */
  counted?: tf.Scalar;
  /** For each statistic its sums over the batch. */
  sums: tf.Tensor1D[];
}

/** A number in the logs that is computed from sums over batches; a metric, or a part of the loss. */
export interface Statistic {
  name: string;
  /** How many numbers a batch gives; "told" where the first says how many follow. */
  size: number | "told";
  /** Whether a lower or a higher value is better, where it is known. */
  mode?: Mode;
  /** Takes a batch's sums into those so far, of which there may be none. Default: adds them. */
  merge?(total: Float64Array, batch: ArrayLike<number>): Float64Array;
  result(sums: ArrayLike<number>): number;
}

/** What a fit minimises and over which variables: all that the loop knows of a model. */
export interface Objective {
  /** Variables that the optimiser moves, and their names for people. */
  readonly parameters: tf.Variable[];
  readonly names: string[];
  /** Variables that a step changes besides: moving averages. */
  readonly state: tf.Variable[];
  /** `loss` first. */
  readonly statistics: Statistic[];
  /** Labels to the form that loss, metrics and augmentation work on. */
  prepare(batch: Batch): Batch;
  measure(batch: Batch, phase: { training: boolean }): Measured;
  /** Runs `measure` and its way back so that what goes through the layers is kept; for models of layers. */
  trace?<T>(run: () => T): { result: T; layers: TracedLayer[] };
  /** Puts parameters back where they may be, after an update. */
  project(): void;
}

/** A statistic that is a mean over examples. */
export function meanStatistic(name: string, mode?: Mode): Statistic {
  return { name, size: 2, mode, result: (sums) => ratio(sums[0], sums[1]) };
}

/** Which way each of the statistics is better, where it is known. */
export function modesOf(statistics: Statistic[]): Record<string, Mode> {
  return Object.fromEntries(statistics.flatMap(({ name, mode }) => (mode ? [[name, mode]] : [])));
}

/** The sums of a mean over the batch, for {@link meanStatistic}. */
export function meanSums(value: tf.Scalar, size: number): tf.Tensor1D {
  return stack([mul(value, size), scalar(size)]) as unknown as tf.Tensor1D;
}
