import * as tf from "@tensorflow/tfjs";

/** @typedef {import("./workloads.mjs").Workload} Workload */

/** An epoch of examples; labels are class numbers, 0 or 1, or numbers. @param {Workload} work */
export function examples({ input, outputs, batchSize, steps, model }) {
  const count = batchSize * steps;
  const x = tf.randomNormal([count, ...input], 0, 1, "float32", 1);
  const y =
    model === "lstm"
      ? tf.randomNormal([count, 1], 0, 1, "float32", 2)
      : tf.randomUniform([count], 0, Math.max(2, outputs), "int32", 2);
  return { x, y };
}

/** What is predicted in an epoch, batch by batch. @param {Workload} work */
export function batches({ input, batchSize, steps }) {
  return Array.from({ length: steps }, (_, seed) =>
    tf.randomNormal([batchSize, ...input], 0, 1, "float32", seed),
  );
}
