import type { HistogramLike } from "../input/recording";

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

/** Whether a histogram has anything to draw: finite ends and a count. */
export function isDrawable({ low, high, counts }: HistogramLike): boolean {
  return Number.isFinite(low) && Number.isFinite(high) && Array.from(counts).some((count) => count > 0);
}

/** Mean and standard deviation, by the middles of the bins. */
export function momentsOf({ low, high, counts }: HistogramLike): { mean: number; deviation: number } {
  const width = (high - low) / counts.length;
  let [sum, squares, total] = [0, 0, 0];
  for (let at = 0; at < counts.length; at++) {
    const middle = low + (at + 0.5) * width;
    sum += counts[at] * middle;
    squares += counts[at] * middle ** 2;
    total += counts[at];
  }
  const mean = sum / total;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / total - mean ** 2)) };
}
