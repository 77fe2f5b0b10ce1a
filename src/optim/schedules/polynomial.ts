import { checkNumber, checkOptions } from "../../core/index";
import { defineSchedule, type Schedule } from "./schedule";

/** Options of {@link polynomial}. */
export interface PolynomialOptions {
  /** The rate at the start. */
  learningRate: number;
  /** Steps until `end` is reached; the rate stays there. */
  steps: number;
  /** The rate at the end. Default 0. */
  end?: number;
  /** 1 is a straight line. Default 1. */
  power?: number;
}

/**
 * A rate that falls from one value to another along (1 − t/steps)^power; with power 1 a straight line.
 *
 * ```ts
 * polynomial({ learningRate: 0.1, steps: 1000, power: 2 })(500) // 0.025
 * ```
 */
export function polynomial(options: PolynomialOptions): Schedule {
  const given = checkOptions("polynomial", options, { learningRate: 0.1, steps: 1000, end: 0, power: 1 });
  const { learningRate, steps, end, power } = given;
  checkNumber("polynomial", "learningRate", learningRate, "[0, ∞)");
  checkNumber("polynomial", "steps", steps, "(0, ∞)");
  checkNumber("polynomial", "end", end, "[0, ∞)");
  checkNumber("polynomial", "power", power, "(0, ∞)");
  return defineSchedule("polynomial", given, (t) => {
    const left = 1 - Math.min(t, steps) / steps;
    return end + (learningRate - end) * left ** power;
  });
}
