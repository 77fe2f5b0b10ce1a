import { checkNumber, checkOptions } from "../../core/index";
import { defineSchedule, type Schedule } from "./schedule";

/** Options of {@link oneCycle}. */
export interface OneCycleOptions {
  /** The highest rate. */
  learningRate: number;
  /** Steps of the whole cycle; the rate stays at its end afterwards. */
  steps: number;
  /** The share of the steps that rise. Default 0.3. */
  rise?: number;
  /** It begins at the highest rate divided by this. Default 25. */
  startDivisor?: number;
  /** It ends at the first rate divided by this. Default 1e4. */
  endDivisor?: number;
}

/**
 * One rise and one longer fall, both along half a cosine (Smith & Topin 2018).
 *
 * ```ts
 * sgd({ learningRate: oneCycle({ learningRate: 0.4, steps: 3000 }) });
 * ```
 */
export function oneCycle(options: OneCycleOptions): Schedule {
  const defaults = { learningRate: 0.1, steps: 1000, rise: 0.3, startDivisor: 25, endDivisor: 1e4 };
  const given = checkOptions("oneCycle", options, defaults);
  checkNumber("oneCycle", "learningRate", given.learningRate, "[0, ∞)");
  checkNumber("oneCycle", "steps", given.steps, "[2, ∞)");
  checkNumber("oneCycle", "rise", given.rise, "(0, 1)");
  checkNumber("oneCycle", "startDivisor", given.startDivisor, "[1, ∞)");
  checkNumber("oneCycle", "endDivisor", given.endDivisor, "[1, ∞)");
  const [top, start] = [given.learningRate, given.learningRate / given.startDivisor];
  const summit = Math.floor(given.rise * given.steps);
  return defineSchedule("oneCycle", given, (t) => {
    if (t < summit) return ease(start, top, t / summit);
    return ease(top, start / given.endDivisor, Math.min((t - summit) / (given.steps - summit), 1));
  });
}

function ease(from: number, to: number, share: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * share))) / 2;
}
