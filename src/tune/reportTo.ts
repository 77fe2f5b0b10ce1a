import { DataError, OptionError, checkOptions, knownMode } from "../core/index";
import type { Callback, History } from "../train/index";
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
 * @throws OptionError where the study makes large what the log's metric says should be small, or the other way round
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
    async onEpochEnd(epoch, logs, run) {
      const name = monitor ?? ("val_loss" in logs ? "val_loss" : "loss");
      if (!(name in logs)) {
        const found = Object.keys(logs).join(", ");
        throw new DataError({ where: "reportTo", required: `no "${name}" in logs (found ${found})` });
      }
      checkDirection(trial, name, run.history);
      await report(epoch, logs[name]);
      if (trial.shouldPrune()) trial.prune();
    },
  };
}

/** A pruner would end the best trials, were the log better where the study's value is worse. */
function checkDirection({ directions: [direction] }: Trial, name: string, { modes }: History): void {
  const mode = knownMode(name, { modes });
  if (!mode || !direction || direction.startsWith(mode)) return;
  const other = mode === "min" ? "minimize" : "maximize";
  throw new OptionError({
    where: "reportTo",
    required: `${name}, of which a ${mode === "min" ? "lower" : "higher"} value is better, must go to a study with {direction: "${other}"}`,
    got: `{direction: "${direction}"}`,
    remedy: "report another log with {monitor}, or turn the study round",
  });
}
