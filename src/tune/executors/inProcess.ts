import { checkInteger, checkOptions } from "../../core/index";
import {
  type Executor,
  type ExecutorEvent,
  type ExecutorEvents,
  type Job,
  type StopReason,
  Listeners,
  type ExecutorFactory,
} from "../executor";
import type { StudyTrial } from "../studyTrial";
import { TrialPruned, type Objective } from "../trial";

/** Options of {@link inProcess}. */
export interface InProcessOptions {
  /** Trials at once, which helps objectives that wait for something else. Default 1. */
  slots?: number;
}

/**
 * Runs trials here, in the process of the study: the default.
 *
 * A trial that is stopped, by an interrupt or because its time is up, ends at its next report. One that never gives way, such as
 * an endless loop, cannot be stopped here; on workers it can.
 *
 * ```ts
 * tune(objective, { executor: inProcess({ slots: 4 }) });
 * ```
 */
export function inProcess(options?: InProcessOptions): ExecutorFactory {
  const { slots } = checkOptions("inProcess", options, { slots: 1 });
  checkInteger("inProcess", "slots", slots, "[1, ∞)");
  return ({ objective }) => new InProcess(objective, slots);
}

const patienceMs = 2000;

class InProcess implements Executor {
  readonly ready = Promise.resolve();
  private readonly listeners = new Listeners();
  private readonly running = new Map<number, { trial: StudyTrial; over: Promise<unknown> }>();

  constructor(
    private readonly objective: Objective,
    readonly slots: number,
  ) {}

  on<E extends ExecutorEvent>(event: E, listener: (what: ExecutorEvents[E]) => void): void {
    this.listeners.on(event, listener);
  }

  run({ id, trial }: Job): void {
    const { listeners } = this;
    const over = Promise.resolve()
      .then(() => this.objective(trial))
      .finally(() => this.running.delete(id))
      .then(
        (value) => listeners.say("done", { id, outcome: { values: Array.isArray(value) ? value : [value] } }),
        (error) =>
          error instanceof TrialPruned
            ? listeners.say("done", { id, outcome: { pruned: true } })
            : listeners.say("fail", { id, error }),
      );
    this.running.set(id, { trial, over });
  }

  /** A pruned objective asks `shouldPrune`; another one ends at its next report, and what comes of it is ignored. */
  stop(id: number, why: StopReason): void {
    if (why !== "pruned") this.running.get(id)?.trial.abandon();
  }

  /** Gives trials that were stopped the time to free what they hold; one that never gives way is left behind. */
  async close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, patienceMs)));
    await Promise.race([late, Promise.all([...this.running.values()].map(({ over }) => over))]);
    clearTimeout(timer);
  }
}
