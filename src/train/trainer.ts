import { notRun } from "../compile/index";
import type { BatchReader, FedBatch } from "./batches/source";
import type { Callback } from "./callback";
import type { Evaluator } from "./evaluator";
import { Priming } from "./prime";
import { Rechecking } from "./rechecking";
import { resume, Run } from "./run";
import type { RunSnapshot } from "./snapshot";
import type { Tracer } from "./model/trace";
import type { Training, TrainingParts } from "./training";
import type { StepFeed } from "./trainStep";

/** What the loop needs besides the training. */
export interface TrainerOptions {
  callbacks: Callback[];
  shuffle: boolean;
  accumulate: number;
  validation?: Evaluator;
  /** What the run goes on from. */
  resumeFrom?: RunSnapshot;
  /** Whether code of the user's is part of a step. */
  ownCode: boolean;
}

/** The loop: epochs of batches, callbacks in between. */
export class Trainer {
  private readonly run: Run;
  private readonly listeners: Callback[];
  private readonly savers: Callback[];
  private readonly tracers: Tracer[];
  /** Where a resumed run must repeat every bit. */
  private readonly priming?: Priming;
  /** Those that were told of the beginning, and are to be told of the end. */
  private readonly begun: Callback[] = [];
  private readonly rechecking: Rechecking;
  private started = performance.now();

  constructor(
    private readonly training: Training,
    private readonly options: TrainerOptions,
  ) {
    this.run = new Run(training);
    this.listeners = options.callbacks.filter((callback) => callback.onBatchEnd);
    this.savers = options.callbacks.filter((callback) => callback.onAllTold);
    this.rechecking = new Rechecking(options.ownCode, options.callbacks, training.parts.model);
    this.tracers = options.callbacks.flatMap((callback) => callback.tracer ?? []);
    if (options.callbacks.some(({ repeatable }) => repeatable))
      this.priming = new Priming(training, options.validation);
  }

  private get parts(): TrainingParts {
    return this.training.parts;
  }

  /** Trains from where the run is to its last epoch, or until it is stopped. */
  async train(): Promise<void> {
    const { training, parts } = this;
    this.started = performance.now();
    try {
      await this.begin();
      while (training.epoch < parts.epochs && !training.stopped) await this.epoch();
    } finally {
      training.history.seconds = this.seconds();
      training.history.compiled = parts.trainStep.report ?? notRun;
      await this.end();
    }
  }

  private async begin(): Promise<void> {
    const { training, run, options } = this;
    for (const callback of options.callbacks) {
      this.begun.push(callback);
      await callback.onTrainBegin?.(run);
    }
    if (options.resumeFrom) await this.resume(options.resumeFrom);
    this.started = performance.now() - 1000 * training.history.seconds;
  }

  /** Goes on where an earlier run ended, in its way. */
  private async resume(snapshot: RunSnapshot): Promise<void> {
    const { training, run } = this;
    await resume(training, snapshot, { callbacks: this.options.callbacks, run });
    this.parts.trainStep.keepTo(snapshot.mode);
    this.options.validation?.keepTo(snapshot.mode);
  }

