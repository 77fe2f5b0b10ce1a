import { checkNoOptions } from "../../core/index";
import type * as tf from "@tensorflow/tfjs";
import {
  add,
  argMax,
  concat,
  exp,
  log,
  logSumExp,
  max,
  maximum,
  mul,
  oneHot,
  scalar,
  sub,
  sum,
  tidy,
  where,
} from "@tensorflow/tfjs";
import { sumOf } from "../../math/index";
import { meanOfKnown, type Metric, type MetricBatch } from "./metric";
import { decided, isOneOfSeveral, trueShare } from "./decisions";
import { RankedScores } from "./rankedScores";

/**
 * Area under the ROC curve, in [0, 1]: how likely a positive example gets a higher score than a negative one, a tie counting
 * half; the mean over classes, each against the rest, where there are several. NaN where only one class is there.
 *
 * It ranks by what goes into the sigmoid or softmax, where the loss or the last layer tells what that is, so that scores beyond the reach of
 * probabilities (a logit of 37 and one of 40, both 1 in 64 bits) still are in order; else by the output itself.
 *
 * Exact up to 130 000 examples in an epoch (fewer where there are more than 8 classes). It is an approximation beyond: scores that
 * are close together are then counted as equal, so that memory does not grow, and the error stays below 0.001.
 *
 * ```ts
 * fit(model, data, { metrics: ["auc"] });
 * ```
 */
export function auc(...none: []): Metric {
  checkNoOptions("auc", none);
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

/**
 * What ranks as exact probabilities would, of which 32 bits know few between 0.9999999 and 1, and 64 bits none beyond 1 − 10⁻¹⁶:
 * their log odds.
 */
function scoresOf(batch: MetricBatch): tf.Tensor {
  const { prediction, logits } = batch;
  if (!logits) return prediction;
  return isOneOfSeveral(batch) ? oddsAgainstOthers(logits, batch.units) : logits;
}

/** Each logit less log Σ exp of the others, without a difference of nearly equal numbers. */
function oddsAgainstOthers(logits: tf.Tensor, units: number): tf.Tensor {
  const highest = max(logits, -1, true);
  const isHighest = oneHot(argMax(logits, -1).toInt() as tf.Tensor1D, units).toFloat();
  const powers = exp(sub(logits, highest));
  // The highest is among the others of all units but its own: there is at least 1 left.
  const ofOthers = add(highest, log(maximum(sub(sum(powers, -1, true), powers), 1)));
  const withoutHighest = sub(logits, mul(isHighest, lowest));
  const ofLower = logSumExp(withoutHighest, -1, true);
  return sub(logits, where(isHighest.toBool(), ofLower, ofOthers));
}

// So much lower than any logit that its power is 0.
const lowest = 1e30;
