import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { Random } from "../../../src/core/index";
import { ResidentSource } from "../../../src/train/batches/resident";
import type { FedBatch } from "../../../src/train/batches/source";

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);
const ascending = (values: readonly number[]) => [...values].sort((a, b) => a - b);
/** Rows 0, 1, … of which x is [row, 10 · row] and y the row. */
function source(count: number, rows?: number[]) {
  const x = tf.tensor2d(range(0, count).map((row) => [row, 10 * row]), [count, 2]); // prettier-ignore
  const y = tf.tensor1d(range(0, count));
  return new ResidentSource({ x: [x], y: [y], owned: [x, y], rows: rows && Int32Array.from(rows) });
}

interface Fed {
  rows: number[];
  shape: number[];
  size: number;
  count?: number;
}

/** What a reader gives, asked for so many batches at once. */
function batchesOf(of: ResidentSource, order: object, most: (number | undefined)[] = []): Fed[] {
  const reader = of.read({ epoch: 0, seed: 1, shuffle: false, batchSize: 4, ...order });
  const batches: Fed[] = [];
  for (let fed; (fed = reader.next(most[batches.length]) as FedBatch | undefined);) {
    const [{ values, shape }] = fed.inputs as { values: Int32Array; shape: number[] }[];
    batches.push({ rows: [...values], shape, size: fed.size, count: fed.count });
  }
  return batches;
}

test("an epoch has its rows in order, the last batch smaller", () => {
  expect(batchesOf(source(10), {})).toEqual([
    { rows: [0, 1, 2, 3], shape: [4], size: 4 },
    { rows: [4, 5, 6, 7], shape: [4], size: 4 },
    { rows: [8, 9], shape: [2], size: 2 },
  ]);
  expect(batchesOf(source(8), {}).map(({ size }) => size)).toEqual([4, 4]);
  expect(batchesOf(source(3), { batchSize: 100 })).toEqual([{ rows: [0, 1, 2], shape: [3], size: 3 }]);
  expect(batchesOf(source(10), { from: 2 })).toEqual([{ rows: [8, 9], shape: [2], size: 2 }]);
  expect(batchesOf(source(10), { from: 3 })).toEqual([]);
});

test("several batches at once are full ones, as many as are left", () => {
  const both = { rows: range(0, 8), shape: [2, 4], size: 4, count: 2 };
  const last = { rows: [8, 9], shape: [2], size: 2, count: undefined };
  expect(batchesOf(source(10), {}, [2])).toEqual([both, last]);
  expect(batchesOf(source(10), {}, [5])).toEqual([both, last]);
  expect(batchesOf(source(10), {}, [1, 5]).map(({ count, size }) => [count, size])).toEqual([
    [undefined, 4],
    [undefined, 4],
    [undefined, 2],
  ]);
  expect(batchesOf(source(12), {}, [3])).toEqual([{ rows: range(0, 12), shape: [3, 4], size: 4, count: 3 }]);
});

test("another order in each epoch depends on seed and epoch alone", () => {
  const of = source(10);
  const rows = (seed: number, epoch: number) =>
    batchesOf(of, { shuffle: true, seed, epoch }).flatMap((fed) => fed.rows);
  for (const [seed, epoch] of [
    [1, 0],
    [1, 1],
    [2, 0],
  ])
    // prettier-ignore
    expect(rows(seed, epoch)).toEqual(new Random(seed, `fit/epoch ${epoch}`).permutation(10));
  const some = source(10, [9, 7, 5]);
  const order = new Random(3, "fit/epoch 2").permutation(3);
  expect(batchesOf(some, { shuffle: true, seed: 3, epoch: 2 })[0].rows).toEqual(
    order.map((place) => [9, 7, 5][place]),
  );
  expect(some.examples).toBe(3);
});

test("a step gathers its rows of inputs, truths and weights", () => {
  const x = [tf.tensor2d([[1, 2], [3, 4], [5, 6]]), tf.tensor1d([7, 8, 9])]; // prettier-ignore
  const [y, weight] = [tf.tensor1d([0, 1, 2], "int32"), tf.tensor1d([0.5, 1, 2])];
  const of = new ResidentSource({ x, y: [y], weight, owned: [], rows: Int32Array.of(2, 0, 1) });
  expect(of.inputCount).toBe(1);
  const numbers = ({ x: inputs, y: truths, weight: weights }: ReturnType<typeof of.unpack>) =>
    [...inputs, ...truths, weights!].map((tensor) => tensor.arraySync());
  expect(numbers(of.unpack([tf.tensor1d([2, 1], "int32")]))).toEqual([
    [
      [5, 6],
      [3, 4],
    ],
    [9, 8],
    [2, 1],
    [2, 1], // prettier-ignore
  ]);
  expect(numbers(of.rowsFrom(1, 2))).toEqual([[[1, 2], [3, 4]], [7, 8], [0, 1], [0.5, 1]]); // prettier-ignore
  expect(numbers(of.rowsFrom(2, 5))).toEqual([[[3, 4]], [8], [1], [1]]);
  expect(source(3).unpack([tf.tensor1d([0], "int32")]).weight).toBeUndefined();
});

