import * as tf from "@tensorflow/tfjs";
import { freeingTape } from "../../backend/freeTape";
import { checkOptions } from "../../core/index";
import { explain, type AttributionMaps, type AttributionMapsOptions, type Explained } from "./maps";
import { classScores, type ImageValues } from "./subject";

/** How {@link saliency} computes. */
export interface SaliencyOptions extends AttributionMapsOptions {
  /** The gradient itself, with its sign, rather than its size; of several channels the largest. Default false. */
  signed?: boolean;
}

/**
 * How much each pixel of an image moves the score of a class: the size of the score's gradient by the pixel.
 *
 * M = max over channels of |∂S / ∂I|, where S is the class's score before the softmax and I the image.
 *
 * ```ts
 * plot.attribution(images, await saliency(model, images));
 * ```
 *
 * Source: K. Simonyan, A. Vedaldi, A. Zisserman, Deep Inside Convolutional Networks (2014), section 3, equations 3 and 4.
 *
 * @param model from images to one output for each class, or to one output
 * @param images [images, height, width] or [images, height, width, channels]; or an image data set
 * @returns maps of the images' own height and width
 * @throws ShapeError `saliency: images must be [images, height, width] or [images, height, width, channels], got [64]`
 */
export async function saliency(
  model: tf.LayersModel,
  images: ImageValues,
  options?: SaliencyOptions,
): Promise<AttributionMaps> {
  const { signed, ...given } = checkOptions<SaliencyOptions>("saliency", options, {
    classes: undefined,
    batchSize: 64,
    signed: false,
  });
  return explain("saliency", model, images, given, () => (batch) => tf.tidy(() => mapsOf(batch, signed!)));
}

function mapsOf({ subject, images, classes }: Explained, signed: boolean): tf.Tensor3D {
  // No image's score depends on another image, so that the gradient of their sum has the gradient of each.
  const total = (x: tf.Tensor) => classScores(subject.outputs(x as tf.Tensor4D), classes).sum();
  const gradient = freeingTape(() => tf.grad(total)(images));
  if (!signed) return gradient.abs().max(3);
  const [low, high] = [gradient.min<tf.Tensor3D>(3), gradient.max<tf.Tensor3D>(3)];
  return tf.where(low.neg().greater(high), low, high);
}
