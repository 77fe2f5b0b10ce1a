import { logBelow, logDensity, logImprovement } from "../../math/index";

/** How a surrogate's belief becomes the wish to look at a place. */
export type AcquisitionName = "ei" | "pi" | "ucb" | "hedge";

/** A wish, with its slopes along mean and deviation. */
export interface Wish {
  value: number;
  alongMean: number;
  alongDeviation: number;
}

/** The larger, the better; losses are to be small. */
export type Acquisition = (mean: number, deviation: number, best: number) => Wish;

/**
 * The acquisitions: the logarithm of the expected improvement (Ament et al. 2023), that of the probability of an
 * improvement, and minus the lower confidence bound μ − 1.96 σ.
 */
export const acquisitions: Record<Exclude<AcquisitionName, "hedge">, Acquisition> = {
  ei(mean, deviation, best) {
    const z = (best - mean) / deviation;
    const log = logImprovement(z);
    // h'(z) = Φ(z), so that d log h = Φ / h.
    const slope = Math.exp(logBelow(z) - log);
    return {
      value: log + Math.log(deviation),
      alongMean: -slope / deviation,
      alongDeviation: (1 - slope * z) / deviation,
    };
  },
  pi(mean, deviation, best) {
    const z = (best - 0.01 - mean) / deviation;
    const log = logBelow(z);
    const slope = Math.exp(logDensity(z) - log);
    return { value: log, alongMean: -slope / deviation, alongDeviation: (-slope * z) / deviation };
  },
  ucb: (mean, deviation) => ({ value: 1.96 * deviation - mean, alongMean: -1, alongDeviation: 1.96 }),
};
