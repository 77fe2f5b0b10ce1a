/**
 * Something that is done either before it returns or while the event loop goes on, written once: it yields what may have
 * to be waited for.
 */
export type Walk<T> = Generator<unknown, T, unknown>;

/** A value within a walk, waited for where it is a promise. */
export function* waited<T>(value: T | Promise<T>): Walk<T> {
  return (yield value) as T;
}

/** Walks to the end before it returns; nothing within may be a promise. */
export function atOnce<T>(walk: Walk<T>): T {
  let next = walk.next();
  while (!next.done) next = walk.next(next.value);
  return next.value;
}

/** Walks to the end, and awaits what comes on the way. */
export async function inTime<T>(walk: Walk<T>): Promise<T> {
  let next = walk.next();
  while (!next.done) {
    let value: unknown;
    try {
      value = await next.value;
    } catch (error) {
      next = walk.throw(error);
      continue;
    }
    next = walk.next(value);
  }
  return next.value;
}
