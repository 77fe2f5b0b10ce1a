import type { FedBatch } from "./batches/source";
import type { Evaluator } from "./evaluator";
import { loadVariables, saveVariables } from "./snapshot";
import type { Training } from "./training";
import type { StepFeed } from "./trainStep";

/**
 * Has every step of a run computed in one way, which its first decides.
 *
 * Ways differ in the last bits. A run that may be resumed goes one way from its first step to its last, so that the same
 * numbers come out wherever it is interrupted.
 */
export class Priming {
  constructor(
    private readonly training: Training,
    private readonly validation?: Evaluator,
  ) {}

  /**
   * Before the first step of its kind and shape: runs it until it is compiled and measured, and takes that back.
   *
   * An interrupt ends it.
   */
  async prime(fed: FedBatch, feed: StepFeed): Promise<void> {
    const { training } = this;
    const { trainStep } = training.parts;
    if (trainStep.settled(fed, feed)) return;
    const saved = saveVariables(training.changing);
    try {
      while (!training.interrupted && !trainStep.settled(fed, feed)) await this.step(fed, feed);
    } finally {
      loadVariables(training.changing, saved);
    }
    const way = trainStep.settled(fed, feed);
    if (way === undefined) return;
    trainStep.keepTo(way);
    this.validation?.keepTo(way);
  }

  /** As many steps in a call as in training: they are measured so. */
  private async step(fed: FedBatch, feed: StepFeed): Promise<void> {
    const { trainStep, batchSize } = this.training.parts;
    const mayGoTogether = fed.size === batchSize && feed.updates && feed.tracers?.length === 0;
    const count = mayGoTogether ? trainStep.together : 1;
    if (count === 1) return void (await trainStep.run(fed, feed));
    const scalars = Array.from({ length: count }, () => feed.scalars[0]);
    await trainStep.run(repeated(fed, count), { ...feed, scalars });
  }
}

/** A batch of indices so many times. */
function repeated({ inputs, size }: FedBatch, count: number): FedBatch {
  const stacked = inputs.map((input) => {
    const { values, shape } = input as { values: Int32Array; shape: number[] };
    const all = new Int32Array(count * values.length);
    for (let at = 0; at < count; at++) all.set(values, at * values.length);
    return { values: all, shape: [count, ...shape] };
  });
  return { inputs: stacked, size, count };
}
