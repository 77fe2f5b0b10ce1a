import * as tf from "@tensorflow/tfjs";
import { OptionError, ShapeError } from "../core/index";
import { Classification, Regression } from "../data/index";
import { LearnerObjective, type Learner } from "./learner";
import { expectedBy, type Expected } from "./batches/expected";
import type { Loss } from "./losses/loss";
import { lossOf, type LossFunction } from "./losses/lossOf";
import type { Metric } from "./metrics/metric";
import { metricOf } from "./metrics/metricOf";
import { ModelObjective } from "./modelObjective";
import type { Objective } from "./objective";

/** What a fit trains. */
export type Trainable = tf.LayersModel | Learner;

/** What is told of an objective. */
export interface ObjectiveOptions {
  where: string;
  loss?: string | LossFunction | (string | LossFunction)[];
  metrics: (string | Metric)[];
}

/** A model as what it is trained by: its losses and metrics; or a learner, which brings its own. */
export type Plan = { model: tf.LayersModel; losses: Loss[]; metrics: Metric[] } | { learner: Learner };

/** What a trainable is trained by, checked. */
export function planOf(trainable: Trainable, data: unknown, options: ObjectiveOptions): Plan {
  const { where } = options;
  if (trainable instanceof tf.LayersModel) {
    const losses = lossesOf(trainable, data, options);
    return { model: trainable, losses, metrics: options.metrics.map((metric) => metricOf(where, metric)) };
  }
  if (!isLearner(trainable)) {
    const required = "model must be a LayersModel or a learner {parameters, loss}";
    throw new OptionError({ where, required, got: describe(trainable) });
  }
  if (options.loss !== undefined || options.metrics.length > 0) {
    throw new OptionError({ where, required: "a learner has its own loss and logs", got: "loss or metrics" });
  }
  return { learner: trainable };
}

/** What data must look like for a plan. */
export function expectedFor(plan: Plan): Expected {
  if ("learner" in plan) return { inputs: [], outputs: [], classes: false };
  const classes = plan.losses.some(({ activation }) => activation === "softmax");
  const probabilities = plan.losses.map(({ activation }) => activation !== undefined);
  return { ...expectedBy(plan.model, classes), probabilities };
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
