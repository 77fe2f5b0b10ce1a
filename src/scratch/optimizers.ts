import { checkNumber, checkOptions } from "../core/index";

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
  sgd: (options: Rate): Stepper => {
    const { learningRate } = checked("sgd", options, {});
    return stepper(learningRate, [], (slope) => ({ move: slope, memory: [] }));
  },

  /** v ← μ v + g, w ← w − η v. */
  momentum: (options: Rate & { momentum?: number }): Stepper => {
    const { learningRate, momentum } = checked("momentum", options, { momentum: 0.9 });
    return stepper(learningRate, [0], (slope, [velocity]) => {
      const next = momentum * velocity + slope;
      return { move: next, memory: [next] };
    });
  },

  /** v ← μ v + g, w ← w − η (μ v + g). */
  nesterov: (options: Rate & { momentum?: number }): Stepper => {
    const { learningRate, momentum } = checked("nesterov", options, { momentum: 0.9 });
    return stepper(learningRate, [0], (slope, [velocity]) => {
      const next = momentum * velocity + slope;
      return { move: momentum * next + slope, memory: [next] };
    });
  },

  /** s ← s + g², w ← w − η g / √s. */
  adagrad: (options: Rate): Stepper => {
    const { learningRate } = checked("adagrad", options, {});
    return stepper(learningRate, [0.1], (slope, [sum]) => {
      const next = sum + slope ** 2;
      return { move: slope / Math.sqrt(next + 1e-7), memory: [next] };
    });
  },

  /** s ← ρ s + (1 − ρ) g², w ← w − η g / √s. */
  rmsprop: (options: Rate & { rho?: number }): Stepper => {
    const { learningRate, rho } = checked("rmsprop", options, { rho: 0.9 });
    return stepper(learningRate, [0], (slope, [square]) => {
      const next = rho * square + (1 - rho) * slope ** 2;
      return { move: slope / Math.sqrt(next + 1e-7), memory: [next] };
    });
  },

  /** m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², both over 1 − βᵗ; w ← w − η m̂ / (√v̂ + ε). */
  adam: (options: Rate): Stepper => stepper(checked("adam", options, {}).learningRate, [0, 0], adamRule),

  /** Adam, and w ← w − η λ w beside it. */
  adamw: (options: Rate & { weightDecay?: number }): Stepper => {
    const { learningRate, weightDecay } = checked("adamw", options, { weightDecay: 0.01 });
    const step = stepper(learningRate, [0, 0], adamRule);
    return (point, slopes) =>
      step(
        point.map((value) => value * (1 - learningRate * weightDecay)),
        slopes,
      );
  },
};

/** Options with their defaults; the rate has none. */
function checked<T extends object>(where: string, options: Rate & Partial<T>, defaults: T): Rate & T {
  const given = checkOptions<Rate & T>(where, options as Partial<Rate & T>, {
    learningRate: NaN,
    ...defaults,
  });
  for (const [name, value] of Object.entries(given)) checkNumber(where, name, value as number, "[0, ∞)");
  return given;
}

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
