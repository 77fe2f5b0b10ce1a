/** What a threshold lets through, at each threshold from the highest: a point is positive where its score reaches it. */
export interface Sweep {
  /** Infinity first, then every different score, falling. */
  thresholds: number[];
  truePositives: number[];
  falsePositives: number[];
  positives: number;
  negatives: number;
}

/** Counts at all thresholds, in one pass over the sorted scores. */
export function sweep(scores: ArrayLike<number>, isPositive: (at: number) => boolean): Sweep {
  const yes = sorted(scores, isPositive);
  const no = sorted(scores, (at) => !isPositive(at));
  const [thresholds, truePositives, falsePositives] = [[Infinity], [0], [0]];
  let [y, n] = [yes.length, no.length];
  while (y > 0 || n > 0) {
    const threshold = Math.max(y > 0 ? yes[y - 1] : -Infinity, n > 0 ? no[n - 1] : -Infinity);
    // What is not below it, so that NaN, which sorts highest, ends too.
    while (y > 0 && !(yes[y - 1] < threshold)) y--;
    while (n > 0 && !(no[n - 1] < threshold)) n--;
    thresholds.push(threshold);
    truePositives.push(yes.length - y);
    falsePositives.push(no.length - n);
  }
  return { thresholds, truePositives, falsePositives, positives: yes.length, negatives: no.length };
}

function sorted(scores: ArrayLike<number>, isWanted: (at: number) => boolean): Float64Array {
  return Float64Array.from(scores)
    .filter((_, at) => isWanted(at))
    .sort();
}

/**
 * The area under the ROC curve: how likely a positive ranks above a negative, a tie counting half. Pairs are counted, which is exact.
 *
 * Of scores that come batch by batch, with weights, it is `auc` of the metrics.
 */
export function rocArea({ truePositives, falsePositives, positives, negatives }: Sweep): number {
  let pairs = 0;
  for (let at = 1; at < truePositives.length; at++)
    pairs +=
      ((falsePositives[at] - falsePositives[at - 1]) * (truePositives[at] + truePositives[at - 1])) / 2;
  return pairs / (positives * negatives);
}
