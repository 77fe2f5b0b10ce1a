import * as tf from "@tensorflow/tfjs";
import { checkInteger, checkOneOf, checkOptions } from "../../core/index";
import { checkSizes } from "./checkSizes";
import { tower } from "./autoencoder";
import { activations, type Activation } from "./mlp";

/** Options of {@link gan}. */
export interface GanOptions {
  /** Numbers of an example: 2 for points in the plane. */
  outputs: number;
  /** Numbers of noise that the generator begins with. Default 8. */
  noise?: number;
  /** Units of the hidden layers of both networks. Default [64, 64]. */
  hidden?: number[];
  /** The activation of hidden layers. Default "leakyRelu". */
  activation?: Activation;
  /** The activation of the generator's output. Default "linear". */
  outputActivation?: "linear" | "sigmoid" | "tanh";
}

/** A generative adversarial network: two players, which `fitGan` trains against each other. */
export interface Gan {
  /** Noise to examples. */
  generator: tf.LayersModel;
  /** Examples to one logit: how real they look. */
  discriminator: tf.LayersModel;
}

/**
 * A generator that turns noise into examples, and a discriminator that tells them from real ones (Goodfellow et al. 2014).
 *
 * ```ts
 * const players = gan({ outputs: 2 });
 * await fitGan(players, points, { steps: 2000 });
 * ```
 */
export function gan(options: GanOptions): Gan {
  const given = checkOptions("gan", options, {
    outputs: 2,
    noise: 8,
    hidden: [64, 64],
    activation: "leakyRelu" as Activation,
    outputActivation: "linear" as "linear" | "sigmoid" | "tanh",
  });
  checkInteger("gan", "outputs", given.outputs, "[1, ∞)");
  checkSizes("gan", { hidden: given.hidden });
  checkInteger("gan", "noise", given.noise, "[1, ∞)");
  checkOneOf("gan", "activation", given.activation, activations);
  checkOneOf("gan", "outputActivation", given.outputActivation, ["linear", "sigmoid", "tanh"]);
  const { outputs, noise, hidden, activation, outputActivation } = given;
  const made = [tf.layers.dense({ units: outputs, activation: outputActivation })];
  return {
    generator: tower({ inputs: noise, hidden, activation, outputs: made }),
    discriminator: tower({ inputs: outputs, hidden, activation, outputs: [tf.layers.dense({ units: 1 })] }),
  };
}
