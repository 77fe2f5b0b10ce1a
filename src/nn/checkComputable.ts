import * as tf from "@tensorflow/tfjs";
import { OptionError, shapeText } from "../core/index";

type Configured = tf.layers.Layer & {
  padding?: string;
  dilationRate?: number | number[];
  strides?: number | number[];
  dataFormat?: string;
  cell?: { dataFormat?: string };
  bias?: unknown;
  axis?: number | number[];
};

/** What must be instead, what is, and what helps. */
interface Refusal {
  required: string;
  got: unknown;
  remedy: string;
}

/**
 * Checks that a layer's options are such as can be computed: TensorFlow.js takes some when the layer is made, and ends in its own words
 * when it runs.
 *
 * @throws OptionError `fit: padding must be "valid" or "same", as TensorFlow.js computes no causal convolution, got "causal" for conv; …`
 */
export function checkComputable(where: string, layer: tf.layers.Layer): void {
  for (const refusal of [causal, dilatedVolume, dilatedSteps, channelsFirst, softmaxAxis]) {
    const { required, got, remedy } = refusal(layer, layer.getClassName()) ?? {};
    if (required !== undefined)
      throw new OptionError({ where, required, got: `${JSON.stringify(got)} for ${layer.name}`, remedy });
  }
}

function causal({ padding }: Configured): Refusal | undefined {
  if (padding !== "causal") return undefined;
  const required = 'padding must be "valid" or "same", as TensorFlow.js computes no causal convolution';
  const remedy = 'put zeros before each series yourself and use {padding: "valid"}';
  return { required, got: padding, remedy };
}

function dilatedVolume({ dilationRate }: Configured, kind: string): Refusal | undefined {
  if (isOne(dilationRate) || kind !== "Conv3D" || tf.getBackend() !== "tensorflow") return undefined;
  const required =
    "dilationRate must be 1 for a convolution of volumes, as TensorFlow computes no other on a processor";
  return { required, got: dilationRate, remedy: "use a larger kernelSize, or strides" };
}

function dilatedSteps({ dilationRate, strides }: Configured): Refusal | undefined {
  if (isOne(dilationRate) || isOne(strides)) return undefined;
  const required = "strides or dilationRate must be 1";
  return { required, got: { strides, dilationRate }, remedy: "use one of both" };
}

const isOne = (rate: number | number[] | undefined) => [rate ?? 1].flat().every((each) => each === 1);

/** Where TensorFlow.js adds the bias to another axis, or hands channels to an operation that wants them last. */
function channelsFirst(
  { cell, bias, dataFormat = cell?.dataFormat }: Configured,
  kind: string,
): Refusal | undefined {
  if (dataFormat !== "channelsFirst") return undefined;
  const isComputed =
    kind === "SeparableConv2D" ? !bias : kind !== "ConvLSTM2D" || tf.getBackend() !== "tensorflow";
  if (isComputed) return undefined;
  const required = `dataFormat must be "channelsLast" for a ${kind}, as TensorFlow.js computes no other`;
  const remedy = "put tf.layers.permute before and behind it";
  return { required, got: dataFormat, remedy };
}

/** TensorFlow.js' own default is 1, Keras' is the last: which was meant is not known. */
function softmaxAxis(layer: Configured, kind: string): Refusal | undefined {
  const shape = layer.inboundNodes[0]?.inputShapes[0] as tf.Shape | undefined;
  if (kind !== "Softmax" || !shape) return undefined;
  const axes = [layer.axis ?? -1].flat();
  const isLast = axes.length > 1 || [-1, shape.length - 1].includes(axes[0]);
  if (isLast) return undefined;
  const required = `axis must be the last of ${shapeText(shape)} for a softmax, as TensorFlow.js computes no other`;
  return { required, got: layer.axis, remedy: "say {axis: -1}; TensorFlow.js' default is 1" };
}
