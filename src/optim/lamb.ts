import type * as tf from "@tensorflow/tfjs";
import { div, equal, logicalOr, mul, onesLike, where } from "@tensorflow/tfjs";
import { adamFamily, adamRule, type AdamOptions } from "./adam";
import { norm } from "./clip";
import { defineOptimizer, type Optimizer } from "./optimizer";

/**
 * LAMB, for large batches: Adam's direction and the decay, u = m̂/(√v̂ + ε) + λ·w, scaled for each parameter to the length
 * of its weights, w ← w − η·u·‖w‖/‖u‖; unscaled where either is 0 (You et al. 2020, algorithm 2).
 *
 * ```ts
 * lamb({ learningRate: 2e-3, weightDecay: 0.01, decays: (w) => w.rank > 1 });
 * ```
 */
export function lamb(options?: AdamOptions): Optimizer {
  return defineOptimizer<AdamOptions>({
    name: "lamb",
    given: options,
    ...adamFamily,
    rule: adamRule,
    scale: toLengthOfWeights,
  });
}

function toLengthOfWeights(direction: tf.Tensor, parameter: tf.Tensor): tf.Tensor {
  const [length, weights] = [norm([direction]), norm([parameter])];
  const nothing = logicalOr(equal(length, 0), equal(weights, 0));
  const one = onesLike(length);
  return mul(direction, where(nothing, one, div(weights, where(nothing, one, length))));
}
