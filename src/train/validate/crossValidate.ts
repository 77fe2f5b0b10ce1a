import type * as tf from "@tensorflow/tfjs";
import { OptionError, checkFunction, checkOptions, currentSeed } from "../../core/index";
import { type Displayable, displaySymbol, type MimeBundle, tableBundle, tableNumber } from "../../show/index";
import { divisionDefaults } from "../../data/division";
import { Classification, type Dataset, type DivisionOptions } from "../../data/index";
import { sayWindows } from "../../data/windows";
import { checkModel } from "../../nn/checkModel";
import type { FitData } from "../batches/sourceOf";
import type { Values } from "../batches/values";
import { evaluate } from "../evaluate";
import { Attempts, checkErrorScore, type ErrorScore } from "./attempts";
import { checkFitOfEach, fitWhole } from "./fitWhole";
import type { FitOptions } from "../fitOptions";
import { seedInterval, type Interval } from "./interval";
import { kFold, type Fold } from "./kFold";
import { rowedOf, type InMemory, type Rowed, weightsOfRows } from "./rowed";

/** How {@link crossValidate} divides and trains. */
export interface CrossValidateOptions extends DivisionOptions {
  /** Default 5. */
  folds?: number;
  /** Other divisions, one after the other. Default 1. */
  repeats?: number;
  /** Whether every fold gets its share of each class. Default true for classes, but with `time`. */
  stratify?: boolean;
  /** Decides the division, and each fold's fit. Default: the seed of `setSeed`. */
  seed?: number;
  /** What the logs of a fold are that cannot be trained or measured, which is said; "throw" throws its error. Default NaN. */
  errorScore?: ErrorScore;
  /** How each fold is trained; its metrics are measured on the part that is left out. `sampleWeight` is that of all examples. */
  fit?: Omit<FitOptions, "validation" | "seed">;
}

/**
 * Trains a new model on all folds but one, measures it on that one, and so on: how good a recipe is, and how sure that is.
 *
 * ```ts
 * const result = await crossValidate(() => mlp({ inputs: 4, outputs: 3 }), iris(), { fit: { metrics: ["accuracy"], epochs: 50 } });
 * result.scores.accuracy; // { mean: 0.96, deviation: 0.02, low: 0.93, high: 0.99, values: […] }
 * ```
 *
 * Data are a data set, what `fromArrays` takes, or {x, y} and [x, y] as `fit` takes them, which need a loss.
 * With `groups` no group is on both sides, with `time` each fold is measured by what comes before it: see `kFold`.
 *
 * @param make makes a new model; it is freed after its fold
 */
export async function crossValidate(
  make: (fold: Fold) => tf.LayersModel,
  data: InMemory,
  options?: CrossValidateOptions,
): Promise<CrossValidation> {
  const all = rowedOf("crossValidate", data);
  try {
    return await crossValidateRows(make, all, options);
  } finally {
    all.dispose();
  }
}

async function crossValidateRows(
  make: (fold: Fold) => tf.LayersModel,
  all: Rowed,
  options: CrossValidateOptions | undefined,
): Promise<CrossValidation> {
  const { dataset } = all;
  const given = checkOptions("crossValidate", options, {
    folds: 5,
    repeats: 1,
    stratify: dataset instanceof Classification && !options?.time,
    seed: currentSeed(),
    errorScore: NaN as ErrorScore,
    fit: {} as NonNullable<CrossValidateOptions["fit"]>,
    ...divisionDefaults,
  });
  checkFunction("crossValidate", "make", make);
  const { folds, repeats, seed, groups, time, gap } = given;
  if (!groups && time === undefined) sayWindows("crossValidate", all.drawn(), all.origin);
  const stratify = given.stratify ? labelsOf(dataset) : undefined;
  checkErrorScore("crossValidate", given.errorScore);
  checkFitOfEach("crossValidate", given.fit);
  const results = new Attempts("crossValidate", given.errorScore);
  for (const fold of kFold(all.length, { folds, repeats, seed, stratify, groups, time, gap })) {
    const weights = (rows: ArrayLike<number>) =>
      weightsOfRows("crossValidate", given.fit.sampleWeight, { rows, of: all });
    const sampleWeight = { train: weights(fold.train), validation: weights(fold.validation) };
    const name = `fold ${fold.fold}${repeats > 1 ? ` of repeat ${fold.repeat}` : ""}`;
    const told = { ...given.fit, seed: seed + results.count };
    await results.attempt(name, async () => {
      const model = make(fold);
      checkModel("crossValidate", "what make returns", model);
      const score = (train: FitData) =>
        all.with(fold.validation, (validation) => scoreOn(model, { train, validation }, told, sampleWeight));
      try {
        return await all.with(fold.train, score);
      } finally {
        model.dispose();
      }
    });
  }
  return new CrossValidation(results.logs());
}

/** Trains on one part and measures on the other. */
export async function scoreOn(
  model: tf.LayersModel,
  parts: { train: FitData; validation: FitData },
  options: FitOptions,
  weights: { train?: Values; validation?: Values } = {},
): Promise<Record<string, number>> {
  const { loss, metrics, outputs, compile } = options;
  await fitWhole("crossValidate", model, parts.train, { ...options, sampleWeight: weights.train });
  const measuring = { loss, metrics, outputs, compile, sampleWeight: weights.validation };
  return evaluate(model, parts.validation, measuring);
}

function labelsOf(dataset: Dataset | undefined): Int32Array {
  if (dataset instanceof Classification) return dataset.labels;
  const required = "stratify must go with a data set of classes";
  throw new OptionError({
    where: "crossValidate",
    required,
    got: "numbers",
    remedy: "use {stratify: false}",
  });
}

/** What {@link crossValidate} returns. */
export class CrossValidation implements Displayable {
  /** For each log its values over the folds, with mean and interval. */
  readonly scores: Record<string, Interval>;

  constructor(
    /** The logs of each fold. */
    readonly folds: Record<string, number>[],
  ) {
    const names = Object.keys(folds[0]);
    const interval = (name: string) => seedInterval(folds.map((logs) => logs[name]));
    this.scores = Object.fromEntries(names.map((name) => [name, interval(name)]));
  }

  /** The scores as a table. */
  [displaySymbol](): MimeBundle {
    const rows = Object.entries(this.scores).map(([name, { mean, deviation, low, high }]) => [
      name,
      tableNumber(mean),
      tableNumber(deviation),
      `${tableNumber(low)} to ${tableNumber(high)}`,
    ]);
    const header = ["", "mean", "deviation", "95 % interval"];
    return tableBundle({ title: `${this.folds.length} folds`, header, rows });
  }
}
