import * as tf from "@tensorflow/tfjs";

type Readable = Pick<tf.LayerVariable, "read">;

/** The parts that TensorFlow.js' normalising layers have in common. */
export interface ScaledLayer extends tf.layers.Layer {
  scale: boolean;
  center: boolean;
  gamma?: Readable | null;
  beta?: Readable | null;
}

/**
 * The layer with a scale of 1 and a centre of 0 in place of those that it lacks, without which its operation has no gradient in
 * TensorFlow.js.
 *
 * @param size of a scale
 */
export function withScaleAndCenter<L extends ScaledLayer>(layer: L, size: () => number[]): L {
  if (layer.scale && layer.center) return layer;
  const gamma = layer.gamma ?? { read: () => tf.ones(size()) };
  const beta = layer.beta ?? { read: () => tf.zeros(size()) };
  const parts = { gamma, beta, scale: true, center: true };
  const own = Object.entries(parts).map(([name, value]) => [name, { value }]);
  return Object.create(layer, Object.fromEntries(own) as PropertyDescriptorMap) as L;
}
