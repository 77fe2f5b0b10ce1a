import type * as tf from "@tensorflow/tfjs";
import { replacing } from "./head";

/** A layer, and what may be within it. */
export type Nested = tf.layers.Layer & {
  layers?: Nested[];
  layer?: Nested;
  cell?: Nested;
  cells?: Nested[];
  forwardLayer?: Nested;
  backwardLayer?: Nested;
};

/** The layers within a model, a wrapper or a recurrent layer. */
export function within({ layers, layer, cell, cells, forwardLayer, backwardLayer }: Nested): Nested[] {
  const single = [layer, cell, forwardLayer, backwardLayer].filter((inner) => inner !== undefined);
  return [...(layers ?? []), ...(cells ?? []), ...single];
}

/**
 * Runs while every layer of a frozen model is itself frozen, at any depth: TensorFlow.js freezes the weights only, but batch norm
 * must know, as its averages are none.
 */
export function whileFrozen<T>(model: tf.LayersModel, run: () => T): T {
  const frozen = frozenWithin(model as Nested, !model.trainable);
  return frozen.reduce((inner, layer) => () => replacing(layer, "trainable_", false, inner), run)();
}

function frozenWithin(parent: Nested, frozen: boolean): Nested[] {
  return within(parent).flatMap((layer) => {
    const isFrozen = frozen || !layer.trainable;
    const inner = frozenWithin(layer, isFrozen);
    return frozen && layer.trainable && layer.getClassName() === "BatchNormalization"
      ? [layer, ...inner]
      : inner;
  });
}

/** What the weights that are trained cost by their regularisers, each layer once, however often it is called. */
export function weightPenalties(model: tf.LayersModel): tf.Scalar[] {
  return [...trainedWithin(model as Nested)].flatMap((layer) => layer.calculateLosses());
}

function trainedWithin(parent: Nested): Set<Nested> {
  if (!parent.trainable) return new Set();
  const inner = within(parent);
  if (inner.length === 0) return new Set([parent]);
  return new Set(inner.flatMap((layer) => [...trainedWithin(layer)]));
}
