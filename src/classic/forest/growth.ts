import type { Random } from "../../core/index";

/** Training data as trees want them: by column, and each value also as its rank among the column's values. */
export interface TreeData {
  columns: Float64Array[];
  /** int32 [columns][rows]: equal values have equal ranks, from 0. */
  ranks: Int32Array[];
  /** How many different values each column has. */
  levels: number[];
  /** The slot that a row's value is summed into: its class; 0 for numbers. */
  slots: Int32Array;
  /** What a row adds to its slot: 1 for classes; its number. */
  amounts: Float64Array;
  slotCount: number;
}

/** When a tree stops to grow. */
export interface Limits {
  maxDepth: number;
  minSamplesSplit: number;
  minSamplesLeaf: number;
  /** How many features each split may choose from. */
  features: number;
}

/** A tree, node after node; the first is the root. */
export interface Tree {
  /** The feature that a node asks about; −1 for a leaf. */
  features: number[];
  /** Rows go left whose value is at most this; of leaves, as in the next two, nothing is kept. */
  thresholds: number[];
  lefts: number[];
  rights: number[];
  /** [nodes][slots]: the mean of what its rows add to each slot. */
  values: Float64Array[];
  /** float64 [features]: how much splits on each lessened the impurity, weighted by rows. */
  gains: Float64Array;
}

interface Split {
  feature: number;
  threshold: number;
  gain: number;
}

/**
 * Grows a tree of Breiman's kind (CART 1984): each split is the best of some features drawn anew.
 *
 * Impurity is Gini's for classes, the variance for numbers: both are least where Σ S²/n over both sides is largest, S the
 * sum of each slot.
 *
 * @param sample int32: the rows to learn from, some more than once; its order is changed
 * @internal
 */
export function grow(data: TreeData, sample: Int32Array, limits: Limits, random: Random): Tree {
  const tree: Tree = {
    features: [],
    thresholds: [],
    lefts: [],
    rights: [],
    values: [],
    gains: new Float64Array(data.columns.length),
  };
  const order = Int32Array.from(data.columns.keys());
  const room = roomFor(data, sample.length);
  const split = (rows: Int32Array, depth: number): number => {
    const node = addNode(tree, data, rows);
    if (depth >= limits.maxDepth || rows.length < limits.minSamplesSplit || isPure(data, rows)) return node;
    const best = bestSplit(data, rows, { order, room, limits, random });
    if (!best) return node;
    const middle = partition(data.columns[best.feature], rows, best.threshold);
    tree.features[node] = best.feature;
    tree.thresholds[node] = best.threshold;
    tree.gains[best.feature] += Math.max(best.gain, 0); // below 0 by rounding only
    tree.lefts[node] = split(rows.subarray(0, middle), depth + 1);
    tree.rights[node] = split(rows.subarray(middle), depth + 1);
    return node;
  };
  split(sample, 0);
  return tree;
}

function addNode(tree: Tree, data: TreeData, rows: Int32Array): number {
  const mean = sumsOf(data, rows).map((sum) => sum / rows.length);
  tree.features.push(-1);
  return tree.values.push(mean) - 1;
}

function sumsOf({ slots, amounts, slotCount }: TreeData, rows: Int32Array): Float64Array {
  const sums = new Float64Array(slotCount);
  for (const row of rows) sums[slots[row]] += amounts[row];
  return sums;
}

function isPure({ slots, amounts }: TreeData, rows: Int32Array): boolean {
  return rows.every((row) => slots[row] === slots[rows[0]] && amounts[row] === amounts[rows[0]]);
}

interface Search {
  /** The features, shuffled as they are drawn. */
  order: Int32Array;
  room: Room;
  limits: Limits;
  random: Random;
}

function bestSplit(data: TreeData, rows: Int32Array, search: Search): Split | undefined {
  const { order, limits, random } = search;
  const sums = sumsOf(data, rows);
  let best: Split | undefined;
  // Features that do not vary among these rows do not count as drawn.
  for (let drawn = 0, tried = 0; drawn < order.length && tried < limits.features; drawn++) {
    const other = drawn + random.integer(order.length - drawn);
    [order[drawn], order[other]] = [order[other], order[drawn]];
    const found = splitOn(data, rows, { feature: order[drawn], sums, ...search });
    if (found === undefined) continue;
    tried++;
    if (found && found.gain > (best?.gain ?? -Infinity)) best = found;
  }
  return best;
}

