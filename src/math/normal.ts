/** Density of the standard normal distribution. */
export function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}

/** The logarithm of {@link normalDensity}. */
export function logDensity(z: number): number {
  return -0.5 * (z * z + Math.log(2 * Math.PI));
}

/**
 * Share of the standard normal distribution below z, to 14 digits also far out (Hart 1968, as in West 2005, "Better
 * approximations to cumulative normal functions"; beyond, Laplace's continued fraction).
 */
export function normalBelow(z: number): number {
  const x = Math.abs(z);
  const tail = x < far ? rational(x) : normalDensity(x) / (x + 1 / tailFraction(x));
  return z > 0 ? 1 - tail : tail;
}

/** Share of the standard normal distribution between two places, also where both are far above 0. */
export function normalBetween(low: number, high: number): number {
  return low > 0 ? normalBelow(-low) - normalBelow(-high) : normalBelow(high) - normalBelow(low);
}

/** log Φ(z), also where Φ(z) is no number of 64 bits any more. */
export function logBelow(z: number): number {
  if (z > 0) return Math.log1p(-normalBelow(-z));
  return z > -far ? Math.log(normalBelow(z)) : logDensity(z) - Math.log(-z + 1 / tailFraction(-z));
}

/** log(φ(z) + z Φ(z)), also far below 0, where the two nearly cancel: there it is φ(z) / (1 + x·tailFraction(x)), x = −z. */
export function logImprovement(z: number): number {
  if (z > -far) return Math.log(normalDensity(z) + z * normalBelow(z));
  return logDensity(z) - Math.log1p(-z * tailFraction(-z));
}

const far = 3;

/** x + 2/(x + 3/(x + 4/…)), for x from 3; φ(x) / (x + 1/…) of it is what lies beyond x (Abramowitz & Stegun 26.2.14). */
function tailFraction(x: number): number {
  let fraction = x;
  for (let k = 60; k > 1; k--) fraction = x + k / fraction;
  return fraction;
}

function rational(x: number): number {
  const above = [
    3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
    221.213596169931, 220.206867912376,
  ];
  const below = [
    8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674,
    637.333633378831, 793.826512519948, 440.413735824752,
  ];
  return (Math.exp((-x * x) / 2) * polynomial(above, x)) / polynomial(below, x);
}

function polynomial(coefficients: number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}

/** The z below which a share p of the standard normal distribution lies (bisection on {@link normalBelow}). */
export function normalQuantile(p: number): number {
  let low = -38;
  let high = 38;
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (normalBelow(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
