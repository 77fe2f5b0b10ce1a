import * as tf from "@tensorflow/tfjs";
import { OptionError, shown, type Mode } from "../core/index";
import {
  meanStatistic,
  meanSums,
  type Batch,
  type Measured,
  type Objective,
  type Statistic,
} from "./objective";
import { weightedMeanLoss } from "./weighting";

/**
 * Anything that has variables and a loss: what `fit` takes besides a LayersModel, for losses that are no function of
 * output and truth, such as that of a variational autoencoder.
 *
 * ```ts
 * const w = tf.variable(tf.scalar(0));
 * await fit({ parameters: [w], loss: ({ x: [x], y: [y] }) => ({ loss: x.mul(w).sub(y).square() }) }, { x, y });
 * ```
 */
export interface Learner {
  /** What the optimiser moves. */
  parameters: tf.Variable[];
  /** Variables that a step changes besides. */
  state?: tf.Variable[];
  /**
   * Names of what {@link Learner.loss} returns besides the loss; as a record with which way is better:
   * `["reconstruction"]`, `{ surprise: "min", bound: "max" }`.
   */
  logs?: readonly string[] | Readonly<Record<string, Mode>>;
  /** `loss`, [] or [batch, …], and whatever else {@link Learner.logs} names, each [] or [batch, …]; weights need a loss for each. */
  loss(batch: Batch, phase: { training: boolean }): { loss: tf.Tensor } & Record<string, tf.Tensor>;
}

function logsOf({ logs = [] }: Learner): Statistic[] {
  if (isList(logs)) return logs.map((name) => meanStatistic(name));
  return Object.entries(logs).map(([name, mode]) => meanStatistic(name, mode));
}

function isList(logs: NonNullable<Learner["logs"]>): logs is readonly string[] {
  return Array.isArray(logs);
}

/** What the user's loss gives has all that is read of it. @throws OptionError `fit: the learner's loss must return a tensor "kl", got undefined` */
function checkReturned(name: string, values: Record<string, unknown> | undefined): void {
  if (values?.[name] instanceof tf.Tensor) return;
  const required = `the learner's loss must return {loss, …} with a tensor "${name}"`;
  const got = shown(values?.[name]);
  throw new OptionError({
    where: "fit",
    required,
    got,
    remedy: name === "loss" ? undefined : "or leave it out of logs",
  });
}

/** A {@link Learner} as an objective. */
export class LearnerObjective implements Objective {
  readonly parameters: tf.Variable[];
  readonly names: string[];
  readonly state: tf.Variable[];
  readonly statistics: Statistic[];

  constructor(private readonly learner: Learner) {
    this.parameters = learner.parameters;
    this.names = learner.parameters.map(({ name }) => name);
    this.state = learner.state ?? [];
    this.statistics = [meanStatistic("loss", "min"), ...logsOf(learner)];
  }

  /** The batch as it is. */
  prepare(batch: Batch): Batch {
    return batch;
  }

  /** Loss and logs, each as its mean over the batch. */
  measure(batch: Batch, phase: { training: boolean }): Measured {
    const values = this.learner.loss(batch, phase);
    const size = batch.x[0].shape[0];
    for (const { name } of this.statistics) checkReturned(name, values);
    const means = this.statistics.map(({ name }, index) => {
      const isNumber = index > 0 && values[name].rank === 0;
      return weightedMeanLoss(values[name], { weights: isNumber ? [] : [batch.weight] });
    });
    return { loss: means[0], sums: means.map((value) => meanSums(value, size)) };
  }

  /** A learner has no constraints of its own. */
  project(): void {}
}
