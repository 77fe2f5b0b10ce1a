/** A reader of what an iterator gives, so many items ahead of who reads. */
export interface Prefetched<T> {
  /** The next item; undefined at the end. */
  next(): Promise<T | undefined>;
  /** Ends the iterator, and hands every item that was fetched but not read to `drop`. */
  close(): void;
}

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
  const pull = () => {
    const pulled = last.then(() => iterator.next());
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
    close() {
      for (const item of waiting.splice(0))
        void item.then(
          ({ done, value }) => done || drop(value),
          () => {},
        );
      void last.then(
        () => iterator.return?.(),
        () => {},
      );
    },
  };
}
