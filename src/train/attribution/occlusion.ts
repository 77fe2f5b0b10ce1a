import * as tf from "@tensorflow/tfjs";
import { breathe, checkInteger, checkNumber, checkOptions } from "../../core/index";
import { explain, type AttributionMaps, type AttributionMapsOptions, type Explained } from "./maps";
import { classScores, type ImageValues, type Subject } from "./subject";

/** How {@link occlusion} computes. */
export interface OcclusionOptions extends AttributionMapsOptions {
  /** Side of the square that covers a part of the image, pixels. Default a quarter of the image's longer side. */
  size?: number;
  /** Pixels from one place of the square to the next. Default 1, more where the image is over 32 pixels. */
  stride?: number;
  /** Pixel value of the square. Default the mean of all the images, grey. */
  fill?: number;
  /** Explains the class's score before the softmax or sigmoid, rather than its probability. Default false. */
  scores?: boolean;
}

/**
 * How much a class becomes less probable when a square covers a part of the image, for each place of the square.
 *
 * M(i, j) = f(I) − f(I with the square around (i, j)), where f is the class's probability. Above 0 the place speaks for the
 * class. At the borders a part of the square is outside.
 *
 * ```ts
 * plot.attribution(images, await occlusion(model, images, { size: 3 }));
 * ```
 *
 * Source: M. Zeiler, R. Fergus, Visualizing and Understanding Convolutional Networks (2014), section 4.2, figure 6 d.
 *
 * @param model from images to one output for each class, or to one output
 * @param images [images, height, width] or [images, height, width, channels]; or an image data set
 * @returns maps of [height / stride] rows and [width / stride] columns, rounded up
 * @throws OptionError `occlusion: size must be a whole number in [1, 8], got 9`
 */
export async function occlusion(
  model: tf.LayersModel,
  images: ImageValues,
  options?: OcclusionOptions,
): Promise<AttributionMaps> {
  const given = checkOptions<OcclusionOptions>("occlusion", options, {
    classes: undefined,
    batchSize: 64,
    size: undefined,
    stride: undefined,
    fill: undefined,
    scores: false,
  });
  const { classes, batchSize } = given;
  return explain("occlusion", model, images, { classes, batchSize }, (subject) => {
    const square = squareOf(subject, given);
    return (batch) => mapsOf(batch, square);
  });
}

/** The square that covers, and the places it takes. */
interface Square {
  size: number;
  stride: number;
  fill: number;
  rows: number;
  columns: number;
  /** Images with the square that go through the model together. */
  batchSize: number;
  scores: boolean;
}

function squareOf({ images }: Subject, options: OcclusionOptions): Square {
  const [, height, width] = images.shape;
  const longest = Math.max(height, width);
  const {
    stride = Math.ceil(longest / 32),
    size = Math.max(stride, Math.round(longest / 4)),
    fill = tf.tidy(() => images.mean().dataSync()[0]),
    batchSize,
    scores,
  } = options;
  checkInteger("occlusion", "size", size, `[1, ${longest}]`);
  checkInteger("occlusion", "stride", stride, `[1, ${longest}]`);
  checkNumber("occlusion", "fill", fill);
  const [rows, columns] = [Math.ceil(height / stride), Math.ceil(width / stride)];
  return { size, stride, fill, rows, columns, batchSize: batchSize!, scores: scores! };
}

async function mapsOf({ subject, images, classes }: Explained, square: Square): Promise<tf.Tensor3D> {
  const [count, places] = [images.shape[0], square.rows * square.columns];
  const maps = new Float32Array(count * places);
  const together = Math.max(1, Math.floor(square.batchSize / count));
  const whole = tf.tidy(() => explained(subject, images, classes, square).dataSync());
  for (let from = 0; from < places; from += together) {
    const taken = Math.min(together, places - from);
    const covered = tf.tidy(() => coveredScores({ subject, images, classes }, square, from, taken));
    covered.forEach((score, at) => {
      const image = at % count;
      maps[image * places + from + Math.floor(at / count)] = whole[image] - score;
    });
    await breathe();
  }
  return tf.tensor3d(maps, [count, square.rows, square.columns]);
}

/** For some places of the square, the numbers of all the images: [places, images]. */
function coveredScores(
  { subject, images, classes }: Explained,
  square: Square,
  from: number,
  places: number,
): Float32Array {
  const masks = tf.stack(Array.from({ length: places }, (_, at) => maskAt(images.shape, square, from + at)));
  const covered = tf.where(masks, square.fill, images.expandDims(0)); // [places, images, height, width, channels]
  const [, height, width, channels] = images.shape;
  const batch = covered.reshape<tf.Tensor4D>([-1, height, width, channels]);
  const repeated = Array.from({ length: places }, () => classes).flat();
  return explained(subject, batch, repeated, square).dataSync<"float32">();
}

/** True under the square: bool [1, height, width, 1]. */
function maskAt([, height, width]: number[], { size, stride, columns }: Square, place: number): tf.Tensor {
  const start = (at: number) => at * stride + Math.floor((stride - size) / 2);
  const [top, left] = [start(Math.floor(place / columns)), start(place % columns)];
  const under = (at: number, from: number) => at >= from && at < from + size;
  const mask = Array.from({ length: height * width }, (_, at) =>
    under(Math.floor(at / width), top) && under(at % width, left) ? 1 : 0,
  );
  return tf.tensor4d(mask, [1, height, width, 1], "bool");
}

/** What the maps explain: [images]. */
function explained(
  subject: Subject,
  images: tf.Tensor4D,
  classes: number[],
  { scores }: Square,
): tf.Tensor1D {
  const whole = !scores && subject.head.activation === "sigmoid" ? 1 : 0;
  return classScores(subject.outputs(images, !scores), classes, whole);
}
