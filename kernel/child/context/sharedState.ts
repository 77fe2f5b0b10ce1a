/** What the thread that runs cells and its watchdog both see. */
export interface Shared {
  memory: SharedArrayBuffer;
  /** The main thread's place in V8. */
  isolate: bigint | undefined;
}

/** Makes the memory that {@link sharedState} reads. */
export function sharedMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(32);
}

// Kept, as the state is asked for while a cell's may be in their place.
const { load, store } = Atomics;

/**
 * Which cell runs (0 when none does), which one was asked to stop, which one would end by itself when told, the last
 * request to stop that was heard, whether the kernel itself is at work, which nothing may stop, and which turn began last.
 */
export function sharedState(memory: SharedArrayBuffer) {
  const words = new Int32Array(memory);
  return {
    /** Whose code ran last; written at every turn, so by no method. */
    entered: words.subarray(6, 7),
    get running(): number {
      return load(words, 0);
    },
    set running(cell: number) {
      store(words, 0, cell);
    },
    get interrupted(): number {
      return load(words, 1);
    },
    set interrupted(cell: number) {
      store(words, 1, cell);
    },
    get listening(): number {
      return load(words, 2);
    },
    set listening(cell: number) {
      store(words, 2, cell);
    },
    get heard(): number {
      return load(words, 3);
    },
    set heard(request: number) {
      store(words, 3, request);
    },
    get isBusy(): boolean {
      return load(words, 4) === 1;
    },
    set isBusy(busy: boolean) {
      store(words, 4, busy ? 1 : 0);
    },
    /** Whether the cell waits for a program, in code of Node's that does not survive being stopped. */
    get isInProgram(): boolean {
      return load(words, 7) === 1;
    },
    set isInProgram(isIn: boolean) {
      store(words, 7, isIn ? 1 : 0);
    },
    get begun(): number {
      return load(words, 5);
    },
    set begun(turn: number) {
      store(words, 5, turn);
    },
  };
}

/** See {@link sharedState}. */
export type State = ReturnType<typeof sharedState>;
