import { cholesky, inverse, lowerInverse, minimizeInBox, solveLower, solveUpper } from "../../../math/index";
import { matern, maternSlope, pairDistances, squareOn } from "./matern";

/** What a Gaussian process thinks of a place. */
export interface Belief {
  mean: number;
  deviation: number;
}

/**
 * A Gaussian process with a Matérn 5/2 kernel that has a length of its own for each side (ARD), and noise.
 *
 * Its lengths, amplitude and noise are the most likely ones under broad priors (Rasmussen & Williams 2006, chapters
 * 2 and 5).
 */
export class GaussianProcess {
  private readonly weights: Float64Array;
  private readonly factorInverse: Float64Array;
  private readonly inverseSquares: Float64Array;
  private readonly amplitude: number;

  private constructor(
    private readonly places: readonly number[][],
    private readonly isChoice: readonly boolean[],
    values: readonly number[],
    logs: Float64Array,
  ) {
    const count = places.length;
    const sides = isChoice.length;
    this.inverseSquares = logs.slice(0, sides).map((log) => Math.exp(-2 * log));
    this.amplitude = Math.exp(logs[sides]);
    const covariance = covarianceOf(pairDistances(places, isChoice), count, logs).full;
    cholesky(covariance, count);
    this.weights = solveUpper(covariance, count, solveLower(covariance, count, Float64Array.from(values)));
    this.factorInverse = lowerInverse(covariance, count);
  }

  /**
   * Learns from values at places of the unit cube.
   *
   * @param values with mean 0 and deviation about 1
   * @param isChoice which sides have no order
   */
  static fit(
    places: readonly number[][],
    values: readonly number[],
    isChoice: readonly boolean[],
  ): GaussianProcess {
    const squares = pairDistances(places, isChoice);
    const objective = (logs: Float64Array, gradient: Float64Array) =>
      unlikelihood(squares, values, logs, gradient);
    const start = startOf(isChoice.length);
    const likeliest = minimizeInBox(objective, start, { low: -18, high: 6, steps: 20, tolerance: 2e-2 });
    return new GaussianProcess(places, isChoice, values, likeliest.x);
  }

  /** Mean and deviation at a place. */
  at(place: ArrayLike<number>): Belief {
    const covariances = this.covariancesTo(place);
    return this.belief(covariances, this.explained(covariances));
  }

  /** Mean and deviation at a place, with their slopes along each side. */
  withSlopes(place: ArrayLike<number>): Belief & { meanSlope: Float64Array; deviationSlope: Float64Array } {
    const covariances = this.covariancesTo(place);
    const explained = this.explained(covariances);
    const belief = this.belief(covariances, explained);
    const sides = this.isChoice.length;
    const meanSlope = new Float64Array(sides);
    const deviationSlope = new Float64Array(sides);
    const pull = this.pullOf(explained);
    this.places.forEach((other, i) => {
      const slope = 2 * this.amplitude * maternSlope(this.squareTo(other, place));
      for (let side = 0; side < sides; side++) {
        if (this.isChoice[side]) continue;
        const along = slope * this.inverseSquares[side] * (place[side] - other[side]);
        meanSlope[side] += along * this.weights[i];
        deviationSlope[side] -= (along * pull[i]) / belief.deviation;
      }
    });
    return { ...belief, meanSlope, deviationSlope };
  }

  private belief(covariances: Float64Array, explained: Float64Array): Belief {
    let mean = 0;
    let known = 0;
    for (let i = 0; i < covariances.length; i++) {
      mean += covariances[i] * this.weights[i];
      known += explained[i] * explained[i];
    }
    return { mean, deviation: Math.sqrt(Math.max(this.amplitude - known, 1e-12)) };
  }

  private covariancesTo(place: ArrayLike<number>): Float64Array {
    return Float64Array.from(this.places, (other) => this.amplitude * matern(this.squareTo(other, place)));
  }

  private squareTo(other: readonly number[], place: ArrayLike<number>): number {
    let square = 0;
    for (let side = 0; side < other.length; side++)
      square += this.inverseSquares[side] * squareOn(this.isChoice[side], other[side], place[side]);
    return square;
  }

