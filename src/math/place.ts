/** A function of several variables: its value, and its gradient, written into what is given. */
export type Differentiable = (x: Float64Array, gradient: Float64Array) => number;

/** Where a function was asked, and what it said. */
export interface Place {
  x: Float64Array;
  value: number;
  gradient: Float64Array;
}

/** Asks a function at a place. */
export function placeAt(f: Differentiable, x: Float64Array): Place {
  const gradient = new Float64Array(x.length);
  return { x, value: f(x, gradient), gradient };
}

/** How far it is from one place to another, and how the gradient changes on the way. */
export function changeBetween(from: Place, to: Place): [step: Float64Array, change: Float64Array] {
  return [
    to.x.map((value, at) => value - from.x[at]),
    to.gradient.map((slope, at) => slope - from.gradient[at]),
  ];
}
