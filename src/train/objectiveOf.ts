import * as tf from "@tensorflow/tfjs";
import { OptionError, ShapeError } from "../core/index";
import { checkShapes } from "../nn/checkShapes";
import { Classification, Regression } from "../data/index";
import { LearnerObjective, type Learner } from "./learner";
import { expectedBy, type Expected, type ExpectedTruth } from "./batches/expected";
import type { Loss } from "./losses/loss";
import { lossOf, type LossFunction } from "./losses/lossOf";
import type { Metric } from "./metrics/metric";
import { metricsOf, type MetricsOption } from "./metrics/metricOf";
import { outputForm, type OutputForm, type OutputOption } from "./model/outputForm";
import { ModelObjective, type OutputPlan } from "./modelObjective";
import type { Objective } from "./objective";

/** What a fit trains. */
export type Trainable = tf.LayersModel | Learner;

/** What is told of an objective. */
export interface ObjectiveOptions {
  where: string;
  loss?: string | LossFunction | (string | LossFunction)[];
  metrics: MetricsOption;
  outputs?: OutputOption | OutputOption[];
}

/** A model as what it is trained by: for each output loss and metrics; or a learner, which brings its own. */
export type Plan = LayersPlan | { learner: Learner };

interface LayersPlan {
  model: tf.LayersModel;
  outputs: OutputPlan[];
  /** Whether the data names one class for each example. */
  oneClass: boolean;
}

/** What a trainable is trained by, checked. */
export function planOf(trainable: Trainable, data: unknown, options: ObjectiveOptions): Plan {
  const { where } = options;
  if (trainable instanceof tf.LayersModel) {
    checkShapes(where, trainable);
    const oneClass = data instanceof Classification;
    return { model: trainable, outputs: outputPlans(trainable, data, options), oneClass };
  }
  if (!isLearner(trainable)) {
    const required = "model must be a LayersModel or a learner {parameters, loss}";
    throw new OptionError({ where, required, got: describe(trainable) });
  }
  if (options.loss !== undefined || Object.keys(options.metrics).length > 0) {
    throw new OptionError({ where, required: "a learner has its own loss and logs", got: "loss or metrics" });
  }
  return { learner: trainable };
}

function outputPlans(model: tf.LayersModel, data: unknown, options: ObjectiveOptions): OutputPlan[] {
  const { where, outputs } = options;
  const losses = lossesOf(model, data, options);
  // A Sequential that was not called yet has no output names.
  const names = model.outputs.map(({ sourceLayer }, index) => model.outputNames[index] ?? sourceLayer.name);
  const metrics = metricsOf(where, options.metrics, names);
  const asked = Array.isArray(outputs) ? outputs : model.outputs.map(() => outputs);
  if (asked.length !== losses.length) {
    const required = `outputs must be one, or one for each of the ${losses.length} outputs`;
    throw new ShapeError({ where, required, got: asked.length });
  }
  return losses.map((loss, index) => {
    const known = { where, loss, asked: asked[index], oneClass: data instanceof Classification };
    const form = outputForm(model, index, known);
    checkMeaning(where, metrics[index], { name: names[index], loss, form });
    return { loss, metrics: metrics[index], form };
  });
}

/** Checks that the metrics have a meaning for what the output is. */
function checkMeaning(
  where: string,
  metrics: Metric[],
  { name, loss, form: { kind } }: { name: string; loss: Loss; form: OutputForm },
): void {
  for (const metric of metrics) {
    if (!metric.kinds || metric.kinds.includes(kind)) continue;
    const required =
      kind === "unknown"
        ? `for "${metric.name}" it must be known what the values of "${name}" are, which the loss does not tell`
        : `"${metric.name}" must be of an output of ${metric.kinds.join(" or ")}`;
    const remedy =
      kind === "unknown"
        ? 'say {outputs: "logits"}, "probabilities", "margins" or "numbers"'
        : `give each output its own: {metrics: {"${name}": […]}}, or say what it is: {outputs: "logits"}`;
    const got = kind === "unknown" ? undefined : `${kind} (by the loss ${loss.name})`;
    throw new OptionError({ where, required, got, remedy });
  }
}

/** What data must look like for a plan. */
export function expectedFor(plan: Plan): Expected {
  if ("learner" in plan) return { inputs: [], outputs: [], classes: false };
  const classes = plan.outputs.some(
    ({ loss, form }) => loss.activation === "softmax" || (plan.oneClass && form.kind === "classes"),
  );
  return { ...expectedBy(plan.model, classes), truths: plan.outputs.map(truthOf) };
}

/** What the truth of an output must be. */
function truthOf({ loss, metrics, form: { kind } }: OutputPlan): ExpectedTruth {
  if (loss.activation) return "probabilities";
  const decides = metrics.some(({ kinds }) => kinds);
  if (!decides || kind === "unknown") return "numbers";
  if (kind === "margins") return "signs";
  return kind === "labels" ? "probabilities" : "distribution";
}

/** The objective of a plan. */
export function objectiveOf(plan: Plan, classWeight?: number[]): Objective {
  return "learner" in plan
    ? new LearnerObjective(plan.learner)
    : new ModelObjective(plan.model, { ...plan, classWeight });
}

/** The losses, one for each output of the model. */
function lossesOf(model: tf.LayersModel, data: unknown, { where, loss }: ObjectiveOptions): Loss[] {
  const given = loss ?? defaultLoss(model, data);
  if (given === undefined) {
    throw new OptionError({
      where,
      required: "loss must be given",
      remedy: 'for example {loss: "meanSquaredError"}',
    });
  }
  const list = Array.isArray(given) ? given : model.outputs.map(() => given);
  if (list.length !== model.outputs.length) {
    const required = `loss must be one, or one for each of the ${model.outputs.length} outputs`;
    throw new ShapeError({ where, required, got: list.length });
  }
  return list.map((one) => lossOf(where, one));
}

function defaultLoss(model: tf.LayersModel, data: unknown): string | undefined {
  if (data instanceof Regression) return "meanSquaredError";
  if (!(data instanceof Classification)) return undefined;
  return model.outputs[0].shape.at(-1) === 1 ? "binaryCrossentropy" : "categoricalCrossentropy";
}

/** Checks that there is something to train. */
export function checkWeights(where: string, model: tf.LayersModel): void {
  if (model.weights.some(isDisposed))
    throw new OptionError({ where, required: "the model must not be disposed" });
  if (model.trainableWeights.length > 0) return;
  throw new OptionError({
    where,
    required: "the model must have trainable weights",
    got: "none",
    remedy: "set layer.trainable = true where it is false",
  });
}

/** TensorFlow.js has the question in private, and an error for whoever reads. */
function isDisposed(weight: tf.LayerVariable): boolean {
  try {
    return (weight.read() as tf.Variable).isDisposed;
  } catch {
    return true;
  }
}

function isLearner(value: unknown): value is Learner {
  const learner = value as Learner | null;
  return (
    typeof learner === "object" && Array.isArray(learner?.parameters) && typeof learner?.loss === "function"
  );
}

function describe(value: unknown): string {
  if (value === null || typeof value !== "object") return String(value);
  return value.constructor?.name ?? "object";
}
