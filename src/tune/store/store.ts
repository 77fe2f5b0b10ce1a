import type { Direction } from "../../core/index";
import type { TrialRecord, TrialState } from "../trialRecord";

/** What a study is, apart from its trials. */
export interface StudyHeader {
  name: string;
  directions: Direction[];
  seed: number;
}

/** A trial that has no number yet. */
export type NewTrial = Omit<TrialRecord, "number">;

/** Where a study keeps its trials: in memory, or in a file that several processes share. */
export interface Store {
  readonly header: StudyHeader;
  /** The trials that changed since the last call. */
  changes(): TrialRecord[];
  /** Keeps a new trial. @returns its number */
  add(trial: NewTrial): number;
  /** Makes the oldest waiting trial a running one. @returns its number; undefined where none waits */
  claim(owner: string): number | undefined;
  /** How many trials there are that count towards a budget: begun, and not repeated by another. */
  begun(): number;
  /** Writes a trial, if it still is in a certain state. @returns whether it was */
  save(trial: TrialRecord, from: TrialState): boolean;
  report(number: number, step: number, value: number): void;
  /** All or nothing of what is done inside, and nothing of another process in between. */
  atomically<T>(work: () => T): T;
  close(): void;
}

/** A trial with nothing in it. */
export function newTrial(parts: Partial<NewTrial> = {}): NewTrial {
  return {
    state: "waiting",
    params: {},
    distributions: {},
    values: [],
    reports: [],
    constraints: {},
    notes: {},
    fixed: {},
    ...parts,
  };
}
