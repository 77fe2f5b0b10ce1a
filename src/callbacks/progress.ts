import { checkNumber, checkOptions } from "../core/index";
import { ProgressOutput } from "../show/index";
import type { EpochLogs } from "../optim/index";
import type { Callback, Run, StepLogs } from "../train/index";
import { Pace } from "./pace";
import { standingOf, type ProgressState } from "./progressView";
import { asOurs } from "../train/ours";

/** Options of {@link progress}. */
export interface ProgressOptions {
  /** Milliseconds between two updates, more where they would take over 2 % of the time; 0: after every step. Default 200. */
  everyMs?: number;
}

/**
 * Shows how far a fit is: epoch, batch, loss, rate, samples a second, time left. One output that updates itself in a
 * notebook, one line in a terminal.
 *
 * ```ts
 * fit(model, data, { callbacks: [progress()] });
 * ```
 */
export function progress(options?: ProgressOptions): Callback {
  const { everyMs } = checkOptions("progress", options, { everyMs: 200 });
  return asOurs(new Progress(checkNumber("progress", "everyMs", everyMs, "[0, ∞)")));
}

class Progress implements Callback {
  readonly onlyWatches = true;
  private readonly output = new ProgressOutput("training progress");
  private pace!: Pace;
  private startMs!: number;
  /** −1 before the first step. */
  private firstStep!: number;
  private examples!: number;
  private logs!: EpochLogs;

  constructor(private readonly everyMs: number) {}

  onTrainBegin(): void {
    this.output.begin();
    this.pace = new Pace(this.everyMs);
    this.startMs = performance.now();
    this.firstStep = -1;
    this.examples = 0;
    this.logs = {};
  }

  onBatchEnd(_: number, { size, loss }: StepLogs, run: Run): Promise<void> | undefined {
    if (this.firstStep < 0) this.firstStep = run.step - 1;
    this.examples += size;
    return this.pace.isDue
      ? this.pace.take(() => this.output.show(standingOf(this.state(run, loss))))
      : undefined;
  }

  onEpochEnd(_: number, logs: EpochLogs): void {
    this.logs = logs;
  }

  async onTrainEnd(run: Run): Promise<void> {
    await this.output.end(standingOf({ ...this.state(run, this.lastLoss(run)), done: true }));
  }

  /** That of the last epoch; of the last step, which may have been of few examples, where a run ended within an epoch. */
  private lastLoss({ batch, history }: Run): number {
    const ofStep = history.stepLoss.at(-1) ?? NaN;
    return batch > 0 ? ofStep : (this.logs.loss ?? ofStep);
  }

  private state(run: Run, loss: number): ProgressState {
    const seconds = (performance.now() - this.startMs) / 1000;
    const total = run.stepsPerEpoch === undefined ? undefined : run.stepsPerEpoch * run.epochs;
    const done = run.step - Math.max(0, this.firstStep);
    const secondsLeft = total === undefined || done === 0 ? undefined : (seconds / done) * (total - run.step);
    return {
      epoch: Math.min(run.epoch + 1, run.epochs),
      epochs: run.epochs,
      batch: run.batch,
      batches: run.stepsPerEpoch,
      share: total === undefined ? undefined : run.step / total,
      loss,
      rate: run.learningRate,
      samplesPerSecond: seconds > 0 ? this.examples / seconds : 0,
      seconds,
      secondsLeft,
      logs: this.logs,
      stopped: run.stopped,
      done: false,
    };
  }
}
