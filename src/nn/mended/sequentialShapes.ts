import * as tf from "@tensorflow/tfjs";
import { checkLeft } from "../checkShapes";

let builder = "Sequential.add";

/** Says of a layer that is larger than what comes into it what it leaves of what, and what to do; TensorFlow.js says neither. */
export function mendSequentialShapes(): void {
  const prototype = tf.Sequential.prototype as unknown as { checkShape(layer: tf.layers.Layer): void };
  prototype.checkShape = (layer) => checkLeft(builder, layer);
}

/** Builds a model; what is wrong with the shapes of its layers is said in the name of who builds it. */
export function builtBy<T>(where: string, build: () => T): T {
  const before = builder;
  builder = where;
  try {
    return build();
  } finally {
    builder = before;
  }
}
