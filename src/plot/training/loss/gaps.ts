import { ordinal, plural, range } from "../../input/words";

/** What is missing among the values of a run. */
export interface Gaps {
  /** Measured only now and then: what is there is joined, and each value marked. */
  sparse: boolean;
  /** The place of the first value of those until the end that are not finite. */
  diverged?: number;
  /** What is missing besides, in words: "every 2nd epoch", "2 epochs without a value". */
  words?: string;
}

/** Tells values that were measured now and then from those that were lost. */
export function gapsOf(values: readonly number[], unit: string): Gaps {
  if (values.every(Number.isFinite)) return { sparse: false };
  const at = finitePlaces(values);
  if (at.length === 0) return { sparse: false, diverged: 0 };
  const strides = at.slice(1).map((place, index) => place - at[index]);
  if (isSparse(values, at, strides)) return { sparse: true, words: howOften(strides, values.length, unit) };
  const last = at.at(-1)!;
  const lost = last + 1 - at.length;
  return {
    sparse: false,
    ...(last < values.length - 1 && { diverged: last + 1 }),
    ...(lost > 0 && { words: `${plural(lost, unit)} without a value` }),
  };
}

function finitePlaces(values: readonly number[]): number[] {
  const places: number[] = [];
  for (let at = 0; at < values.length; at++) if (Number.isFinite(values[at])) places.push(at);
  return places;
}

/** No two values side by side, and none missing at the ends for longer than between them. */
function isSparse(values: readonly number[], at: number[], strides: number[]): boolean {
  const measured = values.every((value) => Number.isFinite(value) || Number.isNaN(value));
  if (!measured || strides.some((stride) => stride < 2)) return false;
  const after = values.length - 1 - at.at(-1)!;
  return at.length === 1 ? at[0] > 0 && after <= at[0] : after < range(strides)[1];
}

function howOften(strides: number[], count: number, unit: string): string {
  const [first] = strides;
  if (first && strides.every((stride) => stride === first)) return `every ${ordinal(first)} ${unit}`;
  return `at ${strides.length + 1} of ${plural(count, unit)}`;
}
