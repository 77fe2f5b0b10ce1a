import { InterruptedError } from "../core/index";

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

/**
 * As {@link onInterrupt}, for work that gives nothing before its first step.
 *
 * @throws InterruptedError where the interrupt has come already: what has no steps would pass for a result
 */
export function onInterruptOf(where: string, listener: () => void, signal?: AbortSignal): () => void {
  let isTold = false;
  const tell = () => {
    isTold = true;
    listener();
  };
  const stopListening = onInterrupt(tell, signal);
  if (!isTold) return stopListening;
  stopListening();
  const required = "it must begin before it is interrupted, but that had happened already";
  throw new InterruptedError({ where, required, remedy: "run it again for a result" });
}

function subscribeToProcess(listener: () => void): () => void {
  const subscribe = (globalThis as Record<symbol, unknown>)[interruptSymbol] as Subscribe | undefined;
  if (subscribe) return subscribe(listener);
  process.once("SIGINT", listener);
  return () => void process.removeListener("SIGINT", listener);
}
