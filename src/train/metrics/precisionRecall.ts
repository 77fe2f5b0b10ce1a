import type * as tf from "@tensorflow/tfjs";
import { argMax, concat, greater, mul, oneHot, sub, sum, tidy } from "@tensorflow/tfjs";
import { checkNumber, checkOptions } from "../../core/index";
import { ratio, type Metric, type MetricBatch } from "./metric";

/** Options of {@link precision}, {@link recall} and {@link f1}. */
export interface ThresholdOptions {
  /** The probability from which one unit says yes, in (0, 1). Default 0.5. Several units: the likeliest class. */
  threshold?: number;
}

/**
 * Of those that the model calls positive, the share that is; the mean over classes where there are several.
 *
 * ```ts
 * fit(model, data, { metrics: ["precision", "recall", "f1"] });
 * ```
 */
export function precision(options?: ThresholdOptions): Metric {
  return fromCounts("precision", options, ({ hit, falseAlarm }) => ratio(hit, hit + falseAlarm));
}

/** Of those that are positive, the share that the model finds; the mean over classes where there are several. */
export function recall(options?: ThresholdOptions): Metric {
  return fromCounts("recall", options, ({ hit, miss }) => ratio(hit, hit + miss));
}

/** F₁, the harmonic mean of precision and recall; the mean over classes where there are several. */
export function f1(options?: ThresholdOptions): Metric {
  return fromCounts("f1", options, ({ hit, falseAlarm, miss }) =>
    ratio(2 * hit, 2 * hit + falseAlarm + miss),
  );
}

interface Counts {
  hit: number;
  falseAlarm: number;
  miss: number;
}

function fromCounts(
  name: string,
  options: ThresholdOptions | undefined,
  score: (counts: Counts) => number,
): Metric {
  const { threshold } = checkOptions(name, options, { threshold: 0.5 });
  checkNumber(name, "threshold", threshold, "(0, 1)");
  return {
    name,
    mode: "max",
    size: (units) => 3 * units,
    sums: (batch) => tidy(() => countSums(batch, threshold)),
    result: (sums) => {
      const units = sums.length / 3;
      const classes = Array.from({ length: units }, (_, unit) =>
        score({ hit: sums[unit], falseAlarm: sums[units + unit], miss: sums[2 * units + unit] }),
      );
      return classes.reduce((total, value) => total + value, 0) / units;
    },
  };
}

/** Weighted hits, false alarms and misses of each unit, one after the other. */
function countSums({ truth, prediction, weights }: MetricBatch, threshold: number): tf.Tensor1D {
  const units = prediction.shape.at(-1)!;
  const said =
    units === 1 ? greater(prediction, threshold).toFloat() : oneHot(argMax(prediction, -1), units).toFloat();
  const total = (values: tf.Tensor) => {
    return sum(mul(values.reshape([-1, units]), weights.reshape([-1, 1])), 0) as tf.Tensor1D;
  };
  const hit = mul(said, truth);
  return concat([total(hit), total(sub(said, hit)), total(sub(truth, hit))]);
}
