import { checkNoOptions } from "../core/index";
import { checkVectors } from "./checkGiven";

/**
 * The dot product w · x = Σ wᵢ xᵢ.
 *
 * ```ts
 * dot([1, 2], [3, 4]) // 11
 * ```
 *
 * @throws ShapeError when the two differ in length
 */
export function dot(w: ArrayLike<number>, x: ArrayLike<number>, ...none: []): number {
  checkNoOptions("dot", none);
  checkVectors("dot", { w, x });
  return product(w, x);
}

/** {@link dot} without its checks, for loops. @internal */
export function product(w: ArrayLike<number>, x: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < w.length; i++) sum += w[i] * x[i];
  return sum;
}
