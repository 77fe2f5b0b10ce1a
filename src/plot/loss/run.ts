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
  /** Of several seeds: how many, and their sample standard deviation, smoothed like the mean. */
  seeds?: number;
  deviation?: { training: number[]; validation?: number[] };
  best?: Best;
  /** The first epoch, from 1, whose value is not finite. */
  diverged?: number;
}

/** Whether a metric of this name is better where it is higher. */
export function higherIsBetter(metric: string): boolean {
  return /acc|auc|precision|recall|f1|score|r2|map|iou/i.test(metric);
}

/** A run with its smoothed values, its best epoch and where it diverged. */
export function lossRun(run: Run, smooth: number, metric: string): LossRun {
  const { training, validation } = run;
  const diverged = [training, validation ?? []].map((values) =>
    values.findIndex((value) => !Number.isFinite(value)),
  );
  const first = Math.min(...diverged.filter((at) => at >= 0));
  const { deviation } = run;
  return {
    ...run,
    ...(deviation && {
      deviation: {
        training: smoothed(deviation.training, smooth),
        ...(deviation.validation && { validation: smoothed(deviation.validation, smooth) }),
      },
    }),
    smoothed: {
      training: smoothed(training, smooth),
      ...(validation && { validation: smoothed(validation, smooth) }),
    },
    best: bestOf(run, higherIsBetter(metric)),
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
