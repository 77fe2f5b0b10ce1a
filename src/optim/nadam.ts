import { add, div, mul, sqrt, square } from "@tensorflow/tfjs";
import { adamFamily, type AdamOptions } from "./adam";
import { movingAverage, unbiased } from "./average";
import { defineOptimizer, type Optimizer, type Rule } from "./optimizer";

/**
 * Adam with Nesterov's look-ahead: m̂ = β₁·m/(1 − β₁ᵗ⁺¹) + (1 − β₁)·g/(1 − β₁ᵗ) (Dozat 2016, with constant μ, as in Optax).
 *
 * A configuration: every fit begins with fresh averages, unless `continueFrom` hands on those of the last.
 *
 * ```ts
 * nadam({ learningRate: 2e-3 });
 * ```
 */
export function nadam(options?: AdamOptions): Optimizer {
  return defineOptimizer<AdamOptions>({ name: "nadam", given: options, ...adamFamily, rule: nadamRule });
}

function nadamRule({ beta1, beta2, epsilon }: AdamOptions): Rule {
  return (gradient, slots, { step }) => {
    const mean = movingAverage(slots.mean, gradient, beta1!);
    const spread = movingAverage(slots.square, square(gradient), beta2!);
    const ahead = mul(unbiased(mean, beta1!, add(step, 1)), beta1!);
    const now = mul(unbiased(gradient, beta1!, step), 1 - beta1!);
    const root = add(sqrt(unbiased(spread, beta2!, step)), epsilon!);
    return { direction: div(add(ahead, now), root), slots: { mean, square: spread } };
  };
}
