import type * as tf from "@tensorflow/tfjs";
import { OptionError, ShapeError } from "../core/index";
import { shapeText } from "../core/shown";

/**
 * Checks that something is left of what comes in after each layer: a pooling or a valid convolution may be larger than its
 * input, of which it then leaves nothing, and TensorFlow.js trains what is left as a constant. A causal convolution, which
 * TensorFlow.js takes and cannot compute, is refused.
 *
 * @throws ShapeError `cnn: every layer must leave something of its input, got [any, 0, 0, 64] of [any, 1, 1, 64] behind max_pooling2d_2; …`
 */
export function checkShapes(where: string, model: { layers: tf.layers.Layer[] }): void {
  for (const layer of model.layers) {
    const { layers: inner } = layer as Partial<tf.LayersModel>;
    if (inner) checkShapes(where, { layers: inner });
    checkLeft(where, layer);
    checkPadding(where, layer);
  }
}

/** Checks that a layer leaves something of its input. */
export function checkLeft(where: string, layer: tf.layers.Layer): void {
  const [given, left] = [shapesOf(() => layer.input), shapesOf(() => layer.output)];
  const empty = left.find((shape) => shape.some((size) => size !== null && size <= 0));
  if (!empty) return;
  throw new ShapeError({
    where,
    required: "every layer must leave something of its input",
    got: `${shapeText(empty)} of ${given.map(shapeText).join(" and ")} behind ${layer.name}`,
    remedy: 'give it larger inputs, or use fewer or smaller poolings and convolutions, or {padding: "same"}',
  });
}

function checkPadding(where: string, layer: tf.layers.Layer): void {
  const { padding, name } = layer as tf.layers.Layer & { padding?: string };
  if (padding !== "causal") return;
  throw new OptionError({
    where,
    required: 'padding must be "valid" or "same", as TensorFlow.js computes no causal convolution',
    got: `"causal" for ${name}`,
    remedy: 'put zeros before each series yourself and use {padding: "valid"}',
  });
}

/** A layer that is used several times has no one shape, and TensorFlow.js throws. */
function shapesOf(read: () => tf.SymbolicTensor | tf.SymbolicTensor[]): tf.Shape[] {
  try {
    return [read()].flat().map(({ shape }) => shape);
  } catch {
    return [];
  }
}
