import { createRequire } from "node:module";
import type Koffi from "koffi";

/** What V8 offers to stop a thread's JavaScript from another thread. */
export interface Terminator {
  /** Stops the JavaScript that runs, or that runs next. */
  terminate(): void;
  /** Whether it is being stopped right now: below a microtask V8 goes on stopping everything until told. */
  isTerminating(): boolean;
  /** Lets JavaScript run again. */
  cancel(): void;
}

/** Functions of `v8::Isolate`, as compilers on Unix name them. */
const names = {
  current: "_ZN2v87Isolate10GetCurrentEv",
  terminate: "_ZN2v87Isolate18TerminateExecutionEv",
  isTerminating: "_ZN2v87Isolate22IsExecutionTerminatingEv",
  cancel: "_ZN2v87Isolate24CancelTerminateExecutionEv",
};

/** Where V8 keeps the thread that calls this; undefined where its functions cannot be reached, as on Windows. */
export function thisIsolate(): bigint | undefined {
  try {
    const koffi = loadKoffi();
    return koffi.address(koffi.load(null).func(`void *${names.current}()`)());
  } catch {
    return undefined;
  }
}

/**
 * Stops the thread with this isolate. The inspector can do so too, but loses the request while a long text is
 * parsed as JSON, and cannot be told to forget it.
 */
export function terminatorOf(isolate: bigint): Terminator {
  const node = loadKoffi().load(null);
  const terminate = node.func(`void ${names.terminate}(uint64_t isolate)`);
  const isTerminating = node.func(`bool ${names.isTerminating}(uint64_t isolate)`);
  const cancel = node.func(`void ${names.cancel}(uint64_t isolate)`);
  return {
    terminate: () => void terminate(isolate),
    isTerminating: () => isTerminating(isolate) as boolean,
    cancel: () => void cancel(isolate),
  };
}

function loadKoffi(): typeof Koffi {
  return createRequire(__filename)("koffi") as typeof Koffi;
}
