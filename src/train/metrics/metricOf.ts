import { OptionError, checkOneOf } from "../../core/index";
import { accuracy, topK } from "./accuracy";
import { auc } from "./auc";
import { mae, mse, r2 } from "./errors";
import { logLoss } from "./logLoss";
import type { Metric } from "./metric";
import { f1, precision, recall } from "./precisionRecall";

/** Metrics by name. */
export const metrics = { accuracy, auc, f1, logLoss, mae, mse, precision, r2, recall, topK };

/** The name of a metric. */
export type MetricName = keyof typeof metrics;

/**
 * The metric itself, or the one of a name with its defaults.
 *
 * @throws OptionError `fit: unknown metric "acuracy"; did you mean "accuracy"?`
 */
export function metricOf(where: string, metric: string | Metric): Metric {
  if (typeof metric === "string") {
    const names = Object.keys(metrics) as MetricName[];
    return metrics[checkOneOf(where, "metric", metric === "acc" ? "accuracy" : metric, names)]();
  }
  if (typeof metric?.sums === "function") return metric;
  const remedy = `known names: ${Object.keys(metrics).join(", ")}`;
  throw new OptionError({
    where,
    required: "a metric must be a name or one of train.metrics",
    got: metric,
    remedy,
  });
}
