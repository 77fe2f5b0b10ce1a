import * as tf from "@tensorflow/tfjs";
import {
  checkInteger,
  checkNumber,
  checkOneOf,
  checkOptions,
  currentSeed,
  freshRandom,
  OptionError,
} from "../core/index";
import { fromArrays, type Dataset } from "../data/index";
import { mlp, type Activation, type Task } from "../nn/index";
import { activations } from "../nn/models/mlp";
import * as optim from "../optim/index";
import { fit, predict } from "../train/index";
import { Classifier, Regressor, type ClassesToLearn, type Probabilistic } from "./estimator";
import { rowsOf, type Features, type Matrix, argMax } from "./matrix";
import { taskOf } from "./targets";

const optimizers = [
  ...(["adam", "adamw", "amsgrad", "adamax", "nadam", "radam", "lamb", "lion"] as const),
  ...(["sgd", "momentum", "nesterov", "rmsprop", "adagrad", "adadelta"] as const),
];

/** The name of an optimiser that takes a learning rate. */
export type NetworkOptimizer = (typeof optimizers)[number];

/** Options of {@link network}. */
export interface NetworkOptions {
  /** Units of each hidden layer. Default [64, 64]. */
  hidden?: readonly number[];
  /** The activation of hidden layers. Default "relu". */
  activation?: Activation;
  /** The share of hidden units that are dropped in training, in [0, 1). Default 0. */
  dropout?: number;
  /** Strength of the L2 penalty on the kernels. Default 0. */
  l2?: number;
  /** Batch norm before each activation. Default false. */
  batchNorm?: boolean;
  /** Default "adam". */
  optimizer?: NetworkOptimizer;
  /** Default: the optimiser's own. */
  learningRate?: number;
  /** Passes over the data. Default 50. */
  epochs?: number;
  /** Rows in a batch. Default 32. */
  batchSize?: number;
  /** Decides initial weights, order and dropout; by default the seed of `setSeed`. */
  seed?: number;
}

type Optional = "learningRate" | "seed";
type Params = Required<Omit<NetworkOptions, Optional>> & Pick<NetworkOptions, Optional>;

function checked(options: NetworkOptions | undefined): Params {
  const where = "network";
  const params = checkOptions<Params>(where, options, {
    hidden: [64, 64],
    activation: "relu",
    dropout: 0,
    l2: 0,
    batchNorm: false,
    optimizer: "adam",
    learningRate: undefined,
    epochs: 50,
    batchSize: 32,
    seed: undefined,
  });
  if (!Array.isArray(params.hidden)) {
    throw new OptionError({ where, required: "hidden must be an array of units", got: params.hidden });
  }
  params.hidden.forEach((units) => checkInteger(where, "hidden", units, "[1, ∞)"));
  checkOneOf(where, "activation", params.activation, activations);
  checkOneOf(where, "optimizer", params.optimizer, optimizers);
  checkNumber(where, "dropout", params.dropout, "[0, 1)");
  checkNumber(where, "l2", params.l2, "[0, ∞)");
  checkInteger(where, "epochs", params.epochs, "[1, ∞)");
  checkInteger(where, "batchSize", params.batchSize, "[1, ∞)");
  if (params.learningRate !== undefined) checkNumber(where, "learningRate", params.learningRate, "(0, ∞)");
  if (params.seed !== undefined) checkInteger(where, "seed", params.seed);
  return params;
}

