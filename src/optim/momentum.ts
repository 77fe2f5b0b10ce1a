import { add, mul } from "@tensorflow/tfjs";
import { defineOptimizer, type CommonOptions, type Optimizer } from "./optimizer";
import type { Rate } from "./rate";

/** Options of {@link momentum} and {@link nesterov}. */
export interface MomentumOptions extends CommonOptions {
  /** μ, the share of the velocity that is kept: a number in [0, 1) or a schedule. Default 0.9. */
  momentum?: Rate;
}

/**
 * SGD with heavy-ball momentum (Polyak 1964): v ← μ·v + g, w ← w − η·v.
 *
 * The rate multiplies the velocity, as in PyTorch and TensorFlow.js; in Keras it multiplies the gradient, which
 * differs while the rate changes.
 *
 * A configuration: every fit begins with fresh averages, unless `continueFrom` hands on those of the last.
 *
 * ```ts
 * momentum({ learningRate: 0.02, momentum: 0.95 });
 * ```
 */
export function momentum(options?: MomentumOptions): Optimizer {
  return defineOptimizer<MomentumOptions>({
    name: "momentum",
    given: options,
    defaults: { learningRate: 0.01, momentum: 0.9 },
    rates: ["momentum"],
    slots: () => ({ velocity: 0 }),
    rule: () => (gradient, slots, scalars) => {
      const velocity = add(mul(scalars.momentum, slots.velocity), gradient);
      return { direction: velocity, slots: { velocity } };
    },
  });
}
