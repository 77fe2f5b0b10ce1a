import { checkInteger, checkOptions } from "../../core/index";
import type { Executor, ExecutorEvent, ExecutorEvents, Job } from "../executor";
import { TrialPruned, type Objective } from "../trial";
import { Listeners } from "./listeners";
import type { ExecutorFactory } from "./work";

/** Options of {@link inProcess}. */
export interface InProcessOptions {
  /** Trials at once, which helps objectives that wait for something else. Default 1. */
  slots?: number;
}

/**
 * Runs trials here, in the process of the study: the default.
 *
 * A trial that never gives way, such as an endless loop, cannot be stopped; workers can.
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

class InProcess implements Executor {
  readonly ready = Promise.resolve();
  private readonly listeners = new Listeners();

  constructor(
    private readonly objective: Objective,
    readonly slots: number,
  ) {}

  on<E extends ExecutorEvent>(event: E, listener: (what: ExecutorEvents[E]) => void): void {
    this.listeners.on(event, listener);
  }

  run({ id, trial }: Job): void {
    const { listeners } = this;
    Promise.resolve()
      .then(() => this.objective(trial))
      .then(
        (value) => listeners.say("done", { id, outcome: { values: Array.isArray(value) ? value : [value] } }),
        (error) =>
          error instanceof TrialPruned
            ? listeners.say("done", { id, outcome: { pruned: true } })
            : listeners.say("fail", { id, error }),
      );
  }

  // The objective asks `shouldPrune`; otherwise it runs on, and what comes of it is ignored.
  stop(): void {}

  async close(): Promise<void> {}
}
