import { defineOptimizer, type CommonOptions, type Optimizer } from "./optimizer";

/**
 * Stochastic gradient descent: w ← w − η·g.
 *
 * ```ts
 * fit(model, data, { optimizer: sgd({ learningRate: 0.1 }) });
 * ```
 *
 * @param options learningRate η (default 0.01) and what every optimiser takes
 */
export function sgd(options?: CommonOptions): Optimizer {
  return defineOptimizer({
    name: "sgd",
    given: options,
    defaults: { learningRate: 0.01 },
    rule: () => (gradient) => ({ direction: gradient, slots: {} }),
  });
}
