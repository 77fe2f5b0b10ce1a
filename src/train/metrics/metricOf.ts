import { OptionError, ShapeError, checkOneOf } from "../../core/index";
import { accuracy, topK } from "./accuracy";
import { auc } from "./auc";
import { mae, mse } from "./errors";
import { logLoss } from "./logLoss";
import type { Metric } from "./metric";
import { metric as own, type MetricFunction } from "./ownMetric";
import { f1, precision, recall } from "./precisionRecall";
import { r2 } from "./r2";

/** Metrics by name. */
export const metrics = { accuracy, auc, f1, logLoss, mae, mse, precision, r2, recall, topK };

/** The name of a metric. */
export type MetricName = keyof typeof metrics;

/** What is told of a metric: its name, one of `train.metrics`, or a function of truth and prediction. */
export type MetricOption = MetricName | "acc" | Metric | MetricFunction;

/** Metrics of every output, or a list for each of them, in order or by the output's name. */
export type MetricsOption = MetricOption[] | MetricOption[][] | Readonly<Record<string, MetricOption[]>>;

/** For each output its metrics. */
export function metricsOf(where: string, given: MetricsOption, outputNames: string[]): Metric[][] {
  return listsOf(where, given, outputNames).map((list) => list.map((one) => metricOf(where, one)));
}

function listsOf(where: string, given: MetricsOption, outputNames: string[]): MetricOption[][] {
  if (!Array.isArray(given)) {
    for (const name of Object.keys(given)) checkOneOf(where, "output in metrics", name, outputNames);
    return outputNames.map((name) => (given as Record<string, MetricOption[]>)[name] ?? []);
  }
  if (!given.some(Array.isArray)) return outputNames.map(() => given as MetricOption[]);
  if (given.length === outputNames.length && given.every(Array.isArray)) return given as MetricOption[][];
  const required = `metrics must be one list, or one for each of the ${outputNames.length} outputs`;
  throw new ShapeError({ where, required, got: given.length });
}

/**
 * The metric itself, the one of a name with its defaults, or that of a function.
 *
 * @throws OptionError `fit: unknown metric "acuracy"; did you mean "accuracy"?`
 */
export function metricOf(where: string, metric: string | Metric | MetricFunction): Metric {
  if (typeof metric === "string") {
    const names = Object.keys(metrics) as MetricName[];
    return metrics[checkOneOf(where, "metric", metric === "acc" ? "accuracy" : metric, names)]();
  }
  if (typeof metric === "function") return own(metric);
  if (typeof metric?.sums === "function") return metric;
  const remedy = `known names: ${Object.keys(metrics).join(", ")}`;
  throw new OptionError({
    where,
    required: "a metric must be a name, one of train.metrics, or a function (truth, prediction) => tensor",
    got: metric,
    remedy,
  });
}
