import type { Predictor } from "../../classic/index";
import { OptionError } from "../../core/index";
import { countOf, pointAt } from "../samplers/grid";
import type { Candidate } from "./cvResults";
import { checkParams, checkSearchOptions, type SearchOptions } from "./options";
import { ParameterSearch } from "./parameterSearch";

/** The values of each parameter: `{ svc__C: [1, 10], svc__kernel: ["linear", "rbf"] }`. */
export type ParamGrid = Record<string, readonly unknown[]>;

/**
 * Tries every combination of parameters with cross-validation, as scikit-learn's search of that name does.
 *
 * ```ts
 * const search = await GridSearchCV(SVC(), { C: [0.1, 1, 10], kernel: ["linear", "rbf"] }).fit(x, y);
 * search.bestParams; // { C: 1, kernel: "rbf" }
 * ```
 *
 * @param grid values of each parameter, or several such grids
 * @throws OptionError `GridSearchCV: C must have values`
 */
export function GridSearchCV<E extends Predictor>(
  estimator: E,
  grid: ParamGrid | readonly ParamGrid[],
  options?: SearchOptions,
): ParameterSearch<E> {
  const where = "GridSearchCV";
  const chosen = checkSearchOptions(where, options, {});
  const all = candidatesOf(where, grid, estimator);
  return new ParameterSearch(where, estimator, chosen, async (measure, { plan }) => {
    plan(all.length);
    const tried: Candidate[] = [];
    for (const params of all) tried.push(await measure(params));
    return tried;
  });
}

/** Every combination, the last parameter changing fastest. */
export function candidatesOf(
  where: string,
  grid: ParamGrid | readonly ParamGrid[],
  estimator: Predictor,
): Record<string, unknown>[] {
  const grids = Array.isArray(grid) ? (grid as readonly ParamGrid[]) : [grid as ParamGrid];
  ParameterSearch.checkEstimator(where, estimator);
  return grids.flatMap((each) => {
    checkParams(where, "grid", each);
    const sides = Object.entries(each);
    if (sides.length === 0) throw new OptionError({ where, required: "the grid must not be empty" });
    ParameterSearch.checkNames(where, estimator, Object.keys(each));
    for (const [name, values] of sides)
      if (!Array.isArray(values) || values.length === 0)
        throw new OptionError({ where, required: `${name} must have values` });
    return Array.from({ length: countOf(Object.values(each)) }, (_, index) => pointAt(each, index));
  });
}
