import * as tf from "@tensorflow/tfjs";
import { DataError, OptionError, shown } from "../../core/index";
import { Classification, Regression, Split, Table, type Dataset } from "../../data/index";
import { checkWeight } from "./checkWeight";
import { checkContents, checkExampleKeys } from "./checkContents";
import { checkBatch, type Expected, type ExpectedTensor } from "./expected";
import { listValues } from "./listValues";
import { ResidentSource } from "./resident";
import type { BatchSource } from "./source";
import type { Stream } from "./cursor";
import { StreamSource } from "./stream";
import { toTensor, type Values, type ValuesOf } from "./values";

/** Examples in memory. */
export interface Examples {
  /** [examples, …]; for a model of several inputs a list or a record of such. */
  x: ValuesOf;
  /** [examples, …] as the model gives, or class indices [examples]. Default: x, for an autoencoder. */
  y?: ValuesOf;
  /** Weight of each example, [examples], or of each position of the output: [examples, steps]. */
  weight?: Values;
}

/** What `fit` and `evaluate` take as data. */
export type FitData = Examples | [x: ValuesOf, y: ValuesOf] | Dataset | Stream;

/** How a source is made of data. */
export interface SourceOptions {
  where: string;
  expected: Expected;
  /** Weight of each example or position; for data in memory only. */
  sampleWeight?: Values;
  /** Batches that a stream fetches ahead. */
  prefetch: number;
  /** Batches of a stream that make an epoch. */
  stepsPerEpoch?: number;
  /** How often all data are read. Default once. */
  epochs?: number;
}

/** Data of any kind as a source of batches, checked against what the model expects. */
export function sourceOf(data: FitData, options: SourceOptions): BatchSource {
  const { where, expected } = options;
  if (data instanceof Classification || data instanceof Regression) {
    return residentSource(tensorsOf(data, expected), true, options);
  }
  if (Array.isArray(data) && data.length === 2 && !data.every(isExamples))
    return residentSource({ x: data[0], y: data[1] }, false, options);
  if (isExamples(data)) {
    checkExampleKeys(where, "data", data);
    checkWeightOnce(where, data.weight !== undefined, options.sampleWeight);
    return residentSource(data, false, options);
  }
  if (isStream(data)) {
    if (options.sampleWeight) throw streamWeight(where);
    return new StreamSource(data, {
      where,
      expected,
      prefetch: options.prefetch,
      steps: options.stepsPerEpoch,
      rounds: options.epochs,
    });
  }
  throw new OptionError({
    where,
    required: "data must be {x, y}, [x, y], a data set, or an iterable of such batches",
    got: isRecord(data) ? `{${Object.keys(data).slice(0, 5).join(", ")}}` : shown(data),
    remedy: data instanceof Split ? "pass its train" : undefined,
  });
}

function isRecord(data: unknown): data is object {
  return typeof data === "object" && data !== null;
}

function isExamples(data: unknown): data is Examples {
  return typeof data === "object" && data !== null && "x" in data;
}

/** Whether data are batches as they come. */
export function isStream(data: unknown): data is Stream {
  if (typeof data === "function") return true;
  if (typeof data !== "object" || data === null) return false;
  return Symbol.asyncIterator in data || Symbol.iterator in data || "iterator" in data;
}

/** Images where the model wants them. */
function tensorsOf(dataset: Dataset, expected: Expected): { x: tf.Tensor; y: tf.Tensor } {
  return dataset.tensors({ images: wantsImages(dataset, expected.inputs[0]) });
}

function wantsImages({ imageShape }: Table, input: ExpectedTensor | undefined): boolean {
  return input?.shape.length === 4 && imageShape !== undefined;
}

function residentSource(examples: Examples, owns: boolean, options: SourceOptions): ResidentSource {
  const owned: tf.Tensor[] = [];
  const take = (name: string, values: Values, input?: ExpectedTensor): tf.Tensor => {
    const { tensor, made } =
      values instanceof Table
        ? { tensor: values.featureTensor(options.where, wantsImages(values, input)), made: true }
        : toTensor(options.where, name, values);
    if (made || owns) owned.push(tensor);
    return tensor;
  };
  try {
    return new ResidentSource({ ...checkedParts(examples, options, take), owned });
  } catch (error) {
    tf.dispose(owned);
    throw error;
  }
}

function checkedParts(
  examples: Examples,
  { where, expected, sampleWeight }: SourceOptions,
  take: (name: string, values: Values, input?: ExpectedTensor) => tf.Tensor,
): { x: tf.Tensor[]; y: tf.Tensor[]; weight?: tf.Tensor } {
  const list = (name: "x" | "y", values: ValuesOf, wanted: Expected["inputs"]) =>
    listValues(where, name, values, wanted).map(([label, one], at) => take(label, one, wanted[at]));
  if (examples.y === undefined && expected.classes) {
    throw new OptionError({ where, required: "y must be given: the class of each example" });
  }
  const x = list("x", examples.x, expected.inputs);
  const y = examples.y === undefined ? x : list("y", examples.y, expected.outputs);
  checkBatch(where, expected, x, y);
  if (x[0].shape[0] === 0) throw new DataError({ where, required: "x must not be empty" });
  checkContents(where, expected, x, y);
  const weights = examples.weight ?? sampleWeight;
  if (weights === undefined) return { x, y };
  const name = "sampleWeight";
  return { x, y, weight: checkWeight(take(name, weights), { where, name, expected, y }) };
}

/** Weights may come with the data or with the options; one of two would be left out. @throws OptionError where both are there */
export function checkWeightOnce(where: string, weighted: boolean, sampleWeight: Values | undefined): void {
  if (!weighted || sampleWeight === undefined) return;
  const required = "weights must be given once, as the data's weight or as sampleWeight";
  throw new OptionError({ where, required, got: "both" });
}

function streamWeight(where: string): OptionError {
  return new OptionError({
    where,
    required: "sampleWeight must go with data in memory",
    remedy: "let the stream give {x, y, weight}",
  });
}
