import { OptionError, checkInteger, checkNumber, checkOneOf, checkOptions, shown } from "../core/index";
import { onInterrupt } from "../train/interrupt";
import type { Executor, ExecutorEvents, Job, ExecutorFactory } from "./executor";
import { inProcess } from "./executors/inProcess";
import { StudyProgress } from "./progress";
import type { DrivenStudy, StudyView, Told } from "./drivenStudy";
import type { StudyTrial } from "./studyTrial";
import type { Objective } from "./trial";
import type { TrialRecord } from "./trialRecord";

/** How long a study goes on, and where its trials run. */
export interface OptimizeOptions {
  /**
   * How many trials the study has in all, in the end: those of earlier runs and other processes count, so that a study of 40
   * that is run again with `trials: 40` runs none. Default 100, or no limit with `timeoutSeconds`.
   */
  trials?: number;
  /** No trial begins after so many seconds. Default no limit. */
  timeoutSeconds?: number;
  /** A trial that runs longer fails. Default no limit. */
  trialTimeoutSeconds?: number;
  /** What an objective that throws does to the others: "stop" ends the study with its error. Default "stop". */
  onError?: "stop" | "continue";
  /** Where trials run. Default `inProcess()`. */
  executor?: ExecutorFactory;
  /** Shows how many trials are done, and the best so far. Default true. */
  progress?: boolean;
  /** Called after each trial. */
  onTrial?: (trial: TrialRecord, study: StudyView) => unknown;
  /** Ends the study as an interrupt does. */
  signal?: AbortSignal;
}

/** The names of all options, for those who pass them on. */
export const optimizeDefaults: Record<keyof OptimizeOptions, undefined> = {
  trials: undefined,
  timeoutSeconds: undefined,
  trialTimeoutSeconds: undefined,
  onError: undefined,
  executor: undefined,
  progress: undefined,
  onTrial: undefined,
  signal: undefined,
};

type Checked = OptimizeOptions & Required<Pick<OptimizeOptions, "trials" | "onError">>;

/** Runs trials of a study until it has enough; see {@link Study.optimize}. */
export async function drive(
  study: DrivenStudy,
  objective: Objective,
  options?: OptimizeOptions,
): Promise<void> {
  const chosen = check(objective, options);
  const executor = chosen.executor!({ objective, files: study.files });
  try {
    await executor.ready;
    await new Drive(study, executor, chosen).run();
  } finally {
    await executor.close();
    study.files.close();
  }
}

function check(objective: Objective, options?: OptimizeOptions): Checked {
  const where = "Study.optimize";
  const trials = options?.timeoutSeconds === undefined ? 100 : Number.MAX_SAFE_INTEGER;
  const defaults = {
    ...optimizeDefaults,
    trials,
    onError: "stop" as const,
    executor: inProcess(),
    progress: true,
  };
  const chosen = checkOptions<OptimizeOptions>(where, options, defaults) as Checked;
  if (typeof objective !== "function")
    throw new OptionError({
      where,
      required: "objective must be a function of the trial",
      got: shown(objective),
    });
  if (typeof chosen.executor !== "function") {
    const required = "executor must be what inProcess(), workers() or ray() returns";
    throw new OptionError({ where, required, got: shown(chosen.executor) });
  }
  checkInteger(where, "trials", chosen.trials, "[0, ∞)");
  checkOneOf(where, "onError", chosen.onError, ["stop", "continue"]);
  for (const name of ["timeoutSeconds", "trialTimeoutSeconds"] as const)
    if (chosen[name] !== undefined) checkNumber(where, name, chosen[name], "(0, ∞)");
  return chosen;
}

/** Keeps an executor's slots busy. */
class Drive {
  private readonly running = new Map<number, { trial: StudyTrial; timer?: NodeJS.Timeout }>();
  private readonly progress: StudyProgress;
  private readonly endsAt: number;
  private ended = false;
  private planned = false;
  private resolve!: () => void;
  private reject!: (error: unknown) => void;

  constructor(
    private readonly study: DrivenStudy,
    private readonly executor: Executor,
    private readonly options: Checked,
  ) {
    const { timeoutSeconds, trials, progress } = options;
    this.endsAt = performance.now() + (timeoutSeconds ?? Infinity) * 1000;
    this.progress = new StudyProgress(study, { trials, timeoutSeconds, shown: progress! });
    executor.on("report", (what) => this.guard(() => this.reported(what)));
    executor.on("done", ({ id, outcome }) => this.guard(() => this.finish(id, outcome)));
    executor.on("fail", ({ id, error }) => this.guard(() => this.failed(id, error)));
    executor.on("lost", ({ id, reason }) => this.guard(() => this.lost(id, reason)));
    executor.on("slot", () => this.plan());
    executor.on("broken", ({ error }) => this.reject(error));
  }