/**
 * The best split on one feature; null when none is allowed; undefined when the feature does not vary.
 *
 * The best may gain nothing, as on exclusive or, where only the next splits do.
 */
function splitOn(
  data: TreeData,
  rows: Int32Array,
  { feature, sums, room, limits }: Search & { feature: number; sums: Float64Array },
): Split | null | undefined {
  const sorted = sortBy(data, feature, { rows, room });
  const values = data.columns[feature];
  const count = rows.length;
  if (values[sorted[0]] === values[sorted[count - 1]]) return undefined;
  const { slots, amounts } = data;
  const [left, right] = [new Float64Array(sums.length), sums.slice()];
  let [leftSquares, rightSquares] = [0, sums.reduce((total, sum) => total + sum * sum, 0)];
  const start = rightSquares / count;
  let best: Split | null = null;
  for (let at = 0; at < count - 1; at++) {
    const row = sorted[at];
    const [slot, amount] = [slots[row], amounts[row]];
    leftSquares += amount * (2 * left[slot] + amount);
    rightSquares -= amount * (2 * right[slot] - amount);
    left[slot] += amount;
    right[slot] -= amount;
    const [here, next] = [values[row], values[sorted[at + 1]]];
    const size = at + 1;
    if (here === next || size < limits.minSamplesLeaf || count - size < limits.minSamplesLeaf) continue;
    const gain = leftSquares / size + rightSquares / (count - size) - start;
    if (gain > (best?.gain ?? -Infinity)) best = { feature, gain, threshold: between(here, next) };
  }
  return best;
}

/** Room for sorting, made once a tree. */
interface Room {
  sorted: Int32Array;
  keys: Float64Array;
  starts: Int32Array;
}

function roomFor({ levels }: TreeData, rows: number): Room {
  const most = levels.reduce((largest, count) => Math.max(largest, count), 0);
  return { sorted: new Int32Array(rows), keys: new Float64Array(rows), starts: new Int32Array(most + 1) };
}

/** The rows by one feature's value. */
function sortBy(
  { ranks, levels }: TreeData,
  feature: number,
  { rows, room }: { rows: Int32Array; room: Room },
): Int32Array {
  const fewLevels = levels[feature] <= 4 * rows.length;
  const starts = room.starts.subarray(0, levels[feature] + 1);
  if (fewLevels) countingSort(ranks[feature], rows, { ...room, starts });
  else keySort(ranks[feature], rows, room);
  return room.sorted;
}

function countingSort(ranks: Int32Array, rows: Int32Array, { sorted, starts }: Room): void {
  starts.fill(0);
  for (let at = 0; at < rows.length; at++) starts[ranks[rows[at]] + 1]++;
  for (let level = 1; level < starts.length; level++) starts[level] += starts[level - 1];
  for (let at = 0; at < rows.length; at++) sorted[starts[ranks[rows[at]]]++] = rows[at];
}

/** Each key is rank · rows + place: typed arrays of numbers sort fast. */
function keySort(ranks: Int32Array, rows: Int32Array, { sorted, keys }: Room): void {
  const count = rows.length;
  for (let at = 0; at < count; at++) keys[at] = ranks[rows[at]] * count + at;
  keys.subarray(0, count).sort();
  for (let at = 0; at < count; at++) sorted[at] = rows[keys[at] % count];
}

// The midpoint of neighbours may be rounded to the upper, which must stay on the right.
function between(low: number, high: number): number {
  const middle = low / 2 + high / 2;
  return middle < high ? middle : low;
}

/** Puts the rows that go left first, and says how many they are. */
function partition(values: Float64Array, rows: Int32Array, threshold: number): number {
  let middle = 0;
  for (let at = 0; at < rows.length; at++) {
    if (values[rows[at]] > threshold) continue;
    [rows[middle], rows[at]] = [rows[at], rows[middle]];
    middle++;
  }
  return middle;
}
