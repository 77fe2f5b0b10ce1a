import type { Completeness, Completions, Conversion } from "../../protocol/conversion.js";
import type { RanCell } from "../../protocol/language.js";

/** The language of a notebook, as a session uses it: wherever it runs, whoever dies there is started again. */
export interface Compiler {
  /** Makes it ready; the first call would, too. */
  start(): void;
  convert(code: string): Promise<Conversion>;
  complete(code: string, offset: number): Promise<Completions>;
  inspect(code: string, offset: number, whole: boolean): Promise<string | undefined>;
  completeness(code: string): Promise<Completeness>;
  /** A cell that was converted has run, as far as it came. */
  keep(cell: RanCell): void;
  /** What was asked is not wanted any more. */
  giveUp(): void;
  /** The notebook's state is gone. */
  reset(): void;
  close(): void;
}
