/** What the thread that runs cells and its watchdog both see. */
export interface Shared {
  memory: SharedArrayBuffer;
  /** The main thread's place in V8. */
  isolate: bigint | undefined;
}

/** Makes the memory that {@link sharedState} reads. */
export function sharedMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(12);
}

/** Which cell runs (0 when none does), which one was asked to stop, and which one would end by itself when told. */
export function sharedState(memory: SharedArrayBuffer) {
  const words = new Int32Array(memory);
  return {
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
  };
}
