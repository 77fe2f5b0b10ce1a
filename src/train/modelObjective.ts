import type * as tf from "@tensorflow/tfjs";
import { add, concat, dispose, matMul, oneHot, sub, tensor1d } from "@tensorflow/tfjs";
import { withActivityPenalties } from "../nn/mended/index";
import type { Loss } from "./losses/loss";
import type { MeasuredOutput, Metric } from "./metrics/metric";
import { flow } from "./model/forward";
import { weightPenalties } from "./model/frozen";
import { activate } from "./model/head";
import { hasMasks, type Flow } from "./model/masks";
import type { OutputForm } from "./model/outputForm";
import { traceLayers, type TracedLayer } from "./model/trace";
import {
  meanStatistic,
  meanSums,
  type Batch,
  type Measured,
  type Objective,
  type Statistic,
} from "./objective";
import { classWeights, positionsOf, spreadWeights, weightedMeanLoss } from "./weighting";

/** What one output of a model is trained and measured by. */
export interface OutputPlan {
  loss: Loss;
  metrics: Metric[];
  /** What its values are. */
  form: OutputForm;
}

interface Output extends OutputPlan {
  name: string;
  units: number;
}

/** What a {@link ModelObjective} is made of. */
export interface ModelObjectiveOptions {
  /** One for each output of the model. */
  outputs: OutputPlan[];
  /** Weight of each class, by index; counts in the loss of training only. */
  classWeight?: number[];
}

/** A LayersModel and its losses as an objective, regularisers and constraints of its layers included. */
export class ModelObjective implements Objective {
  readonly parameters: tf.Variable[];
  readonly names: string[];
  readonly state: tf.Variable[];
  readonly statistics: Statistic[];
  private readonly outputs: Output[];

  constructor(
    readonly model: tf.LayersModel,
    private readonly options: ModelObjectiveOptions,
  ) {
    this.parameters = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
    this.names = model.trainableWeights.map((weight) => weight.name);
    this.state = model.nonTrainableWeights.map((weight) => weight.read() as tf.Variable);
    this.outputs = options.outputs.map((output, index) => ({
      ...output,
      name: model.outputNames[index],
      units: model.outputs[index].shape.at(-1)!,
    }));
    this.statistics = this.listStatistics();
  }

  /** Class indices become one-hot, [batch] becomes [batch, 1], numbers become float32. */
  prepare({ x, y, weight }: Batch): Batch {
    return { x, y: y.map((truth, index) => toTruth(truth, this.model.outputs[index].shape)), weight };
  }

  /** What each class counts in a batch that is as the data gives it, by weights and mask: [classes]. */
  classCounts(batch: Batch): tf.Tensor1D {
    const { x, y, weight } = this.prepare(batch);
    const masks = hasMasks(this.model) ? flow(this.model, x, { training: false }).masks : [];
    const counts = spreadWeights(positionsOf(y[0]), [weight, masks[0]]).reshape([1, -1]) as tf.Tensor2D;
    const classes = asClasses(y[0]);
    return matMul(counts, classes.reshape([-1, classes.shape.at(-1)!]) as tf.Tensor2D).squeeze([0]);
  }

  /** Loss and the sums of all statistics. */
  measure(batch: Batch, { training }: { training: boolean }): Measured {
    const without = this.outputs.flatMap(({ form }) => form.head ?? []);
    const run = () => flow(this.model, batch.x, { training, without });
    const { result: raw, penalties } = withActivityPenalties(run);
    const losses = this.outputs.map((_, index) => this.outputLoss(index, raw, batch, training));
    const loss = [...losses, ...weightPenalties(this.model), ...penalties].reduce(
      (sum, term) => add(sum, term) as tf.Scalar,
    );
    dispose(penalties);
    return { loss, counted: countedOf(raw, batch), sums: this.sums({ loss, losses, raw, batch }) };
  }

  /** Keeps what goes through the layers. */
  trace<T>(run: () => T): { result: T; layers: TracedLayer[] } {
    return traceLayers(this.model, run);
  }

  /** Applies the constraints of the layers, which TensorFlow.js' own fit leaves out. */
  project(): void {
    this.model.trainableWeights.forEach(({ constraint }, index) => {
      if (constraint) this.parameters[index].assign(constraint.apply(this.parameters[index]));
    });
  }

  private outputLoss(index: number, { values, masks }: Flow, batch: Batch, training: boolean): tf.Scalar {
    const weight = training ? this.options.classWeight : undefined;
    const truth = batch.y[index];
    const perClass = weight && classWeights(asClasses(truth), tensor1d(weight));
    const losses = this.outputs[index].loss.perPosition(truth, values[index]);
    return weightedMeanLoss(losses, { weights: [perClass, batch.weight], mask: masks[index] });
  }

  private sums(parts: { loss: tf.Scalar; losses: tf.Scalar[]; raw: Flow; batch: Batch }): tf.Tensor1D[] {
    const { loss, losses, raw, batch } = parts;
    const size = batch.y[0].shape[0];
    const measured = this.outputs.flatMap(({ metrics, units, form: { kind, activation } }, index) => {
      const output = raw.values[index];
      const values = activation
        ? { prediction: activate(activation, output), logits: output }
        : { prediction: output };
      const truth = batch.y[index];
      const weights = spreadWeights(positionsOf(truth), [batch.weight, raw.masks[index]]);
      return metrics.map((metric) => metric.sums({ truth, ...values, weights, units, kind }));
    });
    const perOutput = losses.length > 1 ? losses.map((term) => meanSums(term, size)) : [];
    return [meanSums(loss, size), ...perOutput, ...measured];
  }

  private listStatistics(): Statistic[] {
    const prefix = (name: string) => (this.outputs.length > 1 ? `${name}_` : "");
    const perOutput = this.outputs.length > 1 ? this.outputs : [];
    return [
      meanStatistic("loss", "min"),
      ...perOutput.map(({ name }) => meanStatistic(`${name}_loss`, "min")),
      ...this.outputs.flatMap(({ name, metrics, units, form: { kind } }) =>
        metrics.map((metric) => statisticOf(metric, prefix(name) + metric.name, { units, kind })),
      ),
    ];
  }
}

function statisticOf(metric: Metric, name: string, output: MeasuredOutput): Statistic {
  return {
    name,
    mode: metric.mode,
    size: metric.size(output.units),
    merge: metric.merge && ((total, batch) => metric.merge!(total, batch, output)),
    result: (sums) => metric.result(sums, output),
  };
}

/** A truth of one unit, yes or no, as two classes. */
function asClasses(truth: tf.Tensor): tf.Tensor {
  return truth.shape.at(-1) === 1 ? concat([sub(1, truth), truth], -1) : truth;
}

/** Labels as float32 of the output's shape. */
function toTruth(y: tf.Tensor, output: (number | null)[]): tf.Tensor {
  const units = output.at(-1)!;
  if (units === 1) return y.rank === output.length ? y.toFloat() : y.expandDims(-1).toFloat();
  if (y.rank === output.length && y.shape.at(-1) === units) return y.toFloat();
  const indices = y.rank === output.length ? y.squeeze([-1]) : y;
  return oneHot(indices.toInt() as tf.Tensor1D, units).toFloat();
}

/** The positions that are no padding. With several outputs, of which each may have its own, examples count. */
function countedOf({ masks }: Flow, { y }: Batch): tf.Scalar | undefined {
  if (y.length > 1 || !masks[0]) return undefined;
  return spreadWeights(positionsOf(y[0]), [masks[0]]).sum() as tf.Scalar;
}
