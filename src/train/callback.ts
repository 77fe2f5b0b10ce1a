import type { EpochLogs } from "../optim/index";
import type { Tracer } from "./tracer";
import type { Restorable, Run } from "./run";
import type { RunSnapshot } from "./snapshot";

/** What a step did. */
export interface StepLogs {
  /** The batch within the epoch, from 0. */
  batch: number;
  /** Examples in the batch. */
  size: number;
  /** The loss on this batch, before the update that it is part of. */
  loss: number;
}

/**
 * Something that is told how a fit goes, and may stop it. Methods may be async; the fit waits for them.
 *
 * The signatures begin as those of TensorFlow.js, whose callbacks work here too, and end with the {@link Run}.
 *
 * ```ts
 * fit(model, data, { callbacks: [{ onEpochEnd: (epoch, logs, run) => logs.loss < 0.1 && run.stop("good enough") }] });
 * ```
 */
export interface Callback extends Restorable {
  onTrainBegin?(run: Run): unknown;
  onEpochBegin?(epoch: number, run: Run): unknown;
  /** After each step. */
  onBatchEnd?(step: number, logs: StepLogs, run: Run): unknown;
  onEpochEnd?(epoch: number, logs: EpochLogs, run: Run): unknown;
  /** Called once all callbacks have been told of an epoch, or of a step where any is: what saves the run then saves what all know. */
  onAllTold?(run: Run): unknown;
  /** Always called where {@link onTrainBegin} was, after an error or an interrupt too. */
  onTrainEnd?(run: Run): unknown;
  /** Asked before anything else: the run that is to go on, if there is one. Its seed is this fit's. */
  resume?(): RunSnapshot | undefined;
  /** Only looks at the logs and the run's numbers in {@link onBatchEnd}: it may be told of some steps at a time. */
  onlyWatches?: boolean;
  /** Wants steps that leave all variables as they were when a loss or gradient is not finite. */
  guard?: boolean;
  /** Wants every step to be computed in one way, so that a resumed run repeats it bit by bit. */
  repeatable?: boolean;
  /** Looks at what goes through the layers in some steps. */
  tracer?: Tracer;
  /** Is computed inside each update, behind it, and compiled with it: TensorFlow.js operations and assignments only. */
  afterUpdate?(): void;
}
