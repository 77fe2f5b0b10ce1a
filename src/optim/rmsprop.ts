import type * as tf from "@tensorflow/tfjs";
import { add, div, mul, sqrt, square, sub } from "@tensorflow/tfjs";
import { movingAverage } from "./average";
import { defineOptimizer, type CommonOptions, type Optimizer, type Slots } from "./optimizer";

/** Options of {@link rmsprop}. */
export interface RmspropOptions extends CommonOptions {
  /** ρ, the decay of the average of squares, in [0, 1). Default 0.9. */
  rho?: number;
  /** Heavy-ball momentum on the scaled gradient, in [0, 1). Default 0. */
  momentum?: number;
  /** Takes the squared mean off, so that the variance scales. Default false. */
  centered?: boolean;
  /** Keeps the root away from 0. Default 1e-7. */
  epsilon?: number;
}

/**
 * RMSProp: divides by the root of a moving average of squares, s ← ρ·s + (1 − ρ)·g², w ← w − η·g/√(s + ε)
 * (Tieleman & Hinton 2012, lecture 6e).
 *
 * A configuration: every fit begins with fresh averages, unless `continueFrom` hands on those of the last.
 *
 * ```ts
 * rmsprop({ learningRate: 1e-3, momentum: 0.9 });
 * ```
 */
export function rmsprop(options?: RmspropOptions): Optimizer {
  return defineOptimizer<RmspropOptions>({
    name: "rmsprop",
    given: options,
    defaults: { learningRate: 1e-3, rho: 0.9, momentum: 0, centered: false, epsilon: 1e-7 },
    intervals: { rho: "[0, 1)", momentum: "[0, 1)", epsilon: "(0, ∞)" },
    slots: ({ momentum, centered }) => ({
      square: 0,
      ...(centered ? { mean: 0 } : {}),
      ...(momentum ? { velocity: 0 } : {}),
    }),
    rule: (options) => (gradient, slots) => {
      const next: Slots = { square: movingAverage(slots.square, square(gradient), options.rho!) };
      if (options.centered) next.mean = movingAverage(slots.mean, gradient, options.rho!);
      const spread = options.centered ? sub(next.square, square(next.mean)) : next.square;
      const scaled = div(gradient, sqrt(add(spread, options.epsilon!)));
      if (!options.momentum) return { direction: scaled, slots: next };
      next.velocity = accelerate(slots.velocity, scaled, options.momentum);
      return { direction: next.velocity, slots: next };
    },
  });
}

function accelerate(velocity: tf.Tensor, scaled: tf.Tensor, momentum: number): tf.Tensor {
  return add(mul(velocity, momentum), scaled);
}
