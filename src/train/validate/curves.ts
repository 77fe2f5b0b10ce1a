import type * as tf from "@tensorflow/tfjs";
import { checkInteger, checkNotEmpty, checkOptions, currentSeed, type Mode } from "../../core/index";
import { divisionDefaults } from "../../data/division";
import { split, type DataOf, type Dataset, type DivisionOptions, type SplitOptions } from "../../data/index";
import { evaluate } from "../evaluate";
import { fitWhole } from "./fitWhole";
import type { FitOptions } from "../fitOptions";
import { seedInterval, type Interval } from "./interval";
import { refuseWeights } from "./weightsOfRows";

/** How the points of a curve are trained. */
export interface CurveOptions extends DivisionOptions {
  /** Runs of each point, each with its own division, order and dropout. Default 5. */
  seeds?: number;
  /** The share that is measured on. Default 0.2. */
  validation?: number;
  /** Default: the seed of `setSeed`; run k has seed + k. */
  seed?: number;
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
    const { train, test } = split(dataset, division);
    checkInteger("learningCurve", "rows", count, `[1, ${train.length}]`);
    return {
      model: make(division.seed),
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
    const { train, test } = split(dataset, division);
    return { model: make(value, division.seed), train: train as Dataset, validation: test as Dataset };
  });
}

interface Prepared {
  model: tf.LayersModel;
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
  refuseWeights(where, given.fit.sampleWeight);
  checkNotEmpty(where, "values", values);
  const points: CurvePoint<T>[] = [];
  for (const at of values) {
    const runs: Awaited<ReturnType<typeof scores>>[] = [];
    for (let k = 0; k < given.seeds; k++) {
      const seed = given.seed + k;
      runs.push(await scores(where, prepare(at, { test, seed, groups, time, gap }), { ...given.fit, seed }));
    }
    const over = (part: "train" | "validation") => intervals(runs.map((run) => run[part]));
    points.push({ at, train: over("train"), validation: over("validation"), modes: runs[0].modes });
  }
  return points;
}

async function scores(where: string, { model, train, validation }: Prepared, options: FitOptions) {
  const { loss, metrics, outputs, compile } = options;
  const measure = (data: Dataset) => evaluate(model, data, { loss, metrics, outputs, compile });
  try {
    const { modes } = await fitWhole(where, model, train, options);
    return { train: await measure(train), validation: await measure(validation), modes };
  } finally {
    model.dispose();
  }
}

function intervals(runs: Record<string, number>[]): Record<string, Interval> {
  return Object.fromEntries(
    Object.keys(runs[0]).map((name) => [name, seedInterval(runs.map((run) => run[name]))]),
  );
}
