import * as tf from "@tensorflow/tfjs";

interface Masking {
  maskValue: number;
  computeMask(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor;
  call(inputs: tf.Tensor | tf.Tensor[], kwargs: object): tf.Tensor;
}

/** Lets a masking layer stand behind layers that are trained: TensorFlow.js looks for the gradient of the comparison. */
export function mendMasking(): void {
  const prototype = Object.getPrototypeOf(tf.layers.masking({})) as Masking;
  prototype.computeMask = function (inputs) {
    const { maskValue } = this;
    const compared = tf.customGrad((x) => ({
      value: tf.any(tf.notEqual(x as tf.Tensor, maskValue), -1),
      gradFunc: () => tf.zerosLike(x as tf.Tensor),
    }));
    return compared(Array.isArray(inputs) ? inputs[0] : inputs);
  };
  prototype.call = function (inputs) {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0] : inputs;
      return tf.mul(x, this.computeMask(x).expandDims(-1).cast(x.dtype));
    });
  };
}
