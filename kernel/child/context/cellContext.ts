import { promiseHooks } from "node:v8";

/**
 * Knows in which cell the code that runs now was started, through promises and timers.
 *
 * Not AsyncLocalStorage: up to Node 22 it keeps a stack that an interrupt leaves unbalanced, and Node aborts.
 */
let current = 0;
let entered: Int32Array<ArrayBufferLike> = new Int32Array(1);
// Promises come here in the middle of cells, which may have replaced the methods of a Set, and the prototype's own.
const stopped = { __proto__: null } as unknown as Record<number, true | undefined>;

/** Gives what is derived from it the object that it is called with, in place of a new one. */
class Given {
  constructor(object: object) {
    return object;
  }
}

/** Marks promises with their cell where nobody sees it: in a private field, which costs less than a `WeakMap`. */
class Marked extends Given {
  #cell: number;

  constructor(promise: Promise<unknown>, cell: number) {
    super(promise);
    this.#cell = cell;
  }

  static cellOf(promise: object): number {
    return #cell in promise ? promise.#cell : 0;
  }
}

/** The cell that the running code belongs to; 0 when it cannot be told. */
export function currentCell(): number {
  return current;
}

/** The cell in which a promise was made. */
export function cellOfPromise(promise: Promise<unknown>): number {
  return Marked.cellOf(promise);
}

/** Where the cell whose code runs, or ran last, is written down for others. */
export function noteEntered(place: Int32Array<ArrayBufferLike>): void {
  entered = place;
}

/** Runs code as that of a cell; when it throws, the cell stays current until {@link leaveCells}. */
export function runInCell<Result>(cell: number, code: () => Result): Result {
  const outer = current;
  current = cell;
  if (cell !== 0) entered[0] = cell;
  const result = code();
  current = outer;
  return result;
}

/** Belongs to no cell from here: after an error or an interrupt that cut code off. */
export function leaveCells(): void {
  current = 0;
}

/** What a stopped cell started runs no more. */
export function stopCell(cell: number): void {
  stopped[cell] = true;
}

/** Whether the cell was stopped by an interrupt. */
export function isStopped(cell: number): boolean {
  return stopped[cell] === true;
}

/** How many promises may be within each other before what is left of them is dropped. */
const deepest = 1000;

/** Follows promises from here on. */
export function followPromises(): void {
  const outer = new Int32Array(deepest + 2);
  let depth = 0;
  promiseHooks.createHook({
    init: (promise) => {
      if (current !== 0) new Marked(promise, current);
    },
    before: (promise) => {
      outer[depth++] = current;
      current = cellOfPromise(promise);
      if (current !== 0) entered[0] = current;
    },
    after: () => {
      current = depth > 0 ? outer[--depth] : 0;
      // An interrupt can leave entries behind; the depth says nothing once the stack is empty again.
      if (depth > deepest) depth = 0;
    },
  });
}
