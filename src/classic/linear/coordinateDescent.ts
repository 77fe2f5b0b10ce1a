import type { Matrix } from "../matrix";
import { gram } from "./gram";
import { addScaled, dot } from "../../math/index";

/** Features by column, as coordinate descent wants them. */
export interface Columns {
  columns: Float64Array[];
  /** Σx² of each column. */
  squares: Float64Array;
  /** XᵀX of a tall matrix: with it a pass over the weights does not touch the rows. */
  products?: Float64Array[];
}

/** How strong the two penalties are, and when to stop. */
export interface Penalties {
  /** How strong Σ|w| is, in the objective ½‖y − Xw‖² + l1·Σ|w| + ½·l2·Σw². */
  l1: number;
  l2: number;
  /** Stops when the duality gap is below this share of ‖y‖². */
  tol: number;
  maxIter: number;
}

/** What coordinate descent arrives at. */
export interface Descended {
  weights: Float64Array;
  /** Passes over all weights. */
  iterations: number;
  converged: boolean;
}

/** The columns of a matrix. @internal */
export function columnsOf({ rows, columns: count, values }: Matrix): Pick<Columns, "columns" | "squares"> {
  const columns = Array.from({ length: count }, () => new Float64Array(rows));
  for (let at = 0, row = 0; row < rows; row++)
    for (let column = 0; column < count; column++) columns[column][row] = values[at++];
  return { columns, squares: Float64Array.from(columns, (column) => dot(column, column)) };
}

/** What {@link coordinateDescent} wants of a matrix. @internal */
export function descentColumns(x: Matrix): Columns {
  return { ...columnsOf(x), ...(x.rows > 2 * x.columns && { products: gram(x) }) };
}

/**
 * Minimises ½‖y − Xw‖² + l1·Σ|w| + ½·l2·Σw² by one weight after the other, each by its soft threshold.
 *
 * Source: Friedman, Hastie, Tibshirani, "Regularization Paths for Generalized Linear Models via Coordinate Descent"
 * (2010), whose covariance updates (section 2.2) serve tall matrices; the stopping rule is scikit-learn's.
 *
 * @internal
 */
export function coordinateDescent(
  x: Columns,
  y: Float64Array,
  { start, ...penalties }: Penalties & { start: Float64Array },
): Descended {
  const weights = start.slice();
  const residual = residualOf(x, y, weights);
  const pulls = x.products && Float64Array.from(x.columns, (column) => dot(column, residual));
  const state = { weights, residual, pulls, penalties };
  const enough = penalties.tol * dot(y, y);
  for (let iterations = 1; iterations <= penalties.maxIter; iterations++) {
    const { largestStep, largestWeight } = sweep(x, state);
    const isLast = iterations === penalties.maxIter;
    if (!isLast && largestWeight > 0 && largestStep / largestWeight > penalties.tol) continue;
    if (x.products) state.residual = residualOf(x, y, weights);
    if (gapOf(x, y, state) <= enough) return { weights, iterations, converged: true };
  }
  return { weights, iterations: penalties.maxIter, converged: false };
}

interface State {
  weights: Float64Array;
  /** y − Xw; where there are pulls, as it was when it was last asked for. */
  residual: Float64Array;
  /** Xᵀ(y − Xw), kept where there are the columns' products. */
  pulls?: Float64Array;
  penalties: Penalties;
}

function residualOf({ columns }: Columns, y: Float64Array, weights: Float64Array): Float64Array {
  const residual = y.slice();
  weights.forEach((weight, at) => addScaled(residual, columns[at], -weight));
  return residual;
}

function sweep(
  { columns, squares, products }: Columns,
  { weights, residual, pulls, penalties: { l1, l2 } }: State,
) {
  let [largestStep, largestWeight] = [0, 0];
  for (let at = 0; at < weights.length; at++) {
    if (squares[at] === 0) continue;
    const before = weights[at];
    const pull = (pulls ? pulls[at] : dot(columns[at], residual)) + before * squares[at];
    weights[at] = (Math.sign(pull) * Math.max(Math.abs(pull) - l1, 0)) / (squares[at] + l2);
    if (pulls) addScaled(pulls, products![at], before - weights[at]);
    else addScaled(residual, columns[at], before - weights[at]);
    largestStep = Math.max(largestStep, Math.abs(weights[at] - before));
    largestWeight = Math.max(largestWeight, Math.abs(weights[at]));
  }
  return { largestStep, largestWeight };
}

/** How far the objective is from its least at most; of bare least squares, how large its gradient is. */
function gapOf({ columns }: Columns, y: Float64Array, { weights, residual, penalties }: State): number {
  const pulls = Float64Array.from(columns, (column) => dot(column, residual));
  if (penalties.l1 > 0) return sparseGap(y, pulls, { weights, residual, penalties });
  const pulled = dot(pulls, pulls);
  const { l2 } = penalties;
  if (l2 === 0) return pulled;
  // Without an L1 penalty any point is dual feasible.
  const squared = dot(residual, residual);
  return squared - dot(residual, y) + 0.5 * l2 * dot(weights, weights) + pulled / (2 * l2);
}

/** The duality gap at a dual feasible point made of the residual. */
function sparseGap(
  y: Float64Array,
  pulls: Float64Array,
  { weights, residual, penalties: { l1, l2 } }: State,
): number {
  const largest = pulls.reduce((most, pull, at) => Math.max(most, Math.abs(pull - l2 * weights[at])), 0);
  const squared = dot(residual, residual);
  const shrink = largest > l1 ? l1 / largest : 1;
  const absolute = weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
  return (
    0.5 * squared * (1 + shrink ** 2) +
    l1 * absolute -
    shrink * dot(residual, y) +
    0.5 * l2 * (1 + shrink ** 2) * dot(weights, weights)
  );
}
