import type * as tf from "@tensorflow/tfjs";
import { clipByValue, concat, floor, matMul, mul, oneHot, stack, sub, tidy } from "@tensorflow/tfjs";
import { checkInteger } from "../../core/index";
import type { Metric, MetricBatch } from "./metric";

/**
 * Area under the ROC curve, in [0, 1]: how likely a positive example gets a higher probability than a negative one;
 * the mean over classes, each against the rest, where there are several.
 *
 * Probabilities are counted in so many bins, so that batches can be summed; a tie within a bin counts half, and the
 * error is below 1/bins unless probabilities crowd.
 *
 * ```ts
 * fit(model, data, { metrics: ["auc"] });
 * ```
 *
 * @param bins at least 2; default 400
 */
export function auc(bins = 400): Metric {
  checkInteger("auc", "bins", bins, "[2, ∞)");
  return {
    name: "auc",
    mode: "max",
    size: (units) => 2 * bins * units,
    sums: (batch) => tidy(() => histograms(batch, bins)),
    result: (sums) => {
      const units = sums.length / (2 * bins);
      const areas = Array.from({ length: units }, (_, unit) => area(sums, 2 * bins * unit, bins));
      const known = areas.filter((value) => !Number.isNaN(value));
      return known.reduce((total, value) => total + value, 0) / known.length;
    },
  };
}

/** For each unit: weights of positives by bin, then of negatives. */
function histograms({ truth, prediction, weights }: MetricBatch, bins: number): tf.Tensor1D {
  const units = prediction.shape.at(-1)!;
  const rows = prediction.size / units;
  const perUnit = (values: tf.Tensor) => values.reshape([rows, units]).unstack(1);
  const weight = weights.reshape([rows]);
  const bin = floor(clipByValue(mul(prediction, bins), 0, bins - 1)).toInt();
  const truths = perUnit(truth);
  const counts = perUnit(bin).map((index, unit) => {
    const place = oneHot(index, bins).toFloat(); // [rows, bins]
    const positive = mul(truths[unit], weight);
    return matMul(stack([positive, sub(weight, positive)]) as tf.Tensor2D, place as tf.Tensor2D);
  });
  return concat(counts.map((count) => count.reshape([2 * bins]) as tf.Tensor1D));
}

/** Mann and Whitney's count of pairs in the right order. */
function area(sums: ArrayLike<number>, from: number, bins: number): number {
  let [negatives, ordered, positives] = [0, 0, 0];
  for (let bin = 0; bin < bins; bin++) {
    const [positive, negative] = [sums[from + bin], sums[from + bins + bin]];
    ordered += positive * (negatives + negative / 2);
    negatives += negative;
    positives += positive;
  }
  return ordered / (positives * negatives);
}
