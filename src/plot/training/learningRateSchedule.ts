import { checkInteger, DataError, OptionError, shown } from "../../core/index";
import { curveRows, curveSpec, valuesEach } from "../basics/curves";
import { checkLooks, mostLines } from "../basics/looks";
import { Figure } from "../figure/figure";
import { valuesAlong } from "../input/asked";
import { frame, type FrameOptions } from "../input/frame";
import { namesOf } from "../input/named";
import { figureOptions } from "../input/options";
import { undrawn } from "../input/undrawn";
import { fromTo, plural, range, sentences, short } from "../input/words";

/** A rate: a number, or one for each step from 0; those of `optim` are such functions. */
export type RateLike = number | ((step: number) => number);

/** How {@link learningRateSchedule} draws. */
export interface LearningRateScheduleOptions extends FrameOptions {
  /** How many steps are shown, from 0. Default 1 000. */
  steps?: number;
  /** A logarithmic vertical axis. Default false. */
  logY?: boolean;
}

/** The numbers of {@link learningRateSchedule}. */
export interface LearningRateScheduleData {
  /** By name: the rate of each step, from 0. */
  rates: Record<string, number[]>;
}

const where = "learningRateSchedule";

/**
 * The learning rate of each step, of one schedule or several.
 *
 * ```ts
 * learningRateSchedule(cosine({ learningRate: 0.1, steps: 1000, warmupSteps: 100 }));
 * learningRateSchedule({ constant: 0.01, halved: (step) => 0.1 * 0.5 ** Math.floor(step / 200) }, { logY: true });
 * ```
 *
 * @param schedules a rate, a function of the step, or several by name
 * @throws DataError `learningRateSchedule: a rate must be finite somewhere, got none in "halved"`
 */
export function learningRateSchedule(
  schedules: RateLike | Record<string, RateLike>,
  options?: LearningRateScheduleOptions,
): Figure<LearningRateScheduleData> {
  const chosen = figureOptions<LearningRateScheduleOptions>(where, options, {
    ...frame(240),
    steps: 1000,
    logY: false,
  });
  const steps = checkInteger(where, "steps", chosen.steps!, "[1, 10000000]");
  const isOne = typeof schedules === "number" || typeof schedules === "function";
  const several = isOne ? { "learning rate": schedules } : schedules;
  const names = namesOf(where, "the schedules", several);
  checkLooks(where, names.length, { most: mostLines, what: "schedules" });
  const data = { rates: mapped(several, (schedule, name) => ratesOf(name, schedule, steps)) };
  const left = undrawn(
    ...Object.values(data.rates).map((values) => ({
      mark: "rate",
      values,
      log: chosen.logY && ("logY" as const),
    })),
  );
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, chosen),
    data,
    alt: () => altOf(data, chosen),
    undrawn: left,
  });
}

function mapped<T, R>(of: Record<string, T>, change: (value: T, name: string) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(of).map(([name, value]) => [name, change(value, name)]));
}

function ratesOf(name: string, schedule: RateLike, steps: number): number[] {
  if (typeof schedule !== "number" && typeof schedule !== "function")
    throw new OptionError({
      where,
      required: `${name} must be a number or a function of the step`,
      got: shown(schedule),
    });
  if (typeof schedule === "function")
    return valuesAlong(where, `"${name}"`, schedule, [...Array(steps).keys()]);
  const rates = new Array<number>(steps).fill(schedule);
  if (!rates.some(Number.isFinite))
    throw new DataError({ where, required: "a rate must be finite somewhere", got: `none in "${name}"` });
  return rates;
}

function specOf({ rates }: LearningRateScheduleData, options: LearningRateScheduleOptions) {
  const names = Object.keys(rates);
  const limit = valuesEach(names.length);
  const steps = Array.from({ length: options.steps! }, (_, at) => at);
  return curveSpec({
    ...options,
    names,
    rows: names.flatMap((name) => curveRows(name, steps, rates[name], { limit, logY: options.logY })),
    points: false,
    x: { title: "step" },
    y: { title: "learning rate", log: options.logY },
    notes: [notice(options.steps!, names.length)],
  });
}

function notice(steps: number, count: number): string | false {
  return steps > valuesEach(count) && `${plural(steps, "step")}, drawn by their extremes`;
}

function altOf({ rates }: LearningRateScheduleData, { title, steps }: LearningRateScheduleOptions): string {
  const each = Object.entries(rates).map(([name, values]) => {
    const [low, high] = range(values);
    const finite = values.filter(Number.isFinite);
    const peak = high > low ? `, highest ${short(high)} at step ${short(values.indexOf(high))}` : "";
    return `${name} ${fromTo(finite[0], finite.at(-1)!)}${peak}`;
  });
  const note = notice(steps!, each.length);
  return sentences(title, `Learning rate over ${plural(steps!, "step")}`, `${each.join("; ")}`, note);
}
