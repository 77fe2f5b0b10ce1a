import { asLoss, isFeasible, type Direction, dominates, lossesOf } from "../../core/index";
import { violation, type TrialRecord } from "../trialRecord";

/**
 * Trials that say something, best first: complete ones, then pruned ones (those that came further first), then those
 * that break constraints, by how much.
 */
export function bestFirst(trials: readonly TrialRecord[], directions: readonly Direction[]): TrialRecord[] {
  const known = trials.filter(({ state }) => state === "complete" || state === "pruned");
  const feasible = known.filter(isFeasible);
  const complete = feasible.filter(({ state }) => state === "complete");
  const pruned = feasible.filter(({ state }) => state === "pruned");
  const broken = known.filter((trial) => !isFeasible(trial));
  return [
    ...byValue(complete, directions),
    ...pruned.sort((a, b) => byProgress(a, b, directions[0])),
    ...broken.sort((a, b) => violation(a) - violation(b)),
  ];
}

function byValue(trials: TrialRecord[], directions: readonly Direction[]): TrialRecord[] {
  if (directions.length === 1)
    return trials.sort((a, b) => asLoss(a.values[0], directions[0]) - asLoss(b.values[0], directions[0]));
  return frontsOf(trials, directions).flatMap((front) => spreadFirst(front, directions));
}

function byProgress(a: TrialRecord, b: TrialRecord, direction: Direction): number {
  const [stepA, valueA] = a.reports.at(-1) ?? [-Infinity, 0];
  const [stepB, valueB] = b.reports.at(-1) ?? [-Infinity, 0];
  if (stepA !== stepB) return stepB - stepA;
  return compare(lossOrWorst(valueA, direction), lossOrWorst(valueB, direction));
}

function lossOrWorst(value: number, direction: Direction): number {
  return Number.isNaN(value) ? Number.MAX_VALUE : asLoss(value, direction);
}

/** Trials in layers: the Pareto front, the front of the rest, and so on (Goldberg 1989). */
export function frontsOf(trials: readonly TrialRecord[], directions: readonly Direction[]): TrialRecord[][] {
  let rest = trials.map((trial) => ({ trial, losses: lossesOf(trial, directions) }));
  const fronts: TrialRecord[][] = [];
  while (rest.length > 0) {
    const front = rest.filter((one) => !rest.some((other) => dominates(other.losses, one.losses)));
    fronts.push(front.map(({ trial }) => trial));
    rest = rest.filter((one) => !front.includes(one));
  }
  return fronts;
}

/** One front, those first that lie alone, by crowding distance (Deb et al. 2002, section III.B). */
export function spreadFirst(front: readonly TrialRecord[], directions: readonly Direction[]): TrialRecord[] {
  const distance = new Map(front.map((trial) => [trial, 0]));
  directions.forEach((_, at) => {
    const sorted = [...front].sort((a, b) => a.values[at] - b.values[at]);
    const width = sorted.at(-1)!.values[at] - sorted[0].values[at] || 1;
    sorted.forEach((trial, place) => {
      const gap =
        place === 0 || place === sorted.length - 1
          ? Infinity
          : (sorted[place + 1].values[at] - sorted[place - 1].values[at]) / width;
      distance.set(trial, distance.get(trial)! + gap);
    });
  });
  return [...front].sort((a, b) => compare(distance.get(b)!, distance.get(a)!) || a.number - b.number);
}

// Infinity - Infinity is no order.
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
