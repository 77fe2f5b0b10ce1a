import * as tf from "@tensorflow/tfjs";
import { checkInteger, checkOneOf, checkOptions } from "../../core/index";
import { apply } from "../residualBlock";
import { checkSizes } from "./checkSizes";
import { activationLayer, activations, initializerFor, type Activation } from "./mlp";

/** Options of {@link autoencoder}. */
export interface AutoencoderOptions {
  /** Features that come in and out. */
  inputs: number;
  /** Units of the code in the middle. Default 2. */
  code?: number;
  /** Units of the encoder's hidden layers; the decoder has them in reverse. Default [64]. */
  hidden?: number[];
  /** The activation of hidden layers. Default "relu". */
  activation?: Activation;
  /** "sigmoid" for values in [0, 1], "linear" for others. Default "sigmoid". */
  outputActivation?: "sigmoid" | "linear";
}

/** An autoencoder, and its two halves, which share its weights. */
export interface Autoencoder {
  /** Input to reconstruction; what is trained. */
  model: tf.LayersModel;
  /** Input to code. */
  encoder: tf.LayersModel;
  /** Code to reconstruction. */
  decoder: tf.LayersModel;
}

/**
 * A network that reproduces its input through a narrow code.
 *
 * ```ts
 * const { model, encoder } = autoencoder({ inputs: 64, code: 2 });
 * await fit(model, { x }, { loss: "meanSquaredError", epochs: 30 });
 * ```
 */
export function autoencoder(options: AutoencoderOptions): Autoencoder {
  const given = checkOptions("autoencoder", options, {
    inputs: 1,
    code: 2,
    hidden: [64],
    activation: "relu" as Activation,
    outputActivation: "sigmoid" as "sigmoid" | "linear",
  });
  checkInteger("autoencoder", "inputs", given.inputs, "[1, ∞)");
  checkSizes("autoencoder", { hidden: given.hidden });
  checkInteger("autoencoder", "code", given.code, "[1, ∞)");
  checkOneOf("autoencoder", "activation", given.activation, activations);
  checkOneOf("autoencoder", "outputActivation", given.outputActivation, ["sigmoid", "linear"]);
  const { inputs, code, hidden, activation, outputActivation } = given;
  const encoder = tower({ inputs, hidden, activation, outputs: [tf.layers.dense({ units: code })] });
  const output = tf.layers.dense({ units: inputs, activation: outputActivation });
  const decoder = tower({ inputs: code, hidden: [...hidden].reverse(), activation, outputs: [output] });
  const input = tf.input({ shape: [inputs] });
  const model = tf.model({
    inputs: input,
    outputs: decoder.apply(encoder.apply(input)) as tf.SymbolicTensor,
  });
  return { model, encoder, decoder };
}

/** Hidden layers and, on the last of them, one or more output layers. */
export function tower(parts: {
  inputs: number;
  hidden: number[];
  activation: Activation;
  outputs: tf.layers.Layer[];
}): tf.LayersModel {
  const { inputs, hidden, activation, outputs } = parts;
  const input = tf.input({ shape: [inputs] });
  const kernelInitializer = initializerFor(activation);
  const last = hidden.reduce(
    (x, units) => apply(activationLayer(activation), apply(tf.layers.dense({ units, kernelInitializer }), x)),
    input,
  );
  return tf.model({ inputs: input, outputs: outputs.map((layer) => apply(layer, last)) });
}
