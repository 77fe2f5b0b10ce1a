// Long enough that yielding costs nothing, short enough that a kernel answers at once.
const longestMs = 20;

let last = performance.now();

/**
 * Lets the event loop turn, when it has not for a while: messages, timers, interrupts and what other threads have done get
 * their turn. Awaiting promises alone does not turn it: a loop that waits for something outside without this waits for ever.
 *
 * Yields if it is time; otherwise returns undefined, which need not be awaited. The time is one for the whole process, so
 * that many short loops, one after the other, yield as often as a long one.
 *
 * ```ts
 * for (const step of steps) {
 *   take(step);
 *   await breathe();
 * }
 * ```
 */
export function breathe(): Promise<void> | undefined {
  if (performance.now() - last < longestMs) return undefined;
  return new Promise((resolve) =>
    setImmediate(() => {
      last = performance.now();
      resolve();
    }),
  );
}
