/** Σ a·b, added to a start. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>, start = 0): number {
  let sum = start;
  for (let at = 0; at < a.length; at++) sum += a[at] * b[at];
  return sum;
}

/** Adds so many times the values to what stands in the target. */
export function addScaled(target: Float64Array, values: ArrayLike<number>, factor: number): void {
  if (factor === 0) return;
  for (let at = 0; at < target.length; at++) target[at] += factor * values[at];
}
