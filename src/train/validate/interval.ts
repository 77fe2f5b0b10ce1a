import { checkNoOptions, checkNotEmpty, checkNumbers } from "../../core/index";
import { meanOf, sampleDeviationOf, studentT } from "../../math/index";

/** Values of several runs in short. */
export interface Interval {
  mean: number;
  /** Sample standard deviation; 0 for one value. */
  deviation: number;
  /** The ends of the 95 % confidence interval of the mean; the mean itself for one value. */
  low: number;
  high: number;
  values: number[];
}

/**
 * Mean, deviation and 95 % confidence interval (Student's t) of the same thing measured with several seeds or folds.
 *
 * Where the intervals of two things overlap, claim no winner.
 *
 * ```ts
 * seedInterval([0.93, 0.95, 0.94]); // mean 0.94, from 0.915 to 0.965
 * ```
 *
 * @throws DataError when there are no values
 */
export function seedInterval(values: number[], ...none: []): Interval {
  checkNoOptions("seedInterval", none);
  checkNumbers("seedInterval", "values", values);
  checkNotEmpty("seedInterval", "values", values);
  const count = values.length;
  const mean = meanOf(values);
  const deviation = sampleDeviationOf(values);
  const half = count > 1 ? (studentT(0.95, count - 1) * deviation) / Math.sqrt(count) : 0;
  return { mean, deviation, low: mean - half, high: mean + half, values };
}
