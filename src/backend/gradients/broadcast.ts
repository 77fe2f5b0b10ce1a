import * as tf from "@tensorflow/tfjs";
import type { Gradient } from "./gradient";

/** A gradient that is right where no input is broadcast, made right where one is: what was used several times gets the sum. */
export function summed(names: string[]): (original: Gradient) => Gradient {
  return (original) => (dy, saved, attrs) => {
    const gradients = original(dy, saved, attrs);
    const sums = names.map((name, at) => [name, () => sumTo(gradients[name](), saved[at].shape)] as const);
    return { ...gradients, ...Object.fromEntries(sums) };
  };
}

/** The sum over all axes along which a tensor of this shape was broadcast. */
function sumTo(x: tf.Tensor, shape: number[]): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, x.shape);
  return axes.length === 0 ? x : tf.reshape(tf.sum(x, axes), shape);
}

/** The gradient of what only jumps: zero, in the shape of each input. */
export function flat(names: string[]): Gradient {
  return (_, saved) =>
    Object.fromEntries(names.map((name, at) => [name, () => tf.zeros(saved[at].shape, "float32")]));
}
