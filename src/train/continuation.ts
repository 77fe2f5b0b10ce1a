import { OptionError } from "../core/index";
import type { Optimizer } from "../optim/index";
import type { History } from "./history";
import type { RunPosition } from "./snapshot";
import type { Training } from "./training";
import type * as tf from "@tensorflow/tfjs";

/** What a fit leaves behind for one that goes on from its history. */
export interface Continuation {
  optimizer: Optimizer;
  position: RunPosition;
}

const continuations = new WeakMap<History, Continuation>();

/** The history of a model's last fit, by its first parameter: what an earlier one left is of no more use. */
const newest = new WeakMap<tf.Variable, History>();

/** Keeps what is needed to go on from a run, as long as its history is that of the model's last fit. */
export function keepContinuation(training: Training): void {
  const { history, parts } = training;
  const [parameter] = training.parameters;
  const before = newest.get(parameter);
  if (before) continuations.delete(before);
  newest.set(parameter, history);
  continuations.set(history, { optimizer: parts.optimizer.optimizer, position: training.position() });
}

/**
 * What the fit of a history has left.
 *
 * @throws OptionError `fit: continueFrom must be the history of the model's last fit, got that of another; …`
 */
export function continuationOf(history: History): Continuation {
  const continuation = continuations.get(history);
  if (continuation) return continuation;
  throw complain("one that was read from a file, or that a later fit has followed");
}

/** Checks that a history is that of the last fit of these parameters. */
export function checkContinues(history: History | undefined, [parameter]: tf.Variable[]): void {
  if (history && newest.get(parameter) !== history) throw complain("that of another model");
}

/** Checks that a fit that goes on has the optimiser of the earlier one, if perhaps at another rate. */
export function checkGoesOnWith(continuation: Continuation | undefined, { name }: Optimizer): void {
  const before = continuation?.optimizer.name;
  if (before === undefined || before === name) return;
  throw new OptionError({
    where: "fit",
    required: `continueFrom goes on with the averages of ${before}, the optimizer of the earlier fit`,
    got: name,
    remedy: "leave optimizer out; or leave continueFrom out, to begin with fresh averages",
  });
}

function complain(got: string): OptionError {
  return new OptionError({
    where: "fit",
    required: "continueFrom must be the history that the model's last fit returned",
    got,
    remedy: "callbacks.checkpoint goes on from a file",
  });
}
