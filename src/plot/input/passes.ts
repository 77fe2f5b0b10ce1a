/** Where a line that goes on begins anew: at a lower place, or also at the place where it is, as an epoch that was run twice. */
type Again = "lower" | "same";

/**
 * The indices of a line's values in the order in which it is drawn: one row of them from left to right, or, where
 * it comes back to places where it has been, as a run that was started again, one for each time it goes on from an
 * earlier place.
 *
 * ```ts
 * passesOf([3, 1, 2]) // [[1, 2, 0]]
 * passesOf([1, 2, 3, 2, 3]) // [[0, 1, 2], [3, 4]]
 * ```
 */
export function passesOf(x: ArrayLike<number>, again: Again = "lower"): number[][] {
  const places: number[] = [];
  for (let at = 0; at < x.length; at++) places.push(at);
  if (neverFalls(x, again)) return [places];
  const finite = places.filter((at) => Number.isFinite(x[at]));
  const isBack = finite.every((at, index) => index === 0 || x[at] <= x[finite[index - 1]]);
  if (isBack) return [finite.reverse()];
  if (new Set(finite.map((at) => x[at])).size === finite.length) return [finite.sort((a, b) => x[a] - x[b])];
  const passes: number[][] = [];
  finite.forEach((at, index) => {
    if (index === 0 || x[at] <= x[finite[index - 1]]) passes.push([]);
    passes.at(-1)!.push(at);
  });
  return passes;
}

/** How many of {@link passesOf} there are. */
export function countPasses(x: ArrayLike<number>, again: Again = "lower"): number {
  return neverFalls(x, again) ? 1 : passesOf(x, again).length;
}

/** Whether each place is at or beyond the one before, those that are not finite aside. */
function neverFalls(x: ArrayLike<number>, again: Again): boolean {
  let last = -Infinity;
  for (let at = 0; at < x.length; at++) {
    if (!Number.isFinite(x[at])) continue;
    if (x[at] < last || (again === "same" && x[at] === last)) return false;
    last = x[at];
  }
  return true;
}
