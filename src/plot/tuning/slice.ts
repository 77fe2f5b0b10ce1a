import { checkEqualLength, DataError } from "../../core/index";
import { checkNotNegative, numberColumn, placeColumn } from "../input/column";
import { checkParts } from "../input/named";
import { together, undrawn } from "../input/undrawn";
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
export function readSlice(where: string, slice: SurrogateSlice): SurrogateBandData {
  checkParts(where, "a slice", slice, ["x", "mean", "deviation", "acquisition"]);
  const part = (name: "mean" | "deviation" | "acquisition") =>
    Array.from(numberColumn(where, name, slice[name]));
  const x = placeColumn(where, "x", slice.x);
  const [mean, deviation, acquisition] = [part("mean"), part("deviation"), part("acquisition")];
  checkEqualLength(where, { x, mean });
  checkEqualLength(where, { x, deviation });
  checkNotNegative(where, "deviation", deviation);
  checkEqualLength(where, { x, acquisition });
  const [, most] = range(acquisition);
  const [edge] = range(mean.map((value, at) => value + 2 * deviation[at]));
  if (![most, edge].every(Number.isFinite)) {
    const required = "there must be a finite mean with its deviation, and a finite acquisition";
    throw new DataError({ where, required, got: "none" });
  }
  if (slice.seen !== undefined) {
    checkParts(where, "seen", slice.seen, ["x", "value"]);
    const [at, values] = [
      numberColumn(where, "seen x", slice.seen.x),
      numberColumn(where, "seen value", slice.seen.value),
    ];
    checkEqualLength(where, { "seen x": at, "its values": values });
  }
  return {
    ...{ x, mean, deviation, acquisition },
    next: x[acquisition.indexOf(most)],
  };
}

/** What is said of numbers of slices that have no place. */
export function undrawnSlices(
  slices: readonly (SurrogateBandData & { seen?: SurrogateSlice["seen"] })[],
  log: false | "logX",
): string | false {
  return undrawn(
    ...slices.flatMap(({ x, mean, deviation, acquisition, seen }) => [
      { mark: "place", values: x, log },
      { mark: "belief", values: together(mean, deviation) },
      { mark: "wish", marks: "wishes", values: acquisition },
      ...(seen ? [{ mark: "trial", values: together(seen.x, seen.value), log }] : []),
    ]),
  );
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
    /** How high a wish of this slice is drawn. */
    heightIn({ acquisition }: SurrogateBandData) {
      const [least, most] = range(acquisition);
      return (value: number) => base + (most > least ? (room * (value - least)) / (most - least) : 0);
    },
  };
}
