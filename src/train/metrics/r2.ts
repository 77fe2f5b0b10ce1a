import { checkNoOptions } from "../../core/index";
import type * as tf from "@tensorflow/tfjs";
import {
  concat,
  divNoNan,
  greater,
  min,
  mul,
  square,
  squaredDifference,
  sub,
  sum,
  tidy,
  where,
} from "@tensorflow/tfjs";
import { meanOfKnown, type Metric, type MetricBatch } from "./metric";

/**
 * R², the share of the variance that the predictions explain: 1 − Σ(y − ŷ)² / Σ(y − ȳ)²; the mean over units where there are
 * several. Where the truth is constant it is 1 for predictions that are exact and 0 for others, as in scikit-learn.
 *
 * ```ts
 * fit(model, data, { loss: "mse", metrics: ["r2"] });
 * ```
 */
export function r2(...none: []): Metric {
  checkNoOptions("r2", none);
  return {
    name: "r2",
    mode: "max",
    size: (units) => units * width,
    sums: (batch) => tidy(() => momentsOf(batch)),
    merge: mergeMoments,
    result: (sums, { units }) => meanOfKnown(Array.from({ length: units }, (_, unit) => scoreOf(sums, unit))),
  };
}

// Of each unit: the weight, a value near the truth, the truth's mean above it, its squares about the mean, those of the errors.
const width = 5;

/** About the lowest truth, which is exact, so that nothing cancels where values are far from 0 and close together. */
function momentsOf({ truth, prediction, weights, units }: MetricBatch): tf.Tensor1D {
  const [y, p] = [truth.reshape([-1, units]), prediction.reshape([-1, units])];
  const w = weights.reshape([-1, 1]).tile([1, units]);
  const counts = greater(w, 0);
  const total = sum(w, 0);
  const shift = min(where(counts, y, Infinity), 0);
  const above = where(counts, sub(y, shift), 0);
  const mean = divNoNan(sum(mul(w, above), 0), total);
  const spread = sum(mul(w, square(sub(above, mean))), 0);
  const residual = sum(mul(w, where(counts, squaredDifference(y, p), 0)), 0);
  return concat([total, shift, mean, spread, residual]) as tf.Tensor1D;
}

/** Chan, Golub & LeVeque 1983, equation 2.1: exact however the rows were divided. */
function mergeMoments(
  total: Float64Array,
  batch: ArrayLike<number>,
  { units }: { units: number },
): Float64Array {
  const merged = total.length > 0 ? total : new Float64Array(units * width);
  for (let unit = 0; unit < units; unit++) {
    const [weight, shift, above, spread, residual] = partsOf(batch, unit, units);
    if (weight === 0) continue;
    const [before, mean, , spreadBefore, residualBefore] = partsOf(merged, unit, units);
    const all = before + weight;
    const apart = shift + above - mean;
    const parts = [
      all,
      before === 0 ? shift + above : mean + (apart * weight) / all,
      0,
      before === 0 ? spread : spreadBefore + spread + (apart ** 2 * before * weight) / all,
      residualBefore + residual,
    ];
    parts.forEach((value, part) => (merged[part * units + unit] = value));
  }
  return merged;
}

function partsOf(sums: ArrayLike<number>, unit: number, units: number): number[] {
  return Array.from({ length: width }, (_, part) => sums[part * units + unit]);
}

function scoreOf(sums: ArrayLike<number>, unit: number): number {
  const [weight, , , spread, residual] = partsOf(sums, unit, sums.length / width);
  if (weight === 0) return NaN;
  if (spread === 0) return residual === 0 ? 1 : 0;
  return 1 - residual / spread;
}
