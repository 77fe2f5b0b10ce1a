import { checkArray, checkFinite, checkFunction, checkNumber, checkOptions } from "../core/index";

/** How {@link numericalGradient} measures. */
export interface NumericalGradientOptions {
  /** How far a parameter is moved to either side, above 0. Default 1e-5, the best for 64-bit numbers. */
  step?: number;
}

/**
 * The gradient measured rather than derived: each parameter moved a little to both sides,
 * ∂f/∂θᵢ ≈ (f(θ + h eᵢ) − f(θ − h eᵢ)) / 2h.
 *
 * Its error shrinks with h², until differences drown in rounding.
 *
 * ```ts
 * numericalGradient(([a, b]) => a * a * b, [3, 2]) // [12, 9]
 * ```
 *
 * @throws DataError when a parameter is not finite
 */
export function numericalGradient(
  f: (parameters: number[]) => number,
  parameters: number[],
  options?: NumericalGradientOptions,
): number[] {
  const { step } = checkOptions("numericalGradient", options, { step: 1e-5 });
  checkNumber("numericalGradient", "step", step, "(0, ∞)");
  checkFunction("numericalGradient", "f", f);
  checkArray("numericalGradient", "parameters", parameters);
  checkFinite("numericalGradient", "parameters", parameters);
  const moved = (at: number, by: number) => f(parameters.map((value, i) => (i === at ? value + by : value)));
  return parameters.map((_, at) => (moved(at, step) - moved(at, -step)) / (2 * step));
}
