/** A reader of what an iterator gives, so many items ahead of who reads. */
export interface Prefetched<T> {
  /** The next item; undefined at the end. */
  next(): Promise<T | undefined>;
  /** Waits for what is under way, hands every item that was not read to `drop`, and ends the iterator. */
  close(): Promise<void>;
}

const ended: IteratorResult<never> = { done: true, value: undefined };

/**
 * Reads an iterator ahead, so that the next batches load while a step runs.
 *
 * @param depth items that are under way at once, from 1
 * @param drop frees an item that nobody read
 */
export function prefetch<T>(
  iterator: AsyncIterator<T> | Iterator<T>,
  depth: number,
  drop: (item: T) => void,
): Prefetched<T> {
  const waiting: Promise<IteratorResult<T>>[] = [];
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;
  const pull = () => {
    const pulled = last.then(() => (closed ? ended : iterator.next()));
    last = pulled;
    // An error is reported where the item is read; until then it is not unhandled.
    pulled.catch(() => {});
    waiting.push(pulled);
  };
  return {
    async next() {
      while (waiting.length < depth) pull();
      const { done, value } = await waiting.shift()!;
      if (done) return undefined;
      pull();
      return value;
    },
    async close() {
      closed = true;
      try {
        for (const item of waiting.splice(0)) {
          const { done, value } = await item;
          if (!done) drop(value);
        }
        await iterator.return?.();
      } catch {
        // Nobody waits for these items any more: what went wrong with them is not told.
      }
    },
  };
}
