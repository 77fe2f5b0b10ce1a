/** A function of several variables: its value, and its gradient, written into what is given. */
export type Differentiable = (x: Float64Array, gradient: Float64Array) => number;

/** How {@link minimize} goes. */
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

/**
 * Makes a function small from a start, by L-BFGS whose steps are projected into a box (Nocedal & Wright 2006,
 * algorithm 7.5; projection as in Bertsekas 1982).
 *
 * @returns the last place, and the value there
 */
export function minimize(
  f: Differentiable,
  start: ArrayLike<number>,
  { low = -Infinity, high = Infinity, steps = 50, tolerance = 1e-5 }: MinimizeOptions = {},
): { x: Float64Array; value: number } {
  let x: Float64Array = Float64Array.from(start);
  let gradient: Float64Array = new Float64Array(x.length);
  let value = f(x, gradient);
  const pairs: Pair[] = [];
  for (let step = 0; step < steps; step++) {
    const free = freeSides(x, gradient, low, high);
    if (largest(gradient, free) < tolerance) break;
    const moved = search(f, { x, value, gradient }, direction(gradient, free, pairs), low, high);
    if (!moved) break;
    remember(pairs, x, gradient, moved);
    const gain = value - moved.value;
    ({ x, gradient, value } = moved);
    if (gain < 1e-10 * (1 + Math.abs(value))) break;
  }
  return { x, value };
}

interface Pair {
  s: Float64Array;
  y: Float64Array;
  rho: number;
}

interface Place {
  x: Float64Array;
  value: number;
  gradient: Float64Array;
}

/** Sides on which a step downhill stays in the box. */
function freeSides(x: Float64Array, gradient: Float64Array, low: number, high: number): boolean[] {
  return Array.from(
    x,
    (at, side) => !((at <= low && gradient[side] > 0) || (at >= high && gradient[side] < 0)),
  );
}

function largest(gradient: Float64Array, free: boolean[]): number {
  return gradient.reduce((most, part, side) => (free[side] ? Math.max(most, Math.abs(part)) : most), 0);
}

/** Minus the gradient through the inverse Hessian that the last pairs suggest (two-loop recursion). */
function direction(gradient: Float64Array, free: boolean[], pairs: Pair[]): Float64Array {
  const q = gradient.map((part, side) => (free[side] ? part : 0));
  const alphas: number[] = [];
  for (let at = pairs.length - 1; at >= 0; at--) {
    const { s, y, rho } = pairs[at];
    alphas[at] = rho * dot(s, q);
    addTo(q, y, -alphas[at]);
  }
  const last = pairs.at(-1);
  const scale = last ? 1 / (last.rho * dot(last.y, last.y)) : 1 / Math.max(1, Math.sqrt(dot(q, q)));
  for (let side = 0; side < q.length; side++) q[side] *= scale;
  pairs.forEach(({ s, y, rho }, at) => addTo(q, s, alphas[at] - rho * dot(y, q)));
  return q.map((part, side) => (free[side] ? -part : 0));
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
    const next = x.map((at, side) => Math.min(high, Math.max(low, at + length * along[side])));
    const nextGradient = new Float64Array(x.length);
    const nextValue = f(next, nextGradient);
    const promised = next.reduce((sum, at, side) => sum + gradient[side] * (at - x[side]), 0);
    if (promised >= 0) return undefined;
    if (nextValue <= value + 1e-4 * promised) return { x: next, value: nextValue, gradient: nextGradient };
  }
  return undefined;
}

function remember(pairs: Pair[], x: Float64Array, gradient: Float64Array, moved: Place): void {
  const s = moved.x.map((at, side) => at - x[side]);
  const y = moved.gradient.map((part, side) => part - gradient[side]);
  const curvature = dot(s, y);
  if (curvature <= 1e-12) return;
  pairs.push({ s, y, rho: 1 / curvature });
  if (pairs.length > memory) pairs.shift();
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at] * b[at];
  return sum;
}

function addTo(a: Float64Array, b: Float64Array, scale: number): void {
  for (let at = 0; at < a.length; at++) a[at] += scale * b[at];
}
