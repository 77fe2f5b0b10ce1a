import { add, div, mul, sqrt, square } from "@tensorflow/tfjs";
import { adamFamily, type AdamOptions } from "./adam";
import { movingAverage, unbiased } from "./average";
import { defineOptimizer, type Optimizer, type Rule } from "./optimizer";

/**
 * Rectified Adam, which needs no warm-up: while few gradients have been seen, ρₜ ≤ 5, it takes m̂ alone; then
 * w ← w − η·r·m̂/(√v̂ + ε), r = √((ρₜ − 4)(ρₜ − 2)ρ∞ / ((ρ∞ − 4)(ρ∞ − 2)ρₜ)) (Liu et al. 2020, algorithm 2; 5 as in PyTorch and Optax).
 *
 * ```ts
 * radam({ learningRate: 1e-3 });
 * ```
 */
export function radam(options?: AdamOptions): Optimizer {
  return defineOptimizer<AdamOptions>({
    name: "radam",
    given: options,
    ...adamFamily,
    scalars: ({ beta2 }) => ({
      rectification: (step) => rectification(beta2!, step + 1),
      plain: (step) => (rectification(beta2!, step + 1) === 0 ? 1 : 0),
    }),
    rule: radamRule,
  });
}

/** r of the t-th update; 0 while the variance of the adaptive rate is not known. */
function rectification(beta2: number, t: number): number {
  const most = 2 / (1 - beta2) - 1;
  const decayed = beta2 ** t;
  const length = most - (2 * t * decayed) / (1 - decayed);
  if (length <= 5) return 0;
  return Math.sqrt(((length - 4) * (length - 2) * most) / ((most - 4) * (most - 2) * length));
}

function radamRule({ beta1, beta2, epsilon }: AdamOptions): Rule {
  return (gradient, slots, { step, rectification, plain }) => {
    const mean = movingAverage(slots.mean, gradient, beta1!);
    const spread = movingAverage(slots.square, square(gradient), beta2!);
    const root = add(sqrt(unbiased(spread, beta2!, step)), epsilon!);
    const share = add(div(rectification, root), plain);
    return { direction: mul(unbiased(mean, beta1!, step), share), slots: { mean, square: spread } };
  };
}
