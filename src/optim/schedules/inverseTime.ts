import { checkDecay, progress, type DecayOptions } from "./exponential";
import { defineSchedule, type Schedule } from "./schedule";

/**
 * A rate that falls with time as 1/t: η/(1 + factor·t/steps).
 *
 * ```ts
 * inverseTime({ learningRate: 0.1, steps: 1000, factor: 1 })(1000) // 0.05
 * ```
 */
export function inverseTime(options: DecayOptions): Schedule {
  const given = checkDecay("inverseTime", options);
  return defineSchedule(
    "inverseTime",
    given,
    (t) => given.learningRate / (1 + given.factor * progress(t, given)),
  );
}
