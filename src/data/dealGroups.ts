import { OptionError, type Random } from "../core/index";
import { deviationOf, meanOf, sumOf } from "../math/index";

/** What {@link dealGroups} is told. */
export interface GroupsToDeal {
  groups: ArrayLike<number> | ArrayLike<string>;
  /** A class for each row, of which every part is to have its share. */
  classes?: ArrayLike<number>;
  /** What each part is to have of the rows; their sum is 1. A part of share 0 gets none. */
  shares: readonly number[];
  random: Random;
  /** Deals the largest groups first, which makes the parts as equal as can be, rather than in random order. */
  largestFirst?: boolean;
}

/** A group: its rows, and how many of them are of each class. */
interface Group {
  rows: number[];
  counts: number[];
}

/**
 * Which part each row belongs to, if groups stay together: each group goes where it brings the parts nearest to their shares.
 *
 * Of equal parts, largest groups first, it deals as `GroupKFold` and, with classes, `StratifiedGroupKFold` of scikit-learn.
 *
 * @throws OptionError `split: there must be a group for each of the 3 parts, got 2`
 * @internal
 */
export function dealGroups(where: string, told: GroupsToDeal): Int32Array {
  const { shares, random, largestFirst = false } = told;
  const groups = random.shuffle(groupsOf(told));
  const wanted = shares.filter((share) => share > 0).length;
  if (groups.length < wanted) {
    const required = `there must be a group for each of the ${wanted} parts`;
    throw new OptionError({ where, required, got: groups.length });
  }
  if (largestFirst) groups.sort((a, b) => unevenness(b) - unevenness(a));
  const partOf = new Int32Array(told.groups.length);
  const dealt = shares.map(() => groups[0].counts.map(() => 0));
  const totals = dealt[0].map((_, name) => groups.reduce((sum, { counts }) => sum + counts[name], 0));
  groups.forEach(({ rows, counts }, at) => {
    const part = choose({ dealt, totals, shares }, counts, groups.length - at);
    counts.forEach((count, name) => (dealt[part][name] += count));
    for (const row of rows) partOf[row] = part;
  });
  return partOf;
}

function groupsOf({ groups, classes }: GroupsToDeal): Group[] {
  const names = classes ? [...new Set(Array.from(classes))] : [0];
  const places = new Map(names.map((name, at) => [name, at]));
  const found = new Map<number | string, Group>();
  for (let row = 0; row < groups.length; row++) {
    const group = found.get(groups[row]) ?? { rows: [], counts: names.map(() => 0) };
    found.set(groups[row], group);
    group.rows.push(row);
    group.counts[classes ? places.get(classes[row])! : 0]++;
  }
  return [...found.values()];
}

/** How much the classes of a group differ in number; without classes, its size. */
function unevenness({ counts }: Group): number {
  return counts.length > 1 ? deviationOf(counts) : counts[0];
}

interface Dealt {
  /** Rows of each class in each part. */
  dealt: number[][];
  /** Rows of each class in all. */
  totals: number[];
  shares: readonly number[];
}

/** The part that a group goes into; one that is empty where no more groups are left than such parts. */
function choose({ dealt, totals, shares }: Dealt, counts: number[], left: number): number {
  const size = (part: number) => sumOf(dealt[part]);
  const open = shares.flatMap((share, part) => (share > 0 ? [part] : []));
  const empty = open.filter((part) => size(part) === 0);
  const off = (to: number) =>
    meanOf(
      totals.map((total, name) =>
        deviationOf(
          shares.map((share, part) => (dealt[part][name] + (part === to ? counts[name] : 0)) / total - share),
        ),
      ),
    );
  return (empty.length >= left ? empty : open)
    .map((part) => ({ part, off: off(part) }))
    .reduce((best, other) => {
      if (Math.abs(other.off - best.off) <= 1e-8 + 1e-5 * Math.abs(best.off))
        return size(other.part) < size(best.part) ? other : best;
      return other.off < best.off ? other : best;
    }).part;
}
