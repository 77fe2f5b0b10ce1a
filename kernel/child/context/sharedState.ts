/** What the thread that runs cells and its watchdog both see. */
export interface Shared {
  memory: SharedArrayBuffer;
  /** The main thread's place in V8. */
  isolate: bigint | undefined;
}

/** Makes the memory that {@link sharedState} reads. */
export function sharedMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(28);
}

/**
 * Which cell runs (0 when none does), which one was asked to stop, which one would end by itself when told, the last
 * request to stop that was heard, whether the kernel itself is at work, which nothing may stop, and which turn began last.
 */
export function sharedState(memory: SharedArrayBuffer) {
  const words = new Int32Array(memory);
  return {
    /** Whose code ran last; written at every turn, so by no method. */
    entered: words.subarray(6),
    get running(): number {
      return Atomics.load(words, 0);
    },
    set running(cell: number) {
      Atomics.store(words, 0, cell);
    },
    get interrupted(): number {
      return Atomics.load(words, 1);
    },
    set interrupted(cell: number) {
      Atomics.store(words, 1, cell);
    },
    get listening(): number {
      return Atomics.load(words, 2);
    },
    set listening(cell: number) {
      Atomics.store(words, 2, cell);
    },
    get heard(): number {
      return Atomics.load(words, 3);
    },
    set heard(request: number) {
      Atomics.store(words, 3, request);
    },
    get isBusy(): boolean {
      return Atomics.load(words, 4) === 1;
    },
    set isBusy(busy: boolean) {
      Atomics.store(words, 4, Number(busy));
    },
    get begun(): number {
      return Atomics.load(words, 5);
    },
    set begun(turn: number) {
      Atomics.store(words, 5, turn);
    },
  };
}

/** See {@link sharedState}. */
export type State = ReturnType<typeof sharedState>;
