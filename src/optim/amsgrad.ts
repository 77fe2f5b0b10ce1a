import { add, div, maximum, sqrt, square } from "@tensorflow/tfjs";
import { adamFamily, type AdamOptions } from "./adam";
import { movingAverage, unbiased } from "./average";
import { defineOptimizer, type Optimizer, type Rule } from "./optimizer";

/**
 * Adam whose average of squares never falls in the root, so that no weight's rate rises again: v̄ ← max(v̄, v),
 * w ← w − η·m̂/(√(v̄/(1 − β₂ᵗ)) + ε) (Reddi, Kale & Kumar 2018, algorithm 2, with Adam's corrections as in Keras and PyTorch).
 *
 * ```ts
 * amsgrad({ learningRate: 1e-3 });
 * ```
 */
export function amsgrad(options?: AdamOptions): Optimizer {
  return defineOptimizer<AdamOptions>({
    name: "amsgrad",
    given: options,
    ...adamFamily,
    slots: () => ({ mean: 0, square: 0, largest: 0 }),
    rule: amsgradRule,
  });
}

function amsgradRule({ beta1, beta2, epsilon }: AdamOptions): Rule {
  return (gradient, slots, { step }) => {
    const mean = movingAverage(slots.mean, gradient, beta1!);
    const spread = movingAverage(slots.square, square(gradient), beta2!);
    const largest = maximum(slots.largest, spread);
    const root = add(sqrt(unbiased(largest, beta2!, step)), epsilon!);
    const direction = div(unbiased(mean, beta1!, step), root);
    return { direction, slots: { mean, square: spread, largest } };
  };
}
