import { checkOptions, checkNoOptions } from "../core/index";
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
 * @throws the objective's error, unless `onError` is "continue"; {@link studyOf} gives the trials that were done before it
 */
export async function tune<const S extends Space>(
  objective: Objective<Tried<S>>,
  options?: TuneOptions<S>,
): Promise<Study<Tried<S>>> {
  const all = { ...studyDefaults, ...optimizeDefaults };
  const given = checkOptions<TuneOptions>("tune", options as TuneOptions | undefined, all);
  const study = createStudy(pick(given, studyDefaults)) as unknown as Study<Tried<S>>;
  try {
    return await study.optimize(objective, pick(given, optimizeDefaults));
  } catch (error) {
    if (typeof error === "object" && error !== null) ended.set(error, study as unknown as Study);
    throw error;
  }
}

const ended = new WeakMap<object, Study>();

/**
 * The study that {@link tune} was making when an error ended it: what is done stays, and `optimize` goes on.
 *
 * ```ts
 * const study = await tune(objective, { space, trials: 60 }).catch((error) => studyOf(error)!);
 * study.trials; // those before the error, and the one that failed
 * ```
 *
 * @returns undefined for an error of something else
 */
export function studyOf(error: unknown, ...none: []): Study | undefined {
  checkNoOptions("studyOf", none);
  return typeof error === "object" && error !== null ? ended.get(error) : undefined;
}

function pick<T extends object, N extends object>(options: T, names: N): Pick<T, keyof T & keyof N> {
  return Object.fromEntries(
    Object.entries(options).filter(([name, value]) => name in names && value !== undefined),
  ) as Pick<T, keyof T & keyof N>;
}
