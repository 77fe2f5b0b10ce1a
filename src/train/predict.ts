import * as tf from "@tensorflow/tfjs";
import { compile } from "../compile/index";
import { OptionError, checkInteger, checkOptions } from "../core/index";
import { expectedBy } from "./batches/expected";
import { ResidentSource } from "./batches/resident";
import { sourceOf } from "./batches/sourceOf";
import type { ValuesOf } from "./batches/values";
import { Breathing } from "./breathe";
import { forward } from "./model/forward";
import { sayOnce, stepMode, type CompileOption } from "./stepMode";

/** How {@link predict} runs. */
export interface PredictOptions {
  /** Examples in a batch. Default 256. */
  batchSize?: number;
  /** How the batches run: true measures the ways and keeps the fastest, false stays eager. Default true. */
  compile?: CompileOption;
}

/**
 * The outputs of a model for inputs in memory: compiled, in batches, with dropout off.
 *
 * ```ts
 * const probabilities = await predict(model, test.tensors().x); // [360, 10]
 * ```
 *
 * @returns [examples, …]; a list for a model of several outputs. The caller disposes
 */
export async function predict(
  model: tf.LayersModel,
  x: ValuesOf,
  options?: PredictOptions,
): Promise<tf.Tensor | tf.Tensor[]> {
  const given = checkOptions("predict", options, { batchSize: 256, compile: true as CompileOption });
  const batchSize = checkInteger("predict", "batchSize", given.batchSize, "[1, ∞)");
  if (!(model instanceof tf.LayersModel)) {
    throw new OptionError({ where: "predict", required: "model must be a LayersModel", got: typeof model });
  }
  const expected = { ...expectedBy(model, false), outputs: [] };
  const source = sourceOf({ x }, { where: "predict", expected, prefetch: 1 }) as ResidentSource;
  const mode = stepMode("predict", given.compile, Math.ceil(source.examples / batchSize));
  const step = compile((inputs) => forward(model, source.unpack(inputs).x, { training: false }), {
    mode,
    name: "predict",
    onFallback: sayOnce,
  });
  try {
    const batches = await outputsOf(source, batchSize, (inputs) => step.run(inputs));
    const joined = batches[0].map((_, output) => tf.concat(batches.map((batch) => batch[output])));
    tf.dispose(batches);
    return joined.length === 1 ? joined[0] : joined;
  } finally {
    step.dispose();
    source.dispose();
  }
}

async function outputsOf(
  source: ResidentSource,
  batchSize: number,
  run: (inputs: Parameters<ReturnType<typeof compile>["run"]>[0]) => Promise<tf.Tensor[]>,
): Promise<tf.Tensor[][]> {
  const batches: tf.Tensor[][] = [];
  const breathing = new Breathing();
  const reader = source.read({ epoch: 0, seed: 0, shuffle: false, batchSize });
  for (let fed = await reader.next(); fed; fed = await reader.next()) {
    batches.push(await run(fed.inputs));
    await breathing.breathe();
  }
  return batches;
}
