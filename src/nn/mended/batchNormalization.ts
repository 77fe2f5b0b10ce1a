import * as tf from "@tensorflow/tfjs";
import { withScaleAndCenter, type ScaledLayer } from "./scaleAndCenter";

type Kwargs = { training?: boolean; mask?: tf.Tensor };
type Call = (this: BatchNorm, inputs: tf.Tensor | tf.Tensor[], kwargs: Kwargs) => tf.Tensor;

/** The parts of TensorFlow.js' batch norm that are needed here. */
interface BatchNorm extends ScaledLayer {
  axis: number;
  epsilon: number;
  momentum: number;
  movingMean: tf.LayerVariable;
  movingVariance: tf.LayerVariable;
}

/**
 * Gives TensorFlow.js' batch norm what Keras' has: frozen (`trainable = false`) it keeps its averages and uses them while the rest is
 * trained; it trains without its scale or its centre; steps that are padding do not count in its moments.
 */
export function mendBatchNormalization(): void {
  const prototype = Object.getPrototypeOf(tf.layers.batchNormalization()) as { call: Call };
  const original = prototype.call;
  prototype.call = function (inputs, kwargs) {
    if (!kwargs.training || !this.trainable)
      return original.call(whole(this), inputs, { ...kwargs, training: false });
    if (kwargs.mask) return normalizeUnmasked(this, Array.isArray(inputs) ? inputs[0] : inputs, kwargs.mask);
    return original.call(whole(this), inputs, kwargs);
  };
}

const whole = (layer: BatchNorm) => withScaleAndCenter(layer, () => layer.movingMean.read().shape);

/** Moments over the positions that are no padding: mask [batch, steps], x [batch, steps, features]. */
function normalizeUnmasked(layer: BatchNorm, x: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const axes = x.shape.map((_, axis) => axis).slice(0, -1);
    const missing = new Array<number>(x.rank - mask.rank).fill(1);
    const counts = mask.toFloat().reshape([...mask.shape, ...missing]);
    // Not divNoNan where all is padding: TensorFlow.js has no gradient of it.
    const total = tf.maximum(tf.mul(counts, tf.onesLike(x)).sum(axes), 1); // [features]
    const mean = tf.div(tf.mul(x, counts).sum(axes), total);
    const centred = tf.sub(x, mean);
    const variance = tf.div(tf.mul(centred.square(), counts).sum(axes), total);
    move(layer.movingMean, mean, layer.momentum);
    move(layer.movingVariance, variance, layer.momentum);
    const normed = tf.mul(centred, tf.rsqrt(tf.add(variance, layer.epsilon)));
    const scaled = layer.gamma ? tf.mul(normed, layer.gamma.read()) : normed;
    return layer.beta ? tf.add(scaled, layer.beta.read()) : scaled;
  });
}

function move(average: tf.LayerVariable, value: tf.Tensor, momentum: number): void {
  const before = average.read();
  average.write(tf.sub(before, tf.mul(tf.sub(before, value), 1 - momentum)));
}
