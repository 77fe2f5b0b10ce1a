import { sumOf } from "../../../math/index";

/** Points in the plane, so that neighbours stay neighbours. */
export interface Neighbours {
  /** float64 [points][2]. */
  places: number[][];
  /** What is left of the Kullback–Leibler divergence. */
  divergence: number;
}

const exaggeration = 12;

/**
 * t-SNE (van der Maaten & Hinton 2008), exact: every pair counts, so the cost grows with the square of the points.
 *
 * As scikit-learn has it: starts from the principal components, exaggerated for the first 250 steps, at most half of them, learning rate n / 48 or 50.
 *
 * @param rows [points][features]
 * @param start [points][2], the principal components
 * @param perplexity about how many neighbours a point has; at most a third of the others
 */
export function tsne(
  rows: number[][],
  start: number[][],
  { perplexity, iterations }: { perplexity: number; iterations: number },
): Neighbours {
  const count = rows.length;
  const near = affinities(rows, Math.min(perplexity, Math.max(1, (count - 1) / 3)));
  const y = startOf(start);
  const [velocity, gains] = [new Float64Array(2 * count), new Float64Array(2 * count).fill(1)];
  const rate = Math.max(count / exaggeration / 4, 50);
  const early = Math.min(250, Math.floor(iterations / 2));
  let divergence = 0;
  for (let iteration = 0; iteration < iterations; iteration++) {
    if (iteration === early) {
      velocity.fill(0);
      gains.fill(1);
    }
    const stretch = iteration < early ? exaggeration : 1;
    const slope = gradient(near, y, stretch);
    divergence = slope.divergence;
    const momentum = iteration < early ? 0.5 : 0.8;
    for (let at = 0; at < y.length; at++) {
      const agrees = Math.sign(slope.of[at]) === Math.sign(velocity[at]);
      gains[at] = Math.max(0.01, agrees ? gains[at] * 0.8 : gains[at] + 0.2);
      velocity[at] = momentum * velocity[at] - rate * gains[at] * slope.of[at];
      y[at] += velocity[at];
    }
  }
  return { places: rows.map((_, at) => [y[2 * at], y[2 * at + 1]]), divergence };
}

function startOf(start: number[][]): Float64Array {
  const deviation = Math.sqrt(start.reduce((sum, [x]) => sum + x * x, 0) / start.length) || 1;
  return Float64Array.from(start.flat(), (value) => (1e-4 * value) / deviation);
}

/** Symmetric joint probabilities of the pairs, [points × points]. */
function affinities(rows: number[][], perplexity: number): Float64Array {
  const count = rows.length;
  const distances = squaredDistances(rows);
  const joint = new Float64Array(count * count);
  for (let row = 0; row < count; row++) {
    const own = conditional(distances.subarray(row * count, (row + 1) * count), row, Math.log(perplexity));
    for (let other = 0; other < count; other++) {
      joint[row * count + other] += own[other] / (2 * count);
      joint[other * count + row] += own[other] / (2 * count);
    }
  }
  return joint.map((value, at) => (at % (count + 1) === 0 ? 0 : Math.max(value, 1e-12)));
}

function squaredDistances(rows: number[][]): Float64Array {
  const count = rows.length;
  const distances = new Float64Array(count * count);
  for (let one = 0; one < count; one++)
    for (let other = one + 1; other < count; other++) {
      let square = 0;
      for (let at = 0; at < rows[one].length; at++) square += (rows[one][at] - rows[other][at]) ** 2;
      distances[one * count + other] = distances[other * count + one] = square;
    }
  return distances;
}

/** Gaussian probabilities of the others, the width found by halving so that their entropy is as asked. */
function conditional(distances: Float64Array, self: number, entropy: number): Float64Array {
  const nearest = distances.reduce(
    (least, value, at) => (at === self ? least : Math.min(least, value)),
    Infinity,
  );
  let [low, high, beta] = [0, Infinity, 1];
  let found = new Float64Array(distances.length);
  for (let halving = 0; halving < 100; halving++) {
    found = distances.map((value, at) => (at === self ? 0 : Math.exp(-beta * (value - nearest))));
    const total = sumOf(found);
    const mean = found.reduce((sum, value, at) => sum + value * (distances[at] - nearest), 0) / total;
    const difference = Math.log(total) + beta * mean - entropy;
    found = found.map((value) => value / total);
    if (Math.abs(difference) < 1e-5) break;
    if (difference > 0) low = beta;
    else high = beta;
    beta = high === Infinity ? beta * 2 : (low + high) / 2;
  }
  return found;
}

// Called for every pair at every step, where looking up a global counts.
const { log, max } = Math;

function gradient(near: Float64Array, y: Float64Array, stretch: number) {
  const count = y.length / 2;
  const kernel = new Float64Array(count * count);
  let total = 0;
  for (let one = 0; one < count; one++)
    for (let other = one + 1; other < count; other++) {
      const dx = y[2 * one] - y[2 * other];
      const dy = y[2 * one + 1] - y[2 * other + 1];
      const value = 1 / (1 + dx * dx + dy * dy);
      kernel[one * count + other] = value;
      total += 2 * value;
    }
  const of = new Float64Array(2 * count);
  let divergence = 0;
  for (let one = 0; one < count; one++)
    for (let other = one + 1; other < count; other++) {
      const value = kernel[one * count + other];
      const p = near[one * count + other];
      const q = max(value / total, 1e-12);
      divergence += 2 * p * log(p / q);
      const pull = 4 * (stretch * p - q) * value;
      const [dx, dy] = [pull * (y[2 * one] - y[2 * other]), pull * (y[2 * one + 1] - y[2 * other + 1])];
      of[2 * one] += dx;
      of[2 * one + 1] += dy;
      of[2 * other] -= dx;
      of[2 * other + 1] -= dy;
    }
  return { of, divergence };
}
