import type { Runnable } from "./events.js";

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

/** A cell that has run, as a converter that is started anew must know of it. */
export interface RanCell {
  code: string;
  /** Names that it declares and never reached. */
  missing: string[];
}

type Later<Value> = Value | Promise<Value>;

/** Turns cells into something that runs, and knows what names mean. One notebook's state each. */
export interface Converter {
  convert(code: string): Later<Conversion>;
  /** The cell that was converted last has run; `missing` are names it declares and never reached. */
  keep(missing: string[]): Later<void>;
  complete(code: string, position: number): Later<Completions>;
  /** Type and documentation of what is at the position, as Markdown; of the `whole` of it, the declaration too. */
  inspect(code: string, position: number, whole: boolean): Later<string | undefined>;
  completeness(code: string): Later<Completeness>;
  /** Forgets every cell. */
  reset(): Later<void>;
  /** Takes over what an earlier converter of the notebook knew. */
  recall(cells: RanCell[]): Later<void>;
}
