const box = (u: number, v: number) => Math.max(Math.abs(u), Math.abs(v));

/** Shapes about the origin within the unit circle, as signed distances, roughly: negative inside. */
const signedDistances = {
  disc: (u: number, v: number) => Math.hypot(u, v) - 0.8,
  ring: (u: number, v: number) => Math.abs(Math.hypot(u, v) - 0.65) - 0.18,
  square: (u: number, v: number) => box(u, v) - 0.65,
  frame: (u: number, v: number) => Math.abs(box(u, v) - 0.55) - 0.15,
  triangle: (u: number, v: number) => Math.max(-v, 0.5 * v + 0.866 * u, 0.5 * v - 0.866 * u) - 0.4,
  plus: (u: number, v: number) => Math.min(box(u / 3.2, v) - 0.26, box(u, v / 3.2) - 0.26),
  bar: (u: number, v: number) => box(u / 3.2, v) - 0.28,
  star: (u: number, v: number) => Math.hypot(u, v) - 0.58 - 0.3 * Math.cos(5 * Math.atan2(v, u)),
  crescent: (u: number, v: number) => Math.max(Math.hypot(u, v) - 0.8, 0.65 - Math.hypot(u - 0.4, v)),
  pair: (u: number, v: number) => Math.min(Math.hypot(u - 0.5, v), Math.hypot(u + 0.5, v)) - 0.38,
};

/** The shapes' names, in the order of {@link shapes}. @internal */
export const shapeNames = Object.keys(signedDistances);

/** Ten shapes: where a point is, as a distance from the edge, negative inside. @internal */
export const shapes = Object.values(signedDistances);
