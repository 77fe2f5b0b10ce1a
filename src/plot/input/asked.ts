import { DataError, ShapeError, shown } from "../../core/index";

/** A function of numbers. */
export type NumberFunction = (...at: number[]) => number;

/**
 * A reader's function of numbers, held to return one; NaN and ∞ are numbers, which a figure shows as gaps.
 *
 * @param what how the message calls it
 * @throws ShapeError `contour: the function must return a number, got undefined at 0, 1`
 */
export function numbersOf(where: string, what: string, f: unknown): NumberFunction {
  if (typeof f !== "function")
    throw new ShapeError({ where, required: `${what} must be a function`, got: shown(f) });
  return (...at) => {
    const value = (f as (...at: number[]) => unknown)(...at);
    if (typeof value === "number") return value;
    const got = `${shown(value)} at ${at.join(", ")}`;
    throw new ShapeError({ where, required: `${what} must return a number`, got });
  };
}

/**
 * What a function of numbers has at places along an axis; a number at one of them, or there is nothing to draw.
 *
 * @throws DataError `fitsByDegree: truth must be finite somewhere, got NaN`
 */
export function valuesAlong(where: string, what: string, f: unknown, places: readonly number[]): number[] {
  const asked = numbersOf(where, what, f);
  const values = places.map((place) => asked(place));
  if (values.some(Number.isFinite)) return values;
  throw new DataError({ where, required: `${what} must be finite somewhere`, got: values[0] });
}

/** A list of two numbers as a pair, and nothing else. */
export function pairOf(given: unknown): readonly [number, number] | undefined {
  if (typeof given !== "object" || (given as ArrayLike<unknown> | null)?.length !== 2) return undefined;
  const pair = Array.from(given as ArrayLike<unknown>);
  return pair.every((one) => typeof one === "number") ? [pair[0], pair[1]] : undefined;
}

/**
 * Two finite numbers, such as a place in the plane.
 *
 * @throws ShapeError `learningRateSlider: start must be two finite numbers, got null`
 */
export function checkPair(where: string, what: string, given: unknown): readonly [number, number] {
  const pair = pairOf(given);
  const odd = pair?.findIndex((one) => !Number.isFinite(one));
  if (pair && odd === -1) return pair;
  const got = pair ? `${pair[odd!]} at [${odd}]` : shown(given);
  throw new ShapeError({ where, required: `${what} must be two finite numbers`, got });
}

/**
 * The two ends of an axis, the lower first.
 *
 * @throws ShapeError `contour: xRange must be [low, high], got [1, -1]`
 */
export function checkEnds(where: string, what: string, given: unknown): readonly [number, number] {
  const ends = pairOf(given);
  if (ends?.every(Number.isFinite) && ends[0] < ends[1]) return ends;
  throw new ShapeError({ where, required: `${what} must be [low, high]`, got: shown(given) });
}
