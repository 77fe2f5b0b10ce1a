import { extremes } from "../../math/index";

/**
 * At most `limit` of `count` indices, one of each stretch, jittered so that no pattern in the order shows, with the smallest
 * and the largest of each column among them.
 */
export function thinPoints(
  count: number,
  limit: number,
  columns: readonly ArrayLike<number>[] = [],
): number[] {
  if (count <= limit) return Array.from({ length: count }, (_, index) => index);
  let state = 1;
  const kept = Array.from({ length: limit }, (_, index) => {
    const from = Math.floor((index * count) / limit);
    const to = Math.floor(((index + 1) * count) / limit);
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return from + Math.floor((state / 2 ** 32) * (to - from));
  });
  return withExtremes(kept, columns, (at) => (at * limit) / count - 0.5);
}

/** At most `limit` of some rows, as {@link thinPoints} draws them, with the extremes that the columns have in those rows. */
export function drawnOf(
  rows: readonly number[],
  limit: number,
  columns: readonly ArrayLike<number>[],
): number[] {
  const ofRows = columns.map((column) => Float64Array.from(rows, (row) => column[row]));
  return thinPoints(rows.length, limit, ofRows).map((at) => rows[at]);
}

/** At most `limit` indices of rows, evenly spaced, with the first, the last, the smallest and the largest of each column. */
export function evenlyWithExtremes(columns: readonly ArrayLike<number>[], limit: number): number[] {
  const count = columns[0].length;
  const kept = evenly(count, limit);
  return count <= limit
    ? kept
    : withExtremes(kept, columns, (at) => (at * (limit - 1)) / (count - 1), [0, count - 1]);
}

/**
 * The indices with those of each column's extremes in place of the nearest; `placeOf` says where among them an index would be.
 *
 * @param always indices that stay before any extreme
 */
function withExtremes(
  kept: readonly number[],
  columns: readonly ArrayLike<number>[],
  placeOf: (index: number) => number,
  always: readonly number[] = [],
): number[] {
  const replaced = [...kept];
  const found = columns.flatMap((column) => extremes(column, 0, column.length));
  const extreme = [...new Set(kept.length > 2 ? [...always, ...found] : found)];
  const free = new Set(kept.keys());
  for (const at of extreme.slice(0, kept.length)) {
    let nearest = kept.indexOf(at);
    const away = (place: number) => Math.abs(place - placeOf(at));
    if (!free.has(nearest))
      nearest = [...free].reduce((best, place) => (away(place) < away(best) ? place : best));
    free.delete(nearest);
    replaced[nearest] = at;
  }
  return [...new Set(replaced)].sort((a, b) => a - b);
}

/** At most `limit` of `count` indices, evenly spaced, the first and the last among them. */
export function evenly(count: number, limit: number): number[] {
  if (count <= limit) return Array.from({ length: count }, (_, index) => index);
  if (limit === 1) return [count - 1];
  return Array.from({ length: limit }, (_, index) => Math.round((index * (count - 1)) / (limit - 1)));
}
