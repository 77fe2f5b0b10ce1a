import type { Scorer, ScorerName } from "../../classic/index";
import { OptionError, checkInteger, checkOptions } from "../../core/index";
import { divisionDefaults } from "../../data/division";
import type { DivisionOptions } from "../../data/index";
import type { Fold } from "../../train/index";

/** How every search measures its candidates. */
export interface SearchOptions extends DivisionOptions {
  /** Folds, or the rows of each. Default 5, stratified for a classifier; with `groups` or `time` as `kFold` divides by them. */
  cv?: number | readonly Pick<Fold, "train" | "validation">[];
  /** A name, or a function; higher is better. Default the estimator's own `score`. */
  scoring?: ScorerName | Scorer;
  /** Fits the best candidate on all rows in the end. Default true. */
  refit?: boolean;
  /** Of the folds and of what is drawn. Default: the seed of `setSeed`. */
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
  if (typeof given.cv === "number") checkInteger(where, "cv", given.cv, "[2, ∞)");
  else if (given.cv.length === 0) throw new OptionError({ where, required: "cv must have folds" });
  else if (given.groups || given.time) {
    const required = "groups and time must go with a number of folds";
    throw new OptionError({ where, required, got: "folds of your own" });
  }
  return given;
}
