import { checkNoOptions, OptionError, shown } from "../core/index";
import type { Schedule } from "./schedules/schedule";

/** A number, or a schedule that gives one for each step: what every rate of an optimiser may be. */
export type Rate = number | Schedule | ((step: number) => number);

/**
 * The value of a rate at a step, counted from 0.
 *
 * ```ts
 * rateAt(0.1, 7) // 0.1
 * ```
 *
 * @throws OptionError `optim: a schedule must give a number in [0, ∞) for every step, got NaN for step 3`
 */
export function rateAt(rate: Rate, step: number, ...none: []): number {
  checkNoOptions("rateAt", none);
  checkRate("rateAt", "rate", rate);
  const value = typeof rate === "number" ? rate : rate(step);
  if (typeof value === "number" && value >= 0 && value < Infinity) return value;
  const required = "a schedule must give a number in [0, ∞) for every step";
  throw new OptionError({ where: "optim", required, got: `${shown(value)} for step ${step}` });
}

/**
 * The rate, after a check that it is a function or a finite number not below 0.
 *
 * @throws OptionError `adam: learningRate must be a number in [0, ∞) or a schedule (step) => number, got "fast"`
 */
export function checkRate(where: string, name: string, rate: Rate): Rate {
  if (typeof rate === "function") return rate;
  if (typeof rate === "number" && Number.isFinite(rate) && rate >= 0) return rate;
  throw new OptionError({
    where,
    required: `${name} must be a number in [0, ∞) or a schedule (step) => number`,
    got: shown(rate),
  });
}
