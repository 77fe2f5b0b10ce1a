import { prefetch } from "../../../src/train/batches/prefetch";

/** What turns of the event loop without timers do. */
const settle = async () => {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
};

/** Gives 0, 1, … up to a length; notes what was asked for, what was dropped, and whether it was ended. */
function watched(length: number, depth: number, failsAt = Infinity) {
  const seen = { asked: 0, dropped: [] as number[], ended: 0 };
  const iterator = {
    next: () => {
      const value = seen.asked++;
      if (value === failsAt) return Promise.reject(new Error("disk gone"));
      return Promise.resolve(value < length ? { done: false, value } : { done: true, value: undefined });
    },
    return: () => Promise.resolve({ done: true, value: seen.ended++ }),
  } as AsyncIterator<number>;
  return { seen, reader: prefetch(iterator, depth, (item) => void seen.dropped.push(item)) };
}

test.each([1, 2, 5])("reads in order to the end, %d items ahead and no more", async (depth) => {
  const { seen, reader } = watched(8, depth);
  await settle();
  expect(seen.asked).toBe(0);
  for (let at = 0; at < 8; at++) {
    expect(await reader.next()).toBe(at);
    await settle();
    expect(seen.asked).toBe(at + 1 + depth);
  }
  expect(await reader.next()).toBeUndefined();
  expect(await reader.next()).toBeUndefined();
});

test("closing drops what was not read, once, ends the iterator, and asks for nothing more", async () => {
  const { seen, reader } = watched(8, 3);
  expect(await reader.next()).toBe(0);
  await settle();
  await reader.close();
  expect(seen).toEqual({ asked: 4, dropped: [1, 2, 3], ended: 1 });
  expect(await reader.next()).toBeUndefined();
  await settle();
  expect(seen.asked).toBe(4);
});

test("closing at the end drops nothing", async () => {
  const { seen, reader } = watched(2, 4);
  expect([await reader.next(), await reader.next(), await reader.next()]).toEqual([0, 1, undefined]);
  await reader.close();
  expect(seen).toMatchObject({ dropped: [], ended: 1 });
});

test("what was asked for while it was closed is not fetched", async () => {
  const { seen, reader } = watched(8, 2);
  const first = reader.next();
  await reader.close();
  expect(await first).toBeUndefined();
  expect(seen).toEqual({ asked: 0, dropped: [], ended: 1 });
});

test("an error comes where its item is read, and closing is silent about it", async () => {
  const { seen, reader } = watched(8, 3, 2);
  expect([await reader.next(), await reader.next()]).toEqual([0, 1]);
  await expect(reader.next()).rejects.toThrow("disk gone");
  const other = watched(8, 3, 2);
  expect(await other.reader.next()).toBe(0);
  await settle();
  await expect(other.reader.close()).resolves.toBeUndefined();
  expect(other.seen.dropped).toEqual([1]);
  expect(seen.dropped).toEqual([]);
});

test("an iterator without a way to end it, and one that is not asynchronous, are read as well", async () => {
  const reader = prefetch([7, 8].values(), 2, () => {});
  expect([await reader.next(), await reader.next(), await reader.next()]).toEqual([7, 8, undefined]);
  const plain = { next: () => ({ done: true as const, value: undefined }) };
  await expect(prefetch(plain, 2, () => {}).close()).resolves.toBeUndefined();
});
