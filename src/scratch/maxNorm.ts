import { checkNoOptions, checkNumber } from "../core/index";
import { checkMatrices } from "./checkGiven";

/**
 * Shortens the weights that come into a unit to the length `bound` where they are longer: w ← w · min(1, bound / ‖w‖).
 *
 * Source: N. Srebro, A. Shraibman, "Rank, trace-norm and max-norm", COLT 2005; for dropout: Srivastava et al., JMLR 15 (2014), 5.1.
 *
 * ```ts
 * maxNorm([[3, 0], [4, 1]], 2) // [[1.2, 0], [1.6, 1]]: the first unit's weights were 5 long
 * ```
 *
 * @param kernel [inputs][units]
 * @param bound the largest length
 */
export function maxNorm(kernel: number[][], bound = 3, ...none: []): number[][] {
  checkNoOptions("maxNorm", none);
  checkMatrices("maxNorm", { kernel });
  checkNumber("maxNorm", "bound", bound, "(0, ∞)");
  const lengths = kernel[0].map((_, unit) => Math.hypot(...kernel.map((row) => row[unit])));
  return kernel.map((row) =>
    row.map((weight, unit) => (lengths[unit] > bound ? (weight * bound) / lengths[unit] : weight)),
  );
}
