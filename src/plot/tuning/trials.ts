import {
  bestOf,
  checkArray,
  checkNotEmpty,
  checkOneOf,
  DataError,
  type Direction,
  isFeasible,
  shown,
} from "../../core/index";
import { categoriesOf } from "./categories";
import { numberColumn } from "../input/column";
import { checkByName, checkParts } from "../input/named";
import { tieNote } from "../input/ties";
import { undrawn } from "../input/undrawn";
import { plural, short, shortAmong } from "../input/words";

/** A trial as figures see it: what `study.trials` holds. */
export interface TunedTrial {
  number: number;
  state: string;
  params: Readonly<Record<string, number | string | boolean | null>>;
  /** One for each direction; none where the trial did not complete. */
  values: readonly number[];
  /** By name; where one is above 0, the trial is not feasible and never best. */
  constraints?: Readonly<Record<string, number>>;
  reports?: readonly (readonly [step: number, value: number])[];
  /** Unix time, ms. */
  startedMs?: number;
  endedMs?: number;
  slot?: string;
}

/** A study as figures see it. */
export interface Tuned {
  trials: readonly TunedTrial[];
  directions: readonly Direction[];
}

/** A complete trial with a finite value. */
export interface ValuedTrial extends TunedTrial {
  value: number;
  /** Whether it keeps all constraints. */
  feasible: boolean;
}

/**
 * A study's trials.
 *
 * @throws ShapeError `trialCurves: the study must be {trials}, got null`
 * @throws DataError `trialCurves: the trials must not be empty`
 */
export function trialsOf<Trial extends TunedTrial>(
  where: string,
  study: { trials: readonly Trial[] },
): readonly Trial[] {
  checkParts(where, "the study", study, ["trials"]);
  checkNotEmpty(where, "the trials", study.trials);
  study.trials.forEach((trial) => checkTrial(where, trial));
  return study.trials;
}

function checkTrial(where: string, trial: TunedTrial): void {
  checkParts(where, "a trial", trial, ["number", "params", "values"]);
  const { number, state, values, constraints, reports, slot } = trial;
  if (!Number.isSafeInteger(number))
    throw new DataError({
      where,
      required: "the number of a trial must be a whole number",
      got: shown(number),
    });
  checkByName(where, `the params of trial ${number}`, trial.params);
  if (slot !== undefined && typeof slot !== "string")
    throw new DataError({ where, required: `the slot of trial ${number} must be text`, got: shown(slot) });
  checkArray(where, `the values of trial ${number}`, values);
  if (state === "complete") checkNotEmpty(where, `the values of complete trial ${number}`, values);
  if (constraints !== undefined) {
    checkByName(where, `the constraints of trial ${number}`, constraints);
    numberColumn(where, `the constraints of trial ${number}`, Object.values(constraints));
  }
  if (reports === undefined) return;
  checkArray(where, `the reports of trial ${number}`, reports);
  for (const report of reports) {
    checkArray(where, `a report of trial ${number}`, report);
    numberColumn(where, `a report of trial ${number}`, report);
  }
}

/** Where a trial is known by its number, no other has it: those of several studies may. */
export function checkNumbers(where: string, trials: readonly TunedTrial[]): void {
  const seen = new Set<number>();
  for (const { number } of trials) {
    if (seen.has(number))
      throw new DataError({
        where,
        required: "each trial must have a number of its own",
        got: `${number} twice`,
        remedy: "number them anew: trials.map((trial, number) => ({ ...trial, number }))",
      });
    seen.add(number);
  }
}

/** Checks that a study says of each of its values which way is better. */
export function checkDirections(where: string, study: Tuned): void {
  checkParts(where, "the study", study, ["directions"]);
  checkNotEmpty(where, "the directions", study.directions);
  for (const direction of study.directions)
    checkOneOf(where, "direction", String(direction), ["minimize", "maximize"]);
}

/** The complete trials with a finite first value, in order. */
export function valuedTrials(where: string, study: Tuned): ValuedTrial[] {
  const trials = trialsOf(where, study);
  checkDirections(where, study);
  const valued = trials
    .filter(({ state, values }) => state === "complete" && Number.isFinite(values[0]))
    .map((trial) => ({ ...trial, value: trial.values[0], feasible: isFeasible(trial) }))
    .sort((a, b) => a.number - b.number);
  if (valued.length > 0) return valued;
  throw new DataError({ where, required: "a trial must be complete", got: `none of ${trials.length}` });
}

