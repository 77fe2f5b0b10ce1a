import { checkNoOptions } from "../../core/index";
import type * as tf from "@tensorflow/tfjs";
import { add, log, logSoftmax, minimum, mul, neg, softplus, sub, sum, tidy } from "@tensorflow/tfjs";
import { meanOverUnits } from "../losses/loss";
import type { Metric, MetricBatch } from "./metric";
import { isOneOfSeveral } from "./decisions";
import { weightedMean } from "./weightedMean";

/**
 * The mean of −log of the probability that the model gives the true class; 0 is perfect, log(classes) is guessing. Of units that
 * say yes or no each, the mean over them. No probability counts as less than 2⁻⁵², as in scikit-learn.
 *
 * ```ts
 * fit(model, data, { metrics: ["logLoss"] });
 * ```
 */
export function logLoss(...none: []): Metric {
  checkNoOptions("logLoss", none);
  return weightedMean({ name: "logLoss", mode: "min", kinds: ["classes", "labels"] }, (batch) =>
    tidy(() => (isOneOfSeveral(batch) ? ofClasses(batch) : ofLabels(batch))),
  );
}

function ofClasses({ truth, prediction, logits }: MetricBatch): tf.Tensor {
  const surprise = neg(logits ? logSoftmax(logits) : log(prediction));
  return sum(mul(truth, bounded(surprise)), -1);
}

function ofLabels({ truth, prediction, logits }: MetricBatch): tf.Tensor {
  const yes = bounded(logits ? softplus(neg(logits)) : neg(log(prediction)));
  const no = bounded(logits ? softplus(logits) : neg(log(sub(1, prediction))));
  return meanOverUnits(add(mul(truth, yes), mul(sub(1, truth), no)));
}

function bounded(surprise: tf.Tensor): tf.Tensor {
  return minimum(surprise, -Math.log(Number.EPSILON));
}
