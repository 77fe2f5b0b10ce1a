import { sign } from "@tensorflow/tfjs";
import { movingAverage } from "./average";
import { defineOptimizer, type CommonOptions, type Optimizer } from "./optimizer";

/** Options of {@link lion}. */
export interface LionOptions extends CommonOptions {
  /** Share of the average in the direction, in [0, 1). Default 0.9. */
  beta1?: number;
  /** Decay of the average, in [0, 1). Default 0.99. */
  beta2?: number;
}

/**
 * Lion: only the sign of an average of gradients, w ← w − η·sign(β₁·m + (1 − β₁)·g), m ← β₂·m + (1 − β₂)·g
 * (Chen et al. 2023, algorithm 2). Wants rates 3–10 times smaller than Adam's.
 *
 * A configuration: every fit begins with fresh averages, unless `continueFrom` hands on those of the last.
 *
 * ```ts
 * lion({ learningRate: 1e-4, weightDecay: 0.1 });
 * ```
 */
export function lion(options?: LionOptions): Optimizer {
  return defineOptimizer<LionOptions>({
    name: "lion",
    given: options,
    defaults: { learningRate: 1e-4, beta1: 0.9, beta2: 0.99 },
    intervals: { beta1: "[0, 1)", beta2: "[0, 1)" },
    slots: () => ({ mean: 0 }),
    rule:
      ({ beta1, beta2 }) =>
      (gradient, slots) => ({
        direction: sign(movingAverage(slots.mean, gradient, beta1!)),
        slots: { mean: movingAverage(slots.mean, gradient, beta2!) },
      }),
  });
}
