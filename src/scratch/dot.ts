/**
 * The dot product w · x = Σ wᵢ xᵢ.
 *
 * ```ts
 * dot([1, 2], [3, 4]) // 11
 * ```
 */
export function dot(w: ArrayLike<number>, x: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < w.length; i++) sum += w[i] * x[i];
  return sum;
}
