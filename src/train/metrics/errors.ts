import type * as tf from "@tensorflow/tfjs";
import { abs, mul, squaredDifference, stack, sub, sum, tidy } from "@tensorflow/tfjs";
import { meanOverUnits } from "../losses/loss";
import type { Metric } from "./metric";
import { weightedMean } from "./weightedMean";

/** Mean absolute error. */
export function mae(): Metric {
  return weightedMean("mae", "min", ({ truth, prediction }) =>
    tidy(() => meanOverUnits(abs(sub(truth, prediction)))),
  );
}

/** Mean squared error. */
export function mse(): Metric {
  return weightedMean("mse", "min", ({ truth, prediction }) =>
    tidy(() => meanOverUnits(squaredDifference(truth, prediction))),
  );
}

/**
 * R², the share of the variance that the predictions explain: 1 − Σ(y − ŷ)² / Σ(y − ȳ)², over all outputs together.
 *
 * ```ts
 * fit(model, data, { loss: "mse", metrics: ["r2"] });
 * ```
 */
export function r2(): Metric {
  return {
    name: "r2",
    mode: "max",
    size: () => 4,
    sums: ({ truth, prediction, weights }) =>
      tidy(() => {
        const weighted = (values: tf.Tensor) => sum(mul(meanOverUnits(values), weights));
        const squares = weighted(truth.square());
        const residual = weighted(squaredDifference(truth, prediction));
        return stack([residual, weighted(truth), squares, sum(weights)]) as unknown as tf.Tensor1D;
      }),
    result: ([residual, total, squares, weight]: ArrayLike<number> & Iterable<number>) =>
      1 - residual / (squares - total ** 2 / weight),
  };
}
