import type { Scorer, ScorerName } from "../../classic/index";
import { OptionError, checkInteger, checkOptions, shown } from "../../core/index";
import { divisionDefaults } from "../../data/division";
import type { DivisionOptions } from "../../data/index";
import type { ErrorScore, Fold } from "../../train/index";
import { checkErrorScore } from "../../train/validate/attempts";

/** How every search measures its candidates. */
export interface SearchOptions extends DivisionOptions {
  /** Folds, or the rows of each. Default 5, stratified for a classifier; with `groups` or `time` as `kFold` divides by them. */
  cv?: number | readonly Pick<Fold, "train" | "validation">[];
  /** A name, or a function; higher is better. Default the estimator's own `score`. */
  scoring?: ScorerName | Scorer;
  /**
   * The score of a candidate on a fold where it cannot be fitted or scored, which is said; "throw" ends the search with the
   * error. What was found out before is kept either way. Default NaN, which ranks last.
   */
  errorScore?: ErrorScore;
  /** Fits the best candidate on all rows in the end. Default true. */
  refit?: boolean;
  /** Decides the folds and what is drawn. Default: the seed of `setSeed`. */
  seed?: number;
  /** Shows how many candidates are done, and the best score so far. Default true. */
  progress?: boolean;
  /** Ends the search as an interrupt does. */
  signal?: AbortSignal;
}

/** The options that all searches share, with their defaults. */
export const searchDefaults = {
  cv: 5 as NonNullable<SearchOptions["cv"]>,
  scoring: undefined as SearchOptions["scoring"],
  errorScore: NaN as ErrorScore,
  refit: true,
  seed: undefined as number | undefined,
  progress: true,
  signal: undefined as AbortSignal | undefined,
  ...divisionDefaults,
};

/** Options after their checks, with those that a search adds. */
export function checkSearchOptions<T extends object>(
  where: string,
  options: Partial<typeof searchDefaults & T> | undefined,
  more: T,
): typeof searchDefaults & T {
  const given = checkOptions(where, options, { ...searchDefaults, ...more });
  checkErrorScore(where, given.errorScore);
  if (typeof given.cv === "number") checkInteger(where, "cv", given.cv, "[2, ∞)");
  else checkFolds(where, given.cv);
  if (typeof given.cv !== "number" && (given.groups || given.time)) {
    const required = "groups and time must go with a number of folds";
    throw new OptionError({ where, required, got: "folds of your own" });
  }
  return given;
}

function checkFolds(where: string, cv: unknown): void {
  if (Array.isArray(cv) && cv.length === 0) throw new OptionError({ where, required: "cv must have folds" });
  const isFold = (fold: Partial<Fold> | null) => isRows(fold?.train) && isRows(fold?.validation);
  if (Array.isArray(cv) && cv.every(isFold)) return;
  const required = "cv must be a number of folds, or an array of {train, validation} with rows in each";
  throw new OptionError({ where, required, got: shown(cv) });
}

function isRows(part: unknown): boolean {
  return (Array.isArray(part) || ArrayBuffer.isView(part)) && (part as ArrayLike<unknown>).length > 0;
}

/** Checks that what is tried is given by the parameters' names. */
export function checkParams(where: string, name: string, params: unknown): void {
  if (typeof params === "object" && params !== null && !Array.isArray(params) && !ArrayBuffer.isView(params))
    return;
  const required = `${name} must be an object of parameters and what is tried of each`;
  throw new OptionError({ where, required, got: shown(params), remedy: "for example { alpha: [1, 10] }" });
}
