import { asLoss, isFeasible } from "../../core/index";
import type { SamplerView } from "../sampler";
import type { UnitCube } from "../space/unitCube";
import type { TrialRecord } from "../trialRecord";

/** What surrogates learn from: places in the unit cube, and what was lost there. */
export interface Observations {
  places: number[][];
  losses: number[];
  /** Where trials run, of which nothing is known yet. */
  running: number[][];
}

/**
 * The trials as places and losses. A pruned trial has its last report for a value; one that broke a constraint
 * counts like the worst that did not, so that the search leaves such places.
 */
export function observationsOf({ trials, directions }: SamplerView, cube: UnitCube): Observations {
  const [direction] = directions;
  const usable = trials.filter(({ params }) => cube.has(params));
  const valued = usable.flatMap((trial) => {
    const value = valueOf(trial);
    return value === undefined ? [] : [{ trial, loss: asLoss(value, direction) }];
  });
  const kept = valued.filter(({ trial }) => isFeasible(trial)).map(({ loss }) => loss);
  const worst = kept.length ? Math.max(...kept) : undefined;
  return {
    places: valued.map(({ trial }) => cube.encode(trial.params)),
    losses: valued.map(({ trial, loss }) => (isFeasible(trial) ? loss : Math.max(worst ?? loss, loss))),
    running: usable.filter(({ state }) => state === "running").map(({ params }) => cube.encode(params)),
  };
}

function valueOf({ state, values, reports }: TrialRecord): number | undefined {
  const value = state === "complete" ? values[0] : state === "pruned" ? reports.at(-1)?.[1] : undefined;
  return Number.isFinite(value) ? value : undefined;
}
