import { availableParallelism } from "node:os";
import { checkInteger, checkOptions } from "../../core/index";
import { LocalSite } from "./localSite";
import { SlotExecutor } from "./slotExecutor";
import type { ExecutorFactory } from "../executor";

/** Options of {@link workers}. */
export interface WorkersOptions {
  /** Processes, each with a TensorFlow of its own. Default: one for two processor cores. */
  count?: number;
  /** Threads of each process's TensorFlow. Default: the cores divided among the processes. */
  threads?: number;
}

/**
 * Runs trials in processes of this machine, one trial at a time in each.
 *
 * The objective must be an {@link objectiveFile}. A trial whose process is killed or crashes is tried again (see
 * `retries` of `createStudy`), from what it saved; an objective that throws is not. A trial may be stopped anywhere, also in a
 * loop that never gives way. No process outlives this one.
 *
 * ```ts
 * await study.optimize(objectiveFile("objective.ts"), { trials: 50, executor: workers({ count: 4 }) });
 * ```
 */
export function workers(options?: WorkersOptions): ExecutorFactory {
  const cores = availableParallelism();
  const count = options?.count ?? Math.max(1, cores >> 1);
  const threads = Math.max(1, Math.floor(cores / Math.max(1, count)));
  const given = checkOptions("workers", options, { count, threads });
  checkInteger("workers", "count", given.count, "[1, 256]");
  checkInteger("workers", "threads", given.threads, "[1, ∞)");
  return (work) => new SlotExecutor("workers", () => new LocalSite(given), work);
}
