import { dot, rootMeanSquare } from "../../math/index";

/** A polynomial that was fitted by least squares. */
export interface PolynomialFit {
  degree: number;
  /** Its value at a place. */
  at(x: number): number;
  /** xᵀ(XᵀX)⁻¹x, the variance of the fitted value at a place in units of the noise's. */
  leverage(x: number): number;
  /** Root of the mean squared residual. */
  rmse: number;
}

/**
 * Least squares with polynomials that are orthogonal over the data (Forsythe 1957): no matrix to invert, and stable where the
 * normal equations of powers are not.
 *
 * @param degree less than the number of different x; a higher one is lowered
 */
export function fitPolynomial(x: ArrayLike<number>, y: ArrayLike<number>, degree: number): PolynomialFit {
  const basis = orthogonalBasis(x, Math.min(degree, new Set(Array.from(x)).size - 1));
  const residual = Float64Array.from(y as ArrayLike<number>);
  const coefficients = basis.columns.map((column, at) => {
    const coefficient = dot(residual, column) / basis.norms[at];
    for (let row = 0; row < residual.length; row++) residual[row] -= coefficient * column[row];
    return coefficient;
  });
  const sum = (place: number, term: (p: number, at: number) => number) =>
    basis.at(place).reduce((total, p, at) => total + term(p, at), 0);
  return {
    degree: basis.columns.length - 1,
    at: (place) => sum(place, (p, at) => coefficients[at] * p),
    leverage: (place) => sum(place, (p, at) => p ** 2 / basis.norms[at]),
    rmse: rootMeanSquare(residual),
  };
}

/** p₀ = 1, pₖ₊₁ = (x − αₖ) pₖ − βₖ pₖ₋₁, over x scaled to [−1, 1]. */
function orthogonalBasis(given: ArrayLike<number>, degree: number) {
  const scale = scaleOf(given);
  const x = Float64Array.from(given as ArrayLike<number>, scale);
  const columns = [new Float64Array(x.length).fill(1)];
  const norms = [x.length];
  const alphas: number[] = [];
  for (let k = 0; k < degree; k++) {
    const own = columns[k];
    alphas.push(own.reduce((sum, p, row) => sum + x[row] * p * p, 0) / norms[k]);
    const beta = k > 0 ? norms[k] / norms[k - 1] : 0;
    columns.push(own.map((p, row) => (x[row] - alphas[k]) * p - beta * (columns[k - 1]?.[row] ?? 0)));
    norms.push(dot(columns[k + 1], columns[k + 1]));
  }
  const at = (place: number) => {
    const values = [1];
    for (let k = 0; k < degree; k++) {
      const beta = k > 0 ? norms[k] / norms[k - 1] : 0;
      values.push((scale(place) - alphas[k]) * values[k] - beta * (values[k - 1] ?? 0));
    }
    return values;
  };
  return { columns, norms, at };
}

function scaleOf(x: ArrayLike<number>): (value: number) => number {
  let [low, high] = [Infinity, -Infinity];
  for (let at = 0; at < x.length; at++) {
    low = Math.min(low, x[at]);
    high = Math.max(high, x[at]);
  }
  const half = (high - low) / 2 || 1;
  return (value) => (value - (low + high) / 2) / half;
}
