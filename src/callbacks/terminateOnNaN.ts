import { checkNoOptions } from "../core/index";
import * as tf from "@tensorflow/tfjs";
import type { Callback, Run, StepLogs } from "../train/index";
import { asOurs } from "../train/ours";

/**
 * Ends training when a loss or a gradient is NaN or infinite, and says which tensor of which layer went bad first.
 *
 * The step that failed changes nothing: the weights are those before it.
 *
 * ```ts
 * fit(model, data, { callbacks: [terminateOnNaN()] });
 * // stopped: loss is NaN at step 12 (epoch 2): the pre-activation of layer dense_2 is the first that is not finite (12 of 640 values)
 * ```
 */
export function terminateOnNaN(...none: []): Callback {
  checkNoOptions("terminateOnNaN", none);
  return asOurs<Callback>({
    name: "terminateOnNaN",
    guard: true,
    onBatchEnd: (_, logs, run) => examine(logs, run),
  });
}

function examine({ loss }: StepLogs, run: Run): void {
  if (Number.isFinite(loss) && !run.undone) return;
  const bad = tf.tidy(() => run.findBad());
  const where = `step ${run.step} (epoch ${run.epoch + 1})`;
  run.stop(`${whatIs(loss)} at ${where}: ${bad}`);
}

function whatIs(loss: number): string {
  if (Number.isFinite(loss)) return "a gradient is not finite, though the loss is,";
  return `loss is ${Number.isNaN(loss) ? "NaN" : "infinite"}`;
}
