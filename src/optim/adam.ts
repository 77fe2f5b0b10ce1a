import { add, div, sqrt, square } from "@tensorflow/tfjs";
import { movingAverage, unbiased } from "./average";
import { defineOptimizer, type CommonOptions, type Optimizer, type Rule } from "./optimizer";

/** Options of {@link adam} and its kin. */
export interface AdamOptions extends CommonOptions {
  /** Decay of the average of gradients, in [0, 1). Default 0.9. */
  beta1?: number;
  /** Decay of the average of squared gradients, in [0, 1). Default 0.999. */
  beta2?: number;
  /** Added to the root. Default 1e-7. */
  epsilon?: number;
}

/** Defaults and intervals that the Adam family shares. */
export const adamFamily = {
  defaults: { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  intervals: { beta1: "[0, 1)", beta2: "[0, 1)", epsilon: "(0, ∞)" },
  slots: () => ({ mean: 0, square: 0 }),
};

/** Adam's rule: m̂/(√v̂ + ε). */
export function adamRule({ beta1, beta2, epsilon }: AdamOptions): Rule {
  return (gradient, slots, { step }) => {
    const mean = movingAverage(slots.mean, gradient, beta1!);
    const spread = movingAverage(slots.square, square(gradient), beta2!);
    const root = add(sqrt(unbiased(spread, beta2!, step)), epsilon!);
    return { direction: div(unbiased(mean, beta1!, step), root), slots: { mean, square: spread } };
  };
}

/**
 * Adam: averages of the gradient and of its square, both corrected for their start at 0,
 * w ← w − η·m̂/(√v̂ + ε) (Kingma & Ba 2015, algorithm 1).
 *
 * A configuration: every fit begins with fresh averages, unless `continueFrom` hands on those of the last.
 *
 * ```ts
 * adam({ learningRate: schedules.cosine({ learningRate: 1e-3, steps: 2000, warmupSteps: 100 }) });
 * ```
 */
export function adam(options?: AdamOptions): Optimizer {
  return defineOptimizer<AdamOptions>({ name: "adam", given: options, ...adamFamily, rule: adamRule });
}
