import { checkNumber, checkOptions } from "../../core/index";
import { defineSchedule, type Schedule } from "./schedule";

/** Options of {@link exponential} and {@link inverseTime}. */
export interface DecayOptions {
  /** The rate at the start. */
  learningRate: number;
  /** Steps in which the decay below happens once. */
  steps: number;
  /** Exponential: what is left after `steps`. Inverse time: what the divisor has grown by after `steps`. */
  factor: number;
  /** Holds the rate for `steps` steps, then drops it at once. Default false. */
  staircase?: boolean;
}

/**
 * A rate that falls by the same share each step: η·factor^(t/steps).
 *
 * ```ts
 * exponential({ learningRate: 0.1, steps: 1000, factor: 0.5 })(2000) // 0.025
 * ```
 */
export function exponential(options: DecayOptions): Schedule {
  const given = checkDecay("exponential", options);
  return defineSchedule("exponential", given, (t) => given.learningRate * given.factor ** progress(t, given));
}

/** The options of a decay, checked. */
export function checkDecay(where: string, options: DecayOptions): Required<DecayOptions> {
  const defaults = { learningRate: 0.1, steps: 1000, factor: 0.5, staircase: false };
  const given = checkOptions(where, options, defaults);
  checkNumber(where, "learningRate", given.learningRate, "[0, ∞)");
  checkNumber(where, "steps", given.steps, "(0, ∞)");
  checkNumber(where, "factor", given.factor, "(0, ∞)");
  return given;
}

/** How many times the decay has happened: t/steps, whole if a staircase. */
export function progress(t: number, { steps, staircase }: Required<DecayOptions>): number {
  return staircase ? Math.floor(t / steps) : t / steps;
}
