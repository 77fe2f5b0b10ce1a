import type { Predictor } from "../../classic/index";
import { checkObject } from "../../core/index";
import type { Sampler } from "../sampler";
import { gp } from "../samplers/gp";
import type { ParameterSearch } from "./parameterSearch";
import { sampledSearch, type ParamDistributions, type RandomizedSearchOptions } from "./randomizedSearchCv";

/** Options of {@link BayesSearchCV}. */
export interface BayesSearchOptions extends RandomizedSearchOptions {
  /** Candidates, no two alike where the values can be counted; no more than there are. Default 50. */
  nIter?: number;
  /** Chooses them. Default `gp()`. */
  sampler?: Sampler;
}

/**
 * Tries parameters that a Gaussian process expects to be good, as scikit-optimize's search of that name does.
 *
 * ```ts
 * await BayesSearchCV(SVC(), { C: float(1e-3, 1e3, { log: true }), gamma: float(1e-4, 1, { log: true }) }, { nIter: 30 }).fit(x, y);
 * ```
 */
export function BayesSearchCV<E extends Predictor>(
  estimator: E,
  distributions: ParamDistributions,
  options?: BayesSearchOptions,
): ParameterSearch<E> {
  checkObject("BayesSearchCV", options, ["sampler", "nIter"]);
  const { sampler = gp(), ...rest } = options ?? {};
  return sampledSearch("BayesSearchCV", estimator, distributions, sampler, rest, 50);
}
