import type { Direction } from "../core/index";
import type { TrialRecord } from "./trialRecord";

/** What a pruner knows after a report. */
export interface PrunerView {
  /** The trial that reported; its last report is the newest. */
  trial: TrialRecord;
  /** All other trials of the study. */
  others: readonly TrialRecord[];
  direction: Direction;
}

/** Says which trials are not worth going on. */
export interface Pruner {
  readonly name: string;
  shouldPrune(view: PrunerView): boolean;
}
