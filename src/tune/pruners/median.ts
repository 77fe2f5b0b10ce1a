import { checkInteger, checkOptions } from "../../core/index";
import type { Pruner, PrunerView } from "../pruner";
import { bestLossBy, lossAt } from "./values";

/** Options of {@link median}. */
export interface MedianOptions {
  /** Trials that must be complete before any is pruned. Default 5. */
  startupTrials?: number;
  /** Steps at which no trial is pruned. Default 0. */
  warmupSteps?: number;
}

/**
 * Ends a trial whose best report so far is worse than the median of what complete trials had reported at that step
 * (Golovin et al. 2017).
 *
 * ```ts
 * tune(objective, { pruner: median({ warmupSteps: 5 }), sampler: tpe() });
 * ```
 */
export function median(options?: MedianOptions): Pruner {
  const { startupTrials, warmupSteps } = checkOptions("median", options, {
    startupTrials: 5,
    warmupSteps: 0,
  });
  checkInteger("median", "startupTrials", startupTrials, "[1, ∞)");
  checkInteger("median", "warmupSteps", warmupSteps, "[0, ∞)");
  return { name: "median", shouldPrune: (view) => isBelowMedian(view, startupTrials, warmupSteps) };
}

function isBelowMedian(
  { trial, others, direction }: PrunerView,
  startupTrials: number,
  warmupSteps: number,
): boolean {
  const step = trial.reports.at(-1)![0];
  const complete = others.filter(({ state }) => state === "complete");
  if (complete.length < startupTrials || step < warmupSteps) return false;
  const own = bestLossBy(trial, step, direction)!;
  const theirs = complete.map((other) => lossAt(other, step, direction)).filter((loss) => loss !== undefined);
  // Of none there is no middle, and nothing is above NaN.
  return own > middle(theirs);
}

function middle(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
