/**
 * The density of the standard normal distribution, exp(−z²/2) / √(2π).
 *
 * ```ts
 * normalDensity(0) // 0.399
 * ```
 */
export function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/**
 * The share of the standard normal distribution below z: ½ + φ(z) · (z + z³/3 + z⁵/(3·5) + z⁷/(3·5·7) + …).
 *
 * Source: G. Marsaglia, "Evaluating the normal distribution", Journal of Statistical Software 11 (2004).
 *
 * ```ts
 * normalBelow(1.96) // 0.975
 * ```
 */
export function normalBelow(z: number): number {
  if (Math.abs(z) > 8) return z > 0 ? 1 : 0;
  let sum = 0;
  let term = z;
  for (let odd = 3; sum + term !== sum; odd += 2) {
    sum += term;
    term *= (z * z) / odd;
  }
  return 0.5 + normalDensity(z) * sum;
}

/**
 * By how much a place is expected to be below the best value so far:
 * (best − mean) · Φ(z) + deviation · φ(z) with z = (best − mean) / deviation.
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
  { mean, deviation }: { mean: number; deviation: number },
  best: number,
): number {
  const z = (best - mean) / deviation;
  return (best - mean) * normalBelow(z) + deviation * normalDensity(z);
}
