import { range } from "../input/words";

const mostStretch = 3;

/**
 * Whether two axes of one kind are drawn to one scale, so that a circle is round and a right angle is right: as is asked, or
 * else where neither spans more than three times the other.
 */
export function isOneScale(
  asked: boolean | undefined,
  across: ArrayLike<number>,
  up: ArrayLike<number>,
): boolean {
  if (asked !== undefined) return asked;
  const [width, height] = [across, up].map(spanOf);
  return Math.max(width, height) <= mostStretch * Math.min(width, height);
}

function spanOf(values: ArrayLike<number>): number {
  const [low, high] = range(values);
  return high - low;
}

/** What Plotly's two axes need for that. */
export function scaleOf(isOne: boolean): [x: object, y: object] {
  return isOne
    ? [{ constrain: "domain" }, { constrain: "domain", constraintoward: "top", scaleanchor: "x" }]
    : [{}, {}];
}

/** What is said where they are not. */
export function scaleNote(isOne: boolean): string | false {
  return !isOne && "The axes have different scales: angles and circles are stretched";
}
