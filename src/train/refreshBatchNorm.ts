import * as tf from "@tensorflow/tfjs";
import { withSeed } from "../compile/index";
import { inputTensor } from "../compile/stepInput";
import { breathe } from "../core/index";
import type { FedBatch } from "./batches/source";
import { augmented } from "./augment/augmentation";
import { forward } from "./model/forward";
import { replacing } from "./model/head";
import type { Run } from "./run";

/**
 * Computes batch norm's averages anew, as plain means over one pass through the training data, augmented as in training, with the
 * weights as they are.
 *
 * What augmentation, dropout and its kin draw follows from the run's seed and the batch: a run repeated or resumed has the same averages.
 */
export async function refreshBatchNorm(run: Run): Promise<void> {
  const { model } = run;
  const layers = model ? batchNorms(model) : [];
  if (!model || layers.length === 0) return;
  const { source, objective, seed, batchSize, augment } = run.parts;
  const reader = source.read({ epoch: 0, seed, shuffle: true, batchSize });
  const average = ({ inputs }: FedBatch, count: number) =>
    tf.tidy(() => {
      // The mean of n + 1 values is n/(n + 1) of the mean so far and 1/(n + 1) of the new one.
      const momentum = count / (count + 1);
      const prepared = objective.prepare(source.unpack(inputs.map(inputTensor)));
      const run = () => void forward(model, augmented(prepared, augment).x, { training: true });
      const averaged = layers.reduce(
        (inner, layer) => () => replacing(layer, "momentum", momentum, inner),
        run,
      );
      withSeed(tf.tensor1d([seed, count], "int32"), averaged);
    });
  let count = 0;
  let fed: FedBatch | undefined;
  try {
    while ((fed = await reader.next())) {
      average(fed, count);
      fed.dispose?.();
      count++;
      await breathe();
    }
  } finally {
    fed?.dispose?.();
    await reader.close?.();
  }
}

function batchNorms(model: { layers: tf.layers.Layer[] }): tf.layers.Layer[] {
  return model.layers.flatMap((layer) => {
    if ("layers" in layer) return batchNorms(layer as unknown as tf.LayersModel);
    return layer.getClassName() === "BatchNormalization" ? [layer] : [];
  });
}
