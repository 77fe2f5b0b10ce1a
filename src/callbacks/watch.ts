import { DataError, OptionError } from "../core/index";
import type { EpochLogs } from "../optim/index";
import type { Run } from "../train/index";

/** The log that a callback watches, and which way is better. */
export interface WatchOptions {
  /** Default "val_loss", or "loss" where the fit has no validation. */
  monitor?: string;
  /** Whether lower or higher is better. Default "auto": as the metric says. */
  mode?: "auto" | "min" | "max";
}

/** A log's value in an epoch, and how to compare it. */
export interface Watched {
  name: string;
  value: number;
  mode: "min" | "max";
}

/**
 * The watched log.
 *
 * @throws DataError `earlyStopping: no "val_loss" in logs (found loss, accuracy); pass validation to fit, or {monitor: "loss"}`
 */
export function watch(where: string, { monitor, mode }: WatchOptions, logs: EpochLogs, run: Run): Watched {
  const name = monitor ?? ("val_loss" in logs ? "val_loss" : "loss");
  if (!(name in logs)) throw missing(where, name, logs);
  const direction = mode === undefined || mode === "auto" ? run.modeOf(name) : mode;
  return { name, value: logs[name], mode: direction };
}

function missing(where: string, name: string, logs: EpochLogs): DataError {
  const found = Object.keys(logs);
  const remedy = name.startsWith("val_")
    ? `pass validation to fit, or {monitor: "${found[0]}"}`
    : `watch one of those, or add it to fit's metrics`;
  return new DataError({ where, required: `no "${name}" in logs (found ${found.join(", ")})`, remedy });
}

/** Whether one value is better than another by more than a margin. */
export function isBetter(mode: "min" | "max", value: number, best: number, margin = 0): boolean {
  return mode === "min" ? value < best - margin : value > best + margin;
}

/** The worst value there is, which anything is better than. */
export function worst(mode: "min" | "max"): number {
  return mode === "min" ? Infinity : -Infinity;
}

/** Checks a mode of {@link WatchOptions}. */
export function checkMode(where: string, mode: string): void {
  if (["auto", "min", "max"].includes(mode)) return;
  throw new OptionError({ where, required: 'mode must be "auto", "min" or "max"', got: mode });
}
