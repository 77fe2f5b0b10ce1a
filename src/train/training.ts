import type * as tf from "@tensorflow/tfjs";
import { rateAt, type OptimizerState, type Rate } from "../optim/index";
import type { Augmentation } from "./augment/augmentation";
import type { BatchSource, FedBatch } from "./batches/source";
import { findBad } from "./findBad";
import { History } from "./history";
import { modesOf, type Objective } from "./objective";
import { refreshBatchNorm } from "./refreshBatchNorm";
import { checkVariables, loadVariables, saveVariables, type RunPosition, type RunSnapshot } from "./snapshot";
import { Sums } from "./sums";
import type { TrainStep } from "./trainStep";

/** Something whose state belongs into a checkpoint, under its name. */
export interface Savable {
  name?: string;
  save?(): unknown;
}

/** What a {@link Training} is made of. */
export interface TrainingParts {
  /** The LayersModel, where it is one that is trained. */
  model?: tf.LayersModel;
  objective: Objective;
  optimizer: OptimizerState;
  source: BatchSource;
  augment: Augmentation[];
  trainStep: TrainStep;
  /** The callbacks, as far as a checkpoint concerns them. */
  callbacks: Savable[];
  epochs: number;
  batchSize: number;
  seed: number;
  /** Batches in an epoch, where it is known. */
  stepsPerEpoch?: number;
}

/** A fit under way, as the loop knows it: its parts, and where it is. What callbacks see of it is a `Run`. */
export class Training {
  readonly history = new History();
  readonly sums: Sums;
  /** The epoch under way, from 0. */
  epoch = 0;
  /** Batches done in this epoch. */
  batch = 0;
  /** Batches done in all. */
  step = 0;
  /** Batches whose gradients wait for the coming update. */
  gathered = 0;
  /** Sum of those batches' losses, and what they are means over. */
  private gatheredLoss: [sum: number, weight: number] = [0, 0];
  /** Takes the place of the optimiser's learning rate while it is set; a schedule is given the step. */
  learningRateOverride?: Rate;
  /** Whether someone pressed stop. */
  interrupted = false;
  /** Who was told when the run was stopped. */
  stoppedBy?: Savable;
  /** Whether the newest step's changes were taken back: see a callback's `guard`. */
  undone = false;
  /** The batch of the newest step; valid until the next. */
  newest?: FedBatch;

  constructor(readonly parts: TrainingParts) {
    this.sums = new Sums(parts.objective.statistics);
    this.history.modes = modesOf(parts.objective.statistics);
  }

  /** What the optimiser moves. */
  get parameters(): tf.Variable[] {
    return this.parts.objective.parameters;
  }
  /** All variables of the model: parameters and moving averages. */
  get weights(): tf.Variable[] {
    return [...this.parameters, ...this.parts.objective.state];
  }
  /** Everything that a step changes. */
  get changing(): tf.Variable[] {
    return [...this.savedVariables(), ...this.parts.optimizer.variables];
  }
  /** Why the run is to end, once it is. */
  get stopped(): string | undefined {
    return this.history.stopped;
  }

  /** The rate of the coming update. */
  get learningRate(): number {
    return this.learningRateAt(this.parts.optimizer.step);
  }

  /** The scalars of the coming update, or of one so many updates later, in the optimiser's order. */
  scalars(later = 0): number[] {
    const { optimizer } = this.parts;
    const step = optimizer.step + later;
    const values = optimizer.scalars(step);
    if (this.learningRateOverride !== undefined)
      values[optimizer.names.indexOf("learningRate")] = this.learningRateAt(step);
    return values;
  }

  private learningRateAt(step: number): number {
    return rateAt(this.learningRateOverride ?? this.parts.optimizer.optimizer.rates.learningRate, step);
  }

  /** Takes note of a batch's loss, which becomes part of the coming update's. */
  gather([sum, weight]: Float32Array): void {
    this.gathered += 1;
    this.gatheredLoss = [this.gatheredLoss[0] + sum, this.gatheredLoss[1] + weight];
  }

