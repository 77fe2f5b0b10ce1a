type Subscribe = (listener: () => void) => () => void;

/** Where a kernel offers to tell a running cell that it is interrupted. */
const interruptSymbol = Symbol.for("Jupyter.interrupt");

/**
 * Calls back on an interrupt: the kernel's, Ctrl-C where there is no kernel, or an AbortSignal.
 *
 * A second Ctrl-C ends the process as usual.
 *
 * @returns a function that stops listening
 */
export function onInterrupt(listener: () => void, signal?: AbortSignal): () => void {
  const unsubscribe = subscribeToProcess(listener);
  if (signal?.aborted) listener();
  signal?.addEventListener("abort", listener, { once: true });
  return () => {
    unsubscribe();
    signal?.removeEventListener("abort", listener);
  };
}

function subscribeToProcess(listener: () => void): () => void {
  const subscribe = (globalThis as Record<symbol, unknown>)[interruptSymbol] as Subscribe | undefined;
  if (subscribe) return subscribe(listener);
  process.once("SIGINT", listener);
  return () => void process.removeListener("SIGINT", listener);
}
