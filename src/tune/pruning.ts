import { OptionError, checkOptions } from "../core/index";
import type { Callback } from "../train/index";
import type { Trial } from "./trial";

/** Options of {@link pruning}. */
export interface PruningOptions {
  /** What is reported after each epoch. Default "val_loss". */
  monitor?: string;
}

/**
 * Reports each epoch of a fit to a trial, and ends the trial when the pruner says so.
 *
 * ```ts
 * const objective = async (trial) => {
 *   const history = await fit(build(trial.params), data, { validation: 0.2, callbacks: [pruning(trial)] });
 *   return history.last.val_loss;
 * };
 * ```
 *
 * @throws TrialPruned out of the fit, which the study catches
 */
export function pruning<P extends object>(trial: Trial<P>, options?: PruningOptions): Callback {
  const { monitor } = checkOptions("pruning", options, { monitor: "val_loss" });
  return {
    async onEpochEnd(epoch, logs) {
      if (logs[monitor] === undefined) {
        const required = `no "${monitor}" in logs (found ${Object.keys(logs).join(", ")})`;
        throw new OptionError({ where: "pruning", required, remedy: "pass validation to fit, or {monitor}" });
      }
      await trial.report(epoch, logs[monitor]);
      if (trial.shouldPrune()) trial.prune();
    },
  };
}
