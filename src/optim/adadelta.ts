import { add, div, mul, sqrt, square } from "@tensorflow/tfjs";
import { movingAverage } from "./average";
import { defineOptimizer, type CommonOptions, type Optimizer } from "./optimizer";

/** Options of {@link adadelta}. */
export interface AdadeltaOptions extends CommonOptions {
  /** ρ, the decay of both averages of squares, in [0, 1). Default 0.95. */
  rho?: number;
  /** Keeps the roots away from 0, and makes the first steps as small as its root. Default 1e-6. */
  epsilon?: number;
}

/**
 * AdaDelta: steps in the parameter's own unit, s ← ρ·s + (1 − ρ)·g², Δ = g·√(d + ε)/√(s + ε), d ← ρ·d + (1 − ρ)·Δ²,
 * w ← w − η·Δ (Zeiler 2012, algorithm 1), where η = 1 unless told, as in the paper; it begins slowly.
 *
 * ```ts
 * adadelta({ rho: 0.9 });
 * ```
 */
export function adadelta(options?: AdadeltaOptions): Optimizer {
  return defineOptimizer<AdadeltaOptions>({
    name: "adadelta",
    given: options,
    defaults: { learningRate: 1, rho: 0.95, epsilon: 1e-6 },
    intervals: { rho: "[0, 1)", epsilon: "(0, ∞)" },
    slots: () => ({ square: 0, moved: 0 }),
    rule:
      ({ rho, epsilon }) =>
      (gradient, slots) => {
        const spread = movingAverage(slots.square, square(gradient), rho!);
        const ratio = div(sqrt(add(slots.moved, epsilon!)), sqrt(add(spread, epsilon!)));
        const direction = mul(gradient, ratio);
        const moved = movingAverage(slots.moved, square(direction), rho!);
        return { direction, slots: { square: spread, moved } };
      },
  });
}
