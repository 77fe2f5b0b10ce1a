import type * as tf from "@tensorflow/tfjs";
import type { CompileReport } from "../compile/index";
import { modeOf, type Mode } from "../core/index";
import type { OptimizerState, Rate } from "../optim/index";
import type { History } from "./history";
import type { RunSnapshot } from "./snapshot";
import { type Savable, type Training, named } from "./training";

/** Something whose state belongs into a checkpoint, and that takes it back. */
export interface Restorable extends Savable {
  /** Takes back what `save` gave, and stops the run again if it had; may be async. */
  load?(state: unknown, run: Run): unknown;
}

/** A fit under way: what callbacks see of it, and may change. */
export class Run {
  readonly #training: Training;

  constructor(training: Training) {
    this.#training = training;
  }

  /** What happened so far. */
  get history(): History {
    return this.#training.history;
  }
  /** The epoch under way, from 0. */
  get epoch(): number {
    return this.#training.epoch;
  }
  /** Batches done in this epoch. */
  get batch(): number {
    return this.#training.batch;
  }
  /** Batches done in all. */
  get step(): number {
    return this.#training.step;
  }
  /** Batches whose gradients wait for the coming update. */
  get gathered(): number {
    return this.#training.gathered;
  }
  /** How many epochs the fit is to have. */
  get epochs(): number {
    return this.#training.parts.epochs;
  }
  /** Batches in an epoch, where it is known. */
  get stepsPerEpoch(): number | undefined {
    return this.#training.parts.stepsPerEpoch;
  }
  /** Examples in a full batch. */
  get batchSize(): number {
    return this.#training.parts.batchSize;
  }
  /** What decides order, dropout and augmentation. */
  get seed(): number {
    return this.#training.parts.seed;
  }
  /** The LayersModel that is trained, if it is one. */
  get model(): tf.LayersModel | undefined {
    return this.#training.parts.model;
  }
  /** The optimiser at work. */
  get optimizer(): OptimizerState {
    return this.#training.parts.optimizer;
  }
  /** What the optimiser moves. */
  get parameters(): tf.Variable[] {
    return this.#training.parameters;
  }
  /** All variables of the model: parameters and moving averages. */
  get weights(): tf.Variable[] {
    return this.#training.weights;
  }
  /** Why the run is to end, once it is. */
  get stopped(): string | undefined {
    return this.#training.stopped;
  }
  /** Whether someone pressed stop. */
  get interrupted(): boolean {
    return this.#training.interrupted;
  }
  /** Whether the newest step's changes were taken back, as its loss or a gradient was not finite: only with a callback's `guard`. */
  get undone(): boolean {
    return this.#training.undone;
  }
  /** The rate of the coming update. */
  get learningRate(): number {
    return this.#training.learningRate;
  }

  /** How steps run, once any has; at the end it is the history's. */
  get compiled(): CompileReport | undefined {
    return this.#training.parts.trainStep.report;
  }

  /** Takes the place of the optimiser's learning rate while it is set; a schedule is given the step. */
  get learningRateOverride(): Rate | undefined {
    return this.#training.learningRateOverride;
  }
  /** Sets it, or with undefined hands the rate back to the optimiser. */
  set learningRateOverride(rate: Rate | undefined) {
    this.#training.learningRateOverride = rate;
  }

  /** Ends the run after the current step; the first reason is kept. */
  stop(reason: string): void {
    this.#training.stop(reason);
  }

  /**
   * Whether lower or higher values of a log are better: as its metric says, or as the field uses its name.
   *
   * @throws OptionError where nobody knows
   */
  modeOf(log: string): Mode {
    return modeOf("run.modeOf", log, this.history);
  }

  /** All that is needed to go on from here. */
  save(): RunSnapshot {
    return this.#training.save();
  }

  /** Takes over variables of a callback: they are part of checkpoints, and are freed when the fit has ended. */
  track(variables: tf.Variable[]): void {
    this.#training.track(variables);
  }

  /**
   * In words, the first tensor of the newest step that is not finite, in the order in which it is computed. The step is
   * repeated, eagerly, from the weights as they are: those before it with `guard`.
   */
  findBad(): string {
    return this.#training.findBad();
  }

  /** Computes batch norm's averages anew, as plain means over one pass through the training data, augmented as in training. */
  refreshBatchNorm(): Promise<void> {
    return this.#training.refreshBatchNorm();
  }
}

/**
 * Goes on from what a run saved. Where a callback had stopped that, it stays stopped, if the callback is here again and does
 * not judge anew by what it had saved.
 *
 * @throws ShapeError or DataError when it is another model's or optimiser's, before anything is changed
 */
export async function resume(
  training: Training,
  snapshot: RunSnapshot,
  { callbacks, run }: { callbacks: Restorable[]; run: Run },
): Promise<void> {
  training.load(snapshot);
  for (const [name, callback] of named(callbacks)) {
    const state = snapshot.callbacks[name];
    if (state !== undefined) await callback.load?.(state, run);
    else if (name === snapshot.stoppedBy) training.stop(snapshot.history.stopped!);
  }
}
