import { checkFinite, checkInteger, checkNotEmpty, checkNumber, checkOptions } from "../../core/index";
import { matrixOf, type Features } from "../matrix";
import { sayNotConverged, centre, transposedTimes } from "./linearModel";
import { targetsOf, type Targets } from "../targets";
import { coordinateDescent, descentColumns } from "./coordinateDescent";

/** Options of {@link elasticNetPath}. */
export interface ElasticNetPathOptions {
  /** What is to be predicted; a data set has its own. */
  y?: Targets;
  /** Share of the L1 penalty, in (0, 1]. Default 1, the path of lasso. */
  l1Ratio?: number;
  /** Strengths, from the strongest. Default: `nAlphas` of them, evenly spaced in the logarithm. */
  alphas?: readonly number[];
  /** How many strengths. Default 100. */
  nAlphas?: number;
  /** The weakest as a share of the strongest, which is the least that makes all weights 0. Default 1e-3. */
  eps?: number;
  /** Whether there is a constant besides the weights. Default true. */
  fitIntercept?: boolean;
  /** Passes over all weights at most, for each strength. Default 1000. */
  maxIter?: number;
  /** Stops when the objective is within this share of Σ(y − ȳ)² of its least. Default 1e-4. */
  tol?: number;
}

/** The weights for each strength of the penalty. */
export interface ElasticNetPath {
  /** float64 [strengths], from the strongest. */
  alphas: Float64Array;
  /** [strengths][features]. */
  coefficients: Float64Array[];
  /** float64 [strengths]. */
  intercepts: Float64Array;
}

const where = "elasticNetPath";

/**
 * The weights of {@link elasticNet} or {@link lasso} for many strengths of the penalty, from all 0 to nearly free.
 *
 * Each strength starts where the one before ended. As `enet_path` of scikit-learn, but for the intercept.
 *
 * ```ts
 * const { alphas, coefficients } = await elasticNetPath(train, { l1Ratio: 0.5 });
 * lines(Array.from(alphas, Math.log10), { first: coefficients.map((weights) => weights[0]) });
 * ```
 */
export async function elasticNetPath(x: Features, options?: ElasticNetPathOptions): Promise<ElasticNetPath> {
  const { y, fitIntercept, ...given } = checked(options);
  const matrix = await matrixOf(where, x);
  const targets = await targetsOf(where, x, { y, rows: matrix.rows });
  const centred = centre(matrix, targets, fitIntercept);
  const alphas = given.alphas ?? strengths(transposedTimes(centred.x, centred.y), matrix.rows, given);
  const columns = descentColumns(centred.x);
  const coefficients: Float64Array[] = [];
  for (const alpha of alphas) {
    const { weights, converged } = coordinateDescent(columns, centred.y, {
      l1: alpha * given.l1Ratio * matrix.rows,
      l2: alpha * (1 - given.l1Ratio) * matrix.rows,
      tol: given.tol,
      maxIter: given.maxIter,
      start: coefficients.at(-1) ?? new Float64Array(matrix.columns),
    });
    if (!converged) sayNotConverged(where, given.maxIter);
    coefficients.push(weights);
  }
  const intercepts = Float64Array.from(coefficients, centred.interceptOf);
  return { alphas: Float64Array.from(alphas), coefficients, intercepts };
}

function checked(options: ElasticNetPathOptions | undefined) {
  const given = checkOptions(where, options, {
    y: undefined as Targets | undefined,
    l1Ratio: 1,
    alphas: undefined as readonly number[] | undefined,
    nAlphas: 100,
    eps: 1e-3,
    fitIntercept: true,
    maxIter: 1000,
    tol: 1e-4,
  });
  checkNumber(where, "l1Ratio", given.l1Ratio, "(0, 1]");
  checkInteger(where, "nAlphas", given.nAlphas, "[1, ∞)");
  checkNumber(where, "eps", given.eps, "(0, 1)");
  checkInteger(where, "maxIter", given.maxIter, "[1, ∞)");
  checkNumber(where, "tol", given.tol, "(0, ∞)");
  if (!given.alphas) return given;
  checkNotEmpty(where, "alphas", given.alphas);
  checkFinite(where, "alphas", given.alphas);
  given.alphas.forEach((alpha) => checkNumber(where, "alphas", alpha, "[0, ∞)"));
  return { ...given, alphas: [...given.alphas].sort((a, b) => b - a) };
}

function strengths(
  pulls: Float64Array,
  rows: number,
  { l1Ratio, nAlphas, eps }: { l1Ratio: number; nAlphas: number; eps: number },
): number[] {
  const strongest = pulls.reduce((most, pull) => Math.max(most, Math.abs(pull)), 0) / (rows * l1Ratio);
  return Array.from({ length: nAlphas }, (_, at) => strongest * eps ** (at / Math.max(nAlphas - 1, 1)));
}
