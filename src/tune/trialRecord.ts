import type { Distribution, Params } from "./space/space";
import { OptionError, shown } from "../core/index";

/** Where a trial stands: `waiting` ones were enqueued and not begun. */
export type TrialState = "waiting" | "running" | "complete" | "pruned" | "failed";

/** What a study remembers of a trial: plain values, which come back from a file as they were. */
export interface TrialRecord {
  /** From 0, in the order in which trials came to be. */
  number: number;
  state: TrialState;
  /** The parameters so far; all of them once the trial has ended. */
  params: Params;
  /** What each parameter was drawn from. */
  distributions: Record<string, Distribution>;
  /** One for each direction of the study; none before the trial is complete. */
  values: number[];
  /** What was reported on the way: [step, value], in order of steps. */
  reports: [step: number, value: number][];
  /** By name; a trial is feasible where none is above 0. */
  constraints: Record<string, number>;
  /** Whatever the objective noted. */
  notes: Record<string, unknown>;
  /** Parameters that were given rather than drawn. */
  fixed: Params;
  /** Why it failed. */
  error?: string;
  /** The trial that this one repeats, after a crash or a lost machine. */
  retryOf?: number;
  /** Where a repeated trial goes on. */
  checkpoint?: unknown;
  /** What ran it, for a timeline. */
  slot?: string;
  /** The process that runs it: see `processName`. */
  owner?: string;
  /** Unix time, ms. */
  startedMs?: number;
  /** Unix time, ms. */
  endedMs?: number;
}

/** By how much constraints are broken, all together; 0 for a feasible trial. */
export function violation({ constraints }: TrialRecord): number {
  return Object.values(constraints).reduce((sum, value) => sum + Math.max(0, value), 0);
}

/** Whether nothing more comes from a trial. */
export function hasEnded({ state }: TrialRecord): boolean {
  return state === "complete" || state === "pruned" || state === "failed";
}

/**
 * The trials of what is to be a study.
 *
 * @throws OptionError `importances: study must be a study, with trials and directions, got undefined`
 */
export function trialsOf(
  where: string,
  study: { trials: readonly TrialRecord[]; directions: readonly unknown[] },
): readonly TrialRecord[] {
  if (Array.isArray(study?.trials) && Array.isArray(study.directions)) return study.trials;
  const remedy = study instanceof Promise ? "await it" : undefined;
  const required = "study must be a study, with trials and directions";
  throw new OptionError({ where, required, got: shown(study), remedy });
}
