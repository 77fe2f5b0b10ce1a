/**
 * Whether a number lies in an interval, which is written as in mathematics: `[0, 1)`, `(0, ∞)`.
 *
 * ```ts
 * contains("[0, 1)", 1) // false
 * ```
 */
export function contains(interval: string, value: number): boolean {
  const [low, high] = interval.slice(1, -1).split(",").map(bound);
  const aboveLow = interval.startsWith("[") ? value >= low : value > low;
  const belowHigh = interval.endsWith("]") ? value <= high : value < high;
  return aboveLow && belowHigh;
}

function bound(text: string): number {
  return Number(text.replace("∞", "Infinity"));
}
