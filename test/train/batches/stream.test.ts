import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import type { Expected } from "../../../src/train/batches/expected";
import type { FedBatch } from "../../../src/train/batches/source";
import { sourceOf, type FitData, type SourceOptions } from "../../../src/train/batches/sourceOf";
import { StreamSource, type StreamOptions } from "../../../src/train/batches/stream";
import type { Stream } from "../../../src/train/batches/cursor";
import { fromArrays, linearRegression } from "../../../src/data/index";

const tensorsOf = (count: number, kind: string) =>
  Array.from({ length: count }, (_, at) => ({ name: `${kind}${at}`, shape: [null, 1] }));
const expecting = (x: number, y: number, classes = false): Expected => ({
  ...{ inputs: tensorsOf(x, "in"), outputs: tensorsOf(y, "out"), classes },
});
const nothing = expecting(0, 0);
const sourceFrom = (batches: unknown, options: Partial<StreamOptions> = {}) =>
  new StreamSource((() => batches) as unknown as Stream, {
    ...{ where: "fit", expected: nothing, prefetch: 1 },
    ...options,
  });
const order = (epoch = 0, from = 0) => ({ epoch, from, seed: 1, shuffle: false, batchSize: 9 });
const numbersOf = (fed: FedBatch | undefined) =>
  fed?.inputs.map((input) => [...(input as tf.Tensor).dataSync()]);

/** All that one epoch gives, by number. */
async function read(source: StreamSource, epoch = 0, from = 0) {
  const reader = source.read(order(epoch, from));
  const batches: unknown[] = [];
  for (let fed; (fed = await reader.next()); fed.dispose?.()) batches.push(numbersOf(fed));
  await reader.close?.();
  return batches;
}
const one = (at: number) => ({ x: [[at]], y: [[10 * at]] });

test.each<[string, batch: unknown, fed: number[][]]>([
  ["{x, y}", { x: [[1], [2]], y: [[3], [4]] }, [[1, 2], [3, 4]]],
  ["[x, y]", [[[1], [2]], [[3], [4]]], [[1, 2], [3, 4]]],
  ["{xs, ys}", { xs: [[1], [2]], ys: [[3], [4]] }, [[1, 2], [3, 4]]],
  ["x alone, as its own truth", { x: [[1], [2]] }, [[1, 2], [1, 2]]],
  ["xs alone", { xs: [[1]] }, [[1], [1]]],
  ["weights", { x: [[1], [2]], y: [[3], [4]], weight: [5, 6] }, [[1, 2], [3, 4], [5, 6]]],
  ["tensors", { x: tf.tensor2d([[1]]), y: tf.tensor2d([[2]]) }, [[1], [2]]],
])("a batch of %s", async (_, batch, fed) => {
  const source = sourceFrom([batch]);
  const reader = source.read(order());
  const came = (await reader.next())!;
  expect([numbersOf(came), came.size]).toEqual([fed, fed[0].length]);
  const { x, y, weight } = source.unpack(came.inputs as tf.Tensor[]);
  expect([x.length, y.length, weight === undefined]).toEqual([1, 1, fed.length === 2]);
  expect(source.inputCount).toBe(fed.length);
  came.dispose!();
  expect((came.inputs as tf.Tensor[]).map(({ isDisposed }) => isDisposed)).toEqual(fed.map(() => true));
}); // prettier-ignore

test("several inputs and outputs come one after the other, then the weights", async () => {
  const source = sourceFrom(
    [{ x: { in1: [[2]], in0: [[1]] }, y: { out0: [[3]], out2: [[5]], out1: [[4]] }, weight: [6] }],
    {
      expected: expecting(2, 3),
    },
  );
  expect(source.inputCount).toBe(5);
  const { inputs } = (await source.read(order()).next())!;
  expect(source.inputCount).toBe(6);
  expect(numbersOf({ inputs, size: 1 })).toEqual([[1], [2], [3], [4], [5], [6]]);
  const { x, y, weight } = source.unpack(inputs as tf.Tensor[]);
  expect([x, y, [weight!]].map((all) => all.map((each) => each.dataSync()[0]))).toEqual([[1, 2], [3, 4, 5], [6]]); // prettier-ignore
});

