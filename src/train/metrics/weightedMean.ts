import type * as tf from "@tensorflow/tfjs";
import { mul, stack, sum, tidy } from "@tensorflow/tfjs";
import { ratio, type Metric, type MetricBatch } from "./metric";

/** A metric that is the weighted mean of one number per position (an example, or a step or pixel of one). */
export function weightedMean(
  about: Pick<Metric, "name" | "mode" | "kinds">,
  perPosition: (batch: MetricBatch) => tf.Tensor,
): Metric {
  return {
    ...about,
    size: () => 2,
    sums: (batch) =>
      tidy(
        () =>
          stack([sum(mul(perPosition(batch), batch.weights)), sum(batch.weights)]) as unknown as tf.Tensor1D,
      ),
    result: (sums) => ratio(sums[0], sums[1]),
  };
}
