/**
 * Indices of a curve's points, at most about `limit`, that keep its shape: the lowest and highest of each of
 * `limit / 2` stretches, the first and the last. Points that are not finite are kept where a gap begins.
 */
export function thinCurve(y: ArrayLike<number>, limit: number): number[] {
  if (y.length <= limit) return Array.from(y, (_, index) => index);
  const stretches = Math.floor(limit / 2) - 1;
  const kept = new Set([0]);
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((stretch * y.length) / stretches);
    const to = Math.floor(((stretch + 1) * y.length) / stretches);
    for (const index of extremes(y, from, to)) kept.add(index);
  }
  kept.add(y.length - 1);
  return [...kept];
}

/** The indices of the smallest and the largest value of a stretch, and of the first that is not finite, ascending. */
export function extremes(y: ArrayLike<number>, from: number, to: number): number[] {
  let low = -1;
  let high = -1;
  let gap = -1;
  for (let index = from; index < to; index++) {
    if (!Number.isFinite(y[index])) {
      if (gap < 0) gap = index;
      continue;
    }
    if (low < 0 || y[index] < y[low]) low = index;
    if (high < 0 || y[index] > y[high]) high = index;
  }
  return [...new Set([low, high, gap])].filter((index) => index >= 0).sort((a, b) => a - b);
}
