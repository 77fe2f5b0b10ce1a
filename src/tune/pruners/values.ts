import { asLoss, type Direction } from "../../core/index";
import type { TrialRecord } from "../trialRecord";

/** A trial's last report at or before a step, as a loss; undefined where it had none. */
export function lossAt({ reports }: TrialRecord, step: number, direction: Direction): number | undefined {
  const report = reports.filter(([at]) => at <= step).at(-1);
  return report && worstIfNaN(asLoss(report[1], direction));
}

/** The best of a trial's reports up to a step, as a loss; undefined where it had none. */
export function bestLossBy({ reports }: TrialRecord, step: number, direction: Direction): number | undefined {
  const losses = reports
    .filter(([at]) => at <= step)
    .map(([, value]) => worstIfNaN(asLoss(value, direction)));
  return losses.length ? Math.min(...losses) : undefined;
}

function worstIfNaN(loss: number): number {
  return Number.isNaN(loss) ? Infinity : loss;
}
