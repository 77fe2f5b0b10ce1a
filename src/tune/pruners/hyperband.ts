import { checkInteger, checkOptions } from "../../core/index";
import type { Pruner, PrunerView } from "../pruner";
import { failsRung } from "./successiveHalving";

/** Options of {@link hyperband}. */
export interface HyperbandOptions {
  /** Steps of a whole trial. */
  maxSteps: number;
  /** Steps that every trial gets, at least. Default 1. */
  minSteps?: number;
  /** One in so many trials goes on at each rung. Default 3. */
  reduction?: number;
}

/**
 * Hyperband: several successive halvings side by side, from one that prunes early to one that never does, for when
 * it is not known how soon bad trials show (Li et al. 2018). Trials take turns by the brackets' budgets.
 *
 * ```ts
 * tune(objective, { pruner: hyperband({ maxSteps: 81 }), sampler: tpe(), trials: 100 });
 * ```
 */
export function hyperband(options: HyperbandOptions): Pruner {
  const defaults = { maxSteps: NaN, minSteps: 1, reduction: 3 };
  const { maxSteps, minSteps, reduction } = checkOptions("hyperband", options, defaults);
  checkInteger("hyperband", "maxSteps", maxSteps, "[1, ∞)");
  checkInteger("hyperband", "minSteps", minSteps, `[1, ${maxSteps}]`);
  checkInteger("hyperband", "reduction", reduction, "[2, ∞)");
  const brackets = 1 + Math.floor(Math.log(maxSteps / minSteps) / Math.log(reduction) + 1e-9);
  const turns = turnsOf(brackets, reduction);
  const bracketOf = (number: number) => {
    const turn = number % turns.at(-1)!;
    return turns.findIndex((end) => turn < end);
  };
  return {
    name: "hyperband",
    shouldPrune({ trial, others, direction }: PrunerView): boolean {
      const bracket = bracketOf(trial.number);
      if (bracket === brackets - 1) return false;
      const rivals = others.filter(({ number }) => bracketOf(number) === bracket);
      return failsRung({ trial, others: rivals, direction }, minSteps * reduction ** bracket, reduction);
    },
  };
}

/** Up to which trial of a round each bracket has its turn: those that prune early get more (n of algorithm 1 in the paper). */
function turnsOf(brackets: number, reduction: number): number[] {
  let end = 0;
  return Array.from({ length: brackets }, (_, bracket) => {
    const rungs = brackets - 1 - bracket;
    return (end += Math.ceil((brackets / (rungs + 1)) * reduction ** rungs));
  });
}
