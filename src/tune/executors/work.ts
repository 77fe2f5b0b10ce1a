import type { Executor } from "../executor";
import type { Objective } from "../trial";
import type { TrialFiles } from "../trialFiles";

/** What an executor is made for. */
export interface Work {
  objective: Objective;
  /** Where trials keep theirs. */
  files: TrialFiles;
}

/** Makes the executor of one `optimize`. */
export type ExecutorFactory = (work: Work) => Executor;
