import { checkNotEmpty, DataError } from "../../core/index";

/** A trial as figures see it: what `study.trials` holds. */
export interface TunedTrial {
  number: number;
  state: string;
  params: Readonly<Record<string, number | string | boolean | null>>;
  /** One for each direction; none where the trial did not complete. */
  values: readonly number[];
  reports?: readonly (readonly [step: number, value: number])[];
  /** Unix time, ms. */
  startedMs?: number;
  endedMs?: number;
  slot?: string;
}

/** A study as figures see it. */
export interface Tuned {
  trials: readonly TunedTrial[];
  directions: readonly ("minimize" | "maximize")[];
}

/** A complete trial with a finite value. */
export interface ValuedTrial extends TunedTrial {
  value: number;
}

/** The complete trials with a finite first value, in order. */
export function valuedTrials(where: string, { trials }: Tuned): ValuedTrial[] {
  checkNotEmpty(where, "the trials", trials);
  const valued = trials
    .filter(({ state, values }) => state === "complete" && Number.isFinite(values[0]))
    .map((trial) => ({ ...trial, value: trial.values[0] }));
  if (valued.length > 0) return valued;
  throw new DataError({ where, required: "a trial must be complete", got: `none of ${trials.length}` });
}

/** The trial whose value is best. */
export function bestTrial(trials: readonly ValuedTrial[], { directions }: Tuned): ValuedTrial {
  const better = (a: number, b: number) => (directions[0] === "maximize" ? a > b : a < b);
  return trials.reduce((best, trial) => (better(trial.value, best.value) ? trial : best));
}

/** The names of all parameters of the trials, in the order in which they appear. */
export function paramNames(trials: readonly TunedTrial[]): string[] {
  const names = new Set<string>();
  for (const { params } of trials) for (const name of Object.keys(params)) names.add(name);
  return [...names];
}

/** Whether a parameter is drawn along an axis of numbers, and whether that should be logarithmic. */
export function scaleOf(trials: readonly TunedTrial[], name: string): "linear" | "log" | "nominal" {
  let [low, high] = [Infinity, -Infinity];
  for (const { params } of trials) {
    const value = params[name];
    if (value === undefined) continue;
    if (typeof value !== "number") return "nominal";
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low > 0 && high / low > 50 ? "log" : "linear";
}

/** The colours of values, from good to bad, readable on light and dark pages. */
export function valueColours({ directions }: Tuned): string[] {
  const goodFirst = ["#3068e8", "#18a888", "#c8b030", "#e07000"];
  return directions[0] === "maximize" ? goodFirst.reverse() : goodFirst;
}
