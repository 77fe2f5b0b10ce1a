import { checkInteger, checkOptions } from "../../core/index";
import type { Pruner, PrunerView } from "../pruner";
import { lossAt } from "./values";

/** Options of {@link successiveHalving}. */
export interface SuccessiveHalvingOptions {
  /** Steps that every trial gets, at least. Default 1. */
  minSteps?: number;
  /** One in so many trials goes on at each rung, and the next rung is so many times as far. Default 4. */
  reduction?: number;
}

/**
 * Asynchronous successive halving (ASHA): at each rung, after 1, 4, 16, … steps, the best quarter of the trials that
 * came so far goes on (Li et al. 2020, algorithm 2).
 *
 * Steps are counted from 0 as epochs are: after a report at step s, s + 1 of them are done.
 *
 * ```ts
 * tune(objective, { pruner: successiveHalving({ minSteps: 2 }), sampler: random(), trials: 200 });
 * ```
 */
export function successiveHalving(options?: SuccessiveHalvingOptions): Pruner {
  const { minSteps, reduction } = checkOptions("successiveHalving", options, { minSteps: 1, reduction: 4 });
  checkInteger("successiveHalving", "minSteps", minSteps, "[1, ∞)");
  checkInteger("successiveHalving", "reduction", reduction, "[2, ∞)");
  return { name: "successiveHalving", shouldPrune: (view) => failsRung(view, minSteps, reduction) };
}

/** Whether a trial has just reached a rung and is not among the best there. */
export function failsRung(
  { trial, others, direction }: PrunerView,
  minSteps: number,
  reduction: number,
): boolean {
  const last = trial.reports.at(-1)![0];
  const before = trial.reports.at(-2)?.[0] ?? -1;
  for (let rung = minSteps; rung <= last + 1; rung *= reduction) {
    if (rung <= before + 1) continue;
    const own = lossAt(trial, last, direction)!;
    const theirs = others
      .filter(({ reports }) => (reports.at(-1)?.[0] ?? -1) + 1 >= rung)
      .map((other) => lossAt(other, rung - 1, direction))
      .filter((loss) => loss !== undefined);
    const places = Math.max(1, Math.floor((theirs.length + 1) / reduction));
    if (theirs.filter((loss) => loss < own).length >= places || own === Infinity) return true;
  }
  return false;
}