  /** Each is told, whatever the others do; the first error is thrown. */
  private async end(): Promise<void> {
    const errors: unknown[] = [];
    for (const callback of this.begun) {
      try {
        await callback.onTrainEnd?.(this.run);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }

  private seconds(): number {
    return (performance.now() - this.started) / 1000;
  }

  private async epoch(): Promise<void> {
    const { training, parts } = this;
    if (training.batch === 0) {
      training.sums.clear();
      await this.tell(this.options.callbacks, (callback) =>
        callback.onEpochBegin?.(training.epoch, this.run),
      );
    }
    const { epoch, batch: from } = training;
    const { seed, batchSize } = parts;
    const reader = parts.source.read({ epoch, seed, shuffle: this.options.shuffle, batchSize, from });
    const whole = await this.batches(reader);
    if (whole) await this.endEpoch();
  }

  /** Runs the batches; whether it came to the end of the epoch. */
  private async batches(reader: BatchReader): Promise<boolean> {
    const { training } = this;
    let fed: FedBatch | undefined;
    let coming: FedBatch | undefined;
    try {
      coming = await reader.next(this.together(training.step));
      while (coming && !training.stopped) {
        fed = coming;
        const next = reader.next(this.together(training.step + (fed.count ?? 1)));
        coming = next instanceof Promise ? await next : next;
        const done = await this.batch(fed, coming === undefined);
        if (!done) return false;
      }
      return coming === undefined;
    } finally {
      fed?.dispose?.();
      coming?.dispose?.();
      await reader.close?.();
    }
  }

  /** How many steps from here may be made in one call: up to the next that a tracer wants to see. */
  private together(step: number): number {
    const untilTraced = this.tracers.map(({ everySteps }) => everySteps - (step % everySteps));
    const traced = this.tracers.some(({ everySteps }) => step % everySteps === 0);
    return traced ? 1 : Math.min(this.parts.trainStep.together, ...untilTraced);
  }

  /** Whether it was done; one that was interrupted while it was compiled beforehand is not. */
  private async batch(fed: FedBatch, last: boolean): Promise<boolean> {
    const { training, parts } = this;
    training.newest = fed;
    const steps = fed.count ?? 1;
    const updates = training.gathered + 1 === this.options.accumulate || last;
    const tracers = this.tracers.filter(({ everySteps }) => training.step % everySteps === 0);
    const feed: StepFeed = {
      seed: parts.seed,
      step: training.step,
      scalars: Array.from({ length: steps }, (_, later) => training.scalars(later)),
      updates,
      tracers,
    };
    await this.priming?.prime(fed, feed);
    if (this.priming && training.interrupted) return false;
    this.recheckLayers();
    if (this.rechecking.isDue(training)) parts.trainStep.recheck();
    const { sums, traced, kept } = await parts.trainStep.run(fed, feed);
    traced.forEach((values, index) =>
      tracers[index].receive(values, { step: training.step, epoch: training.epoch }),
    );
    const width = sums.length / steps;
    for (let step = 0; step < steps; step++) {
      const ofStep = sums.subarray(step * width, (step + 1) * width);
      this.count(ofStep, updates);
      training.undone = kept?.[step] === 0;
      if (this.listeners.length > 0) await this.tellStep(fed.size, ofStep[0] / ofStep[1]);
    }
    fed.dispose?.();
    return true;
  }

  private recheckLayers(): void {
    if (!this.rechecking.areLayersChanged(this.training)) return;
    this.parts.trainStep.recheck();
    this.options.validation?.recheck();
  }

  /** Takes note of a batch, and of the update where it made one. */
  private count(sums: Float32Array, updates: boolean): void {
    const { training } = this;
    training.sums.add(sums);
    training.gather(sums);
    if (updates) training.countUpdate();
    training.batch += 1;
    training.step += 1;
  }

  private async tellStep(size: number, loss: number): Promise<void> {
    const batch = this.training.batch - 1;
    const logs = { batch, size, loss };
    await this.tell(this.listeners, (listener) => listener.onBatchEnd!(batch, logs, this.run));
    await this.tellSavers();
  }

  /** Tells one after the other, and notes who stops the run. */
  private async tell(callbacks: Callback[], tell: (callback: Callback) => unknown): Promise<void> {
    for (const callback of callbacks) {
      await tell(callback);
      if (this.training.stopped) this.training.stoppedBy ??= callback;
    }
  }

  private async tellSavers(): Promise<void> {
    for (const saver of this.savers) await saver.onAllTold!(this.run);
  }

  /** An epoch whose validation was interrupted has not ended: its logs would lack what callbacks watch. */
  private async endEpoch(): Promise<void> {
    const { training } = this;
    const { learningRate } = training;
    const validated = await this.validate();
    if (!validated) return;
    const logs = { ...training.sums.logs(), ...validated };
    this.parts.optimizer.observe(logs, training.history);
    training.history.add(training.epoch, logs, learningRate);
    training.history.seconds = this.seconds();
    const { epoch } = training;
    training.epoch += 1;
    training.batch = 0;
    await this.tell(this.options.callbacks, (callback) => callback.onEpochEnd?.(epoch, logs, this.run));
    await this.tellSavers();
  }

  /** The logs of validation, if it has not been interrupted. */
  private async validate(): Promise<Record<string, number> | undefined> {
    const { validation } = this.options;
    if (!validation) return {};
    this.recheckLayers();
    const logs = await validation.run(() => this.training.interrupted);
    if (this.training.interrupted) return undefined;
    return Object.fromEntries(Object.entries(logs).map(([name, value]) => [`val_${name}`, value]));
  }
}
