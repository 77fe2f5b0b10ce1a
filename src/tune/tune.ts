import { checkOptions } from "../core/index";
import { optimizeDefaults, type OptimizeOptions } from "./drive";
import type { Params, ParamsOf, Space } from "./space/space";
import { createStudy, type Study } from "./study";
import { studyDefaults, type StudyOptions } from "./studyOptions";
import type { Objective } from "./trial";

/** How {@link tune} searches: the options of `createStudy` and of `Study.optimize`. */
export interface TuneOptions<S extends Space = Space> extends StudyOptions<S>, OptimizeOptions {}

type Tried<S> = Space extends S ? Params : ParamsOf<S>;

/**
 * Searches for the parameters with which an objective is best, and returns the study.
 *
 * ```ts
 * const study = await tune(({ params }) => validationLoss(params), {
 *   space: { rate: float(1e-4, 1, { log: true }), layers: int(1, 4) },
 *   sampler: tpe(), trials: 60, seed: 1,
 * });
 * study.bestParams; // { rate: 0.012, layers: 2 }
 * ```
 *
 * @param objective returns what is to be made small, or one value for each of `directions`
 * @throws the objective's error, unless `onError` is "continue"
 */
export async function tune<const S extends Space>(
  objective: Objective<Tried<S>>,
  options?: TuneOptions<S>,
): Promise<Study<Tried<S>>> {
  const all = { ...studyDefaults, ...optimizeDefaults };
  const given = checkOptions<TuneOptions>("tune", options as TuneOptions | undefined, all);
  const study = createStudy(pick(given, studyDefaults)) as unknown as Study<Tried<S>>;
  return study.optimize(objective, pick(given, optimizeDefaults));
}

function pick<T extends object, N extends object>(options: T, names: N): Pick<T, keyof T & keyof N> {
  return Object.fromEntries(
    Object.entries(options).filter(([name, value]) => name in names && value !== undefined),
  ) as Pick<T, keyof T & keyof N>;
}
