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
 * scikit-learn's search of that name does. Few rows are a share of both sides of each fold, so that any folds will do; with
 * `groups` they are whole groups.
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
        shareOf(
          side,
          { share: count / rows, classes: isClassifier ? y : undefined, groups: search.groups },
          random,
        );
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

/** How rows are drawn: of each class its share, or whole groups. */
interface Drawing {
  share: number;
  classes: Float64Array | undefined;
  groups: ArrayLike<unknown> | undefined;
}

/** A share of the rows of one side of a fold, in their order, in which each class is. */
function shareOf(rows: readonly number[], { share, classes, groups }: Drawing, random: Random): number[] {
  const classOf = (row: number) => classes?.[row] ?? 0;
  const drawn = random.permutation(rows.length).map((at) => rows[at]);
  // One row of numbers does not vary, so that nothing is told by how well it is explained.
  const least = classes ? 1 : 2;
  const taken = groups
    ? wholeGroups(
        gathered(drawn, (row) => groups[row]),
        Math.max(least, share * rows.length),
        classOf,
      )
    : gathered(drawn, classOf).flatMap((all) =>
        all.slice(0, Math.max(least, Math.round(share * all.length))),
      );
  return taken.sort((a, b) => a - b);
}

/** Groups in their order until there are so many rows, and after that those with a class that is not there yet. */
function wholeGroups(groups: readonly number[][], count: number, classOf: (row: number) => number): number[] {
  const taken: number[] = [];
  const seen = new Set<number>();
  for (const rows of groups) {
    if (taken.length >= count && rows.every((row) => seen.has(classOf(row)))) continue;
    taken.push(...rows);
    for (const row of rows) seen.add(classOf(row));
  }
  return taken;
}

/** Rows by what they have in common, in the order in which each comes first. */
function gathered(rows: readonly number[], of: (row: number) => unknown): number[][] {
  const byKey = new Map<unknown, number[]>();
  for (const row of rows) {
    const key = of(row);
    byKey.set(key, [...(byKey.get(key) ?? []), row]);
  }
  return [...byKey.values()];
}
