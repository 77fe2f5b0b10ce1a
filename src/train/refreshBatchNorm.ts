import * as tf from "@tensorflow/tfjs";
import { withSeed } from "../compile/index";
import { inputTensor } from "../compile/stepInput";
import { breathe } from "../core/index";
import { augmented, type Augmentation } from "./augment/augmentation";
import type { BatchSource, FedBatch } from "./batches/source";
import { forward } from "./model/forward";
import { replacing } from "./model/head";
import type { Objective } from "./objective";

/** What goes through the model, and in which order. */
export interface Pass {
  model?: tf.LayersModel;
  source: BatchSource;
  objective: Objective;
  augment: Augmentation[];
  seed: number;
  batchSize: number;
}

/**
 * Computes batch norm's averages anew, as plain means over one pass through the training data, augmented as in training, with the
 * weights as they are.
 *
 * What augmentation, dropout and its kin draw follows from the run's seed and the batch: a run repeated or resumed has the same averages.
 */
export async function refreshBatchNorm(pass: Pass): Promise<void> {
  const { model, source, objective, augment, seed, batchSize } = pass;
  const layers = model ? batchNorms(model) : [];
  if (!model || layers.length === 0) return;
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

/** A model's layers of batch norm, those of models in it too. */
export function batchNorms(model: { layers: tf.layers.Layer[] }): tf.layers.Layer[] {
  return model.layers.flatMap((layer) => {
    if ("layers" in layer) return batchNorms(layer as unknown as tf.LayersModel);
    return layer.getClassName() === "BatchNormalization" ? [layer] : [];
  });
}
