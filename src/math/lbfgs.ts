import { Curvature } from "./curvature";
import { dot } from "./dot";
import { changeBetween, placeAt, type Differentiable, type Place } from "./place";

/** When {@link lbfgs} stops. */
export interface LbfgsOptions {
  /** Where no entry of the gradient is larger. */
  tol: number;
  /** After so many steps. */
  maxIter: number;
}

/** Where {@link lbfgs} arrives. */
export interface Minimum {
  point: Float64Array;
  iterations: number;
  converged: boolean;
}

const memory = 10;
const sufficient = 1e-4;
const curvature = 0.9;
const mostTries = 40;

/**
 * Minimises a smooth function by limited-memory BFGS. Its line search asks for the weak Wolfe conditions, which a box's edge may leave
 * no step to meet: there it is `minimizeInBox`, which shares the memory of steps with it.
 *
 * Source: Nocedal & Wright, "Numerical Optimization" (2006), algorithm 7.5; line search for the weak Wolfe conditions by
 * bisection: Lewis & Overton (2013).
 */
export function lbfgs(
  objective: Differentiable,
  start: Float64Array,
  { tol, maxIter }: LbfgsOptions,
): Minimum {
  let here = placeAt(objective, start);
  const known = new Curvature(memory, 0);
  for (let iterations = 0; iterations <= maxIter; iterations++) {
    if (here.gradient.every((slope) => Math.abs(slope) <= tol))
      return { point: here.x, iterations, converged: true };
    if (iterations === maxIter) break;
    const { gradient } = here;
    const downhill = gradient.map((slope) => -slope);
    const next = search(objective, here, known.divide(downhill, 1 / Math.sqrt(dot(gradient, gradient))));
    // No lower point can be told apart from this one in floating point.
    if (!next) return { point: here.x, iterations, converged: true };
    known.remember(...changeBetween(here, next));
    here = next;
  }
  return { point: here.x, iterations: maxIter, converged: false };
}

function search(objective: Differentiable, from: Place, direction: Float64Array): Place | undefined {
  const slope = dot(from.gradient, direction);
  let [low, high, length] = [0, Infinity, 1];
  for (let tries = 0; tries < mostTries; tries++) {
    const place = placeAt(
      objective,
      from.x.map((value, at) => value + length * direction[at]),
    );
    if (!(place.value <= from.value + sufficient * length * slope)) high = length;
    else if (dot(place.gradient, direction) < curvature * slope) low = length;
    else return place;
    length = high < Infinity ? (low + high) / 2 : 2 * low;
  }
  return undefined;
}
