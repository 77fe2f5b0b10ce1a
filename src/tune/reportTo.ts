import { DataError, checkOptions } from "../core/index";
import type { Callback } from "../train/index";
import type { Trial } from "./trial";

/** Options of {@link reportTo}. */
export interface ReportToOptions {
  /** The log that is reported. Default `val_loss` if there is one, else `loss`. */
  monitor?: string;
}

/**
 * A callback of `fit` that reports a log to a trial after each epoch, and ends a trial that is not worth going on.
 *
 * With `checkpoint(trial.file("run.ckpt"), { resume: true })` another attempt of a lost trial goes on where the last one was,
 * and reports what that had reported.
 *
 * ```ts
 * await fit(model, data, { callbacks: [checkpoint(trial.file("run.ckpt"), { resume: true }), reportTo(trial)] });
 * ```
 *
 * @throws DataError `reportTo: no "val_loss" in logs (found loss)`
 */
export function reportTo(trial: Trial, options?: ReportToOptions): Callback {
  const { monitor } = checkOptions<ReportToOptions>("reportTo", options, { monitor: undefined });
  let reported: [epoch: number, value: number][] = [];
  const report = async (epoch: number, value: number) => {
    reported.push([epoch, value]);
    await trial.report(epoch, value);
  };
  return {
    name: "reportTo",
    onTrainBegin: () => void (reported = []),
    save: () => reported,
    async load(before: typeof reported) {
      for (const [epoch, value] of before) await report(epoch, value);
    },
    async onEpochEnd(epoch, logs) {
      const name = monitor ?? ("val_loss" in logs ? "val_loss" : "loss");
      if (!(name in logs)) {
        const found = Object.keys(logs).join(", ");
        throw new DataError({ where: "reportTo", required: `no "${name}" in logs (found ${found})` });
      }
      await report(epoch, logs[name]);
      if (trial.shouldPrune()) trial.prune();
    },
  };
}
