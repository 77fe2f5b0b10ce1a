import * as tf from "@tensorflow/tfjs";

type Apply = (this: Regularized, inputs: unknown, kwargs?: object) => unknown;
type Regularized = { activityRegularizer: { apply(x: tf.Tensor): tf.Scalar } | null };

let collected: tf.Scalar[] | undefined;

/**
 * Lets layers have an `activityRegularizer`, which TensorFlow.js takes and then refuses to run: a layer runs without, and what its output
 * costs, over the size of the batch as in Keras 3, is for whoever collects it.
 */
export function mendActivityRegularizers(): void {
  const prototype = tf.layers.Layer.prototype as unknown as { apply: Apply };
  const original = prototype.apply;
  prototype.apply = function (inputs, kwargs) {
    const regularizer = this.activityRegularizer;
    if (!regularizer) return original.call(this, inputs, kwargs);
    this.activityRegularizer = null;
    try {
      const output = original.call(this, inputs, kwargs);
      const outputs = [output].flat().filter((one) => one instanceof tf.Tensor);
      collected?.push(...outputs.map((one) => penalty(one, regularizer)));
      return output;
    } finally {
      this.activityRegularizer = regularizer;
    }
  };
}

/** Kept, as a model tidies up behind its layers. */
function penalty(output: tf.Tensor, regularizer: { apply(x: tf.Tensor): tf.Scalar }): tf.Scalar {
  return tf.keep(tf.tidy(() => tf.div(regularizer.apply(output), output.shape[0])));
}

/** Runs a model; what its activities cost comes along, to be disposed by the caller. */
export function withActivityPenalties<T>(run: () => T): { result: T; penalties: tf.Scalar[] } {
  const outer = collected;
  const penalties: tf.Scalar[] = [];
  collected = penalties;
  try {
    return { result: run(), penalties };
  } finally {
    collected = outer;
  }
}
