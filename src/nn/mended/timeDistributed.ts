import * as tf from "@tensorflow/tfjs";

type Call = (this: TimeDistributed, inputs: tf.Tensor | tf.Tensor[], kwargs: object) => tf.Tensor;

interface Layer extends tf.layers.Layer {
  /** The layers of a model. */
  layers?: Layer[];
  /** The layer within another. */
  layer?: Layer;
}

interface TimeDistributed {
  layer: Layer;
}

/**
 * Lets a layer that is applied to every step of a sequence take all steps as one batch, rather than one after the other: as in
 * Keras where the batch's size is known.
 *
 * Layers that take another look at an example when they see others beside it, batch norm and those of one's own, are left as they are.
 */
export function mendTimeDistributed(): void {
  const made = tf.layers.timeDistributed({ layer: tf.layers.flatten() });
  const prototype = Object.getPrototypeOf(made) as { call: Call };
  const original = prototype.call;
  prototype.call = function (inputs, kwargs) {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    return takesOneByOne(this.layer)
      ? tf.tidy(() => atOnce(this.layer, x, kwargs))
      : original.call(this, inputs, kwargs);
  };
}

const ofTensorFlow = new Set(
  Object.keys(tf.layers)
    .map((name) => name.toLowerCase())
    .filter((name) => name !== "batchnormalization"),
);

/** Whether what it makes of an example is the same whichever others are in the batch. */
function takesOneByOne(layer: Layer): boolean {
  if (layer.layers) return layer.layers.every(takesOneByOne);
  if (layer.layer && !takesOneByOne(layer.layer)) return false;
  return ofTensorFlow.has(layer.getClassName().toLowerCase()) && !(layer as { stateful?: boolean }).stateful;
}

function atOnce(layer: Layer, x: tf.Tensor, kwargs: object): tf.Tensor {
  const [batch, steps, ...shape] = x.shape;
  const made = layer.call(tf.reshape(x, [batch * steps, ...shape]), kwargs);
  const output = Array.isArray(made) ? made[0] : made;
  return tf.reshape(output, [batch, steps, ...output.shape.slice(1)]);
}
