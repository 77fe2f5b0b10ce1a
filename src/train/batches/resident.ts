import * as tf from "@tensorflow/tfjs";
import type { StepInput } from "../../compile/index";
import { Random } from "../../core/index";
import { dealGroups } from "../../data/dealGroups";
import type { DivisionOptions } from "../../data/index";
import { type Drawn, mostRows } from "../../data/windows";
import type { Batch } from "../objective";
import type { BatchReader, BatchSource, EpochOrder } from "./source";

/** What a {@link ResidentSource} holds. */
export interface ResidentParts {
  x: tf.Tensor[];
  y: tf.Tensor[];
  weight?: tf.Tensor;
  /** Tensors that it frees at the end. */
  owned: tf.Tensor[];
  /** The examples that it gives; default all. */
  rows?: Int32Array;
}

/** Which examples a share is made of. */
export interface Division extends DivisionOptions {
  seed: number;
}

/**
 * Data in memory. A batch is fed as the indices of its examples; the step itself gathers them, so that nothing is
 * copied from JavaScript.
 */
export class ResidentSource implements BatchSource {
  readonly inputCount = 1;
  private readonly rows: Int32Array;

  constructor(private readonly parts: ResidentParts) {
    this.rows = parts.rows ?? Int32Array.from({ length: parts.x[0].shape[0] }, (_, row) => row);
  }

  /** How many examples it gives in an epoch. */
  get examples(): number {
    return this.rows.length;
  }

  /** The batches of an epoch: an order that depends on nothing but seed and epoch. */
  read({ epoch, seed, shuffle, batchSize, from = 0 }: EpochOrder): BatchReader {
    const rows = shuffle ? this.shuffled(seed, epoch) : this.rows;
    let next = from * batchSize;
    return {
      next: (most = 1) => {
        const count = Math.min(most, Math.floor((rows.length - next) / batchSize));
        const values = rows.subarray(next, next + Math.max(1, count) * batchSize);
        next += values.length;
        if (values.length === 0) return undefined;
        if (count < 2) return { inputs: [{ values, shape: [values.length] }], size: values.length };
        return { inputs: [{ values, shape: [count, batchSize] }], size: batchSize, count };
      },
    };
  }

  /** The inputs of all examples in their order, so many at once, as they are fed. */
  *slices(count: number): Iterable<StepInput[]> {
    if (count >= this.examples) return yield this.parts.x;
    const all = this.parts.x.map((x) => x.dataSync() as Float32Array);
    for (let from = 0; from < this.examples; from += count) {
      const rows = Math.min(count, this.examples - from);
      yield this.parts.x.map((x, input) => {
        const size = x.size / x.shape[0];
        const values = all[input].subarray(from * size, (from + rows) * size);
        return { values, shape: [rows, ...x.shape.slice(1)], dtype: x.dtype as "float32" };
      });
    }
  }

  /** The rows that were asked for. */
  unpack([indices]: tf.Tensor[]): Batch {
    const { x, y, weight } = this.parts;
    const take = <T extends tf.Tensor>(values: T) => tf.gather(values, indices as tf.Tensor1D);
    return { x: x.map(take), y: y.map(take), weight: weight && take(weight) };
  }

  /** So many of the examples that it gives, in their order. */
  rowsFrom(from: number, count: number): Batch {
    return this.unpack([tf.tensor1d(this.rows.slice(from, from + count), "int32")]);
  }

  /** Two sources of the same tensors: without and with the examples of a part, which is a share of them. */
  divide(share: number, division: Division): [rest: ResidentSource, part: ResidentSource] {
    const { part, rest } = this.places(share, division);
    const rows = (places: number[]) =>
      Int32Array.from(places)
        .sort()
        .map((place) => this.rows[place]);
    return this.both(rows(rest), rows(part));
  }

  /** The last examples, whole groups, or examples drawn at random. */
  private places(
    share: number,
    { seed, groups, time, gap = 0 }: Division,
  ): { part: number[]; rest: number[] } {
    const count = Math.round(share * this.examples);
    const all = Array.from(this.rows.keys());
    if (time) {
      const from = this.examples - count;
      return { part: all.slice(from), rest: all.slice(0, Math.max(0, from - gap)) };
    }
    const random = new Random(seed, "fit/validation");
    if (groups) {
      const partOf = dealGroups("fit", { groups, shares: [1 - share, share], random });
      return { part: all.filter((at) => partOf[at] === 1), rest: all.filter((at) => partOf[at] === 0) };
    }
    const order = random.permutation(this.examples);
    return { part: order.slice(0, count), rest: order.slice(count) };
  }

  /** The numbers of the first examples, to see whether they are windows of a series. */
  firstRows(): Drawn {
    return firstRowsOf(this.parts.x, this.parts.y);
  }

  private both(rest: Int32Array, part: Int32Array): [rest: ResidentSource, part: ResidentSource] {
    return [
      new ResidentSource({ ...this.parts, rows: rest }),
      new ResidentSource({ ...this.parts, rows: part, owned: [] }),
    ];
  }

  /** Frees the tensors that were made of other values. */
  dispose(): void {
    tf.dispose(this.parts.owned);
  }

  private shuffled(seed: number, epoch: number): Int32Array {
    const order = new Random(seed, `fit/epoch ${epoch}`).permutation(this.examples);
    return Int32Array.from(order, (place) => this.rows[place]);
  }
}

/** The first rows of the first input, and the answers where there is one number for each, to see whether they are windows of a series. */
export function firstRowsOf([x]: readonly tf.Tensor[], y: readonly tf.Tensor[]): Drawn {
  const count = Math.min(x.shape[0], mostRows);
  const first = (tensor: tf.Tensor) => tf.tidy(() => tensor.slice(0, count).dataSync());
  const values = first(x);
  const isOne = y.length === 1 && y[0] !== x && y[0].size === x.shape[0];
  return { values, columns: values.length / count, answers: isOne ? first(y[0]) : undefined };
}
