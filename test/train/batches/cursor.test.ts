import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { isUsedUp, iteratorOf, StreamCursor, type Stream } from "../../../src/train/batches/cursor";

/** Batches whose only number is their place; counts the rounds that were begun. */
function numbered(length: number) {
  const rounds = { begun: 0 };
  function* batches() {
    rounds.begun++;
    for (let at = 0; at < length; at++) yield { x: tf.tensor1d([at]) };
  }
  return { rounds, batches };
}

const cursorOf = (stream: Stream, depth = 1) => new StreamCursor(stream, { where: "fit", depth });

async function numbersOf(cursor: StreamCursor, count: number, next: "next" | "nextOfRound" = "next") {
  const numbers: (number | undefined)[] = [];
  for (let read = 0; read < count; read++) {
    const batch = (await cursor[next]()) as { x: tf.Tensor } | undefined;
    numbers.push(batch?.x.dataSync()[0]);
    tf.dispose(batch as never);
  }
  return numbers;
}

test("reads round after round, or one round to its end", async () => {
  const { batches, rounds } = numbered(3);
  expect(await numbersOf(cursorOf(batches), 7)).toEqual([0, 1, 2, 0, 1, 2, 0]);
  expect(rounds.begun).toBe(3);
  const cursor = cursorOf(batches);
  expect(await numbersOf(cursor, 4, "nextOfRound")).toEqual([0, 1, 2, undefined]);
  // The end of a round is no batch: it stands behind the last, and reads nothing anew to get there.
  await cursor.goTo(3);
  expect(rounds.begun).toBe(4);
});

test.each([0, 1, 2, 3, 4, 7, 300])(
  "goes to place %d and on from there, and leaves no tensor behind",
  async (place) => {
    const { batches, rounds } = numbered(3);
    const { numTensors } = tf.memory();
    const cursor = cursorOf(batches, 2);
    await cursor.goTo(place);
    expect(await numbersOf(cursor, 2)).toEqual([place % 3, (place + 1) % 3]);
    // A round that was seen tells of all others like it.
    expect(rounds.begun).toBeLessThanOrEqual(3);
    await cursor.close();
    expect(tf.memory().numTensors).toBe(numTensors);
  },
);

test("goes on from where it is without reading anew, and back by beginning anew", async () => {
  const { batches, rounds } = numbered(5);
  const cursor = cursorOf(batches);
  expect(await numbersOf(cursor, 2)).toEqual([0, 1]);
  await cursor.goTo(2);
  await cursor.goTo(3);
  expect(await numbersOf(cursor, 1)).toEqual([3]);
  expect(rounds.begun).toBe(1);
  await cursor.goTo(1);
  expect(await numbersOf(cursor, 2)).toEqual([1, 2]);
  expect(rounds.begun).toBe(2);
  await cursor.close();
  expect(await numbersOf(cursor, 1)).toEqual([0]);
  await cursor.close();
});

test("counts what was read within a round, too", async () => {
  const { batches } = numbered(4);
  const cursor = cursorOf(batches);
  expect(await numbersOf(cursor, 2, "nextOfRound")).toEqual([0, 1]);
  await cursor.goTo(3);
  expect(await numbersOf(cursor, 1, "nextOfRound")).toEqual([3]);
  await cursor.close();
});

const ended = (after: number) =>
  new RangeError(
    `fit: a stream must give batches in every epoch, got an end after ${after}; ` +
      "an iterator can be read once: pass a function that returns a new one",
  );

test("says where a stream ended that gives nothing more", async () => {
  const { batches } = numbered(2);
  const used = cursorOf(batches());
  expect(await numbersOf(used, 2)).toEqual([0, 1]);
  await expect(used.next()).rejects.toThrow(ended(2));
  await expect(cursorOf(numbered(0).batches).next()).rejects.toThrow(ended(0));
  const one = batches();
  const same = cursorOf(() => one);
  expect(await numbersOf(same, 2)).toEqual([0, 1]);
  await expect(same.next()).rejects.toThrow(ended(2));
  let rounds = 0;
  const dwindling = cursorOf(() => (rounds++ ? [] : [{ x: [1] }]));
  await dwindling.next();
  await expect(dwindling.next()).rejects.toThrow(ended(1));
  await dwindling.close();
  await expect(dwindling.next()).rejects.toThrow(ended(0));
});

test("a stream is an iterable, an asynchronous one, a data set of TensorFlow.js, or a function of these", async () => {
  const batch = { x: [1] };
  const iterable = [batch];
  const asynchronous = {
    async *[Symbol.asyncIterator]() {
      yield* await Promise.resolve(iterable);
    },
  };
  const first = async (stream: Stream) => (await (await iteratorOf(stream)).next()).value as unknown;
  for (const stream of [iterable, asynchronous, () => iterable, () => asynchronous])
    expect(await first(stream)).toEqual(batch);
  const numbers = tf.data.array([{ x: 3 }]) as unknown as Stream;
  expect(await first(numbers)).toEqual({ x: 3 });
});

test("only what is an iterator itself is used up once it was read", () => {
  const { batches } = numbered(1);
  expect([batches(), batches, [], new Set([])].map((stream) => isUsedUp(stream as Stream))).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
