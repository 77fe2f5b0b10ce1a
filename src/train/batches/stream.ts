import * as tf from "@tensorflow/tfjs";
import { DataError } from "../../core/index";
import type { Batch } from "../objective";
import { StreamCursor, isUsedUp, type Stream, type StreamBatch } from "./cursor";
import { checkContents } from "./checkContents";
import { checkWeight } from "./checkWeight";
import { checkBatch, type Expected } from "./expected";
import type { BatchReader, BatchSource, EpochOrder, FedBatch } from "./source";
import { listValues } from "./listValues";
import { toTensor, type Values, type ValuesOf } from "./values";

/** Options of a {@link StreamSource}. */
export interface StreamOptions {
  where: string;
  expected: Expected;
  /** Batches fetched ahead. */
  prefetch: number;
  /** Batches after which an epoch ends; default where the stream does. */
  steps?: number;
  /** How often the stream is to be read from its beginning; default once. */
  rounds?: number;
}

/** Batches as they come, a few fetched ahead. */
export class StreamSource implements BatchSource {
  readonly examples = undefined;
  private readonly layout: { x: number; y: number };
  /** Whether batches have weights; known from the first on. */
  private weighted?: boolean;
  /** Where the last epoch ended, if the next goes on from there. */
  private kept?: StreamCursor;

  constructor(
    private readonly stream: Stream,
    private readonly options: StreamOptions,
  ) {
    this.layout = { x: options.expected.inputs.length || 1, y: options.expected.outputs.length || 1 };
    const { where, rounds = 1, steps } = options;
    if (rounds < 2 || steps !== undefined || !isUsedUp(stream)) return;
    throw new DataError({
      where,
      required: `a stream for ${rounds} epochs must begin anew in each`,
      got: "an iterator, which can be read once",
      remedy: "pass a function that returns a new one",
    });
  }

  /** Tensors of a batch, weights among them if it has some. */
  get inputCount(): number {
    return this.layout.x + this.layout.y + (this.weighted ? 1 : 0);
  }

  /** The batches of one epoch, in the order in which they come. With `steps` an epoch goes on where the last ended. */
  read({ epoch, from = 0 }: EpochOrder): BatchReader {
    return this.options.steps === undefined
      ? this.whole(epoch, from)
      : this.part(epoch, from, this.options.steps);
  }

  /** The stream from its beginning to its end. */
  private whole(epoch: number, from: number): BatchReader {
    const cursor = this.cursor();
    let going: Promise<void> | undefined;
    let count = from;
    const next = async (): Promise<FedBatch | undefined> => {
      await (going ??= cursor.goTo(from));
      const batch = await cursor.nextOfRound();
      if (!batch && count === 0) throw this.nothing(epoch);
      count++;
      return batch && this.feed(batch);
    };
    return { next, close: () => cursor.close() };
  }

  /** So many steps of a stream that is begun anew where it ends. */
  private part(epoch: number, from: number, steps: number): BatchReader {
    const cursor = (this.kept ??= this.cursor());
    let going: Promise<void> | undefined;
    let count = from;
    const next = async (): Promise<FedBatch | undefined> => {
      if (count++ >= steps) return undefined;
      await (going ??= cursor.goTo(epoch * steps + from));
      return this.feed(await cursor.next());
    };
    return { next };
  }

  /** The tensors that were fed. */
  unpack(inputs: tf.Tensor[]): Batch {
    const { x, y } = this.layout;
    return { x: inputs.slice(0, x), y: inputs.slice(x, x + y), weight: inputs[x + y] };
  }

  /** Gives back what was fetched ahead for an epoch that did not come. */
  async dispose(): Promise<void> {
    await this.kept?.close();
  }

  private cursor(): StreamCursor {
    const { where, prefetch: depth } = this.options;
    return new StreamCursor(this.stream, { where, depth });
  }

  private feed(batch: StreamBatch): FedBatch {
    const { where, expected } = this.options;
    const made: tf.Tensor[] = [];
    const take = (name: string, values: Values) => {
      const { tensor } = toTensor(where, name, values, this);
      made.push(tensor);
      return tensor;
    };
    try {
      const { x, y, weight } = named(batch);
      const tensors = [
        ...listValues(where, "x", x, expected.inputs),
        ...listValues(where, "y", y ?? x, expected.outputs),
      ].map(([name, values]) => take(name, values));
      const given = weight && take("weight", weight as Values);
      const [inputs, truths] = [tensors.slice(0, this.layout.x), tensors.slice(this.layout.x)];
      checkBatch(where, expected, inputs, truths);
      checkContents(where, expected, inputs, truths);
      this.checkWeighted(given);
      if (given) checkWeight(given, { where, name: "weight", expected, y: truths });
    } catch (error) {
      // What a stream gives is handed over, also what was not looked at.
      tf.dispose([made, batch as tf.TensorContainer]);
      throw error;
    }
    return { inputs: made, size: made[0].shape[0], dispose: () => tf.dispose(made) };
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
      remedy: "an iterator can be read once: pass a function that returns a new one",
    });
  }
}

function named(batch: StreamBatch): { x: ValuesOf; y?: ValuesOf; weight?: ValuesOf } {
  if (Array.isArray(batch)) return { x: batch[0], y: batch[1] };
  return "xs" in batch ? { x: batch.xs, y: batch.ys, weight: batch.weight } : batch;
}
