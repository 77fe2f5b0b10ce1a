import { adamFamily, adamRule, type AdamOptions } from "./adam";
import { defineOptimizer, type Optimizer } from "./optimizer";

/**
 * Adam with decoupled weight decay: w ← w − η·(m̂/(√v̂ + ε) + λ·w), λ = 0.01 unless told
 * (Loshchilov & Hutter 2019, algorithm 2).
 *
 * A configuration: every fit begins with fresh averages, unless `continueFrom` hands on those of the last.
 *
 * ```ts
 * adamw({ learningRate: 3e-4, weightDecay: 0.05, decays: (w) => w.rank > 1 });
 * ```
 */
export function adamw(options?: AdamOptions): Optimizer {
  const defaults = { ...adamFamily.defaults, weightDecay: 0.01 };
  return defineOptimizer<AdamOptions>({
    name: "adamw",
    given: options,
    ...adamFamily,
    defaults,
    rule: adamRule,
  });
}
