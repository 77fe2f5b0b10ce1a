import { InterruptedError, OptionError, shown } from "../../core/index";

/** What a fit that fails is scored with, or "throw". */
export type ErrorScore = number | "throw";

/** Checks the option, which is NaN unless told. */
export function checkErrorScore(where: string, score: ErrorScore): ErrorScore {
  if (typeof score === "number" || score === "throw") return score;
  const required = 'errorScore must be a number, NaN, or "throw"';
  throw new OptionError({ where, required, got: shown(score) });
}

/** What a fit that failed counts as, which is said; what is to be thrown is thrown, and an interrupt always. */
export function scoreOfError(where: string, what: string, error: unknown, score: ErrorScore): number {
  if (score === "throw" || error instanceof InterruptedError) throw error;
  const text = error instanceof Error ? error.message : String(error);
  console.warn(`${where}: ${what} could not be fitted and scored (${text}); it counts as ${score}`);
  return score;
}
