import { DataError, checkInteger, checkOptions, freshRandom, type Direction } from "../core/index";
import { Forest } from "./forest/forest";
import { isLeaf, type Node } from "./forest/tree";
import { UnitCube, type JointSpace } from "./space/unitCube";
import { sizeOf } from "./space/space";
import { type TrialRecord, trialsOf } from "./trialRecord";
import { commonSpace } from "./draw";

/** Options of {@link importances}. */
export interface ImportancesOptions {
  /** Which of several objectives, from 0. Default 0. */
  objective?: number;
  /** Trees of the forest. Default 64. */
  trees?: number;
  /** Default: the seed of `setSeed`. */
  seed?: number;
}

/**
 * How much of the variance of the values each parameter explains by itself (fANOVA): a random forest learns the values
 * of the trials, and its variance over the whole space is divided among the parameters (Hutter et al. 2014).
 *
 * What is left to 1 is owed to parameters together. Parameters that some trials lack are left out.
 *
 * ```ts
 * plot.paramImportances(importances(study)); // { rate: 0.71, dropout: 0.08 }
 * ```
 *
 * @returns by name, the most important first; shares in [0, 1]
 * @throws DataError `importances: there must be 4 complete trials, got 2`
 */
export function importances(
  study: { trials: readonly TrialRecord[]; directions: readonly Direction[] },
  options?: ImportancesOptions,
): Record<string, number> {
  const where = "importances";
  const defaults = { objective: 0, trees: 64, seed: undefined as number | undefined };
  const { objective, trees, seed } = checkOptions(where, options, defaults);
  checkInteger(where, "trees", trees, "[1, ∞)");
  const trials = trialsOf(where, study).filter(({ state }) => state === "complete");
  checkInteger(where, "objective", objective, `[0, ${study.directions.length - 1}]`);
  if (trials.length < 4)
    throw new DataError({ where, required: "there must be 4 complete trials", got: trials.length });
  const cube = new UnitCube(searched(commonSpace(trials)));
  const places = trials.map(({ params }) => cube.encode(params));
  const outcomes = trials.map(({ values }) => values[objective]);
  const forest = new Forest(places, outcomes, freshRandom(where, seed), { trees, leastInLeaf: 1 });
  const shares = forest.trees
    .map((tree) => sharesOf(tree, cube.sides))
    .filter((share) => share !== undefined);
  const mean = (side: number) =>
    shares.reduce((sum, share) => sum + share[side], 0) / Math.max(1, shares.length);
  const entries = cube.names.map((name, side) => [name, mean(side)] as const);
  return Object.fromEntries(entries.sort(([, a], [, b]) => b - a));
}

function searched(space: JointSpace): JointSpace {
  return Object.fromEntries(Object.entries(space).filter(([, distribution]) => sizeOf(distribution) > 1));
}

/** A leaf as a box of the cube. */
interface Box {
  low: number[];
  high: number[];
  value: number;
  volume: number;
}

/** Each side's share of the variance of a tree over the cube; undefined for a tree that is the same everywhere. @internal */
export function sharesOf(tree: Node, sides: number): number[] | undefined {
  const boxes = boxesOf(tree, new Array<number>(sides).fill(0), new Array<number>(sides).fill(1));
  const mean = boxes.reduce((sum, { value, volume }) => sum + value * volume, 0);
  const variance = boxes.reduce((sum, { value, volume }) => sum + volume * (value - mean) ** 2, 0);
  if (variance <= 1e-12 * (1 + mean * mean)) return undefined;
  return Array.from({ length: sides }, (_, side) =>
    Math.min(1, marginalVariance(boxes, side, mean) / variance),
  );
}

function boxesOf(node: Node, low: number[], high: number[]): Box[] {
  if (isLeaf(node)) {
    const volume = low.reduce((product, from, side) => product * (high[side] - from), 1);
    return [{ low, high, value: node.mean, volume }];
  }
  const { side, threshold, below, above } = node;
  const cut = (bounds: number[]) => bounds.map((at, of) => (of === side ? threshold : at));
  return [...boxesOf(below, low, cut(high)), ...boxesOf(above, cut(low), high)];
}

/** The variance of the mean over all other sides, piece by piece between the thresholds of this one (equation 8). */
function marginalVariance(boxes: Box[], side: number, mean: number): number {
  const edges = [...new Set(boxes.flatMap(({ low, high }) => [low[side], high[side]]))].sort((a, b) => a - b);
  let variance = 0;
  for (let piece = 0; piece + 1 < edges.length; piece++) {
    const [from, to] = [edges[piece], edges[piece + 1]];
    const middle = (from + to) / 2;
    let marginal = 0;
    for (const { low, high, value, volume } of boxes)
      if (low[side] <= middle && middle < high[side]) marginal += (value * volume) / (high[side] - low[side]);
    variance += (to - from) * (marginal - mean) ** 2;
  }
  return variance;
}
