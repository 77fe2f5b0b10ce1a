import * as tf from "@tensorflow/tfjs";
import type { ScaledLayer } from "./scaleAndCenter";

type Call = (this: LayerNorm, inputs: tf.Tensor | tf.Tensor[]) => tf.Tensor;

interface LayerNorm extends ScaledLayer {
  /** The axes, once it is built. */
  axis: number[];
  epsilon: number;
}

/**
 * Lets TensorFlow.js' layer norm train without its scale or its centre; and with either without tiling them, and the moments, to the
 * size of the input.
 */
export function mendLayerNormalization(): void {
  const prototype = Object.getPrototypeOf(tf.layers.layerNormalization()) as { call: Call };
  prototype.call = function (inputs) {
    return tf.tidy(() => normalized(this, Array.isArray(inputs) ? inputs[0] : inputs));
  };
}

/** (x − mean) / √(variance + ε) · γ + β, moments over the layer's axes (Ba et al. 2016). */
function normalized({ axis, epsilon, gamma, beta }: LayerNorm, x: tf.Tensor): tf.Tensor {
  const sizes = x.shape.map((size, at) => (axis.includes(at) ? size : 1));
  const centred = tf.sub(x, tf.mean(x, axis, true));
  const variance = tf.mean(tf.square(centred), axis, true);
  const standard = tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon)));
  const scaled = gamma ? tf.mul(standard, tf.reshape(gamma.read(), sizes)) : standard;
  return beta ? tf.add(scaled, tf.reshape(beta.read(), sizes)) : scaled;
}
