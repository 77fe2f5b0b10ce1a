import * as tf from "@tensorflow/tfjs";

/** A picture of open size that is cropped stays of open size; TensorFlow.js takes "any" for 0 and is left with −4. */
export function mendCropping(): void {
  const prototype = Object.getPrototypeOf(tf.layers.cropping2D({ cropping: 0 })) as tf.layers.Layer;
  const { computeOutputShape } = prototype;
  prototype.computeOutputShape = function (given) {
    const [shape, left] = [given, computeOutputShape.call(this, given)].map((all) => all.flat() as tf.Shape);
    return left.map((size, axis) => (shape[axis] === null ? null : size));
  };
}
