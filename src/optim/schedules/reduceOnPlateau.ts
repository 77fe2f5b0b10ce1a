import {
  DataError,
  checkMode,
  isBetter,
  modeOf,
  worst,
  type Mode,
  type ModeOption,
  checkInteger,
  checkNumber,
  checkOptions,
} from "../../core/index";
import { checkEnd, defineSchedule, type EpochLogs, type LogsKnown, type Schedule } from "./schedule";

/** Options of {@link reduceOnPlateau}. */
export interface ReduceOnPlateauOptions {
  /** The rate at the start. */
  learningRate: number;
  /** The log that is watched. Default "val_loss", or "loss" where the fit has no validation. */
  monitor?: string;
  /** Whether lower or higher is better. Default "auto": as the metric says, or as the field uses its name. */
  mode?: ModeOption;
  /** What the rate is multiplied by. Default 0.1. */
  factor?: number;
  /** Epochs without a better value before the rate falls. Default 10. */
  patience?: number;
  /** By how much a value must be better to count. Default 1e-4. */
  minDelta?: number;
  /** Epochs after a fall in which nothing is counted. Default 0. */
  cooldown?: number;
  /** The lowest rate, in [0, learningRate]. Default 0. */
  end?: number;
}

const defaults = {
  learningRate: 0.1,
  monitor: undefined as string | undefined,
  mode: "auto" as ModeOption,
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
 * @throws OptionError at the end of the first epoch where nobody knows which way is better, and no mode was given
 */
export function reduceOnPlateau(options: ReduceOnPlateauOptions): Schedule {
  const given = checkOptions("reduceOnPlateau", options, defaults);
  check(given);
  let state = begin(given);
  const schedule = defineSchedule("reduceOnPlateau", given, () => state.rate);
  return Object.assign(schedule, {
    observe: (logs: EpochLogs, known?: LogsKnown) =>
      void (state = next(state, watched(logs, given, known), given)),
    save: () => ({ ...state }),
    load: (saved: Record<string, number>) => void (state = { ...state, ...saved }),
    reset: () => void (state = begin(given)),
  });
}

interface PlateauState extends Record<string, number> {
  rate: number;
  /** NaN before the first epoch. */
  best: number;
  waited: number;
  cooling: number;
}

function begin({ learningRate }: typeof defaults): PlateauState {
  return { rate: learningRate, best: NaN, waited: 0, cooling: 0 };
}

interface Watched {
  value: number;
  mode: Mode;
}

function next(state: PlateauState, { value, mode }: Watched, given: typeof defaults): PlateauState {
  const { minDelta, patience, factor, cooldown, end } = given;
  const best = Number.isNaN(state.best) ? worst(mode) : state.best;
  const better = isBetter(mode, value, best, minDelta);
  const cooling = Math.max(0, state.cooling - 1);
  if (better) return { ...state, best: value, waited: 0, cooling };
  const waited = cooling > 0 ? 0 : state.waited + 1;
  if (waited < patience) return { ...state, waited, cooling };
  return { ...state, rate: Math.max(state.rate * factor, end), waited: 0, cooling: cooldown };
}

function watched(logs: EpochLogs, { monitor, mode }: typeof defaults, known: LogsKnown = {}): Watched {
  const name = monitor ?? ("val_loss" in logs ? "val_loss" : "loss");
  if (name in logs) return { value: logs[name], mode: modeOf("reduceOnPlateau", name, { ...known, mode }) };
  throw new DataError({
    where: "reduceOnPlateau",
    required: `no "${name}" in logs (found ${Object.keys(logs).join(", ")})`,
    remedy: 'pass validation to fit, or {monitor: "loss"}',
  });
}

function check(given: typeof defaults): void {
  checkNumber("reduceOnPlateau", "learningRate", given.learningRate, "[0, ∞)");
  checkMode("reduceOnPlateau", given.mode);
  checkNumber("reduceOnPlateau", "factor", given.factor, "(0, 1)");
  checkInteger("reduceOnPlateau", "patience", given.patience, "[1, ∞)");
  checkInteger("reduceOnPlateau", "cooldown", given.cooldown, "[0, ∞)");
  checkNumber("reduceOnPlateau", "minDelta", given.minDelta, "[0, ∞)");
  checkEnd("reduceOnPlateau", given);
}
