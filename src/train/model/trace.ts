import * as tf from "@tensorflow/tfjs";
import { replacing } from "./head";

/** One weight of a layer in one step. */
export interface TracedWeight {
  name: string;
  /** Before the update. */
  value: tf.Tensor;
  gradient: tf.Tensor;
  /** What the update added. */
  update: tf.Tensor;
}

/** What a tap keeps of the values that pass it. */
export interface Tapped {
  preactivation: tf.Tensor;
  /** The slope of what is differentiated, at these values; undefined before going back, and where nothing flows. */
  delta?: tf.Tensor;
}

/** What went through one layer in one step. */
export interface TracedLayer {
  name: string;
  className: string;
  /** The name of its activation; "linear" where it has none. */
  activation: string;
  /** What goes into the activation; the output where there is none. */
  preactivation: tf.Tensor;
  output: tf.Tensor;
  /** The gradient of the loss at the pre-activation, δ; undefined before going back, and where nothing flows. */
  delta?: tf.Tensor;
  weights: TracedWeight[];
  /** The layer itself. */
  layer: tf.layers.Layer;
}

type Activation = { apply(x: tf.Tensor): tf.Tensor; getClassName(): string };
type TappedLayer = tf.layers.Layer & { activation?: Activation; layers?: tf.layers.Layer[] };

/** Layers that are nothing but an activation, by class, with the name of that activation. */
const activationLayers: Record<string, string> = {
  ReLU: "relu",
  LeakyReLU: "leakyRelu",
  PReLU: "prelu",
  ELU: "elu",
  ThresholdedReLU: "relu",
  Softmax: "softmax",
};

/** TensorFlow.js calls SiLU by its other name. */
function nameOf(activation: Activation): string {
  const name = activation.getClassName();
  return name === "swish" ? "silu" : name;
}

/**
 * Runs a model, forward and back, and keeps what goes through its layers, in their order of calling.
 *
 * An identity whose gradient is looked at stands before each activation; nothing else about the run changes.
 * The tensors are kept: the caller disposes them.
 */
export function traceLayers<T>(model: tf.LayersModel, run: () => T): { result: T; layers: TracedLayer[] } {
  const traced: TracedLayer[] = [];
  const result = leaves(model).reduce<() => T>((inner, layer) => () => tapped(layer, traced, inner), run)();
  return { result, layers: traced };
}

/** All layers that are no models themselves. */
export function leaves(model: { layers?: tf.layers.Layer[] }): TappedLayer[] {
  return model.layers!.flatMap((layer: TappedLayer) => (layer.layers ? leaves(layer) : [layer]));
}

function tapped<T>(layer: TappedLayer, traced: TracedLayer[], run: () => T): T {
  if (layer.getClassName() === "InputLayer") return run();
  const original = layer.call;
  const call = function (this: TappedLayer, inputs: tf.Tensor | tf.Tensor[], kwargs: object) {
    return traceCall(layer, traced, (given) => original.call(layer, given, kwargs as never), inputs);
  };
  return replacing(layer, "call", call, run);
}

function traceCall(
  layer: TappedLayer,
  traced: TracedLayer[],
  call: (inputs: tf.Tensor | tf.Tensor[]) => tf.Tensor | tf.Tensor[],
  inputs: tf.Tensor | tf.Tensor[],
): tf.Tensor | tf.Tensor[] {
  const className = layer.getClassName();
  const entry = {
    name: layer.name,
    className,
    activation: "linear",
    weights: [],
    layer,
  } as Partial<TracedLayer>;
  const output =
    className in activationLayers || className === "Activation"
      ? traceActivationLayer(layer, entry, call, inputs)
      : traceLayer(layer, entry, call, inputs);
  if (output instanceof tf.Tensor) {
    entry.output = tf.keep(output.clone());
    traced.push(entry as TracedLayer);
  }
  return output;
}

/** The input of an activation layer is a pre-activation. */
function traceActivationLayer(
  layer: TappedLayer,
  entry: Partial<TracedLayer>,
  call: (inputs: tf.Tensor | tf.Tensor[]) => tf.Tensor | tf.Tensor[],
  inputs: tf.Tensor | tf.Tensor[],
) {
  entry.activation = activationLayers[entry.className!] ?? nameOf(layer.activation!);
  return call(tap(Array.isArray(inputs) ? inputs[0] : inputs, entry));
}

/** A layer with an activation has the tap before it, any other behind itself. */
function traceLayer(
  layer: TappedLayer,
  entry: Partial<TracedLayer>,
  call: (inputs: tf.Tensor | tf.Tensor[]) => tf.Tensor | tf.Tensor[],
  inputs: tf.Tensor | tf.Tensor[],
) {
  const { activation } = layer;
  if (!activation || "cell" in layer) return tapOutput(call(inputs), entry);
  entry.activation = nameOf(activation);
  const before: Activation = {
    apply: (z) => activation.apply(tap(z, entry)),
    // A name of its own keeps dense layers from computing the activation inside the product.
    getClassName: () => "tapped",
  };
  return replacing(layer, "activation", before, () => call(inputs));
}

function tapOutput(output: tf.Tensor | tf.Tensor[], entry: Partial<TracedLayer>): tf.Tensor | tf.Tensor[] {
  return output instanceof tf.Tensor ? tap(output, entry) : output;
}

/** The same values; keeps them and, on the way back, their gradient. The caller disposes both. */
export function tap(z: tf.Tensor, entry: Partial<Tapped>): tf.Tensor {
  entry.preactivation = tf.keep(z.clone());
  const identity = tf.customGrad((value) => ({
    value: (value as tf.Tensor).clone(),
    gradFunc: (gradient: tf.Tensor) => {
      entry.delta = tf.keep(gradient.clone());
      return gradient;
    },
  }));
  return identity(z);
}

/** Frees what a trace kept. */
export function disposeTrace(layers: TracedLayer[]): void {
  for (const { preactivation, output, delta } of layers)
    tf.dispose([preactivation, output, ...(delta ? [delta] : [])]);
}

/**
 * Measures what goes through the layers, inside every so-many-th step.
 *
 * `measure` is made of TensorFlow.js operations and is compiled with the step; `receive` gets its values.
 */
export interface Tracer {
  /** Steps between two measurements, from 1. */
  everySteps: number;
  measure(layers: TracedLayer[]): tf.Tensor[];
  receive(values: Float32Array[], at: { step: number; epoch: number }): void;
}
