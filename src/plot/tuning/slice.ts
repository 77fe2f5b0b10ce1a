import { checkEqualLength, checkNotEmpty, DataError } from "../../core/index";
import { range } from "../input/words";

/** What a surrogate believes along one parameter: what `tune.surrogate` returns. */
export interface SurrogateSlice {
  /** float [places]. */
  x: ArrayLike<number>;
  mean: ArrayLike<number>;
  deviation: ArrayLike<number>;
  /** How much the search wants to look there; any scale. */
  acquisition: ArrayLike<number>;
  /** Trials near the slice. */
  seen?: { x: ArrayLike<number>; value: ArrayLike<number> };
}

/** A slice as numbers. */
export interface SurrogateBandData {
  x: number[];
  mean: number[];
  deviation: number[];
  acquisition: number[];
  /** Where the acquisition is largest. */
  next: number;
}

/** A slice after its checks. */
export function readSlice(
  where: string,
  { x, mean, deviation, acquisition }: SurrogateSlice,
): SurrogateBandData {
  checkNotEmpty(where, "x", x);
  checkEqualLength(where, { x, mean });
  checkEqualLength(where, { x, deviation });
  checkEqualLength(where, { x, acquisition });
  const [, most] = range(acquisition);
  if (!Number.isFinite(most) || !Number.isFinite(range(mean)[0]))
    throw new DataError({ where, required: "there must be a finite mean and acquisition", got: "none" });
  return {
    ...{ x: Array.from(x), mean: Array.from(mean), deviation: Array.from(deviation) },
    ...{ acquisition: Array.from(acquisition), next: x[Array.from(acquisition).indexOf(most)] },
  };
}

/** Room for the acquisition, a quarter of the bands' height, below them. */
export function bottomOf(slices: readonly SurrogateBandData[]) {
  const edges = (sign: number) =>
    slices.map(({ mean, deviation }) => range(mean.map((value, at) => value + sign * 2 * deviation[at])));
  const low = Math.min(...edges(-1).map(([least]) => least));
  const high = Math.max(...edges(1).map(([, most]) => most));
  const room = 0.25 * (high - low || 1);
  const base = low - 1.15 * room;
  return {
    low: base,
    high,
    at(value: number, { acquisition }: SurrogateBandData) {
      const [least, most] = range(acquisition);
      return base + (most > least ? (room * (value - least)) / (most - least) : 0);
    },
  };
}
