import type * as tf from "@tensorflow/tfjs";
import { OptionError, checkInteger, checkOptions, sharedRandom, shown } from "../core/index";
import { divisionDefaults } from "../data/division";
import type { DivisionOptions } from "../data/index";
import type { Optimizer } from "../optim/index";
import * as augmentations from "./augment/index";
import type { Augmentation } from "./augment/index";
import type { FitData } from "./batches/sourceOf";
import type { Values } from "./batches/values";
import { type Callback, checkCallbackNames } from "./callback";
import { continuationOf } from "./continuation";
import { History } from "./history";
import type { LossFunction, LossName } from "./losses/lossOf";
import type { MetricsOption } from "./metrics/metricOf";
import type { OutputOption } from "./model/outputForm";
import type { CompileOption } from "./stepMode";

/** What is told of a loss: its name, or a function of truth and prediction. */
export type LossOption = LossName | LossFunction;

/** How {@link fit} trains. */
export interface FitOptions extends DivisionOptions {
  /** A name or function, or one for each output. Default for a data set: cross-entropy for classes, else the mean squared error. */
  loss?: LossOption | LossOption[];
  /**
   * A name or one of `optim`: a configuration, so that every fit begins with fresh averages, also with the same object
   * (`continueFrom` hands on those of the last fit). Default "adam".
   */
  optimizer?: string | Optimizer;
  /** Passes over the data, after those of `continueFrom`. Default 10. */
  epochs?: number;
  /**
   * The history that the last fit of this model returned: goes on with its optimiser's averages and step, its seed and its
   * epochs, so that six fits of one epoch are one fit of six. The history returned is that of all.
   */
  continueFrom?: History;
  /** Examples in a batch; a stream brings its own. Default 32. */
  batchSize?: number;
  /**
   * Data to measure on after each epoch, or the share of the data in memory that is kept for it, in (0, 1): drawn at random, whole
   * `groups` where there are such; the last examples with `time` or `shuffle: false`.
   */
  validation?: FitData | number;
  /**
   * Names, those of `train.metrics`, or functions of truth and prediction; for several outputs also a list for each, in order or
   * by the output's name.
   */
  metrics?: MetricsOption;
  /**
   * What the model's outputs are, for metrics of classes, where neither loss nor last layer tells: "logits", "probabilities",
   * "margins" or "numbers"; "multiLabelLogits" or "multiLabelProbabilities" where each of several units says yes or no of its own.
   * For several outputs a list. Default: by the loss, else by the last activation; with a loss of one's own and no such activation it
   * is asked for.
   */
  outputs?: OutputOption | OutputOption[];
  /** Called before and after training, each epoch and each batch. */
  callbacks?: (Callback | tf.CustomCallbackArgs)[];
  /** Decides order, dropout, augmentation and validation share. Default: the next of `setSeed`'s. */
  seed?: number;
  /** Takes the examples in another order in each epoch; without it a validation share is the last examples. Default true. */
  shuffle?: boolean;
  /**
   * What the training loss of each class counts: by index, as a record, or "balanced" so that all classes weigh the same. For one output of
   * classes, also one for each step or pixel; it multiplies `sampleWeight`, and does not count in validation or metrics.
   */
  classWeight?: number[] | Record<number, number> | "balanced";
  /** What each example counts, in loss and metrics, [examples]; or each position of the output, [examples, steps]. */
  sampleWeight?: Values;
  /** Batches whose gradients make one update, as one batch of all their examples would. Default 1. */
  accumulate?: number;
  /** Changes of each training batch, in turn: `[augment.flip(), augment.crop({ padding: 2 })]`. */
  augment?: Augmentation[];
  /** Whether steps run as one compiled graph; or how: "graph", "xla", "eager", or "auto", which measures. Default true. */
  compile?: CompileOption;
  /** Batches that a stream fetches ahead. Default 2. */
  prefetch?: number;
  /** Batches of a stream that make an epoch; the next goes on where it ended, and a stream that ends is begun anew. Default: all. */
  stepsPerEpoch?: number;
  /** Ends the fit after the current step when it is aborted. */
  signal?: AbortSignal;
}

// Where other libraries have an option that is elsewhere here.
const elsewhere: Record<string, string> = {
  learningRate: "give it to the optimizer: {optimizer: optim.adam({learningRate: 0.01})}",
  validationData: "it is {validation: data}",
  validationSplit: "it is {validation: 0.2}",
  verbose: "use {callbacks: [callbacks.progress()]}, or none for silence",
};

