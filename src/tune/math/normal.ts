/** Density of the standard normal distribution. */
export function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}

/**
 * Share of the standard normal distribution below z, to about eight digits also far out (Hart 1968, as in West 2005, "Better
 * approximations to cumulative normal functions").
 */
export function normalBelow(z: number): number {
  const x = Math.abs(z);
  if (x > 37) return z > 0 ? 1 : 0;
  const tail = x < 7.07106781186547 ? rational(x) : fraction(x);
  return z > 0 ? 1 - tail : tail;
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

function fraction(x: number): number {
  const nested = [4, 3, 2, 1].reduce((inner, k) => x + k / inner, x + 0.65);
  return Math.exp((-x * x) / 2) / nested / 2.506628274631;
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
