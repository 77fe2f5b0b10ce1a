import { meanOf } from "../math/index";

/** Truth and predictions of a classifier, one label a row, and the classes that it knows. @internal */
export interface Labelled {
  truth: ArrayLike<number>;
  said: ArrayLike<number>;
  classes: Int32Array;
}

interface Counts {
  hits: number;
  /** Rows that were said to be of the class. */
  said: number;
  /** Rows that are of the class. */
  there: number;
}

/** The share of rows whose label was said. @internal */
export function accuracyOf({ truth, said }: Labelled): number {
  return countWhere(truth, (label, row) => label === said[row]) / truth.length;
}

/** The share of what was said to be of a class that is; see {@link f1Of}. @internal */
export function precisionOf(labelled: Labelled): number {
  return overClasses(labelled, ({ hits, said }) => ratio(hits, said));
}

/** The share of what is of a class that was said; see {@link f1Of}. @internal */
export function recallOf(labelled: Labelled): number {
  return overClasses(labelled, ({ hits, there }) => ratio(hits, there));
}

/** F₁ of the second class of two, else the mean over the labels that are in truth or predictions. @internal */
export function f1Of(labelled: Labelled): number {
  return overClasses(labelled, ({ hits, said, there }) => ratio(2 * hits, said + there));
}

/** The mean over the labels of the truth of the share of their rows that was said. @internal */
export function balancedAccuracyOf({ truth, said }: Labelled): number {
  const labels = [...new Set(Array.from(truth))];
  return meanOf(labels.map((label) => countsOf(label, truth, said)).map(({ hits, there }) => hits / there));
}

function overClasses({ truth, said, classes }: Labelled, score: (counts: Counts) => number): number {
  const present = [...new Set([...Array.from(truth), ...Array.from(said)])];
  const isBinary = classes.length === 2 && present.every((label) => classes.includes(label));
  const labels = isBinary ? [classes[1]] : present;
  return meanOf(labels.map((label) => score(countsOf(label, truth, said))));
}

function countsOf(label: number, truth: ArrayLike<number>, said: ArrayLike<number>): Counts {
  return {
    hits: countWhere(truth, (one, row) => one === label && said[row] === label),
    said: countWhere(said, (one) => one === label),
    there: countWhere(truth, (one) => one === label),
  };
}

function countWhere(values: ArrayLike<number>, holds: (value: number, row: number) => boolean): number {
  let count = 0;
  for (let row = 0; row < values.length; row++) if (holds(values[row], row)) count++;
  return count;
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
