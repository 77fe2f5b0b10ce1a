import type * as tf from "@tensorflow/tfjs";
import { concat, mul, sub, sum, tidy } from "@tensorflow/tfjs";
import { checkNumber, checkOptions } from "../../core/index";
import { meanOfKnown, ratio, type MeasuredOutput, type Metric, type MetricBatch } from "./metric";
import { decided, decisions, isOneOfSeveral, trueShare } from "./decisions";

/** Options of {@link precision}, {@link recall} and {@link f1}. */
export interface ThresholdOptions {
  /** The probability above which a unit says yes, in (0, 1). Default 0.5. Of several classes it is the likeliest. */
  threshold?: number;
}

/**
 * The share of those that the model calls positive that are. The mean over classes that are in the truth or the predictions,
 * where there are several; over units, where each says yes or no.
 *
 * ```ts
 * fit(model, data, { metrics: ["precision", "recall", "f1"] });
 * ```
 */
export function precision(options?: ThresholdOptions): Metric {
  return fromCounts("precision", options, ({ hit, falseAlarm }) => ratio(hit, hit + falseAlarm));
}

/** The share of those that are positive that the model finds; the mean over classes or units as in {@link precision}. */
export function recall(options?: ThresholdOptions): Metric {
  return fromCounts("recall", options, ({ hit, miss }) => ratio(hit, hit + miss));
}

/** F₁, the harmonic mean of precision and recall; the mean over classes or units as in {@link precision}. */
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
    kinds: decided,
    size: (units) => 3 * units,
    sums: (batch) => tidy(() => countSums(batch, threshold)),
    result: (sums, output) => {
      const counts = countsOf(sums, output);
      return counts.length === 0 ? 0 : meanOfKnown(counts.map(score));
    },
  };
}

/** Counts of each unit; of classes those that are there at all. */
function countsOf(sums: ArrayLike<number>, output: MeasuredOutput): Counts[] {
  const { units } = output;
  const all = Array.from({ length: units }, (_, unit) => ({
    hit: sums[unit],
    falseAlarm: sums[units + unit],
    miss: sums[2 * units + unit],
  }));
  if (!isOneOfSeveral(output)) return all;
  return all.filter(({ hit, falseAlarm, miss }) => hit + falseAlarm + miss !== 0);
}

/** Weighted hits, false alarms and misses of each unit, one after the other. */
function countSums(batch: MetricBatch, threshold: number): tf.Tensor1D {
  const [said, truth] = [decisions(batch, threshold), trueShare(batch)];
  const total = (values: tf.Tensor) =>
    sum(mul(values.reshape([-1, batch.units]), batch.weights.reshape([-1, 1])), 0) as tf.Tensor1D;
  const hit = mul(said, truth);
  return concat([total(hit), total(sub(said, hit)), total(sub(truth, hit))]);
}
