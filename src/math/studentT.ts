/**
 * The number that a Student's t variable stays within, on both sides of 0, with a probability: the factor of an interval.
 *
 * ```ts
 * studentT(0.95, 9) // 2.262
 * ```
 *
 * @param level the probability, in (0, 1)
 * @param freedom degrees of freedom, from 1
 */
export function studentT(level: number, freedom: number): number {
  // Beyond, it differs from the normal distribution's by less than a line's width.
  const degrees = Math.min(freedom, 5000);
  let [low, high] = [0, Math.PI / 2];
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (within(middle, degrees) < level) low = middle;
    else high = middle;
  }
  return Math.sqrt(degrees) * Math.tan(low);
}

/** P(|t| < √ν tan θ), the finite sums of Abramowitz & Stegun 26.7.3 and 26.7.4. */
function within(theta: number, freedom: number): number {
  const odd = freedom % 2 === 1;
  const [sine, square] = [Math.sin(theta), Math.cos(theta) ** 2];
  let term = odd ? Math.cos(theta) : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k <= freedom - 2; k += 2) sum += term *= (square * (k - 1)) / k;
  return odd ? (2 / Math.PI) * (theta + sine * sum) : sine * sum;
}
