/** Remembers what it needs, and takes one step: parameters and slopes in, parameters out. */
export type Stepper = (point: number[], slopes: number[]) => number[];

/** One parameter's rule: its slope and what is remembered of it, to how far it moves downhill. */
type ScalarRule = (slope: number, memory: number[], step: number) => { move: number; memory: number[] };

/** η: the length of a step, above 0. */
interface Rate {
  learningRate: number;
}

/**
 * The optimisers of the library, one parameter at a time, with its defaults.
 *
 * Sources: Polyak 1964 (momentum), Bengio et al. 2013 (nesterov), Duchi et al. 2011 (adagrad), Tieleman & Hinton 2012
 * (rmsprop), Kingma & Ba 2015 algorithm 1 (adam), Loshchilov & Hutter 2019 algorithm 2 (adamw).
 *
 * ```ts
 * const step = optimizers.adam({ learningRate: 0.1 });
 * point = step(point, gradient(point));
 * ```
 */
export const optimizers = {
  /** w ← w − η g. */
  sgd: ({ learningRate }: Rate): Stepper =>
    stepper(learningRate, [], (slope) => ({ move: slope, memory: [] })),

  /** v ← μ v + g, w ← w − η v. */
  momentum: ({ learningRate, momentum = 0.9 }: Rate & { momentum?: number }): Stepper =>
    stepper(learningRate, [0], (slope, [velocity]) => {
      const next = momentum * velocity + slope;
      return { move: next, memory: [next] };
    }),

  /** v ← μ v + g, w ← w − η (μ v + g). */
  nesterov: ({ learningRate, momentum = 0.9 }: Rate & { momentum?: number }): Stepper =>
    stepper(learningRate, [0], (slope, [velocity]) => {
      const next = momentum * velocity + slope;
      return { move: momentum * next + slope, memory: [next] };
    }),

  /** s ← s + g², w ← w − η g / √s. */
  adagrad: ({ learningRate }: Rate): Stepper =>
    stepper(learningRate, [0.1], (slope, [sum]) => {
      const next = sum + slope ** 2;
      return { move: slope / Math.sqrt(next + 1e-7), memory: [next] };
    }),

  /** s ← ρ s + (1 − ρ) g², w ← w − η g / √s. */
  rmsprop: ({ learningRate, rho = 0.9 }: Rate & { rho?: number }): Stepper =>
    stepper(learningRate, [0], (slope, [square]) => {
      const next = rho * square + (1 - rho) * slope ** 2;
      return { move: slope / Math.sqrt(next + 1e-7), memory: [next] };
    }),

  /** m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², both over 1 − βᵗ; w ← w − η m̂ / (√v̂ + ε). */
  adam: ({ learningRate }: Rate): Stepper => stepper(learningRate, [0, 0], adamRule),

  /** Adam, and w ← w − η λ w beside it. */
  adamw: ({ learningRate, weightDecay = 0.01 }: Rate & { weightDecay?: number }): Stepper => {
    const step = stepper(learningRate, [0, 0], adamRule);
    return (point, slopes) =>
      step(
        point.map((value) => value * (1 - learningRate * weightDecay)),
        slopes,
      );
  },
};

const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-7];

function adamRule(slope: number, [mean, square]: number[], step: number) {
  const [m, v] = [beta1 * mean + (1 - beta1) * slope, beta2 * square + (1 - beta2) * slope ** 2];
  const root = Math.sqrt(v / (1 - beta2 ** step)) + epsilon;
  return { move: m / (1 - beta1 ** step) / root, memory: [m, v] };
}

function stepper(learningRate: number, start: number[], rule: ScalarRule): Stepper {
  let memories: number[][] | undefined;
  let step = 0;
  return (point, slopes) => {
    step++;
    const before = memories ?? point.map(() => start);
    const moves = slopes.map((slope, at) => rule(slope, before[at], step));
    memories = moves.map(({ memory }) => memory);
    return point.map((value, at) => value - learningRate * moves[at].move);
  };
}
