import { smoothed } from "../input/smooth";
import type { Run } from "./history";

/** The best epoch of a run. */
export interface Best {
  /** From 1. */
  epoch: number;
  value: number;
  of: "training" | "validation";
}

/** One run's numbers, epoch after epoch. */
export interface LossRun {
  name: string;
  /** As recorded. */
  training: number[];
  /** As recorded. */
  validation?: number[];
  /** As drawn. */
  smoothed: { training: number[]; validation?: number[] };
  best?: Best;
  /** The first epoch, from 1, whose value is not finite. */
  diverged?: number;
}

const higherIsBetter = /acc|auc|precision|recall|f1|score|r2|map|iou/i;

/** A run with its smoothed values, its best epoch and where it diverged. */
export function lossRun(run: Run, smooth: number, metric: string): LossRun {
  const { training, validation } = run;
  const diverged = [training, validation ?? []].map((values) =>
    values.findIndex((value) => !Number.isFinite(value)),
  );
  const first = Math.min(...diverged.filter((at) => at >= 0));
  return {
    ...run,
    smoothed: {
      training: smoothed(training, smooth),
      ...(validation && { validation: smoothed(validation, smooth) }),
    },
    best: bestOf(run, higherIsBetter.test(metric)),
    ...(Number.isFinite(first) && { diverged: first + 1 }),
  };
}

function bestOf({ training, validation }: Run, highest: boolean): Best | undefined {
  const values = validation ?? training;
  let best = -1;
  values.forEach((value, at) => {
    if (!Number.isFinite(value)) return;
    if (best < 0 || (highest ? value > values[best] : value < values[best])) best = at;
  });
  if (best < 0) return undefined;
  return { epoch: best + 1, value: values[best], of: validation ? "validation" : "training" };
}