test("slices are all inputs in their order, copied only where they are parts", () => {
  const x = [tf.tensor2d([[1, 2], [3, 4], [5, 6]]), tf.tensor1d([7, 8, 9], "int32")]; // prettier-ignore
  const of = new ResidentSource({ x, y: [], owned: [] });
  expect([...of.slices(3)]).toEqual([x]);
  expect([...of.slices(4)]).toEqual([x]);
  expect([...of.slices(2)]).toEqual([
    [
      { values: Float32Array.of(1, 2, 3, 4), shape: [2, 2], dtype: "float32" },
      { values: Int32Array.of(7, 8), shape: [2], dtype: "int32" },
    ],
    [
      { values: Float32Array.of(5, 6), shape: [1, 2], dtype: "float32" },
      { values: Int32Array.of(9), shape: [1], dtype: "int32" },
    ],
  ]);
});

/** Rows of both sides of a division. */
function sides(count: number, share: number, division: object, rows?: number[]) {
  const parts = source(count, rows).divide(share, { seed: 5, ...division });
  return parts.map((part) => batchesOf(part, { batchSize: 1000 }).flatMap((fed) => fed.rows));
}

test.each([
  [20, 0.25, 5],
  [9, 0.5, 5],
  [7, 0.2, 1],
  [120, 0.1, 12],
])("of %d rows, a share of %d at random are the same %d for a seed, in their order", (count, share, size) => {
  const drawn = new Random(5, "fit/validation").permutation(count).slice(0, size);
  const [rest, part] = sides(count, share, {});
  expect(part).toEqual(ascending(drawn));
  expect(rest).toEqual(range(0, count).filter((row) => !drawn.includes(row)));
});

test("a division in the order of time has the last rows, less a gap", () => {
  expect(sides(12, 0.25, { time: true })).toEqual([range(0, 9), range(9, 12)]);
  expect(sides(12, 0.25, { time: true, gap: 2 })).toEqual([range(0, 7), range(9, 12)]);
  expect(sides(12, 0.25, { time: true, gap: 9 })).toEqual([[], range(9, 12)]);
  expect(sides(12, 0.25, { time: true, gap: 11 })).toEqual([[], range(9, 12)]);
  expect(sides(12, 0.5, { time: true }, [11, 3, 5, 2])).toEqual([[11, 3], [5, 2]]); // prettier-ignore
});

test("a division by groups keeps each on one side", () => {
  const groups = ["a", "b", "a", "c", "b", "c", "d", "d"];
  const [rest, part] = sides(8, 0.25, { groups });
  expect(part).toHaveLength(2);
  expect(new Set(part.map((row) => groups[row])).size).toBe(1);
  expect(ascending([...rest, ...part])).toEqual(range(0, 8));
  expect(rest).toEqual(ascending(rest));
});

test("rows of rows keep their places", () => {
  const rows = [3, 14, 15, 9, 2, 6];
  const [rest, part] = sides(20, 0.5, {}, rows);
  const places = ascending(new Random(5, "fit/validation").permutation(6).slice(0, 3));
  expect(part).toEqual(places.map((place) => rows[place]));
  expect(ascending([...rest, ...part])).toEqual(ascending(rows));
});

test("the first rows are looked at, a thousand at most", () => {
  expect(source(3).firstRows()).toEqual({
    values: Float32Array.of(0, 0, 1, 10, 2, 20),
    columns: 2,
    answers: Float32Array.of(0, 1, 2),
  });
  const { values, columns, answers } = source(1500).firstRows();
  expect([values.length, columns, values[1998], answers?.length]).toEqual([2000, 2, 999, 1000]);
});

test("only the first of two sources frees what was made", () => {
  const { numTensors } = tf.memory();
  const [rest, part] = source(10).divide(0.5, { seed: 1 });
  part.dispose();
  expect(tf.memory().numTensors).toBe(numTensors + 2);
  rest.dispose();
  expect(tf.memory().numTensors).toBe(numTensors);
});
