import { type Direction, DataError, OptionError, keptCopy, shown } from "../core/index";
import type { FloatOptions, IntOptions, Params, Value } from "./space/space";

/**
 * One try of an objective: where its parameters come from, and where its numbers go.
 *
 * ```ts
 * async function objective(trial: Trial) {
 *   const rate = trial.suggestFloat("rate", 1e-4, 1, { log: true });
 *   for (let epoch = 0; epoch < 20; epoch++) {
 *     const loss = await trainFor(rate);
 *     await trial.report(epoch, loss);
 *     if (trial.shouldPrune()) return trial.prune();
 *   }
 *   return loss;
 * }
 * ```
 */
export interface Trial<P extends object = Params> {
  /** From 0. */
  readonly number: number;
  /** The parameters so far; of a space declared up front all of them. */
  readonly params: P;
  /** Whether the study makes its values small or large; none where there is no study. */
  readonly directions: readonly Direction[];
  /** What an earlier attempt at this trial saved before its process was lost. */
  readonly checkpoint: unknown;
  /** A real number in [low, high]. */
  suggestFloat(name: string, low: number, high: number, options?: FloatOptions): number;
  /** A whole number from low to high, both included. */
  suggestInt(name: string, low: number, high: number, options?: IntOptions): number;
  /** One of several values. */
  suggestCategorical<const T extends Value>(name: string, choices: readonly T[]): T;
  /** Says how good the trial is after a step (an epoch, say); wait for it, and `shouldPrune` has its answer. */
  report(step: number, value: number): Promise<void>;
  /** Whether the pruner thinks that going on is a waste. */
  shouldPrune(): boolean;
  /** Ends the trial as a pruned one, by throwing {@link TrialPruned}. */
  prune(): never;
  /** A quantity that must not be above 0 for the trial to count. */
  constrain(name: string, value: number): void;
  /**
   * Keeps something with the trial, as it is now: numbers, texts, arrays, plain objects, dates, Maps, Sets, typed arrays.
   * Anything else is refused, as it would not come back as it was.
   */
  note(name: string, value: unknown): void;
  /** Keeps where the trial is, so that another attempt goes on there: what a note may be. */
  save(checkpoint: unknown): void;
  /** A path for a file of this trial's own, a training checkpoint say, which is there again when another attempt goes on. */
  file(name: string): string;
}

/** Ends an objective whose trial is not worth going on. */
export class TrialPruned extends Error {
  override name = "TrialPruned";
  constructor() {
    super("the trial was pruned");
  }
}

/** What is tried: it returns the value, or one for each direction. */
export type Objective<P extends object = Params> = (
  trial: Trial<P>,
) => number | number[] | Promise<number | number[]>;

/** A report's step and value, checked where the objective runs. */
export function checkReport(step: number, value: number): void {
  const where = "Trial.report";
  if (!Number.isFinite(step))
    throw new OptionError({ where, required: "step must be a finite number", got: shown(step) });
  if (typeof value !== "number")
    throw new OptionError({ where, required: "value must be a number", got: shown(value) });
}

/** A constraint, checked where the objective runs. */
export function checkConstraint(name: string, value: number): void {
  if (Number.isFinite(value)) return;
  const required = `${name} must be a finite number`;
  const remedy = "it counts as kept where it is at most 0";
  throw new DataError({ where: "Trial.constrain", required, got: shown(value), remedy });
}

/** What is noted of a trial, checked where the objective runs, as it comes back. */
export function noted(name: unknown, value: unknown): unknown {
  if (typeof name !== "string")
    throw new OptionError({ where: "Trial.note", required: "name must be a text", got: shown(name) });
  return keptCopy("Trial.note", name, value);
}

/** What another attempt goes on from, checked where the objective runs, as it comes back. */
export function saved(checkpoint: unknown): unknown {
  return keptCopy("Trial.save", "checkpoint", checkpoint);
}
