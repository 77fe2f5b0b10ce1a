import type { Completeness, Completions, Conversion } from "./conversion.js";

/** A cell that has run, as a compiler that is started anew must know of it. */
export interface RanCell {
  code: string;
  /** Names that it declares and never reached. */
  missing: string[];
}

type Later<Value> = Value | Promise<Value>;

/** Turns cells into something that runs, and knows what names mean. One notebook's state each. */
export interface Language {
  convert(code: string): Later<Conversion>;
  /** The cell that was converted last has run; `missing` are names it declares and never reached. */
  keep(missing: string[]): Later<void>;
  complete(code: string, offset: number): Later<Completions>;
  /** Type and documentation of what is at the offset, as Markdown; of the `whole` of it, the declaration too. */
  inspect(code: string, offset: number, whole: boolean): Later<string | undefined>;
  completeness(code: string): Later<Completeness>;
  /** Forgets every cell. */
  reset(): Later<void>;
  /** Takes over what an earlier one knew of the notebook. */
  recall(cells: RanCell[]): Later<void>;
}
