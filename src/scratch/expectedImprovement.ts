import { checkNoOptions } from "../core/index";
import { checkScalars } from "./checkGiven";

/**
 * The density of the standard normal distribution, exp(−z²/2) / √(2π).
 *
 * ```ts
 * normalDensity(0) // 0.399
 * ```
 */
export function normalDensity(z: number, ...none: []): number {
  checkNoOptions("normalDensity", none);
  checkScalars("normalDensity", { z });
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/**
 * The share of the standard normal distribution below z: ½ + φ(z) · (z + z³/3 + z⁵/(3·5) + z⁷/(3·5·7) + …); below −2, where
 * that would be what rounding leaves of ½ − ½, φ(z) / (x + 1/(x + 2/(x + 3/…))) with x = −z.
 *
 * Sources: G. Marsaglia, "Evaluating the normal distribution", Journal of Statistical Software 11 (2004); P.-S. Laplace's
 * continued fraction, eq. 26.2.14 of M. Abramowitz, I. Stegun (1964).
 *
 * ```ts
 * normalBelow(1.96) // 0.975
 * normalBelow(-8) // 6.22e-16
 * ```
 */
export function normalBelow(z: number, ...none: []): number {
  checkNoOptions("normalBelow", none);
  checkScalars("normalBelow", { z });
  if (z > 2) return 1 - normalBelow(-z);
  if (z < -2) return normalDensity(z) / (-z + 1 / tailFraction(-z));
  let sum = 0;
  let term = z;
  for (let odd = 3; Math.abs(term) > 1e-17; odd += 2) {
    sum += term;
    term *= (z * z) / odd;
  }
  return 0.5 + normalDensity(z) * sum;
}

/** x + 2/(x + 3/(x + 4/…)), for x from 2. */
function tailFraction(x: number): number {
  let fraction = x;
  for (let k = 120; k > 1; k--) fraction = x + k / fraction;
  return fraction;
}

/**
 * By how much a place is expected to be below the best value so far:
 * (best − mean) · Φ(z) + deviation · φ(z) with z = (best − mean) / deviation; never below 0.
 *
 * Source: D. Jones, M. Schonlau, W. Welch, Journal of Global Optimization 13 (1998), eq. 15.
 *
 * ```ts
 * expectedImprovement({ mean: 0, deviation: 1 }, 0) // 0.399
 * ```
 *
 * @param belief what is believed of the place
 * @param best the least value so far
 */
export function expectedImprovement(
  belief: { mean: number; deviation: number },
  best: number,
  ...none: []
): number {
  checkNoOptions("expectedImprovement", none);
  checkScalars("expectedImprovement", { mean: belief?.mean, deviation: belief?.deviation, best });
  const { mean, deviation } = belief;
  if (deviation === 0) return Math.max(best - mean, 0);
  const z = (best - mean) / deviation;
  if (z >= -2) return (best - mean) * normalBelow(z) + deviation * normalDensity(z);
  // There the two terms nearly cancel: with the continued fraction of Φ they are one.
  return (deviation * normalDensity(z)) / (1 - z * tailFraction(-z));
}
