import * as tf from "@tensorflow/tfjs";

/** Counts of values in bins of equal width from `low` to `high`. */
export interface Histogram {
  low: number;
  high: number;
  counts: number[];
}

const bins = 30;

// Larger tensors are counted at evenly spaced places: a histogram is looked at, not computed with.
const mostValues = 1024;

/** How many values of a tensor are counted. */
export function sampleSize(size: number): number {
  return Math.min(size, mostValues);
}

/**
 * The values of several tensors that are counted, end to end. Counting is left to JavaScript, which takes microseconds: in
 * the step, scattering them into bins took longer than all else that is recorded.
 */
export function samples(tensors: tf.Tensor[]): tf.Tensor1D {
  return tf.concat1d(tensors.map(sample));
}

/** All values, or 1024 evenly spaced ones. */
function sample(tensor: tf.Tensor): tf.Tensor1D {
  const flat = tensor.toFloat().flatten();
  if (flat.size <= mostValues) return flat;
  const step = Math.floor(flat.size / mostValues);
  return tf.stridedSlice(flat, [0], [step * mostValues], [step]) as tf.Tensor1D;
}

/** Counts values. What is not finite is in no bin; the range is that of the finite values. */
export function histogramOf(values: Float32Array): Histogram {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const counts = new Array<number>(bins).fill(0);
  const width = Math.max(high - low, 1e-30);
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    counts[Math.min(bins - 1, Math.floor(((value - low) / width) * bins))]++;
  }
  return low <= high ? { low, high, counts } : { low: NaN, high: NaN, counts };
}
