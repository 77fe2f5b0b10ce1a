import * as tf from "@tensorflow/tfjs";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as optimizers from "../../src/optim/optimizers";
import type { CommonOptions, Optimizer } from "../../src/optim/index";
import type { Examples, FitOptions, LossName, MetricName, Metric } from "../../src/train/index";
import { metrics } from "../../src/train/index";

/** What an output is: numbers, margins of −1 or 1, yes or no, one of several classes, several labels. */
export type Kind = "numbers" | "margins" | "binary" | "classes" | "labels";

interface Output {
  units: number;
  loss: LossName;
  activation: "linear" | "softmax" | "sigmoid" | "softplus" | "tanh";
  /** Whether truths are class indices, or one-hot. */
  sparse?: boolean;
}

interface Rows {
  rows: number;
  x: number[];
  /** For each output, what is true, flat; of classes their indices. */
  y: number[][];
  weight?: number[];
}

type Logs = Record<string, number | null>;

interface Drawn {
  kinds: Kind[];
  outputs: Output[];
  batchSize: number;
  data: Rows;
  /** Metrics of the data that is not trained on. */
  measured: Logs;
}

/** A problem that Keras has trained on. */
export interface Trained extends Drawn {
  body: {
    inputs: number;
    hidden: "none" | "dense" | "recurrent";
    words?: boolean;
    masked?: boolean;
    normed?: boolean;
  };
  steps?: number;
  perStep: boolean;
  activation: "tanh" | "relu" | "sigmoid" | "elu" | "softplus" | "linear";
  weighted: false | "rows" | "steps";
  classWeight?: number[] | "balanced";
  l2?: number;
  accumulate?: number;
  optimizer: [name: keyof typeof optimizers, options: CommonOptions];
  epochs: number;
  start: number[][];
  other: Rows;
  /** Losses of every epoch. */
  losses: Record<string, number[]>;
  /** Metrics of the last epoch. */
  last: Logs;
  end: number[][];
}

/** Predictions as they are, and what scikit-learn measures of them. */
export interface Measured extends Drawn {
  extreme: string;
}

/** The corpus that `reference/differential.py` has drawn. */
export const drawn = JSON.parse(readFileSync(join(__dirname, "../reference/differential.json"), "utf8")) as {
  trained: Trained[];
  measured: Measured[];
};

const ofYesOrNo: MetricName[] = ["accuracy", "precision", "recall", "f1", "auc"];

/** What is measured of a problem. */
export function metricsOf({ kinds, outputs }: Drawn): (MetricName | Metric)[] {
  if (kinds.length > 1 && kinds.includes("numbers")) return [];
  if (kinds[0] === "numbers") return ["mse", "mae", "r2"];
  if (kinds[0] === "margins") return ofYesOrNo;
  const top2 = kinds[0] === "classes" && outputs[0].units > 2 ? [metrics.topK(2)] : [];
  return [...ofYesOrNo, "logLoss", ...top2];
}

/** Loss, or losses, of a problem. */
export function lossOf({ outputs }: Drawn): LossName | LossName[] {
  return outputs.length > 1 ? outputs.map(({ loss }) => loss) : outputs[0].loss;
}

/** The network of a problem, as it is before training. */
export function networkOf(problem: Trained): tf.LayersModel {
  const { body, steps, outputs, activation, perStep, l2 } = problem;
  const input = tf.input({ shape: body.words ? [steps!] : steps ? [steps, body.inputs] : [body.inputs] });
  let inner = input;
  const through = (layer: tf.layers.Layer) => (inner = layer.apply(inner) as tf.SymbolicTensor);
  if (body.words) {
    through(tf.layers.embedding({ inputDim: 6, outputDim: body.inputs, maskZero: body.masked }));
  } else if (body.masked) through(tf.layers.masking());
  if (body.hidden === "dense") through(tf.layers.dense({ units: 3, activation, useBias: !body.normed }));
  if (body.normed) through(tf.layers.batchNormalization());
  if (body.hidden === "recurrent") {
    through(tf.layers.simpleRNN({ units: 3, activation, returnSequences: perStep }));
  }
  if (steps && body.hidden !== "recurrent" && !perStep) through(tf.layers.globalAveragePooling1d());
  const kernelRegularizer = l2 === undefined ? undefined : tf.regularizers.l2({ l2 });
  const heads = outputs.map(({ units, activation }, index) => {
    const layer = tf.layers.dense({
      units,
      activation,
      kernelRegularizer,
      name: `out${index}`,
    });
    return layer.apply(inner) as tf.SymbolicTensor;
  });
  const model = tf.model({ inputs: input, outputs: heads });
  model.setWeights(model.getWeights().map(({ shape }, index) => tf.tensor(problem.start[index], shape)));
  return model;
}

/** Rows of a problem as `fit` takes them. */
export function examplesOf(problem: Drawn & Partial<Trained>, rows: Rows): Examples {
  const { outputs, kinds, body, steps, perStep } = problem;
  const shape = perStep ? [rows.rows, steps!] : [rows.rows];
  const sizes = body ? [...(steps ? [steps] : []), ...(body.words ? [] : [body.inputs])] : [outputs[0].units];
  const y = outputs.map(({ units, sparse }, index) => {
    if (kinds[index] !== "classes") return tf.tensor(rows.y[index], [...shape, units]);
    const indices = tf.tensor(rows.y[index], shape, "int32");
    return sparse ? indices : tf.oneHot(indices as tf.Tensor1D, units);
  });
  const weightShape = rows.weight?.length === rows.rows ? [rows.rows] : shape;
  return {
    x: tf.tensor(rows.x, [rows.rows, ...sizes]),
    y: y.length > 1 ? y : y[0],
    ...(rows.weight && { weight: tf.tensor(rows.weight, weightShape) }),
  };
}

/** How a problem is trained. */
export function fitOptionsOf(problem: Trained): FitOptions {
  const [name, options] = problem.optimizer;
  const make = optimizers[name] as (options: CommonOptions) => Optimizer;
  const { batchSize, epochs, classWeight, accumulate = 1 } = problem;
  return {
    loss: lossOf(problem),
    optimizer: make(options),
    metrics: metricsOf(problem),
    batchSize,
    epochs,
    accumulate,
    shuffle: false,
    ...(classWeight && { classWeight }),
  };
}
