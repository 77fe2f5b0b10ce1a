import { checkInteger, checkOptions } from "../core/index";
import { sourceOf, type FitData } from "./batches/sourceOf";
import { Evaluator } from "./evaluator";
import type { FitOptions } from "./fitOptions";
import { ruleOf } from "./ownCode";
import { planOf, type Trainable } from "./plan";
import { stepMode, type CompileOption } from "./stepMode";

/** How {@link evaluate} measures. */
export interface EvaluateOptions {
  /** A name or function, or one for each output; see `fit`. */
  loss?: FitOptions["loss"];
  /** Names, those of `train.metrics`, or functions; see `fit`. */
  metrics?: FitOptions["metrics"];
  /** What the model's outputs are, where neither loss nor last layer tells; see `fit`. */
  outputs?: FitOptions["outputs"];
  /** Examples in a batch. Default 256. */
  batchSize?: number;
  /** What each example counts, [examples], or each position of the output, [examples, steps]. */
  sampleWeight?: FitOptions["sampleWeight"];
  /** Whether batches run as one compiled graph, and how; see `fit`. */
  compile?: CompileOption;
}

/**
 * Loss and metrics of a model on data, without training: dropout drops nothing, batch norm uses its averages.
 *
 * Metrics are those of all data, however they are divided into batches, and so is the loss but where there is padding: a batch's loss is
 * the mean over what is no padding in it, and batches count by their examples, as in Keras. With `batchSize` as large as the data it is
 * the mean over all.
 *
 * ```ts
 * await evaluate(model, test, { metrics: ["accuracy"] }); // { loss: 0.31, accuracy: 0.91 }
 * ```
 */
export async function evaluate(
  model: Trainable,
  data: FitData,
  options?: EvaluateOptions,
): Promise<Record<string, number>> {
  const checked = checkOptions("evaluate", options, {
    loss: undefined as FitOptions["loss"],
    metrics: [] as NonNullable<FitOptions["metrics"]>,
    outputs: undefined as FitOptions["outputs"],
    batchSize: 256,
    sampleWeight: undefined as FitOptions["sampleWeight"],
    compile: undefined as CompileOption | undefined,
  });
  const batchSize = checkInteger("evaluate", "batchSize", checked.batchSize, "[1, ∞)");
  const plan = planOf(model, data, { where: "evaluate", ...checked });
  const { sampleWeight } = checked;
  const source = sourceOf(data, {
    where: "evaluate",
    expected: plan.expected,
    sampleWeight,
    prefetch: 2,
  });
  let evaluator: Evaluator | undefined;
  try {
    const steps = source.examples && Math.ceil(source.examples / batchSize);
    const chosen = stepMode("evaluate", checked.compile, steps);
    const own = ruleOf(plan.code);
    evaluator = new Evaluator(plan.objective(), source, { batchSize, ...chosen, own });
    return await evaluator.run();
  } finally {
    evaluator?.dispose();
    await source.dispose();
  }
}
