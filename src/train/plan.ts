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
import { ownLearnerCode, ownModelCode } from "./ownCode";
import type { OwnCode } from "./outsideState";

/** What a fit trains. */
export type Trainable = tf.LayersModel | Learner;

/** What is told of a plan. */
export interface PlanOptions {
  where: string;
  /** Whether it is to be trained, for which it must have weights. */
  trains?: boolean;
  loss?: string | LossFunction | (string | LossFunction)[];
  metrics: MetricsOption;
  outputs?: OutputOption | OutputOption[];
}

/** All that is found out of a trainable, before its data is read. */
export interface Plan {
  /** The LayersModel, if it is one. */
  model?: tf.LayersModel;
  /** What each output of the model is trained and measured by; a learner brings its own. */
  outputs: OutputPlan[];
  /** What data must look like. */
  expected: Expected;
  /** The user's code in it. */
  code: OwnCode[];
  /** What is minimised; classes count what they weigh, by index. */
  objective(classWeight?: number[]): Objective;
}

/** What a trainable is trained by, checked. */
export function planOf(trainable: Trainable, data: unknown, options: PlanOptions): Plan {
  const { where } = options;
  if (trainable instanceof tf.LayersModel) return modelPlan(trainable, data, options);
  if (!isLearner(trainable)) {
    const required = "model must be a LayersModel or a learner {parameters, loss}";
    throw new OptionError({ where, required, got: describe(trainable) });
  }
  if (options.loss !== undefined || Object.keys(options.metrics).length > 0) {
    throw new OptionError({ where, required: "a learner has its own loss and logs", got: "loss or metrics" });
  }
  return {
    outputs: [],
    expected: { inputs: [], outputs: [], classes: false },
    code: ownLearnerCode(trainable),
    objective: () => new LearnerObjective(trainable),
  };
}

function modelPlan(model: tf.LayersModel, data: unknown, options: PlanOptions): Plan {
  checkShapes(options.where, model);
  const outputs = outputPlans(model, data, options);
  if (options.trains) checkWeights(options.where, model);
  return {
    ...{ model, outputs },
    expected: expectedOf(model, outputs, data instanceof Classification),
    code: ownModelCode(model, outputs),
    objective: (classWeight) => new ModelObjective(model, { outputs, classWeight }),
  };
}

function outputPlans(model: tf.LayersModel, data: unknown, options: PlanOptions): OutputPlan[] {
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

/** What data must look like, of which each example may have one class. */
function expectedOf(model: tf.LayersModel, outputs: OutputPlan[], oneClass: boolean): Expected {
  const classes = outputs.some(
    ({ loss, form }) => loss.activation === "softmax" || (oneClass && form.kind === "classes"),
  );
  return { ...expectedBy(model, classes), truths: outputs.map(truthOf) };
}

/** What the truth of an output must be. */
function truthOf({ loss, metrics, form: { kind } }: OutputPlan): ExpectedTruth {
  if (loss.activation) return "probabilities";
  const decides = metrics.some(({ kinds }) => kinds);
  if (!decides || kind === "unknown") return "numbers";
  if (kind === "margins") return "signs";
  return kind === "labels" ? "probabilities" : "distribution";
}

/** The losses, one for each output of the model. */
function lossesOf(model: tf.LayersModel, data: unknown, { where, loss }: PlanOptions): Loss[] {
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
function checkWeights(where: string, model: tf.LayersModel): void {
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
