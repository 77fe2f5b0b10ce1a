import type * as tf from "@tensorflow/tfjs";
import { argMax, greater, oneHot } from "@tensorflow/tfjs";
import type { MeasuredOutput, MetricBatch, OutputKind } from "./metric";

/** The kinds of output that decide something; numbers, where they were fitted to 0 and 1. */
export const decided: readonly OutputKind[] = ["classes", "labels", "margins", "numbers"];

/** Whether one of several units is the answer, rather than each unit a yes or no of its own. */
export function isOneOfSeveral({ kind, units }: MeasuredOutput): boolean {
  return units > 1 && (kind === "classes" || kind === "numbers");
}

/** What the model decides, float32 [batch, …, units] of 0 and 1. */
export function decisions(batch: MetricBatch, threshold = 0.5): tf.Tensor {
  const { prediction, kind, units } = batch;
  if (isOneOfSeveral(batch)) return oneHot(argMax(prediction, -1).toInt() as tf.Tensor1D, units).toFloat();
  return greater(prediction, kind === "margins" ? 0 : threshold).toFloat();
}

/** How true each unit is, in [0, 1]: [batch, …, units]. */
export function trueShare({ truth, kind }: MetricBatch): tf.Tensor {
  return kind === "margins" ? greater(truth, 0).toFloat() : truth;
}
