import { clipByValue, log, mul, neg, sub, sum, tidy } from "@tensorflow/tfjs";
import { meanOverUnits } from "../losses/loss";
import type { Metric } from "./metric";
import { weightedMean } from "./weightedMean";

/**
 * The mean of −log of the probability that the model gives the true class; 0 is perfect, log(classes) is guessing.
 *
 * ```ts
 * fit(model, data, { metrics: ["logLoss"] });
 * ```
 */
export function logLoss(): Metric {
  return weightedMean("logLoss", "min", ({ truth, prediction }) =>
    tidy(() => {
      const p = clipByValue(prediction, 1e-7, 1 - 1e-7);
      const surprise = neg(mul(truth, log(p)));
      if (prediction.shape.at(-1) !== 1) return sum(surprise, -1);
      return meanOverUnits(sub(surprise, mul(sub(1, truth), log(sub(1, p)))));
    }),
  );
}
