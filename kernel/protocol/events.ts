import type { CommMessage } from "./comms.js";
import type { Failure, Shown } from "./outcome.js";
import type { Runnable } from "./runnable.js";

/**
 * What the session and the execution child say to each other.
 *
 * The child's output is read from its file descriptors 1 and 2. Whenever the order of things matters it writes a
 * barrier into both: the session lets neither stream pass until both have reached it. A barrier may carry an
 * event (a line of JSON on descriptor 3), which is then dealt with exactly there.
 */
export const descriptors = { events: 3, commands: 4 } as const;

/** The two streams a cell writes. */
export type StreamName = "stdout" | "stderr";

/** How a cell ended in the child; what a reader is shown of a cell that was stopped, the session says. */
export type Ending =
  | { status: "ok"; result?: Shown }
  | { status: "error"; failure: Failure; missing: string[] }
  | { status: "stopped"; missing: string[] }
  /** At its end, with an error that nobody caught, which was shown as it came. */
  | { status: "error"; failure: Failure; isShown: true; result?: Shown };

/** What the child reports. */
export type ChildEvent =
  | { type: "display"; shown: Shown; displayId?: string; update: boolean }
  | { type: "clear"; wait: boolean }
  | { type: "input"; id: number; prompt: string; password: boolean }
  | { type: "late"; failure: Failure }
  | { type: "comm"; message: CommMessage }
  | { type: "described"; id: number; found: Record<string, string> }
  | { type: "done"; cell: number; ending: Ending };

/** An event with the barrier to which it belongs. */
export type BarrierEvent = ChildEvent & { barrier: number };

/** What the child is asked to do. */
export type Command =
  /**
   * Cells are told apart by what runs; the label is what readers know them by. The turn, which the child's watchdog
   * counts, tells what runs apart from what else runs of the same cell.
   */
  | { type: "execute"; cell: number; turn?: number; label: string; runnable: Runnable; silent: boolean }
  /** What a cell has left behind, where that was cut off, runs no more. */
  | { type: "interrupt"; cell: number; gently?: boolean; request?: number; left?: number }
  | { type: "comm"; message: CommMessage }
  | { type: "describe"; id: number; path: string[]; names: string[] }
  | { type: "reply"; id: number; value?: string }
  | { type: "preload" };

/** What is to run. */
export type Execute = Omit<Extract<Command, { type: "execute" }>, "type">;

/** Starts every barrier; the token is the child's own, so that no output is taken for one by accident. */
export function barrierPrefix(token: string): string {
  return `\x1b_tsdescent:${token}:`;
}

/** Ends every barrier. */
export const barrierEnd = "\x1b\\";
