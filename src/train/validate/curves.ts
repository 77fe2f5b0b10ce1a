import type * as tf from "@tensorflow/tfjs";
import {
  checkFunction,
  checkInteger,
  checkNotEmpty,
  checkOptions,
  currentSeed,
  type Mode,
  shown,
} from "../../core/index";
import { divisionDefaults } from "../../data/division";
import { asDataset } from "../../data/fromArrays";
import { split, type DataOf, type Dataset, type DivisionOptions, type SplitOptions } from "../../data/index";
import { checkModel } from "../../nn/checkModel";
import { Attempts, checkErrorScore, type ErrorScore } from "./attempts";
import { evaluate } from "../evaluate";
import { checkFitOfEach, fitWhole } from "./fitWhole";
import type { FitOptions } from "../fitOptions";
import { seedInterval, type Interval } from "./interval";
import { refuseWeights } from "./rowed";

/** How the points of a curve are trained. */
export interface CurveOptions extends DivisionOptions {
  /** Runs of each point, each with its own division, order and dropout. Default 5. */
  seeds?: number;
  /** The share that is measured on. Default 0.2. */
  validation?: number;
  /** Default: the seed of `setSeed`; run k has seed + k. */
  seed?: number;
  /** What the logs of a run are that cannot be trained or measured, which is said; "throw" throws its error. Default NaN. */
  errorScore?: ErrorScore;
  /** How each model is trained. */
  fit?: Omit<FitOptions, "validation" | "seed">;
}

/** One point of a curve: each log on the training part and on the other, over the seeds. */
export interface CurvePoint<T> {
  /** Rows, or the value of the option. */
  at: T;
  train: Record<string, Interval>;
  validation: Record<string, Interval>;
  /** Whether lower or higher is better, as each log's metric says. */
  modes: Record<string, Mode>;
}

const defaults = () => ({
  seeds: 5,
  validation: 0.2,
  seed: currentSeed(),
  errorScore: NaN as ErrorScore,
  fit: {} as NonNullable<CurveOptions["fit"]>,
  ...divisionDefaults,
});

/**
 * How a model gets better with more data: scores for several numbers of training rows, with intervals over seeds. A gap that
 * closes asks for more data, two curves that meet too low for a larger model.
 *
 * ```ts
 * const curve = await learningCurve(() => mlp({ inputs: 64, outputs: 10 }), digits(), [100, 400, 1400], { fit: { epochs: 20 } });
 * curve[0].validation.loss.mean;
 * ```
 *
 * @param make makes a new model, given the seed; it is freed after its run
 * @param rows numbers of training rows
 */
export function learningCurve(
  make: (seed: number) => tf.LayersModel,
  dataset: DataOf,
  rows: number[],
  options?: CurveOptions,
): Promise<CurvePoint<number>[]> {
  // Of rows in the order of time those nearest to what is measured.
  const trainOn = (train: Dataset, count: number) => {
    const from = options?.time ? train.length - count : 0;
    return train.take(Array.from({ length: count }, (_, row) => from + row));
  };
  return curve("learningCurve", rows, options, (count, division) => {
    checkFunction("learningCurve", "make", make);
    const { train, test } = split(asDataset("learningCurve", dataset), division);
    checkInteger("learningCurve", "rows", count, `[1, ${train.length}]`);
    return {
      make: () => make(division.seed),
      train: trainOn(train, count) as Dataset,
      validation: test as Dataset,
    };
  });
}

/**
 * How a model depends on one of its options: scores for several values of it, with intervals over seeds.
 *
 * ```ts
 * const curve = await validationCurve((l2) => mlp({ inputs: 64, outputs: 10, l2 }), digits(), [0, 1e-4, 1e-3, 1e-2]);
 * ```
 *
 * @param make makes a new model, given the value and the seed; it is freed after its run
 */
export function validationCurve<T>(
  make: (value: T, seed: number) => tf.LayersModel,
  dataset: DataOf,
  values: T[],
  options?: CurveOptions,
): Promise<CurvePoint<T>[]> {
  return curve("validationCurve", values, options, (value, division) => {
    checkFunction("validationCurve", "make", make);
    const { train, test } = split(asDataset("validationCurve", dataset), division);
    return { make: () => make(value, division.seed), train: train as Dataset, validation: test as Dataset };
  });
}

interface Prepared {
  make: () => tf.LayersModel;
  train: Dataset;
  validation: Dataset;
}

async function curve<T>(
  where: string,
  values: T[],
  options: CurveOptions | undefined,
  prepare: (value: T, division: SplitOptions & { seed: number }) => Prepared,
): Promise<CurvePoint<T>[]> {
  const given = checkOptions(where, options, defaults());
  const { validation: test, groups, time, gap } = given;
  checkInteger(where, "seeds", given.seeds, "[1, ∞)");
  checkErrorScore(where, given.errorScore);
  refuseWeights(where, given.fit.sampleWeight);
  checkFitOfEach(where, given.fit);
  checkNotEmpty(where, "values", values);
  const prepared = (at: T, seed: number) => prepare(at, { test, seed, groups, time, gap });
  for (const at of values) prepared(at, given.seed);
  const results = new Attempts(where, given.errorScore);
  const modes: Record<string, Mode> = {};
  for (const at of values) {
    for (let k = 0; k < given.seeds; k++) {
      const seed = given.seed + k;
      const run = () => scores(where, prepared(at, seed), { ...given.fit, seed }, modes);
      await results.attempt(`${shown(at)} with seed ${seed}`, run);
    }
  }
  const logs = results.logs();
  return Array.from(values, (at, index) => {
    const runs = logs.slice(index * given.seeds, (index + 1) * given.seeds);
    return { at, train: intervals(runs, "train"), validation: intervals(runs, "validation"), modes };
  });
}

type Part = "train" | "validation";

/** The logs of both parts in one record, each under {@link partName}. */
async function scores(
  where: string,
  { make, train, validation }: Prepared,
  options: FitOptions,
  modes: Record<string, Mode>,
): Promise<Record<string, number>> {
  const { loss, metrics, outputs, compile } = options;
  const model = make();
  checkModel(where, "what make returns", model);
  const measure = async (part: Part, data: Dataset) => {
    const logs = await evaluate(model, data, { loss, metrics, outputs, compile });
    return Object.entries(logs).map(([name, value]) => [partName(part, name), value] as const);
  };
  try {
    Object.assign(modes, (await fitWhole(where, model, train, options)).modes);
    const measured = [...(await measure("train", train)), ...(await measure("validation", validation))];
    return Object.fromEntries(measured);
  } finally {
    model.dispose();
  }
}

const partName = (part: Part, log: string) => `${part}: ${log}`;

function intervals(runs: Record<string, number>[], part: Part): Record<string, Interval> {
  const prefix = partName(part, "");
  const names = Object.keys(runs[0]).filter((name) => name.startsWith(prefix));
  const over = (name: string) => seedInterval(runs.map((run) => run[name]));
  return Object.fromEntries(names.map((name) => [name.slice(prefix.length), over(name)]));
}
