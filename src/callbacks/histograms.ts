import * as tf from "@tensorflow/tfjs";

/** Counts of values in bins of equal width from `low` to `high`. */
export interface Histogram {
  low: number;
  high: number;
  counts: number[];
}

const bins = 30;
/** Numbers that a histogram takes: its range and its counts. */
export const histogramSize = bins + 2;

// Larger tensors are counted at evenly spaced places: a histogram is looked at, not computed with.
const mostValues = 1024;

/** The histograms of several tensors, float32 [tensors, 32]; all in a few operations, as each one costs time. */
export function histograms(tensors: tf.Tensor[]): tf.Tensor2D {
  const values = tf.stack(tensors.map(sample)) as tf.Tensor2D; // [tensors, 1024]
  const counted = tf.stack(tensors.map(({ size }) => mask(Math.min(size, mostValues)))); // [tensors, 1024]
  const low = tf.min(tf.where(counted, values, Infinity), 1, true);
  const high = tf.max(tf.where(counted, values, -Infinity), 1, true);
  const width = tf.maximum(tf.sub(high, low), 1e-30);
  const bin = tf.clipByValue(tf.floor(tf.mul(tf.div(tf.sub(values, low), width), bins)), 0, bins - 1);
  // Every tensor counts into bins of its own, so that one operation counts all.
  const own = tf.range(0, tensors.length).mul(bins).reshape([-1, 1]);
  const place = tf.add(bin, own).toInt().flatten() as tf.Tensor1D;
  const counts = tf.bincount(place, counted.toFloat().flatten() as tf.Tensor1D, tensors.length * bins);
  return tf.concat([low, high, counts.reshape([-1, bins])], 1) as tf.Tensor2D;
}

/** Exactly 1024 values: evenly spaced ones of a larger tensor, a smaller one with zeros behind. */
function sample(tensor: tf.Tensor): tf.Tensor1D {
  const flat = tensor.toFloat().flatten();
  if (flat.size <= mostValues) return flat.pad([[0, mostValues - flat.size]]);
  const step = Math.floor(flat.size / mostValues);
  return tf.stridedSlice(flat, [0], [step * mostValues], [step]) as tf.Tensor1D;
}

function mask(size: number): tf.Tensor1D {
  return tf.tensor1d(
    Array.from({ length: mostValues }, (_, index) => index < size),
    "bool",
  );
}

/** A histogram from the numbers that the step gave. */
export function readHistogram(values: Float32Array): Histogram {
  const [low, high, ...counts] = values;
  return { low, high, counts };
}
