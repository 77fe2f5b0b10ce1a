import type { Predictor } from "../../classic/index";
import { checkInteger } from "../../core/index";
import { meanOf } from "../../math/index";
import { random } from "../samplers/random";
import type { Sampler } from "../sampler";
import { categorical, checkSpace, type Distribution, type Space, type Value } from "../space/space";
import { createStudy } from "../study";
import type { Candidate } from "./cvResults";
import { combinationsOf, distinct } from "./distinct";
import { checkParams, checkSearchOptions, type SearchOptions } from "./options";
import { ParameterSearch } from "./parameterSearch";

/** Options of {@link RandomizedSearchCV}. */
export interface RandomizedSearchOptions extends SearchOptions {
  /** Candidates, no two alike where the values can be counted; no more than there are. Default 10. */
  nIter?: number;
}

/** What each parameter is drawn from: `float(…)`, `int(…)`, `categorical(…)`, or a list of values. */
export type ParamDistributions = Record<string, Distribution | readonly Value[]>;

/**
 * Tries parameters drawn by chance with cross-validation, as scikit-learn's search of that name does. Of values that can be
 * counted (lists, whole numbers, steps) no combination is drawn twice.
 *
 * ```ts
 * await RandomizedSearchCV(SVC(), { C: float(0.01, 100, { log: true }), kernel: ["linear", "rbf"] }, { nIter: 20 }).fit(x, y);
 * ```
 */
export function RandomizedSearchCV<E extends Predictor>(
  estimator: E,
  distributions: ParamDistributions,
  options?: RandomizedSearchOptions,
): ParameterSearch<E> {
  return sampledSearch("RandomizedSearchCV", estimator, distributions, random(), options, 10);
}

/** A search whose candidates a sampler chooses. */
export function sampledSearch<E extends Predictor>(
  where: string,
  estimator: E,
  distributions: ParamDistributions,
  sampler: Sampler,
  options: RandomizedSearchOptions | undefined,
  candidates: number,
): ParameterSearch<E> {
  const chosen = checkSearchOptions(where, options, { nIter: candidates });
  checkInteger(where, "nIter", chosen.nIter, "[1, ∞)");
  ParameterSearch.checkEstimator(where, estimator);
  checkParams(where, "distributions", distributions);
  const space = checkSpace(where, spaceOf(distributions));
  ParameterSearch.checkNames(where, estimator, Object.keys(space));
  const { nIter, ...search } = chosen;
  const combinations = combinationsOf(space);
  return new ParameterSearch(where, estimator, search, async (measure, { plan }) => {
    const count = Math.min(nIter, combinations);
    if (count < nIter) sayFewer(where, nIter, count);
    plan(count);
    const drawing = combinations < Infinity ? distinct(sampler) : sampler;
    const study = createStudy({ space, sampler: drawing, seed: chosen.seed, direction: "maximize" });
    const tried: Candidate[] = [];
    for (let at = 0; at < count; at++) {
      const trial = study.ask();
      const candidate = await measure({ ...trial.params });
      study.tell(trial, meanOf(candidate.scores));
      tried.push(candidate);
    }
    return tried;
  });
}

function sayFewer(where: string, nIter: number, count: number): void {
  const those =
    count === 1
      ? "there is only 1 combination, which is tried"
      : `there are only ${count} combinations, which are all tried`;
  console.warn(`${where}: nIter is ${nIter}, but ${those}`);
}

function spaceOf(distributions: ParamDistributions): Space {
  const entries = Object.entries(distributions);
  return Object.fromEntries(
    entries.map(([name, of]) => [
      name,
      Array.isArray(of) ? categorical(of as readonly Value[]) : (of as Distribution),
    ]),
  );
}
