import type { Executor } from "../executor";
import type { Objective } from "../trial";

/** What an executor is made for. */
export interface Work {
  objective: Objective;
}

/** Makes the executor of one `optimize`. */
export type ExecutorFactory = (work: Work) => Executor;
