import { add, mul } from "@tensorflow/tfjs";
import type { MomentumOptions } from "./momentum";
import { defineOptimizer, type Optimizer } from "./optimizer";

/**
 * SGD with Nesterov's momentum, which looks one step ahead: v ← μ·v + g, w ← w − η·(μ·v + g)
 * (Sutskever et al. 2013, in the form of Bengio et al. 2013).
 *
 * A configuration: every fit begins with fresh averages, unless `continueFrom` hands on those of the last.
 *
 * ```ts
 * nesterov({ learningRate: 0.02, momentum: 0.9 });
 * ```
 */
export function nesterov(options?: MomentumOptions): Optimizer {
  return defineOptimizer<MomentumOptions>({
    name: "nesterov",
    given: options,
    defaults: { learningRate: 0.01, momentum: 0.9 },
    rates: ["momentum"],
    slots: () => ({ velocity: 0 }),
    rule: () => (gradient, slots, scalars) => {
      const velocity = add(mul(scalars.momentum, slots.velocity), gradient);
      return { direction: add(mul(scalars.momentum, velocity), gradient), slots: { velocity } };
    },
  });
}
