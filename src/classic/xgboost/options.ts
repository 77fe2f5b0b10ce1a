import {
  OptionError,
  checkInteger,
  checkNumber,
  checkOneOf,
  checkOptions,
  currentSeed,
  shown,
} from "../../core/index";

/** What an importance counts. */
export type ImportanceType = "gain" | "weight" | "cover" | "total_gain" | "total_cover";

/** Options of {@link xgboost}. */
export interface XgboostOptions {
  /** Rounds; with several classes each has a tree a round. Default 100. */
  nEstimators?: number;
  /** What each tree's answer is multiplied by, in (0, 1]: XGBoost's eta. Default 0.3. */
  learningRate?: number;
  /** Questions one after the other in a tree at most; 0 for no limit. Default 6. */
  maxDepth?: number;
  /** Sum of second derivatives that a leaf must have at least; for squared errors, rows. Default 1. */
  minChildWeight?: number;
  /** What a split must gain at least. Default 0. */
  gamma?: number;
  /** The share of the rows that each tree sees, in (0, 1]. Default 1. */
  subsample?: number;
  /** The share of the features that each tree may ask about, in (0, 1]. Default 1. */
  colsampleByTree?: number;
  /** Strength of the L2 penalty on the leaves. Default 1. */
  regLambda?: number;
  /** Strength of the L1 penalty on the leaves. Default 0. */
  regAlpha?: number;
  /** Rounds without a better score on `fit`'s `evalSet` after which to stop; the best round then predicts. Default: never. */
  earlyStoppingRounds?: number;
  /** The score on `evalSet`, by XGBoost's name for it: "logloss", "mlogloss", "error", "merror", "auc", "rmse", "mae", … Default by task. */
  evalMetric?: string;
  /** What `importances` counts. Default "gain". */
  importanceType?: ImportanceType;
  /** Threads. Default 1, since several trials at once would get in each other's way. */
  nJobs?: number;
  /** Draws rows and features; by default the seed of `setSeed`. */
  seed?: number;
}

type Optional = "earlyStoppingRounds" | "evalMetric" | "seed";

/** {@link XgboostOptions} with their defaults. */
export type XgboostParams = Required<Omit<XgboostOptions, Optional>> & Pick<XgboostOptions, Optional>;

const defaults: XgboostParams = {
  nEstimators: 100,
  learningRate: 0.3,
  maxDepth: 6,
  minChildWeight: 1,
  gamma: 0,
  subsample: 1,
  colsampleByTree: 1,
  regLambda: 1,
  regAlpha: 0,
  earlyStoppingRounds: undefined,
  evalMetric: undefined,
  importanceType: "gain",
  nJobs: 1,
  seed: undefined,
};

/** Options over their defaults, after a check of their ranges. @internal */
export function checkXgboost(options: XgboostOptions | undefined): XgboostParams {
  const where = "xgboost";
  const params = checkOptions(where, options, defaults);
  checkInteger(where, "nEstimators", params.nEstimators, "[1, ∞)");
  checkInteger(where, "maxDepth", params.maxDepth, "[0, ∞)");
  checkInteger(where, "nJobs", params.nJobs, "[1, ∞)");
  for (const name of ["learningRate", "subsample", "colsampleByTree"] as const)
    checkNumber(where, name, params[name], "(0, 1]");
  for (const name of ["minChildWeight", "gamma", "regLambda", "regAlpha"] as const)
    checkNumber(where, name, params[name], "[0, ∞)");
  checkOneOf(where, "importanceType", params.importanceType, [
    "gain",
    "weight",
    "cover",
    "total_gain",
    "total_cover",
  ]);
  if (params.earlyStoppingRounds !== undefined)
    checkInteger(where, "earlyStoppingRounds", params.earlyStoppingRounds, "[1, ∞)");
  if (params.evalMetric !== undefined && typeof params.evalMetric !== "string")
    throw new OptionError({ where, required: "evalMetric must be text", got: shown(params.evalMetric) });
  if (params.seed !== undefined) checkInteger(where, "seed", params.seed);
  return params;
}

/** The parameters by XGBoost's own names. @internal */
export function nativeParams(params: XgboostParams, objective: string): Record<string, string | number> {
  return {
    objective,
    learning_rate: params.learningRate,
    max_depth: params.maxDepth,
    min_child_weight: params.minChildWeight,
    gamma: params.gamma,
    subsample: params.subsample,
    colsample_bytree: params.colsampleByTree,
    reg_lambda: params.regLambda,
    reg_alpha: params.regAlpha,
    nthread: params.nJobs,
    seed: params.seed ?? currentSeed(),
    verbosity: 0,
    ...(params.evalMetric === undefined ? {} : { eval_metric: params.evalMetric }),
  };
}

/** Whether a higher score is better, by XGBoost's name for it. @internal */
export function isMaximized(metric = ""): boolean {
  const [name] = metric.split(/[@-]/); // map@3-
  return ["auc", "aucpr", "pre", "map", "ndcg"].includes(name);
}
