import * as tf from "@tensorflow/tfjs";
import { ShapeError, shapeText } from "../core/index";
import { checkComputable } from "./checkComputable";

/**
 * Checks that something is left of what comes in after each layer: a pooling or a valid convolution may be larger than its
 * input, of which it then leaves nothing, and TensorFlow.js trains what is left as a constant. Refused too is what {@link checkComputable} refuses.
 *
 * @throws ShapeError `cnn: every layer must leave something of its input, got [any, 0, 0, 64] of [any, 1, 1, 64] behind max_pooling2d_2; …`
 */
export function checkShapes(where: string, model: { layers: tf.layers.Layer[] }): void {
  for (const layer of model.layers) {
    const { layers: inner } = layer as Partial<tf.LayersModel>;
    if (inner) checkShapes(where, { layers: inner });
    checkLeft(where, layer);
    checkComputable(where, layer);
  }
}

/** Checks that a layer leaves something of its input. */
export function checkLeft(where: string, layer: tf.layers.Layer): void {
  checkSome(where, layer, { given: shapesOf(() => layer.input), left: shapesOf(() => layer.output) });
}

/**
 * Checks that something is left of inputs of these sizes behind every layer of a model whose own sizes are open, [null, 1].
 *
 * @param inputs of one example each, [steps, features]
 */
export function checkLeftOf(where: string, model: tf.LayersModel, inputs: number[][]): void {
  const restore = [...new Set([model, ...everyLayer(model)])].map((layer) => checkShapeOf(where, layer));
  try {
    const shapes = inputs.map((sizes) => [null, ...sizes]);
    model.computeOutputShape(shapes.length === 1 ? shapes[0] : shapes);
  } catch (error) {
    // A layer that computes no shape says so itself, when it runs.
    if (error instanceof ShapeError) throw error;
  } finally {
    restore.forEach((undo) => undo());
  }
}

function everyLayer({ layers }: { layers: tf.layers.Layer[] }): tf.layers.Layer[] {
  return layers.flatMap((layer) => [
    layer,
    ...("layers" in layer ? everyLayer(layer as tf.LayersModel) : []),
  ]);
}

/** Has a layer check the shapes that it is asked for; gives back what ends that. */
function checkShapeOf(where: string, layer: tf.layers.Layer): () => void {
  const own = Object.getOwnPropertyDescriptor(layer, "computeOutputShape");
  const computed = layer.computeOutputShape.bind(layer);
  layer.computeOutputShape = (given) => {
    const left = layer instanceof tf.Sequential ? shapeBehind(layer, given) : computed(given);
    checkSome(where, layer, { given: listOf(given), left: listOf(left) });
    return left;
  };
  return () => {
    // As a rule the method is the class's: without an own property, it shows again.
    if (own) Object.defineProperty(layer, "computeOutputShape", own);
    else delete (layer as Partial<tf.layers.Layer>).computeOutputShape;
  };
}

/** A Sequential that was not called yet knows nothing of its inputs, and computes no shape. */
function shapeBehind({ layers }: tf.Sequential, given: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
  return layers.reduce((shape, layer) => layer.computeOutputShape(shape), given);
}

function listOf(shapes: tf.Shape | tf.Shape[]): tf.Shape[] {
  return Array.isArray(shapes[0]) ? (shapes as tf.Shape[]) : [shapes as tf.Shape];
}

function checkSome(
  where: string,
  layer: tf.layers.Layer,
  { given, left }: { given: tf.Shape[]; left: tf.Shape[] },
): void {
  const empty = left.find((shape) => shape.some((size) => size !== null && size <= 0));
  if (!empty) return;
  throw new ShapeError({
    where,
    required: "every layer must leave something of its input",
    got: `${shapeText(empty)} of ${given.map(shapeText).join(" and ")} behind ${layer.name}`,
    remedy: 'give it larger inputs, or use fewer or smaller poolings and convolutions, or {padding: "same"}',
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
