import type { Predictor } from "../../classic/index";
import { checkInteger, freshRandom, type Random } from "../../core/index";
import { scoreOf, type Candidate } from "./cvResults";
import { candidatesOf, type ParamGrid } from "./gridSearchCv";
import { checkSearchOptions, type SearchOptions } from "./options";
import { ParameterSearch } from "./parameterSearch";

/** Options of {@link HalvingGridSearchCV}. */
export interface HalvingSearchOptions extends SearchOptions {
  /** One in so many candidates goes on to the next round, which has so many times the rows. Default 3. */
  factor?: number;
}

/**
 * Tries every combination on few rows, the best third of them on three times as many, and so on up to all rows, as
 * scikit-learn's search of that name does.
 *
 * ```ts
 * await HalvingGridSearchCV(SVC(), { C: [0.01, 0.1, 1, 10, 100], gamma: [0.001, 0.01, 0.1] }).fit(x, y);
 * ```
 */
export function HalvingGridSearchCV<E extends Predictor>(
  estimator: E,
  grid: ParamGrid | readonly ParamGrid[],
  options?: HalvingSearchOptions,
): ParameterSearch<E> {
  const where = "HalvingGridSearchCV";
  const { factor, ...search } = checkSearchOptions(where, options, { factor: 3 });
  checkInteger(where, "factor", factor, "[2, ∞)");
  const all = candidatesOf(where, grid);
  return new ParameterSearch(where, estimator, search, async (measure, { y, isClassifier, plan }) => {
    const folds = typeof search.cv === "number" ? search.cv : search.cv.length;
    const random = freshRandom(where, search.seed);
    let rivals = all;
    let tried: Candidate[] = [];
    const rounds = rowsOfRounds(all.length, y.length, factor, leastRows(y, folds, isClassifier));
    plan(rounds.reduce((sum, _, round) => sum + rivalsIn(round, all.length, factor), 0));
    for (const count of rounds) {
      const some = count === y.length ? undefined : someRows(y, count, isClassifier, random);
      const rows = search.time ? some?.sort((a, b) => a - b) : some;
      tried = [];
      for (const params of rivals) tried.push(await measure(params, rows));
      const byScore = [...tried].sort((a, b) => scoreOf(b) - scoreOf(a) || 0);
      rivals = byScore.slice(0, Math.ceil(rivals.length / factor)).map(({ params }) => params);
    }
    return tried;
  });
}

/** Candidates of a round. */
function rivalsIn(round: number, candidates: number, factor: number): number {
  return round === 0 ? candidates : Math.ceil(rivalsIn(round - 1, candidates, factor) / factor);
}

/** Rows of each round: the last one has all, and as many come before it as candidates and rows allow. */
function rowsOfRounds(candidates: number, rows: number, factor: number, least: number): number[] {
  const wanted = Math.ceil(Math.log(candidates) / Math.log(factor) - 1e-9);
  const possible = Math.floor(Math.log(Math.max(1, rows / least)) / Math.log(factor) + 1e-9);
  const rounds = Math.min(wanted, possible);
  return Array.from({ length: rounds + 1 }, (_, round) => Math.floor(rows / factor ** (rounds - round)));
}

/** Two rows of each class in each fold, as scikit-learn asks. */
function leastRows(y: Float64Array, folds: number, isClassifier: boolean): number {
  return 2 * folds * (isClassifier ? new Set(y).size : 1);
}

/** So many rows, of each class its share. */
function someRows(y: Float64Array, count: number, isClassifier: boolean, random: Random): number[] {
  const order = random.permutation(y.length);
  if (isClassifier) order.sort((a, b) => y[a] - y[b]);
  // Evenly through the rows sorted by class: each class gets its share, rounded.
  return Array.from({ length: count }, (_, at) => order[Math.floor(((at + 0.5) * y.length) / count)]);
}
