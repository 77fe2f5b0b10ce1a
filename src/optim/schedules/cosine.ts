import { checkInteger, checkNumber, checkOptions } from "../../core/index";
import { checkEnd, defineSchedule, type Schedule } from "./schedule";

/** Options of {@link cosine}. */
export interface CosineOptions {
  /** The highest rate. */
  learningRate: number;
  /** Steps of the (first) descent, after warm-up. */
  steps: number;
  /** The lowest rate of a descent, in [0, learningRate]. Default 0. */
  end?: number;
  /** Steps of a straight rise before the descent. Default 0. */
  warmupSteps?: number;
  /** The rate at which warm-up begins. Default 0. */
  warmupFrom?: number;
  /** Begins anew at the top when a descent is over; otherwise the rate stays at `end`. Default false. */
  restarts?: boolean;
  /** What each descent is longer by than the one before. Default 1. */
  growth?: number;
  /** What each top's height above `end` is multiplied by, as in Keras. Default 1. */
  factor?: number;
}

/**
 * A rate that falls along half a cosine, with warm-up before and warm restarts after (SGDR, Loshchilov & Hutter 2017).
 *
 * ```ts
 * cosine({ learningRate: 1e-3, steps: 1000, warmupSteps: 100, restarts: true, growth: 2 });
 * ```
 */
export function cosine(options: CosineOptions): Schedule {
  const given = checkCosine(options);
  return defineSchedule("cosine", given, (t) => {
    const { warmupSteps, warmupFrom, learningRate, end } = given;
    if (t < warmupSteps) return warmupFrom + ((learningRate - warmupFrom) * t) / warmupSteps;
    const { cycle, share } = descent(t - warmupSteps, given);
    const height = (learningRate - end) * given.factor ** cycle;
    return end + (height * (1 + Math.cos(Math.PI * share))) / 2;
  });
}

/** Which descent a step is in, and what share of it is over. */
function descent(t: number, { steps, restarts, growth }: Required<CosineOptions>) {
  if (!restarts) return { cycle: 0, share: Math.min(t / steps, 1) };
  if (growth === 1) return { cycle: Math.floor(t / steps), share: (t % steps) / steps };
  let [cycle, start, length] = [0, 0, steps];
  while (t >= start + length) [cycle, start, length] = [cycle + 1, start + length, length * growth];
  return { cycle, share: (t - start) / length };
}

function checkCosine(options: CosineOptions): Required<CosineOptions> {
  const given = checkOptions("cosine", options, {
    learningRate: 0.1,
    steps: 1000,
    end: 0,
    warmupSteps: 0,
    warmupFrom: 0,
    restarts: false,
    growth: 1,
    factor: 1,
  });
  checkInteger("cosine", "warmupSteps", given.warmupSteps, "[0, ∞)");
  for (const name of ["learningRate", "warmupFrom"] as const) {
    checkNumber("cosine", name, given[name], "[0, ∞)");
  }
  checkEnd("cosine", given);
  checkNumber("cosine", "steps", given.steps, "(0, ∞)");
  checkNumber("cosine", "growth", given.growth, "[1, ∞)");
  checkNumber("cosine", "factor", given.factor, "(0, ∞)");
  return given;
}
