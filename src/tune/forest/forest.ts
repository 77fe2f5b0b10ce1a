import type { Random } from "../../core/index";
import { growTree, leafAt, type Node } from "./tree";

/** How a forest is grown. */
export interface ForestOptions {
  trees?: number;
  leastInLeaf?: number;
  sideShare?: number;
  /** Whether each tree sees rows that are drawn with replacement. Default true. */
  bootstrap?: boolean;
}

/** A random forest for regression (Breiman 2001), which says how sure it is. */
export class Forest {
  readonly trees: Node[];

  constructor(
    places: readonly number[][],
    values: readonly number[],
    random: Random,
    { trees = 100, leastInLeaf = 1, sideShare = 1, bootstrap = true }: ForestOptions = {},
  ) {
    const all = values.map((_, row) => row);
    this.trees = Array.from({ length: trees }, () => {
      const rows = bootstrap ? all.map(() => random.integer(all.length)) : all;
      return growTree(places, values, rows, { leastInLeaf, sideShare }, random);
    });
  }

  /** Mean over the trees, and deviation between and within them (law of total variance). */
  at(place: ArrayLike<number>): { mean: number; deviation: number } {
    let mean = 0;
    let square = 0;
    let within = 0;
    for (const tree of this.trees) {
      const leaf = leafAt(tree, place);
      mean += leaf.mean;
      square += leaf.mean * leaf.mean;
      within += leaf.variance;
    }
    const count = this.trees.length;
    mean /= count;
    const variance = Math.max(0, square / count - mean * mean) + within / count;
    return { mean, deviation: Math.sqrt(Math.max(variance, 1e-10)) };
  }
}
