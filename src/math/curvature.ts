import { addScaled, dot } from "./dot";

interface Pair {
  step: Float64Array;
  change: Float64Array;
  rho: number;
}

/** How a function curves, as far as the last steps tell: the memory of limited-memory BFGS (Nocedal & Wright 2006, section 7.2). */
export class Curvature {
  readonly #pairs: Pair[] = [];
  readonly #memory: number;
  readonly #least: number;

  /**
   * Knows no step yet.
   *
   * @param memory of how many steps
   * @param least a step along which the function curves no more than this teaches nothing
   */
  constructor(memory: number, least: number) {
    this.#memory = memory;
    this.#least = least;
  }

  /** Takes a step, and how the gradient changed along it. */
  remember(step: Float64Array, change: Float64Array): void {
    const product = dot(step, change);
    if (!(product > this.#least)) return;
    this.#pairs.push({ step, change, rho: 1 / product });
    if (this.#pairs.length > this.#memory) this.#pairs.shift();
  }

  /**
   * The inverse Hessian that the steps suggest, times a vector, in place: the two-loop recursion (algorithm 7.4).
   *
   * @param first what the vector is multiplied by before there is a step
   */
  divide(vector: Float64Array, first: number): Float64Array {
    const pairs = this.#pairs;
    const shares: number[] = [];
    for (let at = pairs.length - 1; at >= 0; at--) {
      const { step, change, rho } = pairs[at];
      shares[at] = rho * dot(step, vector);
      addScaled(vector, change, -shares[at]);
    }
    const last = pairs.at(-1);
    const scale = last ? 1 / (last.rho * dot(last.change, last.change)) : first;
    for (let at = 0; at < vector.length; at++) vector[at] *= scale;
    pairs.forEach(({ step, change, rho }, at) =>
      addScaled(vector, step, shares[at] - rho * dot(change, vector)),
    );
    return vector;
  }
}
