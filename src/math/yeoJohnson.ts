import { deviationOf, meanOf, varianceOf } from "./moments";

/**
 * Losses made as normal as a power can, with mean 0 and deviation 1: a surrogate learns little from values of which
 * a few dwarf the rest (Yeo & Johnson 2000; the power by maximum likelihood).
 */
export function yeoJohnson(values: readonly number[]): number[] {
  const scaled = standardized(values);
  let best = scaled;
  let most = -Infinity;
  for (let power = -2; power <= 2.001; power += 0.05) {
    const moved = scaled.map((value) => transformed(value, power));
    const likelihood = logLikelihood(scaled, moved, power);
    if (likelihood > most) [most, best] = [likelihood, moved];
  }
  return standardized(best);
}

function transformed(value: number, power: number): number {
  if (value >= 0) return Math.abs(power) < 1e-9 ? Math.log1p(value) : ((value + 1) ** power - 1) / power;
  return Math.abs(power - 2) < 1e-9 ? -Math.log1p(-value) : -((1 - value) ** (2 - power) - 1) / (2 - power);
}

function logLikelihood(values: readonly number[], moved: number[], power: number): number {
  const jacobian = values.reduce((sum, value) => sum + Math.sign(value) * Math.log1p(Math.abs(value)), 0);
  return -0.5 * values.length * Math.log(varianceOf(moved) + 1e-12) + (power - 1) * jacobian;
}

function standardized(values: readonly number[]): number[] {
  const mean = meanOf(values);
  const deviation = deviationOf(values) || 1;
  return values.map((value) => (value - mean) / deviation);
}
