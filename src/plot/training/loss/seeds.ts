import { meanOf, sampleDeviationOf } from "../../../math/index";
import type { Modes } from "../../../core/index";
import { countPasses } from "../../input/passes";
import { list, plural, short } from "../../input/words";
import { gapsOf } from "./gaps";

/** A seed that ends before the others, or without a finite value. */
export interface LostSeed {
  /** From 1. */
  seed: number;
  /** The first epoch without a value, as drawn. */
  epoch: number;
  /** Whether its history ends there, rather than its numbers. */
  stopped?: boolean;
}

/** What is known of the seeds of a run. */
export interface SeedsOfRun {
  /** How many seeds, where there are several; the run's values are then the means of those that are finite. */
  seeds?: number;
  /** At how many of them each epoch has a finite value. */
  seedCounts?: { training: number[]; validation?: number[] };
  /** Those that end before the others or without a finite value, and from when; the mean is that of the others. */
  lostSeeds?: LostSeed[];
  /** Those that went back to earlier epochs, from 1: their last values count. */
  seedsAgain?: number[];
  /** Sample standard deviations over several seeds; NaN of a single one. */
  deviation?: { training: number[]; validation?: number[] };
}

/** One training run: a metric on the training data and, where recorded, on the validation data. */
export interface Run extends SeedsOfRun {
  name: string;
  /** The epoch of each value, from 1. */
  epochs: number[];
  training: number[];
  validation?: number[];
  /** Whether lower or higher is better, where the history says so. */
  modes?: Modes;
}

/** One run by the means of several: the same training with other seeds. */
export function runOfSeeds(name: string, runs: Run[]): Run {
  const epochs = [...new Set(runs.flatMap((run) => run.epochs))].sort((one, other) => one - other);
  const training = overSeeds(epochs, runs, "training");
  const validation = runs.some((run) => run.validation) ? overSeeds(epochs, runs, "validation") : undefined;
  const lostSeeds = runs.flatMap((run, at) => lostOf(run, at + 1, epochs));
  const seedsAgain = runs.flatMap((run, at) => (countPasses(run.epochs, "same") > 1 ? [at + 1] : []));
  return {
    ...{ name, epochs, seeds: runs.length, training: training.mean, modes: runs[0].modes },
    ...(lostSeeds.length > 0 && { lostSeeds }),
    ...(seedsAgain.length > 0 && { seedsAgain }),
    ...(validation && { validation: validation.mean }),
    ...(runs.length > 1 && {
      seedCounts: { training: training.count, ...(validation && { validation: validation.count }) },
      deviation: { training: training.deviation, ...(validation && { validation: validation.deviation }) },
    }),
  };
}

function lostOf({ epochs: own, training, validation = [] }: Run, seed: number, all: number[]): LostSeed[] {
  const places = [training, validation].map((values) => gapsOf(values, "epoch").diverged ?? Infinity);
  const first = Math.min(...places);
  if (first < Infinity) return [{ seed, epoch: own[first] }];
  const last = Math.max(...own);
  const next = all.find((epoch) => epoch > last);
  return next === undefined ? [] : [{ seed, epoch: next, stopped: true }];
}

/** Mean, sample deviation and count of each epoch, over the seeds that have a finite value there; of one seed there is no deviation. */
function overSeeds(epochs: number[], runs: Run[], split: "training" | "validation") {
  const byEpoch = runs.map(
    ({ epochs: own, [split]: values = [] }) => new Map(values.map((value, at) => [own[at], value])),
  );
  const columns = epochs.map((epoch) =>
    byEpoch.map((values) => values.get(epoch) ?? NaN).filter(Number.isFinite),
  );
  return {
    mean: columns.map(meanOf),
    deviation: columns.map((values) => (values.length > 1 ? sampleDeviationOf(values) : NaN)),
    count: columns.map(({ length }) => length),
  };
}

/** What is said of seeds that are not there to the end. */
export function seedNotes(
  { seeds = 0, lostSeeds = [], seedsAgain = [] }: SeedsOfRun,
  xLabel: string,
): string[] {
  const told = (some: LostSeed[], one: string, several: string) => {
    if (some.length === 0) return [];
    const each = some.map(({ seed, epoch }) => `${seed} (from ${xLabel} ${epoch})`);
    const [which, verb, are] = each.length === 1 ? ["seed", one, "is"] : ["seeds", several, "are"];
    return [`${which} ${list(each)} of ${seeds} ${verb} and ${are} left out of the mean from there`];
  };
  const again = seedsAgain.length === 1 ? ["seed", "its"] : ["seeds", "their"];
  return [
    ...told(
      lostSeeds.filter(({ stopped }) => !stopped),
      "ends without a finite value",
      "end without a finite value",
    ),
    ...told(
      lostSeeds.filter(({ stopped }) => stopped),
      "stops before the others",
      "stop before the others",
    ),
    ...(seedsAgain.length > 0
      ? [
          `${again[0]} ${list(seedsAgain.map(String))} of ${seeds} went back to earlier epochs, where ${again[1]} last values count`,
        ]
      : []),
  ];
}

/** "3 seeds, of 2 from epoch 4" where one is lost there, "of 2 at 5 epochs" where they come and go; by split where those differ. */
export function seedsInWords(
  { epochs, seeds = 0, seedCounts }: Pick<Run, "epochs"> & SeedsOfRun,
  xLabel: string,
): string {
  const [training, validation = training] = [seedCounts?.training, seedCounts?.validation].map(
    (counts) => counts && fewerInWords(counts, { epochs, seeds, xLabel }),
  );
  const all = plural(seeds, "seed");
  if (training === validation) return `${all}${training}`;
  return `${all}${training && `${training} in training`}${validation && `${validation} in validation`}`;
}

/** How many seeds a mean is of, where that is not all; epochs without any have no mean. */
function fewerInWords(
  counts: number[],
  { epochs, seeds, xLabel }: { epochs: number[]; seeds: number; xLabel: string },
): string {
  const known = counts.map((count) => count || seeds);
  const fewer = [...new Set(known)].filter((count) => count < seeds).sort((one, other) => other - one);
  const parts = fewer.map((count) => {
    const first = known.indexOf(count);
    const toTheEnd = known.slice(first).every((one) => one === count);
    const many = known.filter((one) => one === count).length;
    const where = toTheEnd && first > 0 ? `from ${xLabel} ${epochs[first]}` : `at ${plural(many, xLabel)}`;
    return `of ${short(count)}${count === 1 ? ", without a band," : ""} ${where}`;
  });
  return parts.length > 0 ? `, ${list(parts)}` : "";
}
