import * as tf from "@tensorflow/tfjs";
import type { StepInput } from "../compile/index";
import { OptionError, checkInteger, checkOptions } from "../core/index";
import { checkModel } from "../nn/checkModel";
import { checkShapes } from "../nn/checkShapes";
import { Classification, Regression, type Dataset } from "../data/index";
import { expectedBy } from "./batches/expected";
import { ResidentSource } from "./batches/resident";
import { sourceOf } from "./batches/sourceOf";
import type { ValuesOf } from "./batches/values";
import { forwardStep } from "./model/forwardStep";
import { stepMode, type CompileOption } from "./stepMode";

/** How {@link predict} runs. */
export interface PredictOptions {
  /** Examples in a batch. Default 256. */
  batchSize?: number;
  /** How the batches run: true measures the ways and keeps the fastest, false stays eager. Default true. */
  compile?: CompileOption;
}

/**
 * The outputs of a model for inputs in memory, in any form, or for the rows of a data set: compiled, in batches, with dropout off.
 *
 * What was compiled is kept until the model is disposed, so that later calls are fast; weights may change in between.
 * Layers are looked at in every call: what those of one's own read, and what the others are set to, may have changed.
 *
 * ```ts
 * const probabilities = await predict(model, test.tensors().x); // [360, 10]
 * ```
 *
 * @returns [examples, …]; a list for a model of several outputs. The caller disposes
 */
export async function predict(
  model: tf.LayersModel,
  x: ValuesOf | Dataset,
  options?: PredictOptions,
): Promise<tf.Tensor | tf.Tensor[]> {
  const given = checkOptions("predict", options, {
    batchSize: 256,
    compile: undefined as CompileOption | undefined,
  });
  const batchSize = checkInteger("predict", "batchSize", given.batchSize, "[1, ∞)");
  checkModel("predict", "model", model);
  checkShapes("predict", model);
  checkIsInputs(model, x);
  const expected = { ...expectedBy(model, false), outputs: [] };
  const source = sourceOf(isDataset(x) ? x : { x }, { where: "predict", expected, prefetch: 1 });
  try {
    const step = forwardStep(model, stepMode("predict", given.compile).mode);
    const batches = await outputsOf(source as ResidentSource, batchSize, (inputs) => step.run(inputs));
    const joined = batches[0].map((_, output) => joinRows(batches.map((batch) => batch[output])));
    return joined.length === 1 ? joined[0] : joined;
  } finally {
    await source.dispose();
  }
}

/** What a model predicts from is its inputs, without what belongs to training. */
function checkIsInputs(model: tf.LayersModel, x: ValuesOf | Dataset): void {
  const isData = typeof x === "object" && x !== null && "x" in x && !(x instanceof tf.Tensor);
  if (!isData || model.inputNames.includes("x")) return;
  const required = "x must be the inputs alone, or a data set";
  const got = `{${Object.keys(x).join(", ")}}`;
  throw new OptionError({ where: "predict", required, got, remedy: "pass what is its x" });
}

function isDataset(x: ValuesOf | Dataset): x is Dataset {
  return x instanceof Classification || x instanceof Regression;
}

/** All rows as one tensor; disposes the parts where there are several. */
function joinRows(parts: tf.Tensor[]): tf.Tensor {
  if (parts.length === 1) return parts[0];
  const joined = tf.concat(parts);
  tf.dispose(parts);
  return joined;
}

async function outputsOf(
  source: ResidentSource,
  batchSize: number,
  run: (inputs: StepInput[]) => Promise<tf.Tensor[]>,
): Promise<tf.Tensor[][]> {
  const batches: tf.Tensor[][] = [];
  try {
    for (const inputs of source.slices(batchSize)) batches.push(await run(inputs));
    return batches;
  } catch (error) {
    tf.dispose(batches.flat());
    throw error;
  }
}
