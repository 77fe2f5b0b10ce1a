import { checkArray, DataError } from "../../core/index";
import { sumOf } from "../../math/index";
import { numberColumn } from "../input/column";
import { checkParts, checkUpright } from "../input/named";
import type { HistogramLike } from "../input/recording";
import { range } from "../input/words";
import { undrawn } from "../input/undrawn";

/** One ridge: a density over a line, its peak one line high. */
export interface Ridge {
  x: number[];
  /** Heights in [0, 1]. */
  height: number[];
}

/** A histogram as a ridge, at the middles of its bins and down to 0 at its ends; a flat line where it is empty. */
export function ridgeOf({ low, high, counts }: HistogramLike): Ridge {
  const width = (high - low) / counts.length || Math.abs(low) * 0.02 || 0.02;
  const all = Array.from(counts);
  const peak = Math.max(...all) || 1;
  return {
    x: [low - width / 2, ...all.map((_, at) => low + (at + 0.5) * width), low + (all.length + 0.5) * width],
    height: [0, ...all.map((count) => Number((count / peak).toFixed(3))), 0],
  };
}

/**
 * Histograms step by step, checked to be that.
 *
 * @throws ShapeError `batchNormRidges: a histogram of sgd must be {low, high, counts}, got null`
 */
export function checkHistograms(where: string, of: string, given: readonly HistogramLike[]): void {
  checkArray(where, of, given);
  for (const histogram of Array.from(given)) {
    checkParts(where, `a histogram of ${of}`, histogram, ["low", "high", "counts"]);
    checkArray(where, `the counts of ${of}`, histogram.counts);
    checkUpright(where, `a histogram of ${of}`, { low: [histogram.low], high: [histogram.high] });
    numberColumn(where, `the counts of ${of}`, histogram.counts);
    const negative = Array.from(histogram.counts).find((count) => count < 0);
    if (negative !== undefined)
      throw new DataError({ where, required: `the counts of ${of} must not be below 0`, got: negative });
  }
}

/** What is said of histograms without finite ends or a count. */
export function undrawnHistograms(series: readonly (readonly HistogramLike[])[]): string | false {
  const each = series.flat();
  return undrawn({ mark: "histogram", values: each.map((one) => (isDrawable(one) ? 1 : NaN)) });
}

/** The lowest and the highest end of several histograms at each of so many steps; NaN where none can be drawn. */
export function endsOf(series: readonly (readonly HistogramLike[])[], steps: number): Float64Array[] {
  const at = (step: number) => series.map((each) => each[step]).filter((one) => one && isDrawable(one));
  const ends = (of: "low" | "high") =>
    Float64Array.from(
      { length: steps },
      (_, step) => range(at(step).map((one) => one[of]))[of === "low" ? 0 : 1],
    );
  return [ends("low"), ends("high")];
}

/** Whether a histogram has anything to draw: finite ends and a count. */
export function isDrawable({ low, high, counts }: HistogramLike): boolean {
  const each = Array.from(counts);
  return [low, high, ...each].every(Number.isFinite) && each.some((count) => count > 0);
}

/** Mean and standard deviation, by the middles of the bins. */
export function momentsOf({ low, high, counts }: HistogramLike): { mean: number; deviation: number } {
  const width = (high - low) / counts.length;
  const all = Array.from(counts);
  const total = sumOf(all);
  // In widths above the lowest value, as squares of what lies far from 0 cancel.
  const mean = all.reduce((sum, count, at) => sum + count * (at + 0.5), 0) / total;
  const square = all.reduce((sum, count, at) => sum + count * (at + 0.5 - mean) ** 2, 0) / total;
  return { mean: low + mean * width, deviation: Math.sqrt(square) * width };
}
