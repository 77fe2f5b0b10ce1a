import * as tf from "@tensorflow/tfjs";
import { checkFinite, checkLabels, checkNotEmpty, DataError, ShapeError } from "../../core/index";
import { Classification, Regression, type Dataset } from "../../data/index";
import { checkModel } from "../../nn/checkModel";
import { toTensor, type AsTensor, type Values } from "../batches/values";
import { forward } from "../model/forward";
import { headOf, type Head } from "../model/head";

/** Images whose decisions are to be explained: [images, height, width] or [images, height, width, channels]. */
export type ImageValues = Values | Dataset;

/** A model that decides on images. */
export interface Subject {
  readonly images: tf.Tensor4D;
  /** What stands behind the class scores; left out of them. */
  readonly head: Head;
  /** The model's outputs, [images, units], with the last activation or without. */
  outputs(images: tf.Tensor4D, activated?: boolean): tf.Tensor2D;
  /** Frees the images where they were made here. */
  dispose(): void;
}

/**
 * Checks a model and the images for it.
 *
 * A model that wants its images as rows, as a multilayer perceptron does, gets them so.
 *
 * @throws OptionError `saliency: model must be a LayersModel, got object`
 * @throws ShapeError `saliency: images must be [images, height, width] or [images, height, width, channels], got [64]`
 */
export function subjectOf(where: string, model: tf.LayersModel, given: ImageValues): Subject {
  const shape = inputShape(where, model);
  const { tensor, made } = imagesTensor(where, given);
  try {
    const head = headOf(model, 0);
    const images = fourDimensional(where, tensor, shape);
    return {
      images,
      head,
      outputs(batch, activated = false) {
        const fed = batch.reshape([
          batch.shape[0],
          ...shape.map((size, axis) => size ?? batch.shape[axis + 1]),
        ]);
        return forward(model, [fed], { training: false, without: activated ? [] : [head] })[0] as tf.Tensor2D;
      },
      dispose: () => images.dispose(),
    };
  } finally {
    if (made) tensor.dispose();
  }
}

function inputShape(where: string, model: tf.LayersModel): (number | null)[] {
  checkModel(where, "model", model);
  const { inputs, outputs } = model;
  if (inputs.length !== 1 || outputs.length !== 1 || outputs[0].shape.length !== 2) {
    const got = [inputs, outputs].map((all) => all.map(({ shape }) => `[${shape.join(", ")}]`).join(" and "));
    const required = "model must take one tensor of images and give one of [images, classes]";
    throw new ShapeError({ where, required, got: `${got[0]} to ${got[1]}` });
  }
  return inputs[0].shape.slice(1);
}

function imagesTensor(where: string, given: ImageValues): AsTensor {
  if (!(given instanceof Classification || given instanceof Regression))
    return toTensor(where, "images", given);
  const { x, y } = given.tensors({ images: given.imageShape !== undefined });
  y.dispose();
  return { tensor: x, made: true };
}

function fourDimensional(where: string, tensor: tf.Tensor, wanted: (number | null)[]): tf.Tensor4D {
  const [count, height, width, channels = 1] = tensor.shape;
  if (tensor.rank < 3 || tensor.rank > 4) {
    const required = "images must be [images, height, width] or [images, height, width, channels]";
    throw new ShapeError({ where, required, got: `[${tensor.shape.join(", ")}]` });
  }
  checkNotEmpty(where, "images", { length: tensor.size });
  checkFinite(where, "images", tensor.dataSync(), { columns: tensor.size / count });
  const [came, size] = [
    [height, width, channels],
    wanted.reduce<number>((all, each) => all * (each ?? 1), 1),
  ];
  const fits = wanted.length === 3 && wanted.every((each, axis) => each === null || each === came[axis]);
  if (!fits && (wanted.length === 3 || size !== height * width * channels)) {
    const required = `images must fit the model's input [images, ${wanted.map((each) => each ?? "any").join(", ")}]`;
    throw new ShapeError({ where, required, got: `[${tensor.shape.join(", ")}]` });
  }
  return tf.tidy(() => tensor.toFloat().reshape([count, height, width, channels]).clone() as tf.Tensor4D);
}

/**
 * The class that each image is explained for: as told, or the one with the highest score.
 *
 * A model of one output has two classes, 1 where the output is positive (before a sigmoid) and 0. Without a sigmoid it
 * is a number, of which class 1 is what raises it.
 *
 * @throws DataError `saliency: classes must be class indices 0 to 9, got 10 at [0]`
 */
export function classesOf(
  where: string,
  scores: tf.Tensor2D,
  given: number | ArrayLike<number> | undefined,
  { activation }: Head,
): number[] {
  const [count, units] = scores.shape;
  if (given === undefined) {
    if (units > 1) return Array.from(tf.tidy(() => scores.argMax(1).dataSync()));
    return Array.from(scores.dataSync(), (score) => (activation === "linear" || score > 0 ? 1 : 0));
  }
  const classes = typeof given === "number" ? new Array<number>(count).fill(given) : Array.from(given);
  if (classes.length !== count)
    throw new DataError({
      where,
      required: `classes must be one, or ${count}, one an image`,
      got: classes.length,
    });
  checkLabels(where, "classes", classes, Math.max(2, units));
  return classes;
}

/**
 * The number that stands for each image's class: [images].
 *
 * @param whole what the two classes of a model of one output add up to: 1 for probabilities, 0 for scores
 */
export function classScores(outputs: tf.Tensor2D, classes: readonly number[], whole = 0): tf.Tensor1D {
  const units = outputs.shape[1];
  if (units > 1) return outputs.mul(tf.oneHot(tf.tensor1d([...classes], "int32"), units)).sum(1);
  const sign = tf.tensor1d(classes.map((each) => (each === 1 ? 1 : -1)));
  const rest = tf.tensor1d(classes.map((each) => (each === 1 ? 0 : whole)));
  return outputs.reshape<tf.Tensor1D>([-1]).mul<tf.Tensor1D>(sign).add(rest);
}
