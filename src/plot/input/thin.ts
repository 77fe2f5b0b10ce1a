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

function extremes(y: ArrayLike<number>, from: number, to: number): number[] {
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

/** At most `limit` of `count` indices, one of each stretch, jittered so that no pattern in the order shows. */
export function thinPoints(count: number, limit: number): number[] {
  if (count <= limit) return Array.from({ length: count }, (_, index) => index);
  let state = 1;
  return Array.from({ length: limit }, (_, index) => {
    const from = Math.floor((index * count) / limit);
    const to = Math.floor(((index + 1) * count) / limit);
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return from + Math.floor((state / 2 ** 32) * (to - from));
  });
}

/** At most `limit` indices of rows, evenly spaced, with the smallest and the largest of each column among them. */
export function evenlyWithExtremes(columns: readonly ArrayLike<number>[], limit: number): number[] {
  const count = columns[0].length;
  const kept = evenly(count, limit);
  if (count <= limit) return kept;
  const extreme = [...new Set(columns.flatMap((column) => extremes(column, 0, count)))];
  const taken = new Set<number>();
  for (const at of extreme.slice(0, limit)) {
    const near = Math.round((at * (limit - 1)) / (count - 1));
    const places = kept.map((_, place) => place).filter((place) => !taken.has(place));
    const place = places.reduce((best, each) =>
      Math.abs(each - near) < Math.abs(best - near) ? each : best,
    );
    taken.add(place);
    kept[place] = at;
  }
  return [...new Set(kept)].sort((a, b) => a - b);
}

/** At most `limit` of `count` indices, evenly spaced, the first and the last among them. */
export function evenly(count: number, limit: number): number[] {
  if (count <= limit) return Array.from({ length: count }, (_, index) => index);
  if (limit === 1) return [count - 1];
  return Array.from({ length: limit }, (_, index) => Math.round((index * (count - 1)) / (limit - 1)));
}
