import type { EpochLogs } from "../optim/index";
import type { Tracer } from "./model/trace";
import type { Restorable, Run } from "./run";
import type { RunSnapshot } from "./snapshot";
import * as tf from "@tensorflow/tfjs";
import { OptionError, checkOneOf } from "../core/index";

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
  /** Has batch norm's averages computed anew when training has ended: the training data are read once more, where the model has such layers. */
  refreshes?: boolean;
  /** Looks at what goes through the layers in some steps. */
  tracer?: Tracer;
  /** Is computed inside each update, behind it, and compiled with it: TensorFlow.js operations and assignments only. */
  afterUpdate?(): void;
}

const told = ["onTrainBegin", "onEpochBegin", "onBatchEnd", "onEpochEnd", "onAllTold", "onTrainEnd"];

// Of TensorFlow.js', but not of this loop: a step is told of once it is done, and others get their turn without asking.
const notTold: Record<string, string> = {
  onBatchBegin: "use onBatchEnd, or onEpochBegin",
  onYield: "use onBatchEnd",
};

/**
 * Checks that a callback has no method by a name that nobody calls.
 *
 * @throws OptionError `fit: unknown method of a callback "onEpochEdn"; did you mean "onEpochEnd"?`
 */
export function checkCallbackNames(callback: object): void {
  // Its class has all that TensorFlow.js knows, most of which do nothing.
  if (callback instanceof tf.Callback) return;
  for (const name of methodsOf(callback)) {
    if (!/^on[A-Z]/.test(name) || told.includes(name)) continue;
    if (!Object.hasOwn(notTold, name)) checkOneOf("fit", "method of a callback", name, told);
    const required = `${name} is not called`;
    throw new OptionError({ where: "fit", required, remedy: notTold[name] });
  }
}

function methodsOf(callback: object): string[] {
  const names = new Set<string>();
  for (let at = callback; at !== null && Object.getPrototypeOf(at) !== null; at = Object.getPrototypeOf(at))
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at)))
      if (typeof value === "function") names.add(name);
  if (Object.getPrototypeOf(callback) === null) Object.keys(callback).forEach((name) => names.add(name));
  return [...names];
}
