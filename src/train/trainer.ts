import { notRun } from "../compile/index";
import type { BatchReader, FedBatch } from "./batches/source";
import type { Callback } from "./callback";
import type { Evaluator } from "./evaluator";
import { prime } from "./prime";
import type { Run, RunParts } from "./run";
import type { Tracer } from "./tracer";

/** What the loop needs besides the run. */
export interface TrainerOptions {
  callbacks: Callback[];
  shuffle: boolean;
  accumulate: number;
  validation?: Evaluator;
}

/** The loop: epochs of batches, callbacks in between. */
export class Trainer {
  private readonly listeners: Callback[];
  private readonly tracers: Tracer[];
  private started = performance.now();

  constructor(
    private readonly run: Run,
    private readonly options: TrainerOptions,
  ) {
    this.listeners = options.callbacks.filter((callback) => callback.onBatchEnd);
    this.tracers = options.callbacks.flatMap((callback) => callback.tracer ?? []);
  }

  private get parts(): RunParts {
    return this.run.parts;
  }

  /** Trains from where the run is to its last epoch, or until it is stopped. */
  async train(): Promise<void> {
    const { run, parts } = this;
    this.started = performance.now();
    try {
      for (const callback of this.options.callbacks) await callback.onTrainBegin?.(run);
      await this.prepare();
      this.started = performance.now() - 1000 * run.history.seconds;
      while (run.epoch < parts.epochs && !run.stopped) await this.epoch();
    } finally {
      run.history.seconds = this.seconds();
      run.history.compiled = parts.trainStep.report ?? notRun;
      for (const callback of this.options.callbacks) await callback.onTrainEnd?.(run);
    }
  }

  /** Compiles beforehand where every bit counts, and goes on where an earlier run ended. */
  private async prepare(): Promise<void> {
    const { run, parts, options } = this;
    if (run.resumeFrom) parts.trainStep.parts.mode = run.resumeFrom.mode;
    if (options.callbacks.some(({ repeatable }) => repeatable)) {
      const { accumulate, validation } = options;
      await prime(run, { accumulate, validation, tracers: this.tracers });
    }
    if (run.resumeFrom) run.load(run.resumeFrom);
  }

  private seconds(): number {
    return (performance.now() - this.started) / 1000;
  }

  private async epoch(): Promise<void> {
    const { run, parts } = this;
    if (run.batch === 0) {
      run.sums.clear();
      for (const callback of this.options.callbacks) await callback.onEpochBegin?.(run.epoch, run);
    }
    const { epoch, batch: from } = run;
    const { seed, batchSize } = parts;
    const reader = parts.source.read({ epoch, seed, shuffle: this.options.shuffle, batchSize, from });
    const whole = await this.batches(reader);
    if (whole) await this.endEpoch();
  }

  /** Runs the batches; whether it came to the end of the epoch. */
  private async batches(reader: BatchReader): Promise<boolean> {
    const { run } = this;
    let fed: FedBatch | undefined;
    let coming: FedBatch | undefined;
    try {
      coming = await reader.next(this.together(run.step));
      while (coming && !run.stopped) {
        fed = coming;
        const next = reader.next(this.together(run.step + (fed.count ?? 1)));
        coming = next instanceof Promise ? await next : next;
        await this.batch(fed, coming === undefined);
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
    const untilTraced = this.tracers.map(({ every }) => every - (step % every));
    const traced = this.tracers.some(({ every }) => step % every === 0);
    return traced ? 1 : Math.min(this.run.parts.trainStep.together, ...untilTraced);
  }

  private async batch(fed: FedBatch, last: boolean): Promise<void> {
    const { run, parts } = this;
    run.newest = fed;
    const steps = fed.count ?? 1;
    const updates = run.gathered + 1 === this.options.accumulate || last;
    const tracers = this.tracers.filter(({ every }) => run.step % every === 0);
    const { sums, traced } = await parts.trainStep.run(fed, {
      seed: parts.seed,
      step: run.step,
      scalars: Array.from({ length: steps }, (_, later) => run.scalars(later)),
      updates,
      tracers,
    });
    traced.forEach((values, index) => tracers[index].receive(values, { step: run.step, epoch: run.epoch }));
    const width = sums.length / steps;
    for (let step = 0; step < steps; step++) {
      const ofStep = sums.subarray(step * width, (step + 1) * width);
      this.count(ofStep, updates);
      if (this.listeners.length > 0) await this.tellStep(fed.size, ofStep[0] / ofStep[1]);
    }
    fed.dispose?.();
  }

  /** Takes note of a batch, and of the update where it made one. */
  private count(sums: Float32Array, updates: boolean): void {
    const { run } = this;
    run.sums.add(sums);
    run.gather(sums);
    if (updates) run.countUpdate();
    run.batch += 1;
    run.step += 1;
  }

  private async tellStep(size: number, loss: number): Promise<void> {
    const { run } = this;
    const logs = { batch: run.batch - 1, size, loss };
    for (const listener of this.listeners) await listener.onBatchEnd!(run.batch - 1, logs, run);
  }

  private async endEpoch(): Promise<void> {
    const { run } = this;
    const logs = run.sums.logs();
    const { learningRate } = run;
    Object.assign(logs, await this.validate());
    run.optimizer.observe(logs, run.history);
    run.history.add(run.epoch, logs, learningRate);
    run.history.seconds = this.seconds();
    const { epoch } = run;
    run.epoch += 1;
    run.batch = 0;
    for (const callback of this.options.callbacks) await callback.onEpochEnd?.(epoch, logs, run);
  }

  /** An interrupted validation gives no logs rather than those of a part. */
  private async validate(): Promise<Record<string, number>> {
    const { validation } = this.options;
    if (!validation) return {};
    const logs = await validation.run(() => this.run.interrupted);
    if (this.run.interrupted) return {};
    return Object.fromEntries(Object.entries(logs).map(([name, value]) => [`val_${name}`, value]));
  }
}
