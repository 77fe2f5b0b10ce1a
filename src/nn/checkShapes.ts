import type * as tf from "@tensorflow/tfjs";
import { ShapeError } from "../core/index";
import { shapeText } from "../core/shown";

/**
 * Checks that something is left of what comes in after each layer: a pooling or a valid convolution may be larger than its
 * input, of which it then leaves nothing, and TensorFlow.js trains what is left as a constant.
 *
 * @throws ShapeError `cnn: every layer must leave something of its input, got [any, 0, 0, 64] of [any, 1, 1, 64] behind max_pooling2d_2; …`
 */
export function checkShapes(where: string, model: { layers: tf.layers.Layer[] }): void {
  for (const layer of model.layers) {
    const inner = (layer as Partial<tf.LayersModel>).layers;
    if (inner) checkShapes(where, { layers: inner });
    const [given, left] = [shapesOf(() => layer.input), shapesOf(() => layer.output)];
    const empty = left.find((shape) => shape.some((size) => size !== null && size <= 0));
    if (!empty) continue;
    throw new ShapeError({
      where,
      required: "every layer must leave something of its input",
      got: `${shapeText(empty)} of ${given.map(shapeText).join(" and ")} behind ${layer.name}`,
      remedy:
        'give it larger inputs, or use fewer or smaller poolings and convolutions, or {padding: "same"}',
    });
  }
}

/** A layer that is used several times has no one shape, and TensorFlow.js throws. */
function shapesOf(read: () => tf.SymbolicTensor | tf.SymbolicTensor[]): tf.Shape[] {
  try {
    return [read()].flat().map(({ shape }) => shape);
  } catch {
    return [];
  }
}
