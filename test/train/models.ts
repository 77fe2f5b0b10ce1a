import * as tf from "@tensorflow/tfjs";

const glorot = (seed: number) => tf.initializers.glorotUniform({ seed });

/** A small net with everything that a compiled step may get wrong; the same weights at every call. */
export function smallNet({
  inputs = 4,
  hidden = 16,
  units = 3,
  activation = "softmax" as "softmax" | "sigmoid" | "linear",
  rate = 0.25,
} = {}) {
  return tf.sequential({
    layers: [
      tf.layers.dense({
        units: hidden,
        inputShape: [inputs],
        // A bias before batch norm has no gradient but rounding, which Adam would blow up.
        useBias: false,
        kernelInitializer: glorot(1),
        kernelRegularizer: tf.regularizers.l2({ l2: 1e-3 }),
      }),
      tf.layers.batchNormalization(),
      tf.layers.activation({ activation: "relu" }),
      tf.layers.dropout({ rate }),
      tf.layers.dense({ units, activation, kernelInitializer: glorot(2) }),
    ],
  });
}

/** y = 2x₀ − x₁ + 1. */
export function line(count = 64) {
  const x = Array.from({ length: count }, (_, i) => [Math.sin(i), Math.cos(3 * i)]);
  return { x, y: x.map(([a, b]) => 2 * a - b + 1) };
}

/** One linear unit, from zero. */
export function linearUnit(inputs = 2) {
  const layer = tf.layers.dense({ units: 1, inputShape: [inputs], kernelInitializer: "zeros" });
  return tf.sequential({ layers: [layer] });
}