async function trained(
  dataset: Dataset,
  { outputs, task, params }: { outputs: number; task: Task; params: Params },
): Promise<tf.LayersModel> {
  const { optimizer, learningRate, epochs, batchSize, seed = currentSeed(), hidden, ...layers } = params;
  const shape = { ...layers, hidden: [...hidden], inputs: dataset.shape[1], outputs, task };
  const model = seeded(seed, () => mlp(shape));
  try {
    await fit(model, dataset, { optimizer: optim[optimizer]({ learningRate }), epochs, batchSize, seed });
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}

/** Runs something that draws from `Math.random`, as TensorFlow.js' initialisers do, with a seed. */
function seeded<T>(seed: number, make: () => T): T {
  const random = freshRandom("network", seed);
  const original = Math.random;
  Math.random = () => random.uniform();
  try {
    return make();
  } finally {
    Math.random = original;
  }
}

/** The model's outputs for each row, [rows][outputs]. */
async function outputsOf(model: tf.LayersModel, x: Matrix): Promise<Float64Array[]> {
  const outputs = (await predict(model, { values: x.values, shape: [x.rows, x.columns] })) as tf.Tensor;
  const values = Float64Array.from(await outputs.data());
  const columns = values.length / x.rows;
  outputs.dispose();
  return rowsOf({ rows: x.rows, columns, values });
}

/** What {@link network} makes for classes. */
export class NetworkClassifier extends Classifier<Params> implements Probabilistic {
  #model: tf.LayersModel | undefined;

  constructor(options?: NetworkOptions) {
    super("network", checked(options));
  }

  /** The network itself. */
  get model(): tf.LayersModel {
    return this.learnt("model", this.#model);
  }

  /** [rows][classes]: the softmax of the last layer. */
  async predictProba(x: Features): Promise<Float64Array[]> {
    const rows = await this.knownFeatures("predictProba", x);
    return outputsOf(this.model, rows);
  }

  /** Forgets what was learnt, and frees the network's weights. */
  override dispose(): void {
    super.dispose();
    this.#model?.dispose();
    this.#model = undefined;
  }

  protected override async learnClasses(x: Matrix, y: Int32Array, { count }: ClassesToLearn): Promise<void> {
    const classNames = Array.from({ length: count }, (_, at) => String(at));
    const dataset = fromArrays({ x: rowsOf(x), labels: y, classNames });
    this.#model = await trained(dataset, { outputs: count, task: "classification", params: this.params });
  }

  protected override async apply(x: Matrix): Promise<number[]> {
    return (await outputsOf(this.#model!, x)).map(argMax);
  }
}

/** What {@link network} makes for numbers. */
export class NetworkRegressor extends Regressor<Params> {
  #model: tf.LayersModel | undefined;

  constructor(options?: NetworkOptions) {
    super("network", checked(options));
  }

  /** The network itself. */
  get model(): tf.LayersModel {
    return this.learnt("model", this.#model);
  }

  /** Forgets what was learnt, and frees the network's weights. */
  override dispose(): void {
    super.dispose();
    this.#model?.dispose();
    this.#model = undefined;
  }

  protected override async learn(x: Matrix, y: Float64Array): Promise<void> {
    const dataset = fromArrays({ x: rowsOf(x), targets: y });
    this.#model = await trained(dataset, { outputs: 1, task: "regression", params: this.params });
  }

  protected override async apply(x: Matrix): Promise<Float64Array> {
    return Float64Array.from(await outputsOf(this.#model!, x), ([value]) => value);
  }
}

/**
 * A multilayer perceptron as an estimator: `nn.mlp` trained by `fit`, so that searches and pipelines take it like any
 * other. Cross-entropy for classes, the mean squared error for numbers.
 *
 * Call `dispose` when it is no longer needed: its weights lie in TensorFlow's memory.
 *
 * ```ts
 * const model = await makePipeline(standardScaler(), network({ hidden: [32], epochs: 30, seed: 1 })).fit(train);
 * const candidates = { network__learningRate: [1e-3, 1e-2], network__hidden: [[16], [32, 32]] };
 * ```
 */
export function network(options: NetworkOptions & { task: "regression" }): NetworkRegressor;
export function network(options?: NetworkOptions & { task?: "classification" }): NetworkClassifier;
export function network(options?: NetworkOptions & { task?: Task }): NetworkClassifier | NetworkRegressor {
  const { task, rest } = taskOf("network", options);
  return task === "regression" ? new NetworkRegressor(rest) : new NetworkClassifier(rest);
}
