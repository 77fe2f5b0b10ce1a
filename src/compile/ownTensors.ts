import * as tf from "@tensorflow/tfjs";

/** Tensors that the caller may dispose: a variable or an input that the step returns is not one of them. */
export function ownTensors(results: tf.Tensor[], inputs: tf.Tensor[]): tf.Tensor[] {
  return results.map((tensor, index) => {
    const shared =
      tensor instanceof tf.Variable || inputs.includes(tensor) || results.indexOf(tensor) < index;
    return shared ? tensor.clone() : tensor;
  });
}
