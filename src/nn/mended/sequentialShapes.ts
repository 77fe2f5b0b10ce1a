import * as tf from "@tensorflow/tfjs";
import { checkLeft } from "../checkShapes";

/** Says of a layer that is larger than what comes into it what it leaves of what, and what to do; TensorFlow.js says neither. */
export function mendSequentialShapes(): void {
  const prototype = tf.Sequential.prototype as unknown as { checkShape(layer: tf.layers.Layer): void };
  prototype.checkShape = (layer) => checkLeft("Sequential.add", layer);
}
