import type * as tf from "@tensorflow/tfjs";
import { argMax, equal, greater, tidy, topk } from "@tensorflow/tfjs";
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
 * Fraction of examples whose true class is among the k likeliest, in [0, 1]; of equal probabilities the first come first.
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
        const { indices } = topk(prediction, Math.min(k, units));
        return equal(indices, argMax(truth, -1).expandDims(-1)).any(-1).toFloat();
      }),
  );
}
