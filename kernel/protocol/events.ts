import type { Header } from "../jupyter/message.js";

/**
 * What the supervisor and the execution child say to each other.
 *
 * The child's output is read from its file descriptors 1 and 2. Whenever the order of things matters it writes a
 * barrier into both: the supervisor lets neither stream pass until both have reached it. A barrier may carry an
 * event (a line of JSON on descriptor 3), which is then dealt with exactly there.
 */
export const descriptors = { events: 3, commands: 4 } as const;

/** A MIME bundle with its metadata. */
export interface Shown {
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
}

/** An error as Jupyter shows it. */
export interface Failure {
  ename: string;
  evalue: string;
  traceback: string[];
}

/** How a cell ended. */
export type Outcome =
  | { status: "ok"; result?: Shown; userExpressions?: Record<string, unknown>; missing?: string[] }
  | { status: "error"; failure: Failure; missing?: string[] }
  /** Of a cell whose process ended: nothing is left of it, nor of those before. */
  | { status: "error"; failure: Failure; isLost: true }
  /** Of a cell that reached its end, and left an error that nobody caught, which was told as it came. */
  | { status: "error"; failure: Failure; isTold: true; result?: Shown };

/** A message of Jupyter's comm protocol; its buffers are base64. */
export interface CommMessage {
  /** Of a front end's message: its header; of the kernel's: the header of the message that it answers. */
  header?: Header;
  type: "comm_open" | "comm_msg" | "comm_close";
  content: Record<string, unknown>;
  metadata: Record<string, unknown>;
  buffers: string[];
}

/** What the child tells. */
export type ChildEvent =
  | { type: "ready" }
  | { type: "display"; shown: Shown; displayId?: string; update: boolean }
  | { type: "clear"; wait: boolean }
  | { type: "input"; id: number; prompt: string; password: boolean }
  | { type: "late"; failure: Failure }
  | { type: "comm"; message: CommMessage }
  | { type: "described"; id: number; found: Record<string, string> }
  | { type: "done"; cell: number; outcome: Outcome };

/** An event with the barrier to which it belongs. */
export type BarrierEvent = ChildEvent & { barrier: number };

/** A cell made ready for the child, by one of the two converters. */
export type Runnable = CellRunnable | TslabRunnable;

/** A cell as this kernel compiles it: an async function of reference cells. */
export interface CellRunnable {
  mode: "cell";
  code: string;
  /** The source map, or the edits that made the code, as JSON, with the cell's text in it. */
  map: string;
  /** Names whose reference cells the function takes, in order. */
  names: string[];
  /** Those among them that the cell declares. */
  declared: string[];
  /** Shell commands to run first: `%npm`. */
  commands: string[][];
  modules: ModuleOptions;
}

/** What the notebook folder's tsconfig.json says of the modules there. */
export interface ModuleOptions {
  /** The compiler options that matter for emitting. */
  emit: Record<string, unknown>;
  /** Where names of modules lead, as whole paths; `*` stands for any text. */
  paths: Record<string, string[]>;
}

/** A cell as tslab's converter makes it: CommonJS. */
export interface TslabRunnable {
  mode: "tslab";
  code: string;
  /** JavaScript of the notebook's own TypeScript modules. */
  modules: { path: string; code: string }[];
  /** The name under which the code leaves the value of its last expression. */
  lastName?: string;
}

/** What the child is told. */
export type Command =
  /** Cells are told apart by what runs; the label is what readers know them by. */
  | { type: "execute"; cell: number; label: string; runnable: Runnable; silent: boolean }
  | { type: "interrupt"; cell: number; gently?: boolean; request?: number }
  | { type: "comm"; message: CommMessage }
  | { type: "describe"; id: number; path: string[]; names: string[] }
  | { type: "reply"; id: number; value?: string }
  | { type: "preload" };

/** Starts every barrier; the token is the child's own, so that no output is taken for one by accident. */
export function barrierPrefix(token: string): string {
  return `\x1b_tsdescent:${token}:`;
}

/** Ends every barrier. */
export const barrierEnd = "\x1b\\";