/** The study's best trial, also where a figure leaves it out, by number the first of equal ones; none where no trial keeps its constraints. */
export function bestTrial({ trials, directions }: Tuned): TunedTrial | undefined {
  return bestOf(
    trials.slice().sort((a, b) => a.number - b.number),
    directions[0],
  );
}

/**
 * A sentence about the best trial.
 *
 * @param drawn where it must be above 0 to have a place, and the parameters that its place needs
 */
export function bestSentence(
  study: Tuned,
  told: (best: TunedTrial, value: string) => string,
  { params = [], together = false, log }: PlaceOfTrial = {},
): string {
  const best = bestTrial(study);
  if (best) {
    const lacks = together && !params.every((name) => hasParam(best, name));
    const hasPlace = isPlaced(best, params) && !lacks && !(log && best.values[0] <= 0);
    const complete = study.trials.filter(({ state }) => state === "complete");
    const value = shortAmong(
      best.values[0],
      complete.map(({ values }) => values[0]),
    );
    return `${told(best, value)}${tieNote(alikeOf(study, best))}${hasPlace ? "" : ", which is not drawn"}`;
  }
  return "No trial keeps its constraints, so that none is the best";
}

/** How many trials that may be best are as good as the best. */
function alikeOf({ trials }: Tuned, { values: [best] }: TunedTrial): number {
  return trials.filter((trial) => trial.state === "complete" && isFeasible(trial) && trial.values[0] === best)
    .length;
}

/** What a trial needs to be drawn, besides a finite value. */
export interface PlaceOfTrial {
  /** Parameters of which those that are numbers must be finite. */
  params?: readonly string[];
  /** Whether it must have all of the parameters. */
  together?: boolean;
  /** Whether values lie along a logarithmic axis; the option's name. */
  log?: false | "logY";
}

/** Whether a trial's value and those parameters that are numbers are finite. */
export function isPlaced(trial: TunedTrial, params: readonly string[]): boolean {
  const places = params.filter((name) => hasParam(trial, name)).map((name) => trial.params[name]);
  return [trial.values[0], ...places].every((value) => typeof value !== "number" || Number.isFinite(value));
}

/** What is said of complete trials that have no place in a figure of their first value. */
export function undrawnTrials({ trials }: Tuned, { params = [], log }: PlaceOfTrial = {}): string | false {
  const complete = trials.filter(({ state }) => state === "complete");
  const values = complete.map((trial) => (isPlaced(trial, params) ? trial.values[0] : NaN));
  return undrawn({ mark: "trial", values }, { mark: "value", values: values.filter(Number.isFinite), log });
}

/** What is said of trials that break constraints; nothing where all keep them. */
export function brokenNotice(trials: readonly { feasible: boolean }[], drawn: string): string | false {
  const broken = trials.filter(({ feasible }) => !feasible).length;
  const verb = broken === 1 ? "breaks its" : "break their";
  return broken > 0 && `${short(broken)} of ${plural(trials.length, "trial")} ${verb} constraints, ${drawn}`;
}

/** What is said of trials that lack a parameter which a figure needs; nothing where none does. */
export function lackingNotice(all: readonly unknown[], having: readonly unknown[]): string | false {
  const lacking = all.length - having.length;
  if (lacking === 0) return false;
  const verb = lacking === 1 ? "lacks one of the parameters and is" : "lack one of the parameters and are";
  return `${short(lacking)} of ${plural(all.length, "trial")} ${verb} left out`;
}

/** Whether a trial has a parameter, whatever its name. */
export function hasParam({ params }: Pick<TunedTrial, "params">, name: string): boolean {
  return Object.hasOwn(params, name);
}

/** A parameter's value in words, told apart from those that other trials have. */
export function paramText(
  trials: readonly TunedTrial[],
  { params }: Pick<TunedTrial, "params">,
  name: string,
): string {
  if (!hasParam({ params }, name)) return "–";
  const value = params[name];
  if (typeof value === "number" && scaleOf(trials, name) !== "nominal")
    return shortAmong(
      value,
      trials.map((trial) => trial.params[name] as number),
    );
  const { texts, placeOf } = categoriesOf(trials, name);
  return texts[placeOf(value)] ?? String(value);
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
    if (!hasParam({ params }, name)) continue;
    const value = params[name];
    if (typeof value !== "number") return "nominal";
    if (!Number.isFinite(value)) continue;
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