  /** Takes note of an update, made of all batches gathered since the last. */
  countUpdate(): void {
    const [sum, weight] = this.gatheredLoss;
    this.history.stepLoss.push(sum / weight);
    this.parts.optimizer.step += 1;
    this.gathered = 0;
    this.gatheredLoss = [0, 0];
  }

  /** Ends the run after the current step, and a validation under way at once. */
  interrupt(): void {
    this.interrupted = true;
    this.stop("interrupted");
  }

  /** Ends the run after the current step; the first reason is kept. */
  stop(reason: string): void {
    this.history.stopped ??= reason;
  }

  /** Where the run is, without weights. */
  position(): RunPosition {
    const { epoch, batch, step, gathered, gatheredLoss } = this;
    const { seed, optimizer } = this.parts;
    return {
      ...{ seed, epoch, batch, step, gathered, gatheredLoss },
      sums: this.sums.save(),
      history: structuredClone(this.history.toJSON()),
      optimizer: optimizer.save(),
    };
  }

  /** All that is needed to go on from here. */
  save(): RunSnapshot {
    const { callbacks, trainStep, model } = this.parts;
    const saving = named(callbacks).filter(([, { name, save }]) => name && save);
    const stopper = named(callbacks).find(([, callback]) => callback === this.stoppedBy);
    return {
      ...this.position(),
      weights: saveVariables(this.savedVariables()),
      callbacks: Object.fromEntries(saving.map(([name, callback]) => [name, callback.save!()])),
      stoppedBy: stopper?.[0],
      mode: trainStep.mode,
      learningRate: typeof this.learningRateOverride === "number" ? this.learningRateOverride : undefined,
      topology: model?.toJSON() as string | undefined,
    };
  }

  /**
   * Goes on from what {@link save} gave, callbacks aside.
   *
   * @throws ShapeError or DataError when it is another model's or optimiser's, before anything is changed
   */
  load(snapshot: RunSnapshot): void {
    checkVariables("fit", this.savedVariables(), snapshot.weights);
    this.goOnFrom(snapshot);
    loadVariables(this.savedVariables(), snapshot.weights);
    this.learningRateOverride ??= snapshot.learningRate;
  }

  /** Goes on from a position, with the weights as they are. */
  goOnFrom(position: RunPosition): void {
    const { epoch, batch, step, gathered, gatheredLoss, sums, history } = position;
    if (batch > 0) this.sums.load(sums);
    this.parts.optimizer.load(position.optimizer);
    Object.assign(this, { epoch, batch, step, gathered, gatheredLoss });
    this.parts.seed = position.seed;
    Object.assign(this.history, structuredClone(history), { stopped: this.stopped });
  }

  /** Takes over variables of a callback: they are part of checkpoints, and are freed when the fit has ended. */
  track(variables: tf.Variable[]): void {
    this.parts.trainStep.tracked.push(...variables);
  }

  /** In words, the first tensor of the newest step that is not finite: see {@link findBad}. */
  findBad(): string {
    return findBad({ ...this.parts, step: this.step - 1, inputs: this.newest!.inputs });
  }

  /** Computes batch norm's averages anew: see {@link refreshBatchNorm}. */
  refreshBatchNorm(): Promise<void> {
    return refreshBatchNorm(this.parts);
  }

  /** Frees what callbacks have handed over. */
  dispose(): void {
    for (const variable of this.parts.trainStep.tracked) variable.dispose();
  }

  private savedVariables(): tf.Variable[] {
    const { gatheredGradients, tracked } = this.parts.trainStep;
    return [...this.weights, ...gatheredGradients, ...tracked];
  }
}

/** Callbacks under their names or, where several have the same, `record`, `record 2`, …. */
export function named<T extends Savable>(callbacks: T[]): [string, T][] {
  const counts = new Map<string, number>();
  return callbacks.map((callback) => {
    const { name = "callback" } = callback;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return [count === 1 ? name : `${name} ${count}`, callback];
  });
}
