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

/**
 * The values of several tensors that are counted: how many there are of each, then the values, end to end; for
 * {@link histogramsOf}. The numbers go with the values because they change with the batch's size. Counting is left to
 * JavaScript, which takes microseconds: in the step, scattering them into bins took longer than all else that is recorded.
 */
export function samples(tensors: tf.Tensor[]): tf.Tensor1D {
  const values = tensors.map(sample);
  return tf.concat1d([tf.tensor1d(values.map(({ size }) => size)), ...values]);
}

/** The histograms of what {@link samples} gave of so many tensors. */
export function histogramsOf(sampled: Float32Array, tensors: number): Histogram[] {
  let from = tensors;
  return Array.from(sampled.subarray(0, tensors), (size) =>
    histogramOf(sampled.subarray(from, (from += size))),
  );
}

/** All values or, from the first to the end, evenly spaced ones, 512 to 1024 of them. */
function sample(tensor: tf.Tensor): tf.Tensor1D {
  const flat = tensor.toFloat().flatten();
  if (flat.size <= mostValues) return flat;
  const step = Math.ceil(flat.size / mostValues);
  return tf.stridedSlice(flat, [0], [flat.size], [step]) as tf.Tensor1D;
}

/** Counts values. What is not finite is in no bin; the range is that of the finite values. */
function histogramOf(values: Float32Array): Histogram {
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
