import type * as tf from "@tensorflow/tfjs";
import { argMax, equal, greater, tidy, topk } from "@tensorflow/tfjs";
import { checkInteger } from "../../core/index";
import type { Metric } from "./metric";
import { weightedMean } from "./weightedMean";

/**
 * Fraction of examples whose likeliest class is the true one, in [0, 1]; for one unit, of those on the right side of ½.
 *
 * ```ts
 * fit(model, data, { metrics: ["accuracy"] });
 * ```
 */
export function accuracy(): Metric {
  return weightedMean("accuracy", "max", ({ truth, prediction }) =>
    tidy(() => hits(truth, prediction).toFloat()),
  );
}

function hits(truth: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
  if (prediction.shape.at(-1) === 1)
    return equal(greater(prediction, 0.5), greater(truth, 0.5)).squeeze([-1]);
  return equal(argMax(prediction, -1), argMax(truth, -1));
}

/**
 * Fraction of examples whose true class is among the k likeliest, in [0, 1].
 *
 * ```ts
 * fit(model, data, { metrics: [metrics.topK(3)] }); // logs.top3
 * ```
 *
 * @param k from 1
 */
export function topK(k = 5): Metric {
  checkInteger("topK", "k", k, "[1, ∞)");
  return weightedMean(`top${k}`, "max", ({ truth, prediction }) =>
    tidy(() => {
      const { indices } = topk(prediction, Math.min(k, prediction.shape.at(-1)!));
      return equal(indices, argMax(truth, -1).expandDims(-1)).any(-1).toFloat();
    }),
  );
}