test("an epoch is the stream from its beginning, or so many steps that go on", async () => {
  const batches = [0, 1, 2].map(one);
  const all = [0, 1, 2].map((at) => [[at], [10 * at]]);
  const whole = sourceFrom(batches);
  expect([await read(whole), await read(whole, 1), await read(whole, 0, 2)]).toEqual([all, all, [all[2]]]);
  const part = sourceFrom(batches, { steps: 2 });
  expect([await read(part), await read(part, 1), await read(part, 2)]).toEqual([
    [all[0], all[1]],
    [all[2], all[0]],
    [all[1], all[2]], // prettier-ignore
  ]);
  expect([await read(part, 4, 1), await read(part, 0)]).toEqual([[all[0]], [all[0], all[1]]]);
  await part.dispose();
  expect(whole.examples).toBeUndefined();
});

test.each<[string, batches: unknown[], Partial<StreamOptions>, message: string]>([
  ["no batch", [], {}, "a stream must give at least one batch in every epoch, got none in epoch 3; an iterator can be read once: pass a function that returns a new one"],
  ["a number", [5], {}, "a stream must give batches {x, y}, {xs, ys} or [x, y], got 5 as batch 1"],
  ["a record of other names", [{ y: [1] }], {}, "a stream must give batches {x, y}, {xs, ys} or [x, y], got { y: [Array] } as batch 1"],
  ["nothing at all", [one(1), one(2), undefined, one(3)], {}, "a stream must give batches {x, y}, {xs, ys} or [x, y], got undefined as batch 3"],
  ["null", [one(1), null, one(2)], {}, "a stream must give batches {x, y}, {xs, ys} or [x, y], got null as batch 2"],
  ["a text that is empty", [one(1), ""], {}, 'a stream must give batches {x, y}, {xs, ys} or [x, y], got "" as batch 2'],
  ["nothing at all, where steps are counted", [one(1), undefined], { steps: 4 }, "a stream must give batches {x, y}, {xs, ys} or [x, y], got undefined as batch 2"],
  ["another shape", [{ x: [[1, 2]], y: [[1]] }], { expected: expecting(1, 1) }, "x must be [examples, 1], got [1, 2]"],
  ["a number that is none", [{ x: [[NaN]], y: [[1]] }], {}, "x must be finite, got NaN at [0, 0]; remove or fill such values first"],
  ["weights of other rows", [{ x: [[1]], y: [[1]], weight: [1, 2] }], {}, "weight must be [1], one for each example, or [1, 1], one for each position of the output, got [2]"],
])("%s is refused, and frees what came", async (_, batches, options, message) => {
  const { numTensors } = tf.memory();
  await expect(read(sourceFrom(batches, options), 2)).rejects.toThrow(new RangeError(`fit: ${message}`));
  expect(tf.memory().numTensors).toBe(numTensors);
}); // prettier-ignore

test("weights come with every batch, or with none", async () => {
  const weighted = { ...one(1), weight: [1] };
  const refused = (batches: unknown[], got: string) =>
    expect(read(sourceFrom(batches))).rejects.toThrow(
      new RangeError(
        `fit: every batch of a stream must have weights, or none, got ${got}; a weight of 1 changes nothing`,
      ),
    );
  await refused([weighted, one(1)], "a batch without weights after one with");
  await refused([one(1), weighted], "weights after batches without");
  expect(await read(sourceFrom([weighted, weighted]))).toHaveLength(2);
});

