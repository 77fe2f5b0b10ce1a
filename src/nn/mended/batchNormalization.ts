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
 * trained; it trains without its scale or its centre; steps that are padding do not count in its moments; it takes any axis, of
 * inputs of any rank.
 */
export function mendBatchNormalization(): void {
  const prototype = Object.getPrototypeOf(tf.layers.batchNormalization()) as { call: Call };
  const original = prototype.call;
  prototype.call = function (inputs, kwargs) {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    const training = (kwargs.training ?? false) && this.trainable;
    if (training && kwargs.mask) return normalizeUnmasked(this, x, kwargs.mask);
    const axis = axisOf(this, x);
    if (axis === x.rank - 1 && x.rank < 5) return original.call(whole(this), x, { ...kwargs, training });
    return tf.tidy(() => {
      const { rows, back } = asRows(x, axis);
      const ofRows = Object.create(whole(this), { axis: { value: 1 } }) as BatchNorm;
      return back(original.call(ofRows, rows, { training }));
    });
  };
}

const whole = (layer: BatchNorm) => withScaleAndCenter(layer, () => layer.movingMean.read().shape);

const axisOf = ({ axis }: BatchNorm, x: tf.Tensor) => (axis < 0 ? axis + x.rank : axis);

/** All positions as rows of what stands along an axis, [positions, size], and the way back. */
function asRows(x: tf.Tensor, axis: number): { rows: tf.Tensor; back: (rows: tf.Tensor) => tf.Tensor } {
  const others = x.shape.map((_, at) => at).filter((at) => at !== axis);
  const order = [...others, axis];
  const shape = order.map((at) => x.shape[at]);
  const inverse = order.map((_, at) => order.indexOf(at));
  const rows = tf.transpose(x, order).reshape([-1, x.shape[axis]]);
  return { rows, back: (changed) => tf.transpose(changed.reshape(shape), inverse) };
}

/** Moments over the positions that are no padding: mask [batch, steps], x [batch, steps, features]. */
function normalizeUnmasked(layer: BatchNorm, x: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const missing = new Array<number>(x.rank - mask.rank).fill(1);
    const axis = axisOf(layer, x);
    const { rows, back } = asRows(x, axis);
    const spread = tf.mul(mask.toFloat().reshape([...mask.shape, ...missing]), tf.onesLike(x));
    const counts = asRows(spread, axis).rows;
    // Not divNoNan where all is padding: TensorFlow.js has no gradient of it.
    const total = tf.maximum(counts.sum(0), 1); // [features]
    const mean = tf.div(tf.mul(rows, counts).sum(0), total);
    const centred = tf.sub(rows, mean);
    const variance = tf.div(tf.mul(centred.square(), counts).sum(0), total);
    move(layer.movingMean, mean, layer.momentum);
    move(layer.movingVariance, variance, layer.momentum);
    const normed = tf.mul(centred, tf.rsqrt(tf.add(variance, layer.epsilon)));
    const scaled = layer.gamma ? tf.mul(normed, layer.gamma.read()) : normed;
    return back(layer.beta ? tf.add(scaled, layer.beta.read()) : scaled);
  });
}

function move(average: tf.LayerVariable, value: tf.Tensor, momentum: number): void {
  const before = average.read();
  average.write(tf.sub(before, tf.mul(tf.sub(before, value), 1 - momentum)));
}
