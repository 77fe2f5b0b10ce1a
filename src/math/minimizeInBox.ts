import { Curvature } from "./curvature";
import { dot } from "./dot";
import { changeBetween, placeAt, type Differentiable, type Place } from "./place";

/** How {@link minimizeInBox} goes. */
export interface MinimizeOptions {
  /** The box that x may not leave, the same for all variables. Default none. */
  low?: number;
  high?: number;
  /** Steps at most. Default 50. */
  steps?: number;
  /** Ends when no part of the gradient that leads somewhere is larger. Default 1e-5. */
  tolerance?: number;
}

const memory = 8;
const leastCurvature = 1e-12;

/**
 * Makes a function small from a start, by L-BFGS whose steps are projected into a box (Nocedal & Wright 2006,
 * algorithm 7.5; projection as in Bertsekas 1982): a few cheap steps from many starts, where `lbfgs` goes to the end of one.
 *
 * @returns the last place, and the value there
 */
export function minimizeInBox(
  f: Differentiable,
  start: ArrayLike<number>,
  { low = -Infinity, high = Infinity, steps = 50, tolerance = 1e-5 }: MinimizeOptions = {},
): { x: Float64Array; value: number } {
  let here = placeAt(f, Float64Array.from(start));
  const known = new Curvature(memory, leastCurvature);
  for (let step = 0; step < steps; step++) {
    const free = freeSides(here, low, high);
    if (largest(here.gradient, free) < tolerance) break;
    const next = search(f, here, direction(here.gradient, free, known), low, high);
    if (!next) break;
    known.remember(...changeBetween(here, next));
    const gain = here.value - next.value;
    here = next;
    if (gain < 1e-10 * (1 + Math.abs(here.value))) break;
  }
  return { x: here.x, value: here.value };
}

/** Sides on which a step downhill stays in the box. */
function freeSides({ x, gradient }: Place, low: number, high: number): boolean[] {
  return Array.from(
    x,
    (at, side) => !((at <= low && gradient[side] > 0) || (at >= high && gradient[side] < 0)),
  );
}

function largest(gradient: Float64Array, free: boolean[]): number {
  return gradient.reduce((most, part, side) => (free[side] ? Math.max(most, Math.abs(part)) : most), 0);
}

function direction(gradient: Float64Array, free: boolean[], known: Curvature): Float64Array {
  const downhill = gradient.map((part, side) => (free[side] ? -part : 0));
  const first = 1 / Math.max(1, Math.sqrt(dot(downhill, downhill)));
  return known.divide(downhill, first).map((part, side) => (free[side] ? part : 0));
}

/** The first halved step that lowers the value as much as Armijo asks. */
function search(
  f: Differentiable,
  { x, value, gradient }: Place,
  along: Float64Array,
  low: number,
  high: number,
): Place | undefined {
  for (let length = 1; length > 1e-8; length /= 2) {
    const next = placeAt(
      f,
      x.map((at, side) => Math.min(high, Math.max(low, at + length * along[side]))),
    );
    const promised = next.x.reduce((sum, at, side) => sum + gradient[side] * (at - x[side]), 0);
    if (promised >= 0) return undefined;
    if (next.value <= value + 1e-4 * promised) return next;
  }
  return undefined;
}
