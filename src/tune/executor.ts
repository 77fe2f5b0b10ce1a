import type { Params } from "./space/space";
import type { StudyTrial } from "./studyTrial";
import type { Objective } from "./trial";
import type { TrialFiles } from "./trialFiles";

/** A trial that an executor runs. */
export interface Job {
  /** The trial's number. */
  id: number;
  /** All parameters where the space is declared up front; those that are fixed where it is not. */
  params: Params;
  /** The number of the first attempt at the same trial, which names its files; its own number for a first one. */
  first: number;
  /** Where an earlier attempt at the same trial left off. */
  checkpoint?: unknown;
  /** The study's side of the trial: what an executor in this process hands to the objective. */
  trial: StudyTrial;
}

/** What a trial came to. */
export interface Outcome {
  /** One for each direction of the study; none for a trial that was pruned. */
  values?: number[];
  pruned?: boolean;
  constraints?: Record<string, number>;
  notes?: Record<string, unknown>;
}

/** Why a trial is stopped. A pruned one may end itself at its next report; the others must end now. */
export type StopReason = "pruned" | "cancelled" | "timeout";

/** What an executor says, and with what. */
export interface ExecutorEvents {
  /** A number on the way. `checkpoint` is where another attempt would go on. */
  report: { id: number; step: number; value: number; checkpoint?: unknown };
  /** A trial ended well, or was pruned. */
  done: { id: number; outcome: Outcome };
  /** The objective threw: not tried again. */
  fail: { id: number; error: Error };
  /** The process or machine under a trial is gone: tried again. */
  lost: { id: number; reason: string };
  /** The number of slots changed, or one of them is ready. */
  slot: { slots: number };
  /** Nothing can run any more. */
  broken: { error: Error };
}

/** A name of {@link ExecutorEvents}. */
export type ExecutorEvent = keyof ExecutorEvents;

/**
 * What runs trials: this process, workers, a cluster. Samplers and pruners never leave the process of the study.
 *
 * Every trial that was run ends with exactly one `done`, `fail` or `lost`; what comes for a trial after it was
 * stopped with "cancelled" or "timeout" is ignored.
 */
export interface Executor {
  /** Fulfilled once trials can run; rejected with what is missing. */
  readonly ready: Promise<void>;
  /** How many trials run at once. */
  readonly slots: number;
  /** Begins a trial; called only while fewer than `slots` run. */
  run(job: Job): void;
  stop(id: number, why: StopReason): void;
  /** Ends everything that was started. */
  close(): Promise<void>;
  on<E extends ExecutorEvent>(event: E, listener: (what: ExecutorEvents[E]) => void): void;
}

type Listener<E extends ExecutorEvent> = (what: ExecutorEvents[E]) => void;

/** Those who listen to an executor. */
export class Listeners {
  private readonly all: { [E in ExecutorEvent]?: Listener<E>[] } = {};

  /** Adds one. */
  on<E extends ExecutorEvent>(event: E, listener: Listener<E>): void {
    ((this.all[event] ??= []) as Listener<E>[]).push(listener);
  }

  /** Tells all who listen to an event. */
  say<E extends ExecutorEvent>(event: E, what: ExecutorEvents[E]): void {
    for (const listener of (this.all[event] ?? []) as Listener<E>[]) listener(what);
  }
}

/** What an executor is made for. */
export interface Work {
  objective: Objective;
  /** Where trials keep theirs. */
  files: TrialFiles;
}

/** Makes the executor of one `optimize`. */
export type ExecutorFactory = (work: Work) => Executor;
