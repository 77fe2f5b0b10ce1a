import { isConstant, meanOf, sumOf } from "../math/index";

/** Rows one after the other. */
export interface Looked {
  values: ArrayLike<number>;
  columns: number;
}

const fewest = 8;
// Where several series stand one after the other, a row at each seam is not the one before, moved on.
const mostSeams = 0.2;
// So improbable must it be that rows of other data go on by chance: one in a million.
const leastBits = 20;
// Of long rows, such as pictures, fewer tell the same; scaled columns are looked for where there are not so many.
const mostNumbers = 100_000;
const mostScaled = 128;
const longestLead = 50;
// What standardising leaves of two columns of equal numbers.
const alike = 1 - 1e-8;

/**
 * How many of the next rows share numbers with a row, where each is the one before, moved on; else 0.
 *
 * Each may have been standardised by its column. Rows of 0 and 1 with one 1, or that rise or fall once, are a design and no windows.
 */
export function overlapOf({ values, columns }: Looked): number {
  if (!(values.length / columns >= fewest) || columns < 2) return 0;
  const rows = Math.min(values.length / columns, Math.max(3 * fewest, Math.floor(mostNumbers / columns)));
  const table = { rows, columns, at: (row: number, column: number) => values[row * columns + column] };
  if (isDesign(table, values)) return 0;
  const step = steps(columns).find((each) => isMoved(table, each)) ?? scaledStep(table);
  return step === undefined ? 0 : Math.ceil(columns / Math.abs(step)) - 1;
}

/**
 * How many rows later the answer of a row stands among the features: 1 for one number a row and the next as its answer; else 0.
 */
export function leadOf({ values, columns }: Looked, answers: ArrayLike<number>): number {
  const rows = values.length / columns;
  if (!(rows >= fewest) || columns > mostScaled || answers.length !== rows) return 0;
  const truth = Float64Array.from(answers);
  const later = Array.from({ length: Math.min(longestLead, Math.floor(rows / 4)) }, (_, at) => at + 1);
  const features = Array.from({ length: columns }, (_, column) =>
    Float64Array.from(truth, (_, row) => values[row * columns + column]),
  );
  // What follows from the row's own number says nothing of a later one.
  const other = features.filter((feature) => !isScaled(feature, truth));
  return later.find((lead) => other.some((feature) => isLater(feature, truth, lead))) ?? 0;
}

interface Grid {
  rows: number;
  columns: number;
  at(row: number, column: number): number;
}

/** By how many columns rows may move on: first a few, and towards the first column before the other way. */
function steps(columns: number): number[] {
  return Array.from({ length: columns - 1 }, (_, at) => at + 1).flatMap((step) => [step, -step]);
}

/** Whether each row begins so many numbers later in the series than the row before; earlier, where newest numbers come first. */
function isMoved({ rows, columns, at }: Grid, step: number): boolean {
  const [ahead, behind] = [Math.max(step, 0), Math.max(-step, 0)];
  const common = columns - Math.abs(step);
  let [seen, missed] = [0, 0];
  for (let row = 1; row < rows; row++) {
    const goesOn = sameFor(common, (place) => at(row, behind + place) === at(row - 1, ahead + place));
    // A stretch of one number would go on anywhere.
    if (
      goesOn &&
      sameFor(columns, (place) => at(row, place) === at(row - 1, 0) && at(row - 1, place) === at(row, 0))
    )
      continue;
    seen++;
    if (!goesOn && ++missed > mostSeams * rows) return false;
  }
  if (seen < fewest - 1 || missed > mostSeams * seen) return false;
  const chance = Array.from({ length: common }, (_, place) =>
    Math.log2(
      coincidence(
        Array.from({ length: rows }, (_, row) => at(row, behind + place)),
        Array.from({ length: rows }, (_, row) => at(row, ahead + place)),
      ),
    ),
  );
  return evidence({ seen, missed, bits: -sumOf(chance) }) >= leastBits;
}

function sameFor(count: number, isSame: (place: number) => boolean): boolean {
  for (let place = 0; place < count; place++) if (!isSame(place)) return false;
  return true;
}

/** How probable it is that a number of one column is equal to one of another, drawn apart. */
function coincidence(one: readonly number[], other: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of one) counts.set(value, (counts.get(value) ?? 0) + 1);
  return sumOf(other.map((value) => counts.get(value) ?? 0)) / one.length / other.length;
}

/** Bits against so many hits by chance: Chernoff's bound, the divergence of their share from that of chance. */
function evidence({ seen, missed, bits }: { seen: number; missed: number; bits: number }): number {
  const [hit, miss] = [(seen - missed) / seen, missed / seen];
  if (hit <= 2 ** -bits) return 0;
  const missByChance = Math.log2(1 - 2 ** -bits);
  const ofMisses = miss === 0 ? 0 : miss * (Math.log2(miss) - missByChance);
  return seen * (hit * (Math.log2(hit) + bits) + ofMisses);
}

/** The step of windows of which each column was moved and stretched on its own. */
function scaledStep({ rows, columns, at }: Grid): number | undefined {
  if (columns > mostScaled) return undefined;
  const all = Array.from({ length: columns }, (_, place) =>
    Float64Array.from({ length: rows }, (_, row) => at(row, place)),
  );
  const goesOn = (step: number) =>
    sameFor(columns - Math.abs(step), (place) => {
      const [later, earlier] = [all[Math.max(-step, 0) + place], all[Math.max(step, 0) + place]];
      const isVaried = new Set(later).size >= fewest;
      return isVaried && isScaled(later.subarray(1), earlier.subarray(0, -1)) && !isScaled(later, earlier);
    });
  return steps(columns).find(goesOn);
}

/** Whether one is the other, moved and stretched: their correlation is 1. */
function isScaled(one: Float64Array, other: Float64Array): boolean {
  if (isConstant(one) || isConstant(other)) return false;
  const [a, b] = [one, other].map((values) => {
    const mean = meanOf(values);
    return values.map((value) => value - mean);
  });
  const product = (left: Float64Array, right: Float64Array) =>
    sumOf(left.map((value, at) => value * right[at]));
  return product(a, b) ** 2 >= alike * product(a, a) * product(b, b);
}

/** Whether the answers are a feature of so many rows later, and not for its standing still. */
function isLater(feature: Float64Array, truth: Float64Array, lead: number): boolean {
  let [seen, missed] = [0, 0];
  for (let row = lead; row < truth.length; row++) {
    if (feature[row] === feature[row - lead] && feature[row] === truth[row - lead]) continue;
    seen++;
    if (feature[row] !== truth[row - lead] && ++missed > mostSeams * truth.length) return false;
  }
  if (seen < fewest - 1 || missed > mostSeams * seen) return false;
  const bits = -Math.log2(coincidence(Array.from(truth), Array.from(feature)));
  return evidence({ seen, missed, bits }) >= leastBits;
}

/** Whether all rows are of two numbers, and each has one odd one out, or changes once and the same way. */
function isDesign({ rows, columns, at }: Grid, values: ArrayLike<number>): boolean {
  const numbers = new Set<number>();
  for (let place = 0; place < values.length; place++) if (numbers.add(values[place]).size > 2) return false;
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const all = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => at(row, column)),
  );
  const odd = (value: number) => (row: number[]) => row.filter((each) => each === value).length === 1;
  const rises = (row: number[]) => row.lastIndexOf(low) < (row.indexOf(high) + columns + 1) % (columns + 1);
  const falls = (row: number[]) => rises([...row].reverse());
  return [odd(low), odd(high), rises, falls].some((is) => all.every(is));
}