  async run(): Promise<void> {
    const { study, options } = this;
    study.stopped = undefined;
    const over = new Promise<void>((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    const stopListening = onInterrupt(() => this.interrupt(), options.signal);
    try {
      this.plan();
      await over;
    } finally {
      this.ended = true;
      this.abandon(`the study was stopped (${study.stopped ?? "an error"})`);
      stopListening();
      await this.progress.end();
    }
    checkSomeComplete(study);
  }

  /** Fills the slots in a turn of its own, so that timers and interrupts come through between short trials. */
  private plan(): void {
    if (this.planned || this.ended) return;
    this.planned = true;
    setImmediate(() => {
      this.planned = false;
      this.guard(() => this.fill());
    });
  }

  private fill(): void {
    while (!this.ended && this.running.size < this.executor.slots) {
      const trial = this.next();
      if (!trial) break;
      this.start(trial);
    }
    if (this.running.size === 0 && !this.ended && this.executor.slots > 0) this.resolve();
  }

  private next(): StudyTrial | undefined {
    if (performance.now() < this.endsAt) return this.study.begin(this.options.trials);
    this.study.stopped = `${this.options.timeoutSeconds} s are over`;
    return undefined;
  }

  private start(trial: StudyTrial): void {
    const { number, params, checkpoint } = trial;
    const seconds = this.options.trialTimeoutSeconds;
    const timer = seconds === undefined ? undefined : setTimeout(() => this.overdue(number), seconds * 1000);
    this.running.set(number, { trial, timer });
    const first = this.study.firstAttempt(trial.record);
    this.executor.run({ id: number, first, params, checkpoint, trial } satisfies Job);
  }

  private async reported({ id, step, value, checkpoint }: ExecutorEvents["report"]): Promise<void> {
    const trial = this.running.get(id)?.trial;
    if (!trial) return;
    if (checkpoint !== undefined) trial.save(checkpoint);
    await trial.report(step, value);
    if (trial.shouldPrune()) this.executor.stop(id, "pruned");
  }

  private failed(id: number, error: unknown): Promise<void> | void {
    if (!this.running.has(id)) return;
    const text = error instanceof Error ? error.message : String(error);
    if (this.options.onError === "continue") return this.finish(id, { error: text });
    this.study.stopped = `trial ${id} failed: ${text}`;
    this.release(id);
    this.study.tell(id, { error: text });
    throw error;
  }

  private lost(id: number, reason: string): void {
    const trial = this.release(id);
    if (!trial) return;
    this.study.lose(trial.record, reason);
    this.plan();
  }

  private overdue(id: number): void {
    this.executor.stop(id, "timeout");
    this.guard(() => this.finish(id, { error: `it took longer than ${this.options.trialTimeoutSeconds} s` }));
  }

  private async finish(id: number, told: Told): Promise<void> {
    if (!this.release(id)) return;
    const record = this.study.tell(id, told);
    this.progress.update();
    await this.options.onTrial?.(record, this.study);
    this.plan();
  }

  private interrupt(): void {
    this.study.stopped = "interrupted";
    this.resolve();
  }

  private abandon(reason: string): void {
    for (const [id, { trial }] of [...this.running]) {
      this.executor.stop(id, "cancelled");
      this.release(id);
      this.study.lose(trial.record, reason);
    }
  }

  private release(id: number): StudyTrial | undefined {
    const entry = this.running.get(id);
    clearTimeout(entry?.timer);
    this.running.delete(id);
    return entry?.trial;
  }

  private guard(work: () => unknown): void {
    Promise.resolve()
      .then(() => (this.ended ? undefined : work()))
      .catch((error) => this.reject(error));
  }
}

function checkSomeComplete({ trials, stopped }: StudyView): void {
  const failed = trials.filter(({ state }) => state === "failed");
  if (stopped || failed.length === 0 || failed.length < trials.length) return;
  const required = "a trial must come to a value";
  const got = `${failed.length} failed, the last because ${failed.at(-1)!.error}`;
  throw new OptionError({ where: "Study.optimize", required, got });
}
