import { asLoss, type Direction } from "./direction";
import { isFeasible, type TrialRecord } from "./trialRecord";

/** The best complete trial that keeps its constraints. */
export function bestOf(trials: readonly TrialRecord[], direction: Direction): TrialRecord | undefined {
  let best: TrialRecord | undefined;
  for (const trial of candidates(trials))
    if (!best || asLoss(trial.values[0], direction) < asLoss(best.values[0], direction)) best = trial;
  return best;
}

/** The complete trials that keep their constraints and that no other one dominates. */
export function paretoFrontOf(
  trials: readonly TrialRecord[],
  directions: readonly Direction[],
): TrialRecord[] {
  const all = candidates(trials);
  const losses = all.map((trial) => lossesOf(trial, directions));
  return all.filter((_, at) => !losses.some((other) => dominates(other, losses[at])));
}

/** A trial's values as things to make small. */
export function lossesOf({ values }: TrialRecord, directions: readonly Direction[]): number[] {
  return values.map((value, at) => asLoss(value, directions[at]));
}

/** Whether a is nowhere worse than b, and somewhere better. */
export function dominates(a: readonly number[], b: readonly number[]): boolean {
  return a.every((value, at) => value <= b[at]) && a.some((value, at) => value < b[at]);
}

function candidates(trials: readonly TrialRecord[]): TrialRecord[] {
  return trials.filter((trial) => trial.state === "complete" && isFeasible(trial));
}
