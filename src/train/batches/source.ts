import type * as tf from "@tensorflow/tfjs";
import type { StepInput } from "../../compile/index";
import type { Batch } from "../objective";

/** What a step is fed for one batch, or for several of one size: their inputs have one more axis, [count, …]. */
export interface FedBatch {
  inputs: StepInput[];
  /** Examples in each batch. */
  size: number;
  /** Batches, where there are several. */
  count?: number;
  /** Frees what was made for this batch. */
  dispose?(): void;
}

/** The batches of one epoch, one after the other; undefined at its end. */
export interface BatchReader {
  /** The next batch, or so many at once, if that many full ones are left. */
  next(most?: number): FedBatch | undefined | Promise<FedBatch | undefined>;
  /** Gives back what was fetched ahead. */
  close?(): Promise<void>;
}

/** Which epoch is read, and from where. */
export interface EpochOrder {
  epoch: number;
  seed: number;
  shuffle: boolean;
  batchSize: number;
  /** The batch to begin with; the ones before were done before a run was resumed. Default 0. */
  from?: number;
}

/** Where batches come from. */
export interface BatchSource {
  /** Undefined where only reading tells. */
  readonly examples: number | undefined;
  read(order: EpochOrder): BatchReader;
  /** How many tensors a batch's inputs become. */
  readonly inputCount: number;
  /** The batch that was fed, inside the step, where it may be recorded. */
  unpack(inputs: tf.Tensor[]): Batch;
  /** Frees what the source made. */
  dispose(): void | Promise<void>;
}
