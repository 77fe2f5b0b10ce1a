import type * as tf from "@tensorflow/tfjs";
import { fill, mean, mul, stack, sum, tidy } from "@tensorflow/tfjs";
import {
  OptionError,
  ShapeError,
  checkMode,
  checkOptions,
  type Mode,
  type ModeOption,
  shown,
} from "../../core/index";
import { returnedTensor } from "../returnedTensor";
import { ratio, type Metric, type MetricBatch } from "./metric";

/**
 * A metric of one's own, as in Keras: truth and prediction, [batch, …, units] each, to a number for each example, [batch], for
 * each step or pixel, [batch, …], or for each value; or to one number. Of TensorFlow.js operations.
 *
 * Classes come one-hot, and the outputs of cross-entropies as probabilities.
 */
export type MetricFunction = (truth: tf.Tensor, prediction: tf.Tensor) => tf.Tensor;

/** Options of {@link metric}. */
export interface MetricOptions {
  /** The key in the logs. Default: the function's name. */
  name?: string;
  /** Whether lower or higher is better. Default "auto": as the field uses the name; where nobody knows, who needs it asks. */
  mode?: ModeOption;
}

/**
 * A function of truth and prediction as a metric: its weighted mean over the examples. `fit` takes the function itself, too.
 *
 * ```ts
 * const bias = train.metric((truth, prediction) => prediction.sub(truth).abs(), { name: "distance", mode: "min" });
 * fit(model, data, { metrics: [bias] });
 * ```
 *
 * @param of where it returns one number, that counts as the value of each of the batch's examples
 * @throws ShapeError `distance: a metric must return [] or [32, …], got [31]`; OptionError where it returns no tensor
 */
export function metric(of: MetricFunction, options?: MetricOptions): Metric {
  if (typeof of !== "function") {
    const required = "what is measured must be a function of truth and prediction";
    throw new OptionError({ where: "metric", required, got: shown(of) });
  }
  const { name, mode } = checkOptions("metric", options, {
    name: of.name || "metric",
    mode: "auto" as ModeOption,
  });
  checkMode("metric", mode);
  return {
    own: of,
    name,
    mode: mode === "auto" ? undefined : (mode satisfies Mode),
    size: () => 2,
    sums: (batch) => tidy(() => sumsOf(name, of, batch)),
    result: (sums) => ratio(sums[0], sums[1]),
  };
}

function sumsOf(name: string, of: MetricFunction, { truth, prediction, weights }: MetricBatch): tf.Tensor1D {
  const value = returnedTensor(name, "a metric", of(truth, prediction)).toFloat();
  const perPosition = value.rank === 0 ? mul(fill(weights.shape, 1), value) : value;
  if (perPosition.shape[0] !== truth.shape[0]) {
    const required = `a metric must return [] or [${truth.shape[0]}, …]`;
    throw new ShapeError({ where: name, required, got: `[${value.shape}]` });
  }
  const rank = Math.min(perPosition.rank, weights.rank);
  const values = perPosition.reshape([...perPosition.shape.slice(0, rank), -1]);
  const counts = weights.reshape([...weights.shape.slice(0, rank), -1]);
  const total = sum(mul(mean(values, -1), sum(counts, -1)));
  return stack([total, sum(weights)]) as unknown as tf.Tensor1D;
}
