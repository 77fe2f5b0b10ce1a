import { deviationOf, meanOf } from "../../math/index";

/** What a search found out about each candidate, as columns. */
export interface CvResults {
  params: Record<string, unknown>[];
  /** Mean over the folds; higher is better. */
  meanTestScore: number[];
  /** Standard deviation over the folds. */
  stdTestScore: number[];
  /** 1 for the best. */
  rankTestScore: number[];
  /** [candidate][fold]. */
  splitTestScore: number[][];
  /** ms, mean over the folds. */
  meanFitMs: number[];
  /** Rows that a candidate was tried on; fewer in the early rounds of a halving. */
  rows: number[];
}

/** One candidate after its folds. */
export interface Candidate {
  params: Record<string, unknown>;
  scores: number[];
  fitMs: number[];
  rows: number;
}

/** Candidates as columns, in the order in which they were tried. */
export function cvResultsOf(candidates: readonly Candidate[]): CvResults {
  const means = candidates.map(({ scores }) => meanOf(scores));
  const order = candidates.map(scoreOf);
  return {
    params: candidates.map(({ params }) => params),
    meanTestScore: means,
    stdTestScore: candidates.map(({ scores }) => deviationOf(scores)),
    rankTestScore: order.map((score) => 1 + order.filter((other) => other > score).length),
    splitTestScore: candidates.map(({ scores }) => scores),
    meanFitMs: candidates.map(({ fitMs }) => meanOf(fitMs)),
    rows: candidates.map(({ rows }) => rows),
  };
}

/** A candidate's mean score; below all others where it has none. */
export function scoreOf({ scores }: Candidate): number {
  const mean = meanOf(scores);
  return Number.isNaN(mean) ? -Infinity : mean;
}
