import * as tf from "@tensorflow/tfjs";
import { OptionError, checkInteger, checkNumber, checkOptions } from "../../core/index";
import { checkSizes } from "./checkSizes";
import { outputLayer, type Task } from "./head";

/** Options of {@link rnn}, {@link lstm} and {@link gru}. */
export interface RecurrentOptions {
  /** Features at each step. Default 1. */
  features?: number;
  /** Steps of a sequence; null takes any length. Default null. */
  steps?: number | null;
  /** Classes, or numbers to predict. */
  outputs: number;
  /** Units of each recurrent layer. Default [32]. */
  units?: number[];
  /** An answer at every step rather than after the last. Default false. */
  everyStep?: boolean;
  /** The share of inputs that each recurrent layer drops, in [0, 1). Default 0. */
  dropout?: number;
  /** Default "classification". */
  task?: Task;
}

// As in the papers; the default of TensorFlow.js is a sigmoid made of straight lines.
const sigmoidGates = { recurrentActivation: "sigmoid" as const };

type MakeLayer = (config: { units: number; returnSequences: boolean; dropout: number }) => tf.layers.Layer;

/**
 * A plain recurrent network for sequences, [batch, steps, features] → [batch, outputs] (Elman 1990).
 *
 * ```ts
 * const model = rnn({ outputs: 2, units: [16] });
 * ```
 */
export function rnn(options: RecurrentOptions): tf.LayersModel {
  return recurrent("rnn", options, (config) => tf.layers.simpleRNN(config));
}

/**
 * A network of LSTM layers for sequences, [batch, steps, features] → [batch, outputs] (Hochreiter & Schmidhuber 1997).
 *
 * ```ts
 * const model = lstm({ outputs: 1, task: "regression", units: [64], steps: 50 });
 * ```
 */
export function lstm(options: RecurrentOptions): tf.LayersModel {
  return recurrent("lstm", options, (config) => tf.layers.lstm({ ...config, ...sigmoidGates }));
}

/**
 * A network of GRU layers for sequences, [batch, steps, features] → [batch, outputs] (Cho et al. 2014).
 *
 * ```ts
 * const model = gru({ outputs: 4, units: [32, 32] });
 * ```
 */
export function gru(options: RecurrentOptions): tf.LayersModel {
  return recurrent("gru", options, (config) => tf.layers.gru({ ...config, ...sigmoidGates }));
}

function recurrent(where: string, options: RecurrentOptions, layer: MakeLayer): tf.LayersModel {
  const given = checkOptions(where, options, {
    features: 1,
    steps: null as number | null,
    outputs: 1,
    units: [32],
    everyStep: false,
    dropout: 0,
    task: "classification" as Task,
  });
  checkInteger(where, "features", given.features, "[1, ∞)");
  checkInteger(where, "outputs", given.outputs, "[1, ∞)");
  if (given.steps !== null) checkInteger(where, "steps", given.steps, "[1, ∞)");
  checkSizes(where, { units: given.units });
  if (given.units.length === 0) throw new OptionError({ where, required: "units must not be empty" });
  checkNumber(where, "dropout", given.dropout, "[0, 1)");
  const model = tf.sequential();
  model.add(tf.layers.inputLayer({ inputShape: [given.steps, given.features] }));
  given.units.forEach((units, index) => {
    const returnSequences = given.everyStep || index < given.units.length - 1;
    model.add(layer({ units, returnSequences, dropout: given.dropout }));
  });
  const output = outputLayer(where, given.outputs, given.task);
  model.add(given.everyStep ? tf.layers.timeDistributed({ layer: output }) : output);
  return model;
}
