import * as tf from "@tensorflow/tfjs";
import { breathe, DataError, OptionError, shown } from "../../core/index";
import { checkExampleKeys, checkXsKeys } from "./checkContents";
import { prefetch, type Prefetched } from "./prefetch";
import type { ValuesOf } from "./values";

/** One batch of a stream; tensors in it are freed after their step. */
export type StreamBatch =
  | { x: ValuesOf; y?: ValuesOf; weight?: ValuesOf }
  | { xs: ValuesOf; ys?: ValuesOf; weight?: ValuesOf }
  | [x: ValuesOf, y: ValuesOf];

/** Batches that need not fit in memory: an iterable for each epoch, or a function that makes one. */
export type Stream =
  | AsyncIterable<StreamBatch>
  | Iterable<StreamBatch>
  | tf.data.Dataset<tf.TensorContainer>
  | (() => AsyncIterable<StreamBatch> | Iterable<StreamBatch>);

/** Whether a stream can be read once only: a generator, or another iterator. */
export function isUsedUp(stream: Stream): boolean {
  return typeof stream === "object" && "next" in stream;
}

/** A place in a stream that is begun anew at its end: so many batches have been read, in as many rounds as it took. */
export class StreamCursor {
  private opened?: Promise<Prefetched<StreamBatch>>;
  private iterator?: unknown;
  /** Batches read in all. */
  private position = 0;
  /** Batches read since the stream was opened. */
  private inRound = 0;

  constructor(
    private readonly stream: Stream,
    private readonly options: { where: string; depth: number },
  ) {}

  /** The next batch, of the stream begun anew where it has ended. */
  async next(): Promise<StreamBatch> {
    const batch = (await this.read()) ?? (await this.readAnew());
    this.position++;
    this.inRound++;
    return batch;
  }

  /** The next batch; undefined at the stream's end. */
  async nextOfRound(): Promise<StreamBatch | undefined> {
    const batch = await this.read();
    if (batch) this.position++;
    return batch;
  }

  /** Goes to where so many batches have been read; back to the beginning, where that is behind. */
  async goTo(position: number): Promise<void> {
    if (position < this.position) await this.close();
    while (this.position < position) {
      const [before, batch] = [this.inRound, await this.next()];
      tf.dispose(batch as tf.TensorContainer);
      // A whole round has been seen: others like it need not be read.
      if (this.inRound <= before) this.position += before * Math.floor((position - this.position) / before);
      await breathe();
    }
  }

  /** Gives back what was fetched ahead, and begins anew at the next read. */
  async close(): Promise<void> {
    const batches = await this.opened?.catch(() => undefined);
    await batches?.close();
    this.opened = undefined;
    [this.position, this.inRound] = [0, 0];
  }

  private async read(): Promise<StreamBatch | undefined> {
    return (await (this.opened ??= this.open())).next();
  }

  private async readAnew(): Promise<StreamBatch> {
    const round = this.inRound;
    if (round === 0 || isUsedUp(this.stream)) throw this.ended();
    this.opened = undefined;
    this.inRound = 0;
    const batch = await this.read();
    if (batch) return batch;
    throw this.ended();
  }

  private async open(): Promise<Prefetched<StreamBatch>> {
    const iterator = await iteratorOf(this.stream);
    if (iterator === this.iterator) throw this.ended();
    this.iterator = iterator;
    const batches = checked(this.options.where, iterator);
    return prefetch(batches, this.options.depth, (batch) => tf.dispose(batch as tf.TensorContainer));
  }

  private ended(): DataError {
    return new DataError({
      where: this.options.where,
      required: "a stream must give batches in every epoch",
      got: `an end after ${this.position}`,
      remedy: "an iterator can be read once: pass a function that returns a new one",
    });
  }
}

/** What an iterator gives, once it is seen to be batches: nothing at all is no end. */
function checked(
  where: string,
  iterator: AsyncIterator<StreamBatch> | Iterator<StreamBatch>,
): AsyncIterator<StreamBatch> {
  let count = 0;
  const next = async () => {
    const result = await iterator.next();
    if (!result.done) checkIsBatch(where, result.value, ++count);
    return result;
  };
  return { next, return: async () => (await iterator.return?.()) ?? { done: true, value: undefined } };
}

function checkIsBatch(where: string, batch: unknown, count: number): void {
  try {
    checkParts(where, batch, count);
  } catch (error) {
    // What a stream gives is handed over, whatever it is.
    tf.dispose(batch as tf.TensorContainer);
    throw error;
  }
}

function checkParts(where: string, batch: unknown, count: number): void {
  const isObject = typeof batch === "object" && batch !== null;
  if (Array.isArray(batch) && batch.length <= 2) return;
  if (isObject && "x" in batch) return checkExampleKeys(where, "a batch", batch);
  if (isObject && "xs" in batch) return checkXsKeys(where, "a batch", batch);
  const required = "a stream must give batches {x, y}, {xs, ys} or [x, y]";
  const got = Array.isArray(batch) ? `an array of ${batch.length}` : shown(batch);
  const remedy = Array.isArray(batch) && batch.length === 3 ? "with weights {x, y, weight}" : undefined;
  throw new OptionError({ where, required, got: `${got} as batch ${count}`, remedy });
}

/** A new iterator of a stream. */
export async function iteratorOf(
  stream: Stream,
): Promise<AsyncIterator<StreamBatch> | Iterator<StreamBatch>> {
  const iterable = typeof stream === "function" ? stream() : stream;
  if (Symbol.asyncIterator in iterable) return iterable[Symbol.asyncIterator]();
  if (Symbol.iterator in iterable) return iterable[Symbol.iterator]();
  // tf.data's iterators end with {done, value} like any other.
  return (await iterable.iterator()) as unknown as AsyncIterator<StreamBatch>;
}
