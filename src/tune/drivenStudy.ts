import type { Direction } from "../core/index";
import type { Outcome } from "./executor";
import type { StudyTrial } from "./studyTrial";
import type { Trial } from "./trial";
import type { TrialFiles } from "./trialFiles";
import type { TrialRecord } from "./trialRecord";

/** What a trial came to: a value, several, or what an executor brought. */
export type Told = number | number[] | Outcome | { error: string };

/** A study to look at. */
export interface StudyView {
  readonly name: string;
  readonly directions: readonly Direction[];
  readonly trials: readonly TrialRecord[];
  /** The best trial; throws before there is one. */
  readonly best: TrialRecord;
  readonly paretoFront: readonly TrialRecord[];
  /** Why it ended early. */
  stopped?: string;
}

/** A study as what runs its trials sees it. */
export interface DrivenStudy extends StudyView {
  readonly files: TrialFiles;
  begin(limit?: number): StudyTrial | undefined;
  tell(trial: Trial | number, told: Told): TrialRecord;
  lose(record: TrialRecord, reason: string): void;
  firstAttempt(record: TrialRecord): number;
}
