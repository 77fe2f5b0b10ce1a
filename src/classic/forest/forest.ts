import {
  OptionError,
  checkInteger,
  checkOneOf,
  checkOptions,
  freshRandom,
  type Random,
  shown,
} from "../../core/index";
import { sumOf } from "../../math/index";
import { columnsOf } from "../linear/coordinateDescent";
import type { Matrix } from "../matrix";
import { grow, type Tree, type TreeData } from "./growth";

/** Options of {@link randomForest}. */
export interface RandomForestOptions {
  /** Trees. Default 100. */
  nEstimators?: number;
  /** Questions one after the other in a tree at most. Default: no limit. */
  maxDepth?: number;
  /** Rows that a node must have to be split. Default 2. */
  minSamplesSplit?: number;
  /** Rows that each side of a split must have. Default 1. */
  minSamplesLeaf?: number;
  /**
   * How many features each split may choose from: their square root, their logarithm, a number from 1, or a share of them
   * in (0, 1) or "all". Default "sqrt" for classes, "all" for numbers.
   */
  maxFeatures?: "sqrt" | "log2" | "all" | number;
  /** Whether each tree learns from rows drawn with replacement, rather than from all. Default true. */
  bootstrap?: boolean;
  /** Draws rows and features; by default the seed of `setSeed`. */
  seed?: number;
}

type Optional = "maxDepth" | "seed";

/** {@link RandomForestOptions} with their defaults. */
export type RandomForestParams = Required<Omit<RandomForestOptions, Optional>> &
  Pick<RandomForestOptions, Optional>;

/** Options over their defaults, after a check of their ranges. @internal */
export function checkForest(
  options: RandomForestOptions | undefined,
  maxFeatures: "sqrt" | "all",
): RandomForestParams {
  const where = "randomForest";
  const params = checkOptions<RandomForestParams>(where, options, {
    nEstimators: 100,
    maxDepth: undefined,
    minSamplesSplit: 2,
    minSamplesLeaf: 1,
    maxFeatures,
    bootstrap: true,
    seed: undefined,
  });
  checkInteger(where, "nEstimators", params.nEstimators, "[1, ∞)");
  checkInteger(where, "minSamplesSplit", params.minSamplesSplit, "[2, ∞)");
  checkInteger(where, "minSamplesLeaf", params.minSamplesLeaf, "[1, ∞)");
  if (params.maxDepth !== undefined) checkInteger(where, "maxDepth", params.maxDepth, "[1, ∞)");
  if (params.seed !== undefined) checkInteger(where, "seed", params.seed);
  checkMaxFeatures(where, params.maxFeatures);
  return params;
}

/** What a forest learnt. */
export interface Forest {
  trees: Tree[];
  /** float64 [features], their sum 1. */
  importances: Float64Array;
}

/** Grows the trees, giving others a turn after each. @internal */
export async function growForest(
  x: Matrix,
  answers: Pick<TreeData, "slots" | "amounts" | "slotCount">,
  params: RandomForestParams,
): Promise<Forest> {
  const { columns } = columnsOf(x);
  const ranked = columns.map(ranksOf);
  const ranks = ranked.map((column) => column.ranks);
  const data = { columns, ranks, levels: ranked.map(({ levels }) => levels), ...answers };
  const random = freshRandom("randomForest", params.seed);
  const limits = {
    ...params,
    maxDepth: params.maxDepth ?? Infinity,
    features: featureCount(params, x.columns),
  };
  const trees: Tree[] = [];
  while (trees.length < params.nEstimators) {
    trees.push(grow(data, sampleOf(x.rows, params.bootstrap, random), limits, random));
    await new Promise(setImmediate);
  }
  return { trees, importances: importancesOf(trees, x.columns) };
}

function ranksOf(values: Float64Array) {
  const places = new Map(Array.from(Float64Array.from(new Set(values)).sort(), (value, at) => [value, at]));
  return { ranks: Int32Array.from(values, (value) => places.get(value)!), levels: places.size };
}

function checkMaxFeatures(where: string, given: RandomForestParams["maxFeatures"]): void {
  if (typeof given === "string") return void checkOneOf(where, "maxFeatures", given, ["sqrt", "log2", "all"]);
  if ((given > 0 && given < 1) || (Number.isSafeInteger(given) && given >= 1)) return;
  const required = 'maxFeatures must be "sqrt", "log2", "all", a whole number from 1 or a share in (0, 1)';
  throw new OptionError({ where, required, got: shown(given) });
}

function featureCount({ maxFeatures }: RandomForestParams, columns: number): number {
  if (maxFeatures === "all") return columns;
  if (maxFeatures === "sqrt") return Math.max(1, Math.floor(Math.sqrt(columns)));
  if (maxFeatures === "log2") return Math.max(1, Math.floor(Math.log2(columns)));
  return Math.max(1, Math.min(columns, Math.floor(maxFeatures < 1 ? maxFeatures * columns : maxFeatures)));
}

function sampleOf(rows: number, bootstrap: boolean, random: Random): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => (bootstrap ? random.integer(rows) : row));
}

/** The mean of the shares that features have in each tree, but for those that never split. */
function importancesOf(trees: Tree[], columns: number): Float64Array {
  const sums = new Float64Array(columns);
  let split = 0;
  for (const { gains } of trees) {
    const total = sumOf(gains);
    if (total === 0) continue;
    split++;
    gains.forEach((gain, feature) => (sums[feature] += gain / total));
  }
  return sums.map((sum) => sum / (split || 1));
}

/** The mean of the trees' values for each row, [rows][slots]. @internal */
export function forestMeans({ trees }: Forest, x: Matrix): Float64Array[] {
  return Array.from({ length: x.rows }, (_, row) => {
    const start = row * x.columns;
    const sums = new Float64Array(trees[0].values[0].length);
    for (const tree of trees) {
      const values = tree.values[leafOf(tree, x.values, start)];
      for (let slot = 0; slot < sums.length; slot++) sums[slot] += values[slot];
    }
    return sums.map((sum) => sum / trees.length);
  });
}

function leafOf({ features, thresholds, lefts, rights }: Tree, values: Float64Array, start: number): number {
  let node = 0;
  while (features[node] >= 0)
    node = values[start + features[node]] <= thresholds[node] ? lefts[node] : rights[node];
  return node;
}
