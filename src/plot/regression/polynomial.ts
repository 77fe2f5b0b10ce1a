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
  return fitPolynomials(x, y, [degree])[0];
}

/** As {@link fitPolynomial}, of several degrees: each goes on from the residuals of the one below. */
export function fitPolynomials(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  degrees: readonly number[],
): PolynomialFit[] {
  const most = countDifferent(x, 1 + Math.max(...degrees)) - 1;
  const basis = orthogonalBasis(x, most);
  const residual = Float64Array.from(y as ArrayLike<number>);
  const coefficients: number[] = [];
  const errors = basis.columns.map((column, at) => {
    coefficients.push(dot(residual, column) / basis.norms[at]);
    for (let row = 0; row < residual.length; row++) residual[row] -= coefficients[at] * column[row];
    return degrees.some((degree) => Math.min(degree, most) === at) ? rootMeanSquare(residual) : NaN;
  });
  return degrees.map((asked) => {
    const degree = Math.min(asked, most);
    return {
      degree,
      at: (place) => basis.sum(place, degree, (p, at) => coefficients[at] * p),
      leverage: (place) => basis.sum(place, degree, (p, at) => p ** 2 / basis.norms[at]),
      rmse: errors[degree],
    };
  });
}

/** How many different values there are; of many, the most that are asked for. */
function countDifferent(values: ArrayLike<number>, most: number): number {
  const seen = new Set<number>();
  for (let at = 0; at < values.length && seen.size < most; at++) seen.add(values[at]);
  return seen.size;
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
    alphas.push(weightedDot(x, own) / norms[k]);
    columns.push(nextColumn(k));
    norms.push(dot(columns[k + 1], columns[k + 1]));
  }
  return { columns, norms, sum };

  function betaOf(k: number): number {
    return k > 0 ? norms[k] / norms[k - 1] : 0;
  }

  function nextColumn(k: number): Float64Array<ArrayBuffer> {
    const [own, before, alpha, beta] = [columns[k], columns[k - 1] ?? x, alphas[k], betaOf(k)];
    const next = new Float64Array(x.length);
    for (let row = 0; row < next.length; row++) next[row] = (x[row] - alpha) * own[row] - beta * before[row];
    return next;
  }

  /** Σₖ term(pₖ(place), k) up to a degree; no list is made, as test points may be a million. */
  function sum(place: number, upTo: number, term: (p: number, k: number) => number): number {
    const scaled = scale(place);
    let [before, own] = [0, 1];
    let total = term(own, 0);
    for (let k = 0; k < upTo; k++) {
      const next = (scaled - alphas[k]) * own - betaOf(k) * before;
      before = own;
      own = next;
      total += term(own, k + 1);
    }
    return total;
  }
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

function weightedDot(weights: Float64Array, values: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < values.length; row++) sum += weights[row] * values[row] * values[row];
  return sum;
}
