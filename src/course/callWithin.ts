import { createContext, Script } from "node:vm";

/** How a call to a student's function ended. */
export type Outcome =
  | { kind: "value"; value: unknown }
  | { kind: "error"; error: unknown }
  | { kind: "timeout"; timeLimitMs: number };

// Node's only way to stop a synchronous loop from the same thread is a script with a time limit; the limit also covers
// functions of the notebook which that script calls.
const context = createContext({ call: undefined as undefined | (() => unknown) });
const script = new Script("call()");

/**
 * Calls a function that may throw or never end; a loop without end is stopped after `timeLimitMs`.
 *
 * ```ts
 * callWithin(2000, () => 1 + 1); // { kind: "value", value: 2 }
 * ```
 */
export function callWithin(timeLimitMs: number, call: () => unknown): Outcome {
  try {
    context.call = call;
    return { kind: "value", value: script.runInContext(context, { timeout: timeLimitMs }) };
  } catch (error) {
    if (isTimeout(error)) return { kind: "timeout", timeLimitMs };
    return { kind: "error", error };
  } finally {
    context.call = undefined;
  }
}

function isTimeout(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | null)?.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}
