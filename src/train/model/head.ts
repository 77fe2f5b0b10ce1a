import type * as tf from "@tensorflow/tfjs";
import { sigmoid, softmax } from "@tensorflow/tfjs";

type Activation = { apply(x: tf.Tensor): tf.Tensor; getClassName(): string };
type HeadLayer = tf.layers.Layer & { activation?: Activation; axis?: number; layer?: HeadLayer };

/** The last activation of a model's output, and a way to run the model without it. */
export interface Head {
  /** `linear` where there is none. */
  activation: string;
  /** Runs the model so that this output is what goes into its last activation. */
  without<T>(run: () => T): T;
}

const asFunction: Record<string, (logits: tf.Tensor) => tf.Tensor> = {
  softmax: (logits) => softmax(logits),
  sigmoid: (logits) => sigmoid(logits),
  linear: (logits) => logits,
};

/** Applies an activation that a {@link Head} had left out. */
export function activate(activation: string, logits: tf.Tensor): tf.Tensor {
  return asFunction[activation](logits);
}

/** The last activation of one output of a model. */
export function headOf(model: tf.LayersModel, output: number): Head {
  const layer = deciding(outputLayer(model, output), model.outputs[output].shape.at(-1));
  if (layer.getClassName() === "Softmax") {
    return { activation: "softmax", without: (run) => replacing(layer, "call", firstInput, run) };
  }
  // A recurrent layer's is inside the recurrence, in its cell, not after it.
  if (!layer.activation) return { activation: "linear", without: (run) => run() };
  const passThrough: Activation = { apply: (x) => x, getClassName: () => "linear" };
  return {
    activation: layer.activation.getClassName(),
    without: (run) => replacing(layer, "activation", passThrough, run),
  };
}

// They leave the values as they are.
const shaping = new Set(["Reshape", "Flatten", "Dropout"]);

/** The layer whose activation is the output's: within a wrapper, or before layers that only shape. */
function deciding(layer: HeadLayer, units: number | null | undefined): HeadLayer {
  if (layer.getClassName() === "TimeDistributed") return layer.layer!;
  if (!shaping.has(layer.getClassName())) return layer;
  const before = layer.inboundNodes[0].inboundLayers[0] as HeadLayer;
  const found = deciding(before, units);
  const isSoftmax = found.getClassName() === "Softmax" || found.activation?.getClassName() === "softmax";
  const keepsClasses = (before.outputShape as (number | null)[]).at(-1) === units;
  return isSoftmax && !keepsClasses ? layer : found;
}

function outputLayer(model: tf.LayersModel, output: number): HeadLayer {
  const layer = model.outputs[output].sourceLayer as HeadLayer & Partial<tf.LayersModel>;
  return layer.outputLayers ? outputLayer(layer as unknown as tf.LayersModel, 0) : layer;
}

function firstInput(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
  return Array.isArray(inputs) ? inputs[0] : inputs;
}

/** Runs with a property of an object replaced, and puts it back, own or inherited as it was. */
export function replacing<T>(object: object, name: string, value: unknown, run: () => T): T {
  const own = Object.getOwnPropertyDescriptor(object, name);
  Object.defineProperty(object, name, { value, configurable: true, writable: true });
  try {
    return run();
  } finally {
    if (own) Object.defineProperty(object, name, own);
    else delete (object as Record<string, unknown>)[name];
  }
}
