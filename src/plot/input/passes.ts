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
export function passesOf(x: ArrayLike<number>): number[][] {
  const places = Array.from(x, (_, at) => at);
  const finite = places.filter((at) => !Number.isNaN(x[at]));
  if (finite.every((at, index) => index === 0 || x[at] >= x[finite[index - 1]])) return [places];
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
