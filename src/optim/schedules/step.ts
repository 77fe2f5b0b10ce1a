import { OptionError, checkInteger, checkNumber, checkOptions } from "../../core/index";
import { defineSchedule, type Schedule } from "./schedule";

/** Options of {@link step}. */
export interface StepOptions {
  /** The rate at the start. */
  learningRate: number;
  /** What the rate is multiplied by at each drop. Default 0.1. */
  factor?: number;
  /** Steps between drops. Give this or `at`. */
  everySteps?: number;
  /** The steps at which it drops, rising. */
  at?: number[];
}

/**
 * A rate that drops by a factor, every so many steps or at given ones.
 *
 * ```ts
 * step({ learningRate: 0.1, at: [3000, 6000] })(4000) // 0.01
 * ```
 *
 * @throws OptionError when neither or both of `everySteps` and `at` are given, or `at` does not rise
 */
export function step(options: StepOptions): Schedule {
  const given = checkOptions("step", options, {
    learningRate: 0.1,
    factor: 0.1,
    everySteps: undefined as number | undefined,
    at: undefined as number[] | undefined,
  });
  const { learningRate, factor, everySteps, at } = given;
  checkNumber("step", "learningRate", learningRate, "[0, ∞)");
  checkNumber("step", "factor", factor, "(0, ∞)");
  if ((everySteps === undefined) === (at === undefined)) {
    throw new OptionError({ where: "step", required: "everySteps or at must be given, and not both" });
  }
  if (everySteps !== undefined) checkInteger("step", "everySteps", everySteps, "[1, ∞)");
  if (at?.some((drop, index) => !(drop > (at[index - 1] ?? -1)))) {
    throw new OptionError({ where: "step", required: "at must be steps that rise", got: at });
  }
  const drops = (now: number) =>
    at ? at.filter((drop) => now >= drop).length : Math.floor(now / everySteps!);
  return defineSchedule("step", given, (now) => learningRate * factor ** drops(now));
}
