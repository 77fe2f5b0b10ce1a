import * as tf from "@tensorflow/tfjs";
import { checkInteger, checkNumber, checkOneOf, checkOptions } from "../../core/index";
import { gelu, silu } from "../layers";
import { checkSizes } from "./checkSizes";
import { outputLayer, type Task } from "./head";

/** The activation of hidden layers: those of TensorFlow.js, SiLU and GELU. */
export type Activation =
  | "relu"
  | "sigmoid"
  | "tanh"
  | "elu"
  | "selu"
  | "softplus"
  | "softsign"
  | "linear"
  | "leakyRelu"
  | "silu"
  | "gelu";

/** The activations that hidden layers may have. @internal */
export const activations: readonly Activation[] = [
  "relu",
  "sigmoid",
  "tanh",
  "elu",
  "selu",
  "softplus",
  "softsign",
  "linear",
  "leakyRelu",
  "silu",
  "gelu",
];

/** Options of {@link mlp}. */
export interface MlpOptions {
  /** Features that come in. */
  inputs: number;
  /** Classes, or numbers to predict; 1 with classification is yes or no. */
  outputs: number;
  /** Units of each hidden layer. Default [64, 64]. */
  hidden?: number[];
  /** The activation of hidden layers. Default "relu". */
  activation?: Activation;
  /** Default "classification". */
  task?: Task;
  /** Batch norm before each activation. Default false. */
  batchNorm?: boolean;
  /** The share of hidden units that are dropped, in [0, 1). Default 0. */
  dropout?: number;
  /** Strength of the L2 penalty on the kernels. Default 0. */
  l2?: number;
  /**
   * How hidden kernels begin. Default "heNormal" for the ReLU family, "glorotNormal" for others. Names are those of TensorFlow.js, whose
   * normal ones deviate 12 % less than their formulas; those of `nn.initializers` are exact.
   */
  initializer?:
    | "heNormal"
    | "heUniform"
    | "glorotNormal"
    | "glorotUniform"
    | "lecunNormal"
    | ReturnType<typeof tf.initializers.heNormal>;
}

const defaults = {
  inputs: 1,
  outputs: 1,
  hidden: [64, 64],
  activation: "relu" as Activation,
  task: "classification" as Task,
  batchNorm: false,
  dropout: 0,
  l2: 0,
  initializer: undefined as MlpOptions["initializer"],
};

/**
 * A multilayer perceptron.
 *
 * ```ts
 * const model = mlp({ inputs: 64, hidden: [128, 64], outputs: 10, dropout: 0.2 });
 * await fit(model, digits(), { epochs: 20 });
 * ```
 */
export function mlp(options: MlpOptions): tf.LayersModel {
  const given = checkOptions("mlp", options, defaults);
  checkInteger("mlp", "inputs", given.inputs, "[1, ∞)");
  checkInteger("mlp", "outputs", given.outputs, "[1, ∞)");
  checkNumber("mlp", "dropout", given.dropout, "[0, 1)");
  checkSizes("mlp", { hidden: given.hidden });
  checkOneOf("mlp", "activation", given.activation, activations);
  const model = tf.sequential();
  model.add(tf.layers.inputLayer({ inputShape: [given.inputs] }));
  for (const units of given.hidden) for (const layer of hiddenLayers(units, given)) model.add(layer);
  model.add(outputLayer("mlp", given.outputs, given.task));
  return model;
}

function hiddenLayers(units: number, options: typeof defaults): tf.layers.Layer[] {
  const { activation, batchNorm, dropout, l2 } = options;
  const { initializer = initializerFor(activation) } = options;
  // TensorFlow.js spells LeCun's otherwise.
  const kernelInitializer = initializer === "lecunNormal" ? "leCunNormal" : initializer;
  const kernelRegularizer = l2 > 0 ? tf.regularizers.l2({ l2 }) : undefined;
  return [
    tf.layers.dense({ units, kernelInitializer, kernelRegularizer, useBias: !batchNorm }),
    ...(batchNorm ? [tf.layers.batchNormalization()] : []),
    activationLayer(activation),
    ...(dropout > 0 ? [tf.layers.dropout({ rate: dropout })] : []),
  ];
}

/** The initialiser that keeps variance through an activation: He's for the ReLU family, Glorot's for others. */
export function initializerFor(activation: Activation): "heNormal" | "leCunNormal" | "glorotNormal" {
  if (activation === "selu") return "leCunNormal";
  return ["relu", "leakyRelu", "elu", "silu", "gelu"].includes(activation) ? "heNormal" : "glorotNormal";
}

/** An activation as a layer of its own. */
export function activationLayer(activation: Activation): tf.layers.Layer {
  if (activation === "silu") return silu();
  if (activation === "gelu") return gelu();
  if (activation === "leakyRelu") return tf.layers.leakyReLU({ alpha: 0.01 });
  return tf.layers.activation({ activation });
}