function checkElsewhere(options: object): void {
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(elsewhere, name))
      throw new OptionError({
        where: "fit",
        required: `unknown option "${name}"`,
        remedy: elsewhere[name],
      });
  }
}

/** Checks a list of things that somebody makes by a call, which is easily forgotten. */
function checkList(name: string, list: unknown, fits: (item: unknown) => boolean, remedy: string): void {
  if (Array.isArray(list) && list.every(fits)) return;
  const bad: unknown = Array.isArray(list) ? list.find((item) => !fits(item)) : list;
  const got = typeof bad === "function" ? `the function ${bad.name}` : shown(bad);
  throw new OptionError({ where: "fit", required: `${name} must be a list`, got, remedy });
}

const isAugmentation = (item: unknown) =>
  typeof item === "function" && !(Object.values(augmentations) as unknown[]).includes(item);

const isMade = (item: unknown) => typeof item === "object" && item !== null;

function checkLists({
  metrics,
  callbacks,
  augment,
}: Required<Pick<FitOptions, "metrics" | "callbacks" | "augment">>) {
  const isMetric = (item: unknown) => ["string", "function"].includes(typeof item) || isMade(item);
  const isByOutput = isMade(metrics) && !Array.isArray(metrics);
  for (const list of isByOutput ? Object.values(metrics) : [metrics])
    checkList("metrics", list, isMetric, 'for example {metrics: ["accuracy"]}');
  checkList("callbacks", callbacks, isMade, "for example {callbacks: [callbacks.progress()]}");
  callbacks.forEach(checkCallbackNames);
  checkList("augment", augment, isAugmentation, "for example {augment: [augment.flip()]}");
}

function checkContinueFrom({ continueFrom, seed }: Pick<FitOptions, "continueFrom" | "seed">) {
  if (continueFrom === undefined) return undefined;
  if (!(continueFrom instanceof History)) {
    const required = "continueFrom must be the history that the model's last fit returned";
    throw new OptionError({ where: "fit", required, got: shown(continueFrom) });
  }
  const continuation = continuationOf(continueFrom);
  if (seed === undefined || seed === continuation.position.seed) return continuation;
  const required = `continueFrom goes on with the seed ${continuation.position.seed} of the earlier fit`;
  throw new OptionError({ where: "fit", required, got: `seed ${seed}`, remedy: "leave seed out" });
}

/** The options with their defaults, checked. */
export function checkFitOptions(options: FitOptions | undefined) {
  checkElsewhere(options ?? {});
  const checked = checkOptions("fit", options, {
    loss: undefined as FitOptions["loss"],
    optimizer: undefined as string | Optimizer | undefined,
    epochs: 10,
    continueFrom: undefined as History | undefined,
    batchSize: 32,
    validation: undefined as FitOptions["validation"],
    metrics: [] as NonNullable<FitOptions["metrics"]>,
    outputs: undefined as FitOptions["outputs"],
    callbacks: [] as NonNullable<FitOptions["callbacks"]>,
    seed: undefined as number | undefined,
    shuffle: true,
    classWeight: undefined as FitOptions["classWeight"],
    sampleWeight: undefined as Values | undefined,
    accumulate: 1,
    augment: [] as Augmentation[],
    compile: undefined as CompileOption | undefined,
    prefetch: 2,
    stepsPerEpoch: undefined as number | undefined,
    signal: undefined as AbortSignal | undefined,
    ...divisionDefaults,
  });
  checkLists(checked);
  checkInteger("fit", "epochs", checked.epochs, "[0, ∞)");
  checkInteger("fit", "batchSize", checked.batchSize, "[1, ∞)");
  checkInteger("fit", "accumulate", checked.accumulate, "[1, ∞)");
  checkInteger("fit", "prefetch", checked.prefetch, "[1, ∞)");
  if (checked.stepsPerEpoch !== undefined)
    checkInteger("fit", "stepsPerEpoch", checked.stepsPerEpoch, "[1, ∞)");
  const continuation = checkContinueFrom(checked);
  const drawn = continuation?.position.seed ?? sharedRandom("fit").integer(2 ** 31);
  const seed = checkInteger("fit", "seed", checked.seed ?? drawn);
  const optimizer = checked.optimizer ?? continuation?.optimizer ?? "adam";
  return { ...checked, seed, optimizer, continuation };
}

/** {@link FitOptions} with their defaults. */
export type CheckedFitOptions = ReturnType<typeof checkFitOptions>;
