import * as tf from "@tensorflow/tfjs";

type Call = (this: { theta: number }, inputs: tf.Tensor | tf.Tensor[]) => tf.Tensor;

/** Gives the thresholded ReLU the gradient that TensorFlow.js cannot find, as it looks for that of the comparison. */
export function mendThresholdedRelu(): void {
  const prototype = Object.getPrototypeOf(tf.layers.thresholdedReLU()) as { call: Call };
  prototype.call = function (inputs) {
    const { theta } = this;
    const passAbove = tf.customGrad((x, save) => {
      const passes = tf.greater(x as tf.Tensor, theta).toFloat();
      (save as tf.GradSaveFunc)([passes]);
      return {
        value: tf.mul(x as tf.Tensor, passes),
        gradFunc: (dy: tf.Tensor, [kept]: tf.Tensor[]) => tf.mul(dy, kept),
      };
    });
    return passAbove(Array.isArray(inputs) ? inputs[0] : inputs);
  };
}
