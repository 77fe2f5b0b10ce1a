import type * as tf from "@tensorflow/tfjs";
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
  /** Names of what {@link Learner.loss} returns besides the loss. */
  logs?: string[];
  /** `loss`, [] or [batch, …], and whatever else {@link Learner.logs} names, each [] or [batch, …]; weights need one for each. */
  loss(batch: Batch, phase: { training: boolean }): { loss: tf.Tensor } & Record<string, tf.Tensor>;
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
    this.statistics = ["loss", ...(learner.logs ?? [])].map(meanStatistic);
  }

  /** The batch as it is. */
  prepare(batch: Batch): Batch {
    return batch;
  }

  /** Loss and logs, each as its mean over the batch. */
  measure(batch: Batch, phase: { training: boolean }): Measured {
    const values = this.learner.loss(batch, phase);
    const size = batch.x[0].shape[0];
    const means = this.statistics.map(({ name }) =>
      weightedMeanLoss(values[name], { weights: [batch.weight] }),
    );
    return { loss: means[0], sums: means.map((value) => meanSums(value, size)) };
  }

  /** A learner has no constraints of its own. */
  project(): void {}
}
