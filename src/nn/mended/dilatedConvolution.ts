import * as tf from "@tensorflow/tfjs";

type Call = (this: Convolution, inputs: tf.Tensor | tf.Tensor[], kwargs: object) => tf.Tensor;

/** The parts of TensorFlow.js' convolution that are needed here. */
interface Convolution {
  kernel: tf.LayerVariable;
  bias?: tf.LayerVariable | null;
  strides: [number, number];
  padding: "same" | "valid";
  dilationRate: [number, number];
  dataFormat: "channelsLast" | "channelsFirst";
  activation?: { apply(x: tf.Tensor): tf.Tensor };
}

/** Lets dilated 2-D convolutions train: TensorFlow.js computes them in one with bias and activation, of which it knows no gradient. */
export function mendDilatedConvolution(): void {
  const prototype = Object.getPrototypeOf(tf.layers.conv2d({ filters: 1, kernelSize: 1 })) as { call: Call };
  const original = prototype.call;
  prototype.call = function (inputs, kwargs) {
    if (this.dilationRate.every((rate) => rate === 1)) return original.call(this, inputs, kwargs);
    return tf.tidy(() => convolve(this, (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D));
  };
}

function convolve(layer: Convolution, given: tf.Tensor4D): tf.Tensor {
  const first = layer.dataFormat === "channelsFirst";
  const x = first ? tf.transpose(given, [0, 2, 3, 1]) : given;
  const kernel = layer.kernel.read() as tf.Tensor4D;
  const product = tf.conv2d(x, kernel, layer.strides, layer.padding, "NHWC", layer.dilationRate);
  const sum = layer.bias ? tf.add(product, layer.bias.read()) : product;
  const output = layer.activation ? layer.activation.apply(sum) : sum;
  return first ? tf.transpose(output, [0, 3, 1, 2]) : output;
}
