import * as tf from "@tensorflow/tfjs";
import { freeingTape } from "../../backend/freeTape";
import { checkOneOf, checkOptions, OptionError, ShapeError } from "../../core/index";
import { replacing } from "../model/head";
import { leaves, tap, type Tapped } from "../model/trace";
import { explain, type AttributionMaps, type AttributionMapsOptions, type Explained } from "./maps";
import { classScores, type ImageValues } from "./subject";

/** How {@link gradCam} computes. */
export interface GradCamOptions extends AttributionMapsOptions {
  /**
   * The name of the layer whose feature maps are weighed. Default the last one of the size of the last convolution: that
   * convolution, or the normalisation and activation behind it.
   */
  layer?: string;
}

/**
 * Which places of a convolution's feature maps speak for a class: the maps, weighed by how much each moves the score.
 *
 * αₖ = 1/Z Σᵢⱼ ∂S / ∂Aₖ(i, j) and L = ReLU(Σₖ αₖ Aₖ), where S is the class's score before the softmax, and A the feature
 * maps of Z places.
 *
 * ```ts
 * plot.attribution(images, await gradCam(model, images, { classes: 3 }));
 * ```
 *
 * Source: R. Selvaraju et al., Grad-CAM (2017), equations 1 and 2.
 *
 * @param model with a convolution, from images to one output for each class, or to one output
 * @param images [images, height, width] or [images, height, width, channels]; or an image data set
 * @returns maps of the feature maps' height and width
 * @throws OptionError `gradCam: model must have a convolution; name a layer that gives [images, height, width, channels]`,
 *   and where the layer is used more than once in the model
 */
export async function gradCam(
  model: tf.LayersModel,
  images: ImageValues,
  options?: GradCamOptions,
): Promise<AttributionMaps> {
  const { layer, ...given } = checkOptions<GradCamOptions>("gradCam", options, {
    classes: undefined,
    batchSize: 64,
    layer: undefined,
  });
  return explain("gradCam", model, images, given, () => {
    const weighed = layer === undefined ? lastConvolution(model) : named(model, layer);
    return (batch) => tf.tidy(() => mapsOf(batch, weighed));
  });
}

/** The last layer that gives maps of the size of the last convolution's. */
function lastConvolution(model: tf.LayersModel): tf.layers.Layer {
  const backwards = leaves(model)
    .reverse()
    .filter((layer) => sizeOf(layer).length === 4);
  const last = backwards.findIndex((layer) => layer.getClassName().includes("Conv"));
  if (last < 0) {
    const remedy = "name a layer that gives [images, height, width, channels]";
    throw new OptionError({ where: "gradCam", required: "model must have a convolution", remedy });
  }
  const [, height, width] = sizeOf(backwards[last]);
  const isAsLarge = (layer: tf.layers.Layer) => sizeOf(layer)[1] === height && sizeOf(layer)[2] === width;
  return backwards.slice(0, last + 1).find(isAsLarge)!;
}

function named(model: tf.LayersModel, name: string): tf.layers.Layer {
  const layers = leaves(model);
  checkOneOf(
    "gradCam",
    "layer",
    name,
    layers.map((layer) => layer.name),
  );
  const found = layers.find((layer) => layer.name === name)!;
  const shape = sizeOf(found);
  if (shape.length === 4) return found;
  const required = `layer "${name}" must give [images, height, width, channels]`;
  throw new ShapeError({ where: "gradCam", required, got: `[${["images", ...shape.slice(1)].join(", ")}]` });
}

function sizeOf(layer: tf.layers.Layer): (number | null)[] {
  return layer.outputShape as (number | null)[];
}

function mapsOf({ subject, images, classes }: Explained, layer: tf.layers.Layer): tf.Tensor3D {
  const kept: Partial<Tapped> = {};
  let uses = 0;
  const { call } = layer;
  const tapped = (inputs: tf.Tensor | tf.Tensor[], kwargs: object) => {
    const maps = call.call(layer, inputs, kwargs as never) as tf.Tensor;
    return ++uses === 1 ? tap(maps, kept) : maps;
  };
  const total = (x: tf.Tensor) => classScores(subject.outputs(x as tf.Tensor4D), classes).sum();
  try {
    replacing(layer, "call", tapped, () => freeingTape(() => tf.grad(total)(images)));
    // Not before: TensorFlow.js frees what it saved for the gradient only once it has it.
    if (uses > 1) throw usedAgain(layer, uses);
    const weights = kept.delta!.mean([1, 2], true); // [images, 1, 1, channels], equation 1
    return kept.preactivation!.mul(weights).sum<tf.Tensor3D>(3).relu(); // equation 2
  } finally {
    tf.dispose(kept as tf.TensorContainer);
  }
}

/** A layer of several uses has no feature maps that are its own. */
function usedAgain({ name }: tf.layers.Layer, uses: number): OptionError {
  const required = `layer "${name}" must be used once in the model`;
  return new OptionError({ where: "gradCam", required, got: `${uses} times`, remedy: "name another layer" });
}
