import { abs, add, div, maximum, mul } from "@tensorflow/tfjs";
import { adamFamily, type AdamOptions } from "./adam";
import { movingAverage, unbiased } from "./average";
import { defineOptimizer, type Optimizer } from "./optimizer";

/**
 * Adam with the largest recent gradient in place of the root: u ← max(β₂·u, |g|), w ← w − η·m̂/(u + ε)
 * (Kingma & Ba 2015, algorithm 2).
 *
 * ```ts
 * adamax({ learningRate: 2e-3 });
 * ```
 */
export function adamax(options?: AdamOptions): Optimizer {
  return defineOptimizer<AdamOptions>({
    name: "adamax",
    given: options,
    ...adamFamily,
    slots: () => ({ mean: 0, largest: 0 }),
    rule:
      ({ beta1, beta2, epsilon }) =>
      (gradient, slots, { step }) => {
        const mean = movingAverage(slots.mean, gradient, beta1!);
        const largest = maximum(mul(slots.largest, beta2!), abs(gradient));
        return {
          direction: div(unbiased(mean, beta1!, step), add(largest, epsilon!)),
          slots: { mean, largest },
        };
      },
  });
}
