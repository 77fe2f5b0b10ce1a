import { DataError, modeOf, type Mode, type ModeOption } from "../core/index";
import type { EpochLogs } from "../optim/index";
import type { Run } from "../train/index";

/** The log that a callback watches, and which way is better. */
export interface WatchOptions {
  /** Default "val_loss", or "loss" where the fit has no validation. */
  monitor?: string;
  /** Whether lower or higher is better. Default "auto": as the metric says, or as the field uses its name. */
  mode?: ModeOption;
}

/** A log's value in an epoch, and how to compare it. */
export interface Watched {
  name: string;
  value: number;
  mode: Mode;
}

/**
 * The watched log.
 *
 * @throws DataError `earlyStopping: no "val_loss" in logs (found loss, accuracy); pass validation to fit, or {monitor: "loss"}`
 * @throws OptionError where nobody knows which way is better, and no mode was given
 */
export function watch(where: string, { monitor, mode }: WatchOptions, logs: EpochLogs, run: Run): Watched {
  const name = watchedName({ monitor }, logs);
  if (!(name in logs)) throw missing(where, name, logs);
  const { modes } = run.history;
  return { name, value: logs[name], mode: modeOf(where, name, { mode, modes }) };
}

/** The name of the log that is watched. */
export function watchedName({ monitor }: WatchOptions, logs: EpochLogs): string {
  return monitor ?? ("val_loss" in logs ? "val_loss" : "loss");
}

function missing(where: string, name: string, logs: EpochLogs): DataError {
  const found = Object.keys(logs);
  const remedy = name.startsWith("val_")
    ? `pass validation to fit, or {monitor: "${found[0]}"}`
    : `watch one of those, or add it to fit's metrics`;
  return new DataError({ where, required: `no "${name}" in logs (found ${found.join(", ")})`, remedy });
}
