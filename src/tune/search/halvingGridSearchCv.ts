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
 * scikit-learn's search of that name does. Few rows are a share of both sides of each fold, so that any folds will do.
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
  const all = candidatesOf(where, grid, estimator);
  return new ParameterSearch(where, estimator, search, async (measure, { y, isClassifier, folds, plan }) => {
    const random = freshRandom(where, search.seed);
    let rivals = all;
    let tried: Candidate[] = [];
    // Folds of one's own may leave rows out.
    const rows = new Set(folds.flatMap(({ train, validation }) => [...train, ...validation])).size;
    const rounds = rowsOfRounds(all.length, rows, factor, leastRows(y, folds.length, isClassifier));
    plan(rounds.reduce((sum, _, round) => sum + rivalsIn(round, all.length, factor), 0));
    for (const count of rounds) {
      const part = (side: readonly number[]) =>
        shareOf(side, count / rows, isClassifier ? y : undefined, random);
      const some = folds.map(({ train, validation }) => ({
        train: part(train),
        validation: part(validation),
      }));
      tried = [];
      for (const params of rivals)
        tried.push(await measure(params, count === rows ? undefined : { folds: some, rows: count }));
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

/** A share of the rows of one side of a fold, in their order: of each class its share, and one at least. */
function shareOf(
  rows: readonly number[],
  share: number,
  classes: Float64Array | undefined,
  random: Random,
): number[] {
  const ofClass = new Map<number, number[]>();
  for (const at of random.permutation(rows.length)) {
    const label = classes?.[rows[at]] ?? 0;
    if (!ofClass.has(label)) ofClass.set(label, []);
    ofClass.get(label)!.push(at);
  }
  const taken = [...ofClass.values()].flatMap((all) =>
    all.slice(0, Math.max(1, Math.round(share * all.length))),
  );
  return taken.sort((a, b) => a - b).map((at) => rows[at]);
}
