import * as tf from "@tensorflow/tfjs";
import type { TracedLayer, TracedWeight } from "../train/index";

/** What is recorded of a layer, in this order. */
export const statisticNames = [
  "delta",
  "gradientNorm",
  "updateRatio",
  "activationMean",
  "activationDeviation",
  "saturated",
  "dead",
  "weightNorm",
] as const;

/** The name of a number that is recorded of a layer. */
export type StatisticName = (typeof statisticNames)[number];

/**
 * The numbers that are recorded of a layer, float32 [8]; NaN stands for what a layer does not have: no weights, no gradient.
 */
export function layerStatistics(layer: TracedLayer): tf.Tensor1D {
  const { delta, activation } = layer;
  const output = someExamples(layer.output);
  const kernel = kernelOf(layer);
  const mean = meanOf(output);
  const variance = meanOf(tf.squaredDifference(output, mean));
  const numbers = [
    normOf(delta ? [delta] : []),
    normOf(kernel ? [kernel.gradient] : []),
    kernel ? tf.div(normOf([kernel.update]), tf.maximum(normOf([kernel.value]), 1e-12)) : missing(),
    mean,
    tf.sqrt(variance),
    saturated(activation, output),
    deadShare(output),
    kernel ? normOf([kernel.value]) : missing(),
  ];
  return tf.stack(numbers.map((number) => number.reshape([]))) as unknown as tf.Tensor1D;
}

/** The largest weight of a layer; undefined where it has none. */
export function kernelOf({ weights }: TracedLayer): TracedWeight | undefined {
  return weights.reduce<TracedWeight | undefined>(
    (largest, weight) => (weight.value.size > (largest?.value.size ?? 0) ? weight : largest),
    undefined,
  );
}

// The activations of large layers are looked at for some examples of the batch: more would cost time and tell the same.
const mostActivations = 65_536;
const fewestExamples = 8;

function someExamples(output: tf.Tensor): tf.Tensor {
  const [size] = output.shape;
  const examples = Math.max(fewestExamples, Math.floor((mostActivations * size) / output.size));
  if (output.rank < 2 || examples >= size) return output;
  return output.slice(
    output.shape.map(() => 0),
    [examples, ...output.shape.slice(1)],
  );
}

function missing(): tf.Scalar {
  return tf.scalar(NaN);
}

function normOf(tensors: tf.Tensor[]): tf.Tensor {
  if (tensors.length === 0) return missing();
  return tf.sqrt(tf.addN(tensors.map((tensor) => sumOf(tf.square(tensor)))));
}

function meanOf(values: tf.Tensor): tf.Tensor {
  return tf.div(sumOf(values), values.size);
}

/** Rows first, then the rest: XLA adds rows many numbers at a time, but the values of one row one by one. */
function sumOf(values: tf.Tensor): tf.Tensor {
  const rows = values.rank < 2 ? values : values.reshape([-1, values.shape.at(-1)!]).sum(0);
  return tf.sum(rows);
}

/**
 * The share of activations at their limits: sigmoid and softmax within .05 of 0 or 1, tanh within .05 of ±1, ReLU at 0. 0 for others.
 */
function saturated(activation: string, output: tf.Tensor): tf.Tensor {
  const share = (flags: tf.Tensor) => meanOf(flags.toFloat());
  if (activation === "sigmoid" || activation === "hardSigmoid" || activation === "softmax") {
    return share(tf.greater(tf.abs(tf.sub(output, 0.5)), 0.45));
  }
  if (activation === "tanh" || activation === "softsign") return share(tf.greater(tf.abs(output), 0.95));
  if (activation === "relu" || activation === "relu6") return share(tf.lessEqual(output, 0));
  return tf.scalar(0);
}

/** The share of units (or channels) that give the same for every example of the batch: nothing can be learned through them. */
function deadShare(output: tf.Tensor): tf.Tensor {
  if (output.rank < 2 || output.shape[0] === 1) return missing();
  const rows = output.reshape([-1, output.shape.at(-1)!]);
  return tf.mean(tf.equal(tf.max(rows, 0), tf.min(rows, 0)).toFloat());
}
