import type { Random } from "../../core/index";

/** A leaf: how its values are spread. */
export interface Leaf {
  mean: number;
  variance: number;
}

/** A place is sent to `below` where its side is less than the threshold. */
export interface Branch {
  side: number;
  threshold: number;
  below: Node;
  above: Node;
}

/** A part of a regression tree. */
export type Node = Leaf | Branch;

/** How a tree grows. */
export interface TreeOptions {
  /** Values in a leaf at least. */
  leastInLeaf: number;
  /** Share of the sides among which each split is chosen. */
  sideShare: number;
}

/** Whether a node has no branches. */
export function isLeaf(node: Node): node is Leaf {
  return "mean" in node;
}

/**
 * A regression tree whose splits lower the squared error most (Breiman et al. 1984), until values are equal: also where the
 * best split lowers nothing, as on exclusive or.
 *
 * It grows otherwise than the trees of `randomForest` (`classic/forest/growth.ts`): few rows, a threshold drawn between two values,
 * and a leaf that knows how its values are spread, where those sort ranks of many rows, split half-way and know classes.
 */
export function growTree(
  places: readonly number[][],
  values: readonly number[],
  rows: number[],
  options: TreeOptions,
  random: Random,
): Node {
  const mayGrow =
    rows.length >= 2 * options.leastInLeaf && rows.some((row) => values[row] !== values[rows[0]]);
  const split = mayGrow && bestSplit(places, values, rows, options, random);
  if (!split) return leafOf(values, rows);
  const { side, threshold } = split;
  const grow = (part: number[]) => growTree(places, values, part, options, random);
  return {
    side,
    threshold,
    below: grow(rows.filter((row) => places[row][side] < threshold)),
    above: grow(rows.filter((row) => places[row][side] >= threshold)),
  };
}

/** The leaf that a place falls into. */
export function leafAt(node: Node, place: ArrayLike<number>): Leaf {
  let at = node;
  while (!isLeaf(at)) at = place[at.side] < at.threshold ? at.below : at.above;
  return at;
}

function leafOf(values: readonly number[], rows: number[]): Leaf {
  const mean = rows.reduce((sum, row) => sum + values[row], 0) / rows.length;
  return { mean, variance: rows.reduce((sum, row) => sum + (values[row] - mean) ** 2, 0) / rows.length };
}

function bestSplit(
  places: readonly number[][],
  values: readonly number[],
  rows: number[],
  { leastInLeaf, sideShare }: TreeOptions,
  random: Random,
): { side: number; threshold: number } | undefined {
  const sides = places[0].length;
  const tried = random.permutation(sides).slice(0, Math.max(1, Math.round(sideShare * sides)));
  // From the mean on: squares of values far from 0 would lose their digits.
  const { mean } = leafOf(values, rows);
  let best: { side: number; threshold: number } | undefined;
  let most = -Infinity;
  for (const side of tried) {
    const sorted = [...rows].sort((a, b) => places[a][side] - places[b][side]);
    let below = 0;
    for (let count = 1; count <= sorted.length - leastInLeaf; count++) {
      below += values[sorted[count - 1]] - mean;
      const low = places[sorted[count - 1]][side];
      const high = places[sorted[count]][side];
      if (count < leastInLeaf || low === high) continue;
      const gain = below ** 2 / count + below ** 2 / (sorted.length - count);
      // Anywhere between the two, so that the trees together are smooth (Hutter et al. 2014, section 4.1).
      if (gain > most) [most, best] = [gain, { side, threshold: high - random.uniform() * (high - low) }];
    }
  }
  return best;
}