  /** L⁻¹ k: what the places say together. */
  private explained(covariances: Float64Array): Float64Array {
    const count = covariances.length;
    const result = new Float64Array(count);
    for (let j = 0; j < count; j++)
      for (let i = j; i < count; i++) result[i] += this.factorInverse[j * count + i] * covariances[j];
    return result;
  }

  /** L⁻ᵀ L⁻¹ k, that is K⁻¹ k. */
  private pullOf(explained: Float64Array): Float64Array {
    const count = explained.length;
    const result = new Float64Array(count);
    for (let j = 0; j < count; j++) {
      let sum = 0;
      for (let i = j; i < count; i++) sum += this.factorInverse[j * count + i] * explained[i];
      result[j] = sum;
    }
    return result;
  }
}

/** Logarithms of lengths of 0.3, an amplitude of 1 and little noise. */
function startOf(sides: number): Float64Array {
  return Float64Array.from([...new Array<number>(sides).fill(Math.log(0.3)), 0, Math.log(1e-5)]);
}

/** The covariance of all places, with the part of it that the kernel's slope makes for each pair. */
function covarianceOf(squares: Float64Array[], count: number, logs: Float64Array) {
  const sides = squares.length;
  const amplitude = Math.exp(logs[sides]);
  const diagonal = amplitude + Math.exp(logs[sides + 1]) + 1e-9;
  const scales = squares.map((_, side) => Math.exp(-2 * logs[side]));
  const full = new Float64Array(count * count);
  const distances = new Float64Array((count * (count - 1)) / 2);
  let pair = 0;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++, pair++) {
      let square = 0;
      for (let side = 0; side < sides; side++) square += scales[side] * squares[side][pair];
      distances[pair] = square;
      full[i * count + j] = amplitude * matern(square);
    }
    full[i * count + i] = diagonal;
  }
  return { full, distances, scales, amplitude };
}

/**
 * Minus the logarithm of the posterior of lengths, amplitude and noise, given as logarithms, and its gradient
 * (Rasmussen & Williams 2006, equations 2.30 and 5.9). @internal
 */
export function unlikelihood(
  squares: Float64Array[],
  values: readonly number[],
  logs: Float64Array,
  gradient: Float64Array,
): number {
  const count = values.length;
  const sides = squares.length;
  const { full, distances, scales, amplitude } = covarianceOf(squares, count, logs);
  if (!cholesky(full, count)) return Infinity;
  const weights = solveUpper(full, count, solveLower(full, count, Float64Array.from(values)));
  const inverted = inverse(full, count);
  let value = prior(sides, logs, gradient);
  let trace = 0;
  for (let i = 0; i < count; i++) {
    value += 0.5 * values[i] * weights[i] + Math.log(full[i * count + i]);
    trace += inverted[i * count + i] - weights[i] * weights[i];
  }
  gradient[sides] += 0.5 * amplitude * trace;
  gradient[sides + 1] += 0.5 * Math.exp(logs[sides + 1]) * trace;
  let pair = 0;
  for (let i = 0; i < count; i++)
    for (let j = 0; j < i; j++, pair++) {
      const pull = inverted[i * count + j] - weights[i] * weights[j];
      gradient[sides] += pull * amplitude * matern(distances[pair]);
      const slope = -2 * pull * amplitude * maternSlope(distances[pair]);
      for (let side = 0; side < sides; side++) gradient[side] += slope * scales[side] * squares[side][pair];
    }
  return value;
}

/** Broad normal priors on the logarithms: [mean, deviation] of a length, the amplitude, the noise. */
const priors = { length: [-0.7, 1], amplitude: [0.7, 1.2], noise: [-14, 2] } as const;

function prior(sides: number, logs: Float64Array, gradient: Float64Array): number {
  let value = 0;
  logs.forEach((log, at) => {
    const [mean, deviation] = at < sides ? priors.length : at === sides ? priors.amplitude : priors.noise;
    const z = (log - mean) / deviation;
    value += 0.5 * z * z;
    gradient[at] = z / deviation;
  });
  return value;
}
