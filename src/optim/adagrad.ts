import { add, div, sqrt, square } from "@tensorflow/tfjs";
import { defineOptimizer, type CommonOptions, type Optimizer } from "./optimizer";

/** Options of {@link adagrad}. */
export interface AdagradOptions extends CommonOptions {
  /** The sum of squares at the start, at least 0. Default 0.1. */
  initialAccumulator?: number;
  /** Keeps the root away from 0. Default 1e-7. */
  epsilon?: number;
}

/**
 * AdaGrad: each weight's rate falls with the sum of its squared gradients, s ← s + g², w ← w − η·g/√(s + ε)
 * (Duchi, Hazan & Singer 2011).
 *
 * A configuration: every fit begins with fresh averages, unless `continueFrom` hands on those of the last.
 *
 * ```ts
 * adagrad({ learningRate: 0.1 });
 * ```
 */
export function adagrad(options?: AdagradOptions): Optimizer {
  return defineOptimizer<AdagradOptions>({
    name: "adagrad",
    given: options,
    defaults: { learningRate: 0.01, initialAccumulator: 0.1, epsilon: 1e-7 },
    intervals: { initialAccumulator: "[0, ∞)", epsilon: "(0, ∞)" },
    slots: ({ initialAccumulator }) => ({ accumulator: initialAccumulator! }),
    rule:
      ({ epsilon }) =>
      (gradient, slots) => {
        const accumulator = add(slots.accumulator, square(gradient));
        return { direction: div(gradient, sqrt(add(accumulator, epsilon!))), slots: { accumulator } };
      },
  });
}