test("an iterator is enough for one epoch, or for steps that go on", () => {
  const make = (options: object) => () =>
    new StreamSource([][Symbol.iterator]() as unknown as Stream, {
      ...{ where: "fit", expected: nothing, prefetch: 1, ...options },
    });
  expect(make({})).not.toThrow();
  expect(make({ rounds: 1 })).not.toThrow();
  expect(make({ rounds: 2, steps: 3 })).not.toThrow();
  expect(make({ rounds: 2 })).toThrow(
    new RangeError(
      "fit: a stream for 2 epochs must begin anew in each, got an iterator, which can be read once; pass a function that returns a new one",
    ),
  );
});

const make = (data: unknown, options: Partial<SourceOptions> = {}) =>
  sourceOf(data as FitData, { ...{ where: "fit", expected: nothing, prefetch: 1 }, ...options });

test("data in memory and streams are told apart", async () => {
  const [x, y] = [[[1], [2]], [3, 4]]; // prettier-ignore
  const examples = (data: unknown) => make(data).examples;
  for (const data of [
    { x, y },
    { x },
    [x, y],
    fromArrays({ x, labels: [0, 1] }),
    linearRegression({ count: 2 }),
  ])
    expect(examples(data)).toBe(2);
  const rows = { x, y };
  const asynchronous = { [Symbol.asyncIterator]: () => [rows].values() };
  for (const data of [
    () => [rows],
    [rows],
    [rows, rows],
    [rows, rows, rows],
    new Set([rows]),
    asynchronous,
    tf.data.array([rows]),
  ])
    expect(examples(data)).toBeUndefined();
  await make([rows]).dispose();
});

test.each<[string, data: unknown, options: Partial<SourceOptions>, message: string]>([
  ["a number", 5, {}, "data must be {x, y}, [x, y], a data set, or an iterable of such batches, got 5"],
  ["null", null, {}, "data must be {x, y}, [x, y], a data set, or an iterable of such batches, got null"],
  ["a record", { a: 1 }, {}, "data must be {x, y}, [x, y], a data set, or an iterable of such batches, got {a}"],
  ["no truth of classes", { x: [[1]] }, { expected: expecting(1, 1, true) }, "y must be given: the class of each example"],
  ["nothing", { x: tf.zeros([0, 1]), y: tf.zeros([0, 1]) }, {}, "x must not be empty"],
  ["weights of a stream", () => [one(1)], { sampleWeight: [1] }, "sampleWeight must go with data in memory; let the stream give {x, y, weight}"],
  ["weights of other rows", one(1), { sampleWeight: [1, 2] }, "sampleWeight must be [1], one for each example, or [1, 1], one for each position of the output, got [2]"],
  ["own weights of other rows", { ...one(1), weight: [1, 2] }, {}, "sampleWeight must be [1], one for each example, or [1, 1], one for each position of the output, got [2]"],
  ["uneven rows", { x: [[1]], y: [1, 2] }, {}, "x and y must have equally many examples, got 1 and 2"],
])("%s as data is refused, and leaves nothing behind", (_, data, options, message) => {
  const { numTensors } = tf.memory();
  expect(() => make(data, options)).toThrow(new RangeError(`fit: ${message}`));
  expect(tf.memory().numTensors).toBe(numTensors);
}); // prettier-ignore

test("what is handed in stays its maker's, what is made is freed", async () => {
  const { numTensors } = tf.memory();
  const x = tf.tensor2d([[1], [2]]);
  const source = make({ x, y: [3, 4], weight: [5, 6] });
  const { inputs } = (await source.read(order()).next())!;
  const batch = tf.tidy(() => {
    const rows = source.unpack([tf.tensor1d((inputs[0] as { values: Int32Array }).values)]);
    return [...rows.x, ...rows.y, rows.weight!].map((each) => [...each.dataSync()]);
  });
  expect(batch).toEqual([[1, 2], [3, 4], [5, 6]]); // prettier-ignore
  await source.dispose();
  expect([x.isDisposed, tf.memory().numTensors]).toEqual([false, numTensors + 1]);
  x.dispose();
});
