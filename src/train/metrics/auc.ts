import type * as tf from "@tensorflow/tfjs";
import { concat, eye, log, logSoftmax, matMul, minimum, scalar, sub, tidy } from "@tensorflow/tfjs";
import { sumOf } from "../../math/index";
import { meanOfKnown, type Metric, type MetricBatch } from "./metric";
import { decided, isOneOfSeveral, trueShare } from "./decisions";
import { RankedScores } from "./rankedScores";

/**
 * Area under the ROC curve, in [0, 1]: how likely a positive example gets a higher score than a negative one, a tie counting
 * half; the mean over classes, each against the rest, where there are several. NaN where only one class is there.
 *
 * Exact up to 130 000 examples in an epoch (fewer where there are more than 8 classes). It is an approximation beyond: scores that
 * are close together are then counted as equal, so that memory does not grow, and the error stays below 0.001.
 *
 * ```ts
 * fit(model, data, { metrics: ["auc"] });
 * ```
 */
export function auc(): Metric {
  return {
    name: "auc",
    mode: "max",
    kinds: decided,
    size: () => "told",
    sums: (batch) => tidy(() => ranked(batch)),
    merge: (total, batch, { units }) => new RankedScores(total, units).add(batch).values,
    result: (sums, { units }) => meanOfKnown(new RankedScores(sums as Float64Array, units).areas()),
  };
}

/** How many numbers follow; then each position's scores, its truths, and its weight. */
function ranked(batch: MetricBatch): tf.Tensor1D {
  const parts = [scoresOf(batch), trueShare(batch), batch.weights].map((part) => part.flatten());
  const count = sumOf(parts.map(({ size }) => size));
  return concat([scalar(count).reshape([1]), ...parts]) as tf.Tensor1D;
}

// Beyond, 1 and a probability are the same number in 64 bits.
const surest = -Math.log(Number.EPSILON / 2);

/** What ranks as the probabilities do in 64 bits, of which 32 bits know few between 0.9999999 and 1: their log odds. */
function scoresOf(batch: MetricBatch): tf.Tensor {
  const { prediction, logits, units } = batch;
  if (!logits) return prediction;
  if (!isOneOfSeveral(batch)) return minimum(logits, surest);
  const others = matMul(prediction.reshape([-1, units]), sub(1, eye(units))).reshape(prediction.shape);
  return minimum(sub(logSoftmax(logits), log(others)), surest);
}
