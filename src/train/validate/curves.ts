import type * as tf from "@tensorflow/tfjs";
import { checkInteger, checkNotEmpty, checkOptions, currentSeed, type Mode } from "../../core/index";
import { split, type Dataset } from "../../data/index";
import { evaluate } from "../evaluate";
import { fitWhole } from "./fitWhole";
import type { FitOptions } from "../fitOptions";
import { seedInterval, type Interval } from "./interval";

/** How the points of a curve are trained. */
export interface CurveOptions {
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
  dataset: Dataset,
  rows: number[],
  options?: CurveOptions,
): Promise<CurvePoint<number>[]> {
  const trainOn = (train: Dataset, count: number) =>
    train.take(Array.from({ length: count }, (_, row) => row));
  return curve("learningCurve", rows, options, (count, seed, share) => {
    const { train, test } = split(dataset, { test: share, seed });
    checkInteger("learningCurve", "rows", count, `[1, ${train.length}]`);
    return { model: make(seed), train: trainOn(train, count) as Dataset, validation: test as Dataset };
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
  dataset: Dataset,
  values: T[],
  options?: CurveOptions,
): Promise<CurvePoint<T>[]> {
  return curve("validationCurve", values, options, (value, seed, share) => {
    const { train, test } = split(dataset, { test: share, seed });
    return { model: make(value, seed), train: train as Dataset, validation: test as Dataset };
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
  prepare: (value: T, seed: number, share: number) => Prepared,
): Promise<CurvePoint<T>[]> {
  const given = checkOptions(where, options, defaults());
  checkInteger(where, "seeds", given.seeds, "[1, ∞)");
  checkNotEmpty(where, "values", values);
  const points: CurvePoint<T>[] = [];
  for (const at of values) {
    const runs: Awaited<ReturnType<typeof scores>>[] = [];
    for (let k = 0; k < given.seeds; k++) {
      const seed = given.seed + k;
      runs.push(await scores(where, prepare(at, seed, given.validation), { ...given.fit, seed }));
    }
    const over = (part: "train" | "validation") => intervals(runs.map((run) => run[part]));
    points.push({ at, train: over("train"), validation: over("validation"), modes: runs[0].modes });
  }
  return points;
}

async function scores(where: string, { model, train, validation }: Prepared, options: FitOptions) {
  const { loss, metrics, compile } = options;
  const { modes } = await fitWhole(where, model, train, options);
  const measure = (data: Dataset) => evaluate(model, data, { loss, metrics, compile });
  const result = { train: await measure(train), validation: await measure(validation), modes };
  model.dispose();
  return result;
}

function intervals(runs: Record<string, number>[]): Record<string, Interval> {
  return Object.fromEntries(
    Object.keys(runs[0]).map((name) => [name, seedInterval(runs.map((run) => run[name]))]),
  );
}
