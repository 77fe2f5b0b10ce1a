import * as tf from "@tensorflow/tfjs";
import { withScaleAndCenter, type ScaledLayer } from "./scaleAndCenter";

type Call = (this: LayerNorm, inputs: tf.Tensor | tf.Tensor[], kwargs: object) => tf.Tensor;

interface LayerNorm extends ScaledLayer {
  /** The axes, once it is built. */
  axis: number[];
}

/** Lets TensorFlow.js' layer norm train without its scale or its centre. */
export function mendLayerNormalization(): void {
  const prototype = Object.getPrototypeOf(tf.layers.layerNormalization()) as { call: Call };
  const original = prototype.call;
  prototype.call = function (inputs, kwargs) {
    const { shape } = Array.isArray(inputs) ? inputs[0] : inputs;
    const whole = withScaleAndCenter(this, () => this.axis.map((axis) => shape[axis]));
    return original.call(whole, inputs, kwargs);
  };
}
