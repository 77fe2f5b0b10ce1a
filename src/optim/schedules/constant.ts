import { checkNumber, checkNoOptions } from "../../core/index";
import { defineSchedule, type Schedule } from "./schedule";

/**
 * The same rate at every step.
 *
 * ```ts
 * constant(0.1)(500) // 0.1
 * ```
 */
export function constant(learningRate: number, ...none: []): Schedule {
  checkNoOptions("constant", none);
  checkNumber("constant", "learningRate", learningRate, "[0, ∞)");
  return defineSchedule("constant", { learningRate }, () => learningRate);
}
