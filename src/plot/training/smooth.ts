/**
 * Exponential moving average without the bias of its start (TensorBoard's smoothing):
 * s_t = (β s_{t−1} + (1 − β) x_t), divided by 1 − β^t. Values that are not finite stay and are passed over.
 *
 * ```ts
 * smoothed([1, 0, 1, 0], 0.5) // [1, 0.333, 0.714, 0.333]
 * ```
 *
 * @param weight β in [0, 1): how much of the past stays; 0 changes nothing
 */
export function smoothed(values: readonly number[], weight: number): number[] {
  if (weight === 0) return values.slice();
  let sum = 0;
  let total = 0;
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    sum = weight * sum + (1 - weight) * value;
    total = weight * total + (1 - weight);
    return sum / total;
  });
}
