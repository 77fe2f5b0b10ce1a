import { DataError } from "../core/index";

/**
 * How likely a row of the class ranks above one of another, a tie counting half: the area under the ROC curve, exactly.
 *
 * @internal
 */
export function rocAucOf(truth: Float64Array, positive: number, ranking: number[]): number {
  const order = ranking.map((_, row) => row).sort((a, b) => ranking[a] - ranking[b]);
  let [below, pairs, positives] = [0, 0, 0];
  for (let from = 0, to; from < order.length; from = to) {
    for (to = from + 1; to < order.length && ranking[order[to]] === ranking[order[from]];) to++;
    const tied = order.slice(from, to).filter((row) => truth[row] === positive).length;
    pairs += tied * (below + (to - from - tied) / 2);
    below += to - from - tied;
    positives += tied;
  }
  if (positives > 0 && below > 0) return pairs / (positives * below);
  const required = `y must have rows of class ${positive} and of another`;
  throw new DataError({ where: "rocAuc", required, got: `${positives} and ${below}` });
}
