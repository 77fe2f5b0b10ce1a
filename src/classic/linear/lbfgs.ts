import { dot } from "./linearModel";

/** A function to be minimised: its value, and its gradient written into the second argument. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

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

interface Place {
  point: Float64Array;
  value: number;
  gradient: Float64Array;
}

/** A step of the past: how far it went, and how the gradient changed. */
interface Pair {
  step: Float64Array;
  change: Float64Array;
  product: number;
}

const memory = 10;
const sufficient = 1e-4;
const curvature = 0.9;
const mostTries = 40;

/**
 * Minimises a smooth function by limited-memory BFGS.
 *
 * Source: Nocedal & Wright, "Numerical Optimization" (2006), algorithm 7.5; line search for the weak Wolfe conditions by
 * bisection: Lewis & Overton (2013).
 *
 * @internal
 */
export function lbfgs(objective: Objective, start: Float64Array, { tol, maxIter }: LbfgsOptions): Minimum {
  let here = placeAt(objective, start);
  let pairs: Pair[] = [];
  for (let iterations = 0; iterations <= maxIter; iterations++) {
    if (here.gradient.every((slope) => Math.abs(slope) <= tol))
      return { point: here.point, iterations, converged: true };
    if (iterations === maxIter) break;
    const next = search(objective, here, directionAt(here.gradient, pairs));
    // No lower point can be told apart from this one in floating point.
    if (!next) return { point: here.point, iterations, converged: true };
    pairs = [...pairs, pairOf(here, next)].slice(-memory).filter(({ product }) => product > 0);
    here = next;
  }
  return { point: here.point, iterations: maxIter, converged: false };
}

function placeAt(objective: Objective, point: Float64Array): Place {
  const gradient = new Float64Array(point.length);
  return { point, value: objective(point, gradient), gradient };
}

function pairOf(from: Place, to: Place): Pair {
  const step = to.point.map((value, at) => value - from.point[at]);
  const change = to.gradient.map((value, at) => value - from.gradient[at]);
  return { step, change, product: dot(step, change) };
}

/** Minus the gradient times an estimate of the inverse Hessian: the two-loop recursion. */
function directionAt(gradient: Float64Array, pairs: Pair[]): Float64Array {
  const direction = gradient.map((slope) => -slope);
  const shares = pairs
    .slice()
    .reverse()
    .map(({ step, change, product }) => {
      const share = dot(step, direction) / product;
      addScaled(direction, change, -share);
      return share;
    });
  const last = pairs.at(-1);
  const scale = last ? last.product / dot(last.change, last.change) : 1 / Math.sqrt(dot(gradient, gradient));
  for (let at = 0; at < direction.length; at++) direction[at] *= scale;
  pairs.forEach(({ step, change, product }, at) => {
    addScaled(direction, step, shares[pairs.length - 1 - at] - dot(change, direction) / product);
  });
  return direction;
}

function search(objective: Objective, from: Place, direction: Float64Array): Place | undefined {
  const slope = dot(from.gradient, direction);
  let [low, high, length] = [0, Infinity, 1];
  for (let tries = 0; tries < mostTries; tries++) {
    const place = placeAt(
      objective,
      from.point.map((value, at) => value + length * direction[at]),
    );
    if (!(place.value <= from.value + sufficient * length * slope)) high = length;
    else if (dot(place.gradient, direction) < curvature * slope) low = length;
    else return place;
    length = high < Infinity ? (low + high) / 2 : 2 * low;
  }
  return undefined;
}

function addScaled(target: Float64Array, values: Float64Array, factor: number): void {
  for (let at = 0; at < target.length; at++) target[at] += factor * values[at];
}
