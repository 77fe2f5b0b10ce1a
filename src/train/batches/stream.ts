import * as tf from "@tensorflow/tfjs";
import { DataError, OptionError } from "../../core/index";
import { shown } from "../../core/shown";
import type { Batch } from "../objective";
import { checkContents } from "./checkContents";
import { checkWeight } from "./checkWeight";
import { checkBatch, type Expected } from "./expected";
import { prefetch, type Prefetched } from "./prefetch";
import type { BatchReader, BatchSource, EpochOrder, FedBatch } from "./source";
import { listValues } from "./listValues";
import { toTensor, type ValuesOf } from "./values";

/** One batch of a stream; tensors in it are freed after their step. */
export type StreamBatch =
  | { x: ValuesOf; y?: ValuesOf; weight?: ValuesOf }
  | { xs: ValuesOf; ys?: ValuesOf }
  | [x: ValuesOf, y: ValuesOf];

/** Batches that need not fit in memory: an iterable for each epoch, or a function that makes one. */
export type Stream =
  | AsyncIterable<StreamBatch>
  | Iterable<StreamBatch>
  | tf.data.Dataset<tf.TensorContainer>
  | (() => AsyncIterable<StreamBatch> | Iterable<StreamBatch>);

/** Options of a {@link StreamSource}. */
export interface StreamOptions {
  where: string;
  expected: Expected;
  /** Batches fetched ahead. */
  prefetch: number;
  /** Batches after which an epoch ends; default where the stream does. */
  steps?: number;
}

/** Batches as they come, a few fetched ahead. */
export class StreamSource implements BatchSource {
  readonly examples = undefined;
  private readonly layout: { x: number; y: number };
  /** Whether batches have weights; known from the first on. */
  private weighted?: boolean;

  constructor(
    private readonly stream: Stream,
    private readonly options: StreamOptions,
  ) {
    this.layout = { x: options.expected.inputs.length || 1, y: options.expected.outputs.length || 1 };
  }

  /** Tensors of a batch, weights among them if it has some. */
  get inputCount(): number {
    return this.layout.x + this.layout.y + (this.weighted ? 1 : 0);
  }

  /** Unknown before it is read. */
  batchSizes(): number[] {
    return [];
  }

  /** The batches of one epoch, in the order in which they come. */
  read({ epoch, from = 0 }: EpochOrder): BatchReader {
    let opened: Promise<Prefetched<StreamBatch>> | undefined;
    let count = 0;
    const next = async (): Promise<FedBatch | undefined> => {
      const batches = await (opened ??= this.open());
      const limit = this.options.steps ?? Infinity;
      while (count < from && (await batches.next())) count++;
      const batch = count < limit ? await batches.next() : undefined;
      if (!batch && count === 0) throw this.nothing(epoch);
      count++;
      return batch && this.feed(batch);
    };
    return {
      next,
      close: () =>
        void opened?.then(
          (batches) => batches.close(),
          () => {},
        ),
    };
  }

  /** The tensors that were fed. */
  unpack(inputs: tf.Tensor[]): Batch {
    const { x, y } = this.layout;
    return { x: inputs.slice(0, x), y: inputs.slice(x, x + y), weight: inputs[x + y] };
  }

  /** A stream holds nothing between epochs. */
  dispose(): void {}

  private async open(): Promise<Prefetched<StreamBatch>> {
    const iterator = await iteratorOf(this.stream);
    return prefetch(iterator, this.options.prefetch, (batch) => tf.dispose(batch as tf.TensorContainer));
  }

  private feed(batch: StreamBatch): FedBatch {
    const { where, expected } = this.options;
    checkIsBatch(where, batch);
    const { x, y, weight } = named(batch);
    const tensors = [
      ...listValues(where, "x", x, expected.inputs),
      ...listValues(where, "y", y ?? x, expected.outputs),
    ].map(([name, values]) => toTensor(where, name, values, this).tensor);
    const given = weight && toTensor(where, "weight", weight as Float32Array, this).tensor;
    const dispose = () => tf.dispose(given ? [...tensors, given] : tensors);
    const size = tensors[0].shape[0];
    try {
      const [inputs, truths] = [tensors.slice(0, this.layout.x), tensors.slice(this.layout.x)];
      checkBatch(where, expected, inputs, truths);
      checkContents(where, expected, inputs, truths);
      this.checkWeighted(given);
      if (given) checkWeight(given, { where, name: "weight", expected, y: truths });
    } catch (error) {
      dispose();
      throw error;
    }
    return { inputs: given ? [...tensors, given] : tensors, size, dispose };
  }

  /** A step is compiled with weights or without. */
  private checkWeighted(given: tf.Tensor | undefined): void {
    this.weighted ??= given !== undefined;
    if (this.weighted === (given !== undefined)) return;
    throw new DataError({
      where: this.options.where,
      required: "every batch of a stream must have weights, or none",
      got: given ? "weights after batches without" : "a batch without weights after one with",
      remedy: "a weight of 1 changes nothing",
    });
  }

  private nothing(epoch: number): DataError {
    return new DataError({
      where: this.options.where,
      required: "a stream must give at least one batch in every epoch",
      got: `none in epoch ${epoch + 1}`,
      remedy: "an iterator is used up after one epoch: pass a function that returns a new one",
    });
  }
}

async function iteratorOf(stream: Stream): Promise<AsyncIterator<StreamBatch> | Iterator<StreamBatch>> {
  const iterable = typeof stream === "function" ? stream() : stream;
  if (Symbol.asyncIterator in iterable) return iterable[Symbol.asyncIterator]();
  if (Symbol.iterator in iterable) return iterable[Symbol.iterator]();
  // tf.data's iterators end with {done, value} like any other.
  return (await iterable.iterator()) as unknown as AsyncIterator<StreamBatch>;
}

function checkIsBatch(where: string, batch: unknown): void {
  if (typeof batch === "object" && batch !== null && ("x" in batch || "xs" in batch || Array.isArray(batch)))
    return;
  const required = "a stream must give batches {x, y}, {xs, ys} or [x, y]";
  throw new OptionError({ where, required, got: shown(batch) });
}

function named(batch: StreamBatch): { x: ValuesOf; y?: ValuesOf; weight?: ValuesOf } {
  if (Array.isArray(batch)) return { x: batch[0], y: batch[1] };
  return "xs" in batch ? { x: batch.xs, y: batch.ys } : batch;
}
