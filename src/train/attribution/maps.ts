import * as tf from "@tensorflow/tfjs";
import { breathe, checkInteger } from "../../core/index";
import { sayWhereItRuns } from "../stepMode";
import { classesOf, classScores, subjectOf, type ImageValues, type Subject } from "./subject";

/** Which parts of images a model's decisions rest on: plain numbers, for `plot.attribution` to draw. */
export interface AttributionMaps {
  /** How they were computed. */
  readonly method: "saliency" | "gradCam" | "occlusion";
  /** float32, map after map, row after row. */
  readonly values: Float32Array;
  /** [images, rows, columns]. */
  readonly shape: [images: number, rows: number, columns: number];
  /** int32 [images]: the class that each map explains. */
  readonly classes: Int32Array;
  /** float32 [images]: the model's score of that class, before the softmax or sigmoid. */
  readonly scores: Float32Array;
}

/** What the three kinds of maps may be told. */
export interface AttributionMapsOptions {
  /** The class to explain, one for all images or one for each. Default the model's decision. */
  classes?: number | ArrayLike<number>;
  /** Images that go through the model together. Default 64. */
  batchSize?: number;
}

/** Some of the images, with what is explained. */
export interface Explained {
  subject: Subject;
  images: tf.Tensor4D;
  classes: number[];
}

/** The maps of some images, [images, rows, columns]; what it returns is disposed. */
type MapsOf = (batch: Explained) => tf.Tensor3D | Promise<tf.Tensor3D>;

/** Goes through the images in batches and gathers their maps. */
export async function explain(
  method: AttributionMaps["method"],
  model: tf.LayersModel,
  given: ImageValues,
  { classes, batchSize = 64 }: AttributionMapsOptions,
  mapsOf: (subject: Subject) => MapsOf,
): Promise<AttributionMaps> {
  checkInteger(method, "batchSize", batchSize, "[1, ∞)");
  const subject = subjectOf(method, model, given);
  sayWhereItRuns(method);
  try {
    const decided = decide(method, subject, classes, batchSize);
    const parts: tf.Tensor3D[] = [];
    try {
      const maps = mapsOf(subject);
      for (let from = 0; from < decided.classes.length; from += batchSize) {
        const images = slice(subject.images, from, batchSize);
        try {
          parts.push(await maps({ subject, images, classes: decided.classes.slice(from, from + batchSize) }));
        } finally {
          images.dispose();
        }
        await breathe();
      }
      return { method, ...joined(parts), classes: Int32Array.from(decided.classes), scores: decided.scores };
    } finally {
      tf.dispose(parts);
    }
  } finally {
    subject.dispose();
  }
}

/** The class of each image, and its score. */
function decide(
  method: string,
  subject: Subject,
  classes: AttributionMapsOptions["classes"],
  batchSize: number,
): { classes: number[]; scores: Float32Array } {
  return tf.tidy(() => {
    const parts: tf.Tensor2D[] = [];
    for (let from = 0; from < subject.images.shape[0]; from += batchSize)
      parts.push(tf.tidy(() => subject.outputs(slice(subject.images, from, batchSize))));
    const outputs = tf.concat(parts);
    const chosen = classesOf(method, outputs, classes, subject.head);
    return { classes: chosen, scores: classScores(outputs, chosen).dataSync<"float32">() };
  });
}

function slice(images: tf.Tensor4D, from: number, size: number): tf.Tensor4D {
  return images.slice([from], [Math.min(size, images.shape[0] - from)]);
}

function joined(parts: tf.Tensor3D[]): Pick<AttributionMaps, "values" | "shape"> {
  return tf.tidy(() => {
    const all = tf.concat(parts);
    return { values: all.dataSync<"float32">().slice(), shape: all.shape };
  });
}
