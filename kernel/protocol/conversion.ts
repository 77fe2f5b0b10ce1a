import type { Runnable } from "./runnable.js";

/** A mistake that the compiler found, with the place in the cell (from 0) and a code frame. */
export interface Diagnostic {
  message: string;
  /** What to do about it, in a line of its own. */
  hint?: string;
  line: number;
  column: number;
  /** The other file in which it is, when it is not the cell. */
  file?: string;
  /** The lines around it, underlined. */
  frame: string;
}

/**
 * A cell, converted: ready to run, perhaps with complaints that do not stop it and notes to its reader; or why not. Where
 * the cell begins with programs, they alone are to run, and `rest` is to be converted when they have changed what is there.
 */
export type Conversion =
  | { runnable: Runnable; warnings?: Diagnostic[]; notes?: string[]; rest?: string }
  | { diagnostics: Diagnostic[] };

/** What may stand at the cursor, in UTF-16 units of the code. */
export interface Completions {
  matches: string[];
  start: number;
  end: number;
  /** The kind of each match, in order: function, class, property… */
  kinds: string[];
}

/** Whether code can run as it stands; `indent` is for the next line when not. */
export interface Completeness {
  status: "complete" | "incomplete" | "invalid";
  indent?: string;
}
