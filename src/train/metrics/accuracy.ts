import type * as tf from "@tensorflow/tfjs";
import { argMax, equal, greater, isFinite, less, logicalAnd, oneHot, tidy, where } from "@tensorflow/tfjs";
import { checkInteger, checkNoOptions } from "../../core/index";
import { meanOverUnits } from "../losses/loss";
import type { Metric, MetricBatch } from "./metric";
import { decided, decisions, isOneOfSeveral, trueShare } from "./decisions";
import { weightedMean } from "./weightedMean";

/**
 * Fraction of examples whose likeliest class is the true one, in [0, 1]; of units that say yes or no each (sigmoids, margins)
 * the fraction that is right. A probability of exactly ½ says no, as in Keras and scikit-learn.
 *
 * ```ts
 * fit(model, data, { metrics: ["accuracy"] });
 * ```
 */
export function accuracy(...none: []): Metric {
  checkNoOptions("accuracy", none);
  return weightedMean({ name: "accuracy", mode: "max", kinds: decided }, (batch) => tidy(() => hits(batch)));
}

function hits(batch: MetricBatch): tf.Tensor {
  const { truth, prediction } = batch;
  if (isOneOfSeveral(batch)) return equal(argMax(prediction, -1), argMax(truth, -1)).toFloat();
  return meanOverUnits(equal(decisions(batch), greater(trueShare(batch), 0.5).toFloat()).toFloat());
}

/**
 * Fraction of examples whose true class is among the k likeliest, in [0, 1]: fewer than k classes are likelier, so that of equal
 * probabilities all are in, as in Keras.
 *
 * ```ts
 * fit(model, data, { metrics: [metrics.topK(3)] }); // logs.top3
 * ```
 *
 * @param k from 1
 */
export function topK(k = 5, ...none: []): Metric {
  checkNoOptions("topK", none);
  checkInteger("topK", "k", k, "[1, ∞)");
  return weightedMean(
    { name: `top${k}`, mode: "max", kinds: ["classes", "numbers"] },
    ({ truth, prediction, units }) =>
      tidy(() => {
        const isTrue = oneHot(argMax(truth, -1).toInt() as tf.Tensor1D, units).toBool();
        const score = where(isTrue, prediction, 0).sum(-1, true);
        const likelier = greater(prediction, score).toFloat().sum(-1);
        return logicalAnd(less(likelier, k), isFinite(score.squeeze([-1]))).toFloat();
      }),
  );
}
