import { checkEqualLength, checkFinite, checkNoOptions, checkNumber, checkOptions } from "../core/index";
import { checkScalars } from "./checkGiven";
import { cholesky, solveLower, solveUpper } from "./cholesky";
import { product } from "./dot";

/** How values at two places hang together. */
export interface ProcessKernel {
  /** How far a value is felt, in the unit of x. */
  length: number;
  /** The variance of the values. */
  amplitude: number;
  /** The variance of what is added to a value when it is measured. */
  noise: number;
}

/** What a Gaussian process thinks of a place. */
export interface Belief {
  mean: number;
  deviation: number;
}

/**
 * The Matérn correlation with ν = 5/2 of two places, (1 + s + s²/3) · exp(−s) with s = √5 · distance.
 *
 * Source: C. Rasmussen, C. Williams, "Gaussian Processes for Machine Learning", 2006, eq. 4.17.
 *
 * ```ts
 * matern(0) // 1
 * matern(1) // 0.524
 * ```
 *
 * @param distance in lengths of the kernel
 */
export function matern(distance: number, ...none: []): number {
  checkNoOptions("matern", none);
  checkScalars("matern", { distance });
  return correlation(distance);
}

function correlation(distance: number): number {
  const s = Math.sqrt(5) * Math.abs(distance);
  return (1 + s + (s * s) / 3) * Math.exp(-s);
}

/**
 * What values at some places say of all others: a function of the place, by
 * mean = kᵀK⁻¹y and deviation² = amplitude − kᵀK⁻¹k, where K holds the covariances of the places among each other (with
 * noise on its diagonal), and k those to the new place.
 *
 * Source: Rasmussen & Williams 2006, algorithm 2.1. Far from all places the mean goes to 0: give values whose mean is 0.
 *
 * ```ts
 * const belief = gaussianProcess([0, 0.5, 1], [1, -1, 0], { length: 0.3 });
 * belief(0.5) // { mean: -1.0, deviation: 0.0 }
 * ```
 *
 * @param x [points]
 * @param y [points]
 * @param kernel default: length 1, amplitude 1, noise 1e-6
 */
export function gaussianProcess(
  x: number[],
  y: number[],
  kernel?: Partial<ProcessKernel>,
): (place: number) => Belief {
  const { length, amplitude, noise } = checkKernel(kernel);
  checkPoints("gaussianProcess", x, y);
  const factor = cholesky(covariances(x, { length, amplitude, noise }));
  const weights = solveUpper(factor, solveLower(factor, y));
  return (place) => {
    const k = x.map((other) => amplitude * correlation((place - other) / length));
    const known = solveLower(factor, k);
    return {
      mean: product(k, weights),
      deviation: Math.sqrt(Math.max(amplitude - product(known, known), 1e-12)),
    };
  };
}

/**
 * The logarithm of how likely values are under a kernel: −½ yᵀK⁻¹y − ½ log |K| − n/2 · log 2π.
 *
 * Source: Rasmussen & Williams 2006, eq. 2.30.
 *
 * ```ts
 * logLikelihood([0, 1], [0, 0], { length: 1e-3 }) // -1.838, that of two zeros which have nothing to do with each other
 * ```
 */
export function logLikelihood(x: number[], y: number[], kernel?: Partial<ProcessKernel>): number {
  checkPoints("logLikelihood", x, y);
  const factor = cholesky(covariances(x, checkKernel(kernel)));
  const scaled = solveLower(factor, y);
  const logs = factor.reduce((sum, row, i) => sum + Math.log(row[i]), 0);
  return -product(scaled, scaled) / 2 - logs - (x.length / 2) * Math.log(2 * Math.PI);
}

// Broad normal priors on the logarithms, those of the library's process: [mean, deviation].
const priors = { length: [-0.7, 1], amplitude: [0.7, 1.2], noise: [-14, 2] } as const;
const names = ["length", "amplitude", "noise"] as const;

/**
 * The kernel under which values are likeliest, given broad ideas of what kernels are like: steps along each side, halved
 * when none is up.
 *
 * ```ts
 * likeliestKernel([0, 0.25, 0.5, 0.75, 1], [0, 1, 0, -1, 0]).length // 0.3
 * ```
 *
 * @param x [points], in [0, 1]
 * @param y [points], with mean 0 and deviation about 1
 */
export function likeliestKernel(x: number[], y: number[], ...none: []): ProcessKernel {
  checkNoOptions("likeliestKernel", none);
  checkPoints("likeliestKernel", x, y);
  const kernelOf = (logs: number[]) =>
    Object.fromEntries(names.map((name, at) => [name, Math.exp(logs[at])])) as unknown as ProcessKernel;
  const likelihood = (logs: number[]) =>
    names.reduce(
      (sum, name, at) => sum - ((logs[at] - priors[name][0]) / priors[name][1]) ** 2 / 2,
      logLikelihood(x, y, kernelOf(logs)),
    );
  let logs = [Math.log(0.3), 0, Math.log(1e-5)];
  for (let step = 1; step > 1e-5;) {
    const around = logs.flatMap((_, at) =>
      [step, -step].map((by) => logs.map((log, i) => (i === at ? log + by : log))),
    );
    const up = around.reduce((a, b) => (likelihood(b) > likelihood(a) ? b : a));
    if (likelihood(up) > likelihood(logs)) logs = up;
    else step /= 2;
  }
  return kernelOf(logs);
}

function covariances(x: number[], { length, amplitude, noise }: ProcessKernel): number[][] {
  return x.map((a, i) =>
    x.map((b, j) => amplitude * correlation((a - b) / length) + (i === j ? noise + 1e-9 : 0)),
  );
}

function checkKernel(kernel?: Partial<ProcessKernel>): ProcessKernel {
  const checked = checkOptions("gaussianProcess", kernel, { length: 1, amplitude: 1, noise: 1e-6 });
  checkNumber("gaussianProcess", "length", checked.length, "(0, ∞)");
  checkNumber("gaussianProcess", "amplitude", checked.amplitude, "(0, ∞)");
  checkNumber("gaussianProcess", "noise", checked.noise, "[0, ∞)");
  return checked;
}

function checkPoints(where: string, x: number[], y: number[]): void {
  checkEqualLength(where, { x, y });
  checkFinite(where, "x", x);
  checkFinite(where, "y", y);
}
