import { DataError } from "../../core/errors";
import { checkInteger, checkNumber, checkOneOf, checkOptions } from "../../core/options";
import { defineSchedule, type EpochLogs, type Schedule } from "./schedule";

/** Options of {@link reduceOnPlateau}. */
export interface ReduceOnPlateauOptions {
  /** The rate at the start. */
  learningRate: number;
  /** The log that is watched. Default "val_loss", or "loss" where the fit has no validation. */
  monitor?: string;
  /** Whether better is lower or higher. Default "min". */
  mode?: "min" | "max";
  /** What the rate is multiplied by. Default 0.1. */
  factor?: number;
  /** Epochs without a better value before the rate falls. Default 10. */
  patience?: number;
  /** By how much a value must be better to count. Default 1e-4. */
  minDelta?: number;
  /** Epochs after a fall in which nothing is counted. Default 0. */
  cooldown?: number;
  /** The lowest rate. Default 0. */
  end?: number;
}

const defaults = {
  learningRate: 0.1,
  monitor: undefined as string | undefined,
  mode: "min" as "min" | "max",
  factor: 0.1,
  patience: 10,
  minDelta: 1e-4,
  cooldown: 0,
  end: 0,
};

/**
 * A rate that falls when a log has stopped getting better; the fit tells it the logs of every epoch.
 *
 * ```ts
 * adam({ learningRate: reduceOnPlateau({ learningRate: 1e-3, factor: 0.5, patience: 3 }) });
 * ```
 *
 * @throws DataError `reduceOnPlateau: no "val_acc" in logs (found loss, val_loss); …`
 */
export function reduceOnPlateau(options: ReduceOnPlateauOptions): Schedule {
  const given = checkOptions("reduceOnPlateau", options, defaults);
  check(given);
  let state = begin(given);
  const schedule = defineSchedule("reduceOnPlateau", given, () => state.rate);
  return Object.assign(schedule, {
    observe: (logs: EpochLogs) => void (state = next(state, watched(logs, given.monitor), given)),
    save: () => ({ ...state }),
    load: (saved: Record<string, number>) => void (state = { ...state, ...saved }),
    reset: () => void (state = begin(given)),
  });
}

interface PlateauState extends Record<string, number> {
  rate: number;
  best: number;
  waited: number;
  cooling: number;
}

function begin({ learningRate, mode }: typeof defaults): PlateauState {
  return { rate: learningRate, best: mode === "min" ? Infinity : -Infinity, waited: 0, cooling: 0 };
}

function next(state: PlateauState, value: number, given: typeof defaults): PlateauState {
  const { mode, minDelta, patience, factor, cooldown, end } = given;
  const better = mode === "min" ? value < state.best - minDelta : value > state.best + minDelta;
  const cooling = Math.max(0, state.cooling - 1);
  if (better) return { ...state, best: value, waited: 0, cooling };
  const waited = cooling > 0 ? 0 : state.waited + 1;
  if (waited < patience) return { ...state, waited, cooling };
  return { ...state, rate: Math.max(state.rate * factor, end), waited: 0, cooling: cooldown };
}

function watched(logs: EpochLogs, monitor: string | undefined): number {
  const name = monitor ?? ("val_loss" in logs ? "val_loss" : "loss");
  if (name in logs) return logs[name];
  throw new DataError({
    where: "reduceOnPlateau",
    required: `no "${name}" in logs (found ${Object.keys(logs).join(", ")})`,
    remedy: 'pass validation to fit, or {monitor: "loss"}',
  });
}

function check(given: typeof defaults): void {
  checkNumber("reduceOnPlateau", "learningRate", given.learningRate, "[0, ∞)");
  checkOneOf("reduceOnPlateau", "mode", given.mode, ["min", "max"]);
  checkNumber("reduceOnPlateau", "factor", given.factor, "(0, 1)");
  checkInteger("reduceOnPlateau", "patience", given.patience, "[1, ∞)");
  checkInteger("reduceOnPlateau", "cooldown", given.cooldown, "[0, ∞)");
  checkNumber("reduceOnPlateau", "minDelta", given.minDelta, "[0, ∞)");
  checkNumber("reduceOnPlateau", "end", given.end, "[0, ∞)");
}
