import type * as tf from "@tensorflow/tfjs";
import { checkInteger, checkOptions, sharedRandom } from "../core/index";
import type { Optimizer } from "../optim/index";
import type { Augmentation } from "./augment/augmentation";
import type { FitData } from "./batches/sourceOf";
import type { Values } from "./batches/values";
import type { Callback } from "./callback";
import type { LossFunction, LossName } from "./losses/lossOf";
import type { MetricName } from "./metrics/metricOf";
import type { Metric } from "./metrics/metric";
import type { CompileOption } from "./stepMode";

/** What is told of a loss: its name, or a function of truth and prediction. */
export type LossOption = LossName | LossFunction;

/** How {@link fit} trains. */
export interface FitOptions {
  /** A name or function, or one for each output. Default for a data set: cross-entropy for classes, else the mean squared error. */
  loss?: LossOption | LossOption[];
  /** A name or one of `optim`. Default "adam". */
  optimizer?: string | Optimizer;
  /** Passes over the data. Default 10. */
  epochs?: number;
  /** Examples in a batch; a stream brings its own. Default 32. */
  batchSize?: number;
  /** Data to measure on after each epoch, or the share of the data in memory that is kept for it, in (0, 1). */
  validation?: FitData | number;
  /** Names, or those of `train.metrics`. */
  metrics?: (MetricName | "acc" | Metric)[];
  /** Called before and after training, each epoch and each batch. */
  callbacks?: (Callback | tf.CustomCallbackArgs)[];
  /** Of order, dropout, augmentation and validation share. Default: the next of `setSeed`'s. */
  seed?: number;
  /** Takes the examples in another order in each epoch. Default true. */
  shuffle?: boolean;
  /** What the loss of each class counts: by index, as a record, or "balanced" so that all classes weigh the same. */
  classWeight?: number[] | Record<number, number> | "balanced";
  /** What each example counts, in loss and metrics, [examples]. */
  sampleWeight?: Values;
  /** Batches whose gradients make one update. Default 1. */
  accumulate?: number;
  /** Changes of each training batch, in turn: `[augment.flip(), augment.crop({ padding: 2 })]`. */
  augment?: Augmentation[];
  /** Whether steps run as one compiled graph; or how: "graph", "xla", "eager", or "auto", which measures. Default true. */
  compile?: CompileOption;
  /** Batches that a stream fetches ahead. Default 2. */
  prefetch?: number;
  /** Batches of a stream that make an epoch. Default: all. */
  stepsPerEpoch?: number;
  /** Ends the fit after the current step when it is aborted. */
  signal?: AbortSignal;
}

/** The options with their defaults, checked. */
export function checkFitOptions(options: FitOptions | undefined) {
  const checked = checkOptions("fit", options, {
    loss: undefined as FitOptions["loss"],
    optimizer: "adam" as string | Optimizer,
    epochs: 10,
    batchSize: 32,
    validation: undefined as FitOptions["validation"],
    metrics: [] as NonNullable<FitOptions["metrics"]>,
    callbacks: [] as NonNullable<FitOptions["callbacks"]>,
    seed: undefined as number | undefined,
    shuffle: true,
    classWeight: undefined as FitOptions["classWeight"],
    sampleWeight: undefined as Values | undefined,
    accumulate: 1,
    augment: [] as Augmentation[],
    compile: true as CompileOption,
    prefetch: 2,
    stepsPerEpoch: undefined as number | undefined,
    signal: undefined as AbortSignal | undefined,
  });
  checkInteger("fit", "epochs", checked.epochs, "[0, ∞)");
  checkInteger("fit", "batchSize", checked.batchSize, "[1, ∞)");
  checkInteger("fit", "accumulate", checked.accumulate, "[1, ∞)");
  checkInteger("fit", "prefetch", checked.prefetch, "[1, ∞)");
  if (checked.stepsPerEpoch !== undefined)
    checkInteger("fit", "stepsPerEpoch", checked.stepsPerEpoch, "[1, ∞)");
  const seed = checkInteger("fit", "seed", checked.seed ?? sharedRandom("fit").integer(2 ** 31));
  return { ...checked, seed };
}

/** {@link FitOptions} with their defaults. */
export type CheckedFitOptions = ReturnType<typeof checkFitOptions>;
