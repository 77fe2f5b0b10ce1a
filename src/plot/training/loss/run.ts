import { bestAt, knownMode, type Mode, type ModeOption } from "../../../core/index";
import { smoothed } from "../smooth";
import { gapsOf } from "./gaps";
import type { Run, SeedsOfRun } from "./seeds";

/** The best epoch of a run. */
export interface Best {
  /** As drawn: from 1, or as the history counts on. */
  epoch: number;
  value: number;
  of: "training" | "validation";
}

/** One run's numbers, epoch after epoch. */
export interface LossRun extends SeedsOfRun {
  name: string;
  /** The epoch of each value, from 1. */
  epochs: number[];
  /** As recorded. */
  training: number[];
  /** As recorded. */
  validation?: number[];
  /** As drawn. */
  smoothed: { training: number[]; validation?: number[] };
  /** Sample standard deviations over several seeds, smoothed like their means; NaN of a single one. */
  deviation?: { training: number[]; validation?: number[] };
  /** Undefined where no value is finite, or nobody knows which way is better. */
  best?: Best;
  /** The first epoch, from 1, from which on no value is finite. */
  diverged?: number;
}

/** How a run is read. */
export interface ReadOptions {
  metric: string;
  smooth: number;
  mode: ModeOption;
}

/** What a figure says in place of the best value where nobody knows which way is better. */
export function unknownMode(metric: string): string {
  return `Best ${metric}: give {mode: "min"} or "max"`;
}

/** A run with its smoothed values, its best epoch and where it diverged. */
export function lossRun({ modes, ...run }: Run, { metric, smooth, mode }: ReadOptions): LossRun {
  const { training, validation } = run;
  const first = Math.min(
    ...[training, validation ?? []].map((values) => gapsOf(values, "epoch").diverged ?? Infinity),
  );
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
    best: bestOf(run, knownMode(metric, { mode, modes })),
    ...(Number.isFinite(first) && { diverged: run.epochs[first] }),
  };
}

function bestOf({ epochs, training, validation }: Run, mode: Mode | undefined): Best | undefined {
  const values = validation ?? training;
  const best = mode ? bestAt(mode, values) : -1;
  if (best < 0) return undefined;
  return { epoch: epochs[best], value: values[best], of: validation ? "validation" : "training" };
}
