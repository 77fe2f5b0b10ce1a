import type { Random } from "../../../core/index";
import { sumOf, symmetricEigen } from "../../../math/index";

/** A place that was tried, and what was lost there. */
export interface Tried {
  place: readonly number[];
  loss: number;
}

/**
 * The distribution of a CMA-ES: a normal one whose mean, step and covariance follow what went well (Hansen 2016, "The
 * CMA evolution strategy: a tutorial", algorithm in figure 6, with its default parameters).
 */
export class Evolution {
  /** Trials of a generation: 4 + ⌊3 ln d⌋. */
  readonly population: number;
  private readonly size: number;
  private readonly weights: number[];
  private readonly effective: number;
  private covariance: Float64Array;
  private pathC: Float64Array;
  private pathSigma: Float64Array;
  private generation = 0;
  private scales!: Float64Array;
  private axes!: Float64Array;

  constructor(
    private mean: Float64Array,
    private sigma: number,
  ) {
    this.size = mean.length;
    const { size } = this;
    this.population = 4 + Math.floor(3 * Math.log(size));
    const raw = Array.from(
      { length: this.population },
      (_, at) => Math.log((this.population + 1) / 2) - Math.log(at + 1),
    );
    this.effective = muEffective(raw.filter((weight) => weight > 0));
    this.weights = balanced(raw, this.effective, size);
    this.covariance = identity(size);
    this.pathC = new Float64Array(size);
    this.pathSigma = new Float64Array(size);
    this.decompose();
  }

  /** A place drawn from the distribution, in the unit cube; after some tries it is pushed in. */
  draw(random: Random, leastWidths: readonly number[]): number[] {
    for (let tries = 0; tries < 20; tries++) {
      const place = this.drawAnywhere(random, leastWidths);
      if (place.every((at) => at >= 0 && at <= 1)) return place;
    }
    return this.drawAnywhere(random, leastWidths).map((at) => Math.min(1, Math.max(0, at)));
  }

  private drawAnywhere(random: Random, leastWidths: readonly number[]): number[] {
    const { size, axes, scales, sigma } = this;
    const normal = Float64Array.from({ length: size }, (_, side) => scales[side] * random.normal());
    return Array.from({ length: size }, (_, side) => {
      let step = 0;
      for (let axis = 0; axis < size; axis++) step += axes[side * size + axis] * normal[axis];
      const width = sigma * Math.sqrt(this.covariance[side * size + side]);
      // A side with few values would freeze once the step is smaller than they are apart.
      const more = width < leastWidths[side] ? leastWidths[side] * random.normal() : 0;
      return this.mean[side] + sigma * step + more;
    });
  }

  /** Follows a whole generation (equations 38 to 47 of the tutorial, with the negative weights of active CMA). */
  follow(generation: readonly Tried[]): void {
    const { size, sigma, weights, effective } = this;
    const sorted = [...generation].sort((a, b) => a.loss - b.loss);
    const steps = sorted.map(({ place }) =>
      Float64Array.from(place, (at, side) => (at - this.mean[side]) / sigma),
    );
    const moved = weightedSum(
      steps,
      weights.map((weight) => Math.max(0, weight)),
      size,
    );
    this.mean = this.mean.map((at, side) => at + sigma * moved[side]);
    this.generation++;

    const cSigma = (effective + 2) / (size + effective + 5);
    // The damping's third term is 0 in a population of this size.
    const dSigma = 1 + cSigma;
    const white = this.whitened(moved);
    const pull = Math.sqrt(cSigma * (2 - cSigma) * effective);
    this.pathSigma = this.pathSigma.map((at, side) => (1 - cSigma) * at + pull * white[side]);
    const length = norm(this.pathSigma);
    const expected = Math.sqrt(size) * (1 - 1 / (4 * size) + 1 / (21 * size * size));
    const settled =
      length / Math.sqrt(1 - (1 - cSigma) ** (2 * this.generation)) < (1.4 + 2 / (size + 1)) * expected;

    this.adapt(steps, moved, settled);
    this.sigma = Math.min(2, sigma * Math.exp(Math.min(1, (cSigma / dSigma) * (length / expected - 1))));
    this.decompose();
  }

  private adapt(steps: Float64Array[], moved: Float64Array, settled: boolean): void {
    const { size, effective } = this;
    const cC = (4 + effective / size) / (size + 4 + (2 * effective) / size);
    const { cOne, cMu } = learningRates(size, effective);
    const pull = settled ? Math.sqrt(cC * (2 - cC) * effective) : 0;
    this.pathC = this.pathC.map((at, side) => (1 - cC) * at + pull * moved[side]);
    const forgotten = settled ? 0 : cOne * cC * (2 - cC);
    const total = sumOf(this.weights);
    const keep = 1 + forgotten - cOne - cMu * total;
    const weights = this.weights.map((weight, at) =>
      weight >= 0 ? weight : (weight * size) / (norm(this.whitened(steps[at])) ** 2 + 1e-12),
    );
    const next = this.covariance.map((at) => keep * at);
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) {
        next[i * size + j] += cOne * this.pathC[i] * this.pathC[j];
        weights.forEach((weight, at) => (next[i * size + j] += cMu * weight * steps[at][i] * steps[at][j]));
      }
    this.covariance = next;
  }

  /** C^(−1/2) v. */
  private whitened(v: Float64Array): Float64Array {
    const { size, axes, scales } = this;
    const result = new Float64Array(size);
    for (let axis = 0; axis < size; axis++) {
      let along = 0;
      for (let side = 0; side < size; side++) along += axes[side * size + axis] * v[side];
      along /= scales[axis];
      for (let side = 0; side < size; side++) result[side] += axes[side * size + axis] * along;
    }
    return result;
  }

  private decompose(): void {
    const { values, vectors } = symmetricEigen(this.covariance.slice(), this.size);
    this.scales = values.map((value) => Math.sqrt(Math.max(value, 1e-16)));
    this.axes = vectors;
  }
}

/** Equations 49 to 53: positive weights that sum to 1, negative ones that keep the covariance positive. */
function balanced(raw: number[], effective: number, size: number): number[] {
  const { cOne, cMu } = learningRates(size, effective);
  const negative = raw.filter((weight) => weight < 0);
  const effectiveMinus = muEffective(negative);
  const bound = Math.min(
    1 + cOne / cMu,
    1 + (2 * effectiveMinus) / (effective + 2),
    (1 - cOne - cMu) / (size * cMu),
  );
  const positives = raw.reduce((sum, weight) => sum + Math.max(0, weight), 0);
  const negatives = -sumOf(negative);
  return raw.map((weight) => (weight >= 0 ? weight / positives : (weight * bound) / negatives));
}

function learningRates(size: number, effective: number): { cOne: number; cMu: number } {
  const cOne = 2 / ((size + 1.3) ** 2 + effective);
  return { cOne, cMu: (2 * (effective - 2 + 1 / effective)) / ((size + 2) ** 2 + effective) };
}

function muEffective(weights: number[]): number {
  const sum = sumOf(weights);
  return sum ** 2 / weights.reduce((total, weight) => total + weight ** 2, 0);
}

function identity(size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, at) => (at % (size + 1) === 0 ? 1 : 0));
}

function weightedSum(vectors: Float64Array[], weights: number[], size: number): Float64Array {
  const sum = new Float64Array(size);
  vectors.forEach((vector, at) => vector.forEach((part, side) => (sum[side] += weights[at] * part)));
  return sum;
}

function norm(v: Float64Array): number {
  return Math.sqrt(v.reduce((sum, part) => sum + part * part, 0));
}
