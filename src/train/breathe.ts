// Long enough that yielding costs nothing, short enough that a kernel answers at once.
const longestMs = 20;

/** Lets the event loop turn, when it has not for a while: messages, timers and charts get their turn. */
export class Breathing {
  private last = performance.now();

  /** Yields if it is time; otherwise returns undefined, which need not be awaited. */
  breathe(): Promise<void> | undefined {
    if (performance.now() - this.last < longestMs) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        this.last = performance.now();
        resolve();
      }),
    );
  }
}
