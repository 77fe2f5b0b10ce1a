import * as tf from "@tensorflow/tfjs";
import { checkOptions } from "../core/index";
import { Table } from "./table";
import type { FeatureTensorOptions, TableParts } from "./table";

/** What a data set with classes is made of. */
export interface ClassificationParts extends TableParts {
  /** int32 [rows]: class indices from 0. */
  labels: Int32Array;
  classNames: readonly string[];
}

/** How a data set with classes turns into tensors. */
export interface ClassificationTensorOptions extends FeatureTensorOptions {
  /** Labels as float32 [rows, classes], 1 for the class and 0 elsewhere, rather than int32 [rows]. Default false. */
  oneHot?: boolean;
}

/**
 * A data set whose rows belong to classes.
 *
 * ```ts
 * const { x, y } = iris().tensors({ oneHot: true }); // x [150, 4], y [150, 3]
 * ```
 */
export class Classification extends Table implements ClassificationParts {
  readonly labels: Int32Array;
  readonly classNames: readonly string[];

  constructor(parts: ClassificationParts) {
    super(parts);
    this.labels = parts.labels;
    this.classNames = parts.classNames;
  }

  /** Tensors of all rows, x float32 [rows, features] and y int32 [rows] unless the options say otherwise. */
  tensors(options?: ClassificationTensorOptions): { x: tf.Tensor; y: tf.Tensor } {
    const { images, oneHot } = checkOptions("tensors", options, { images: false, oneHot: false });
    return { x: this.featureTensor("tensors", images), y: oneHot ? this.oneHot() : tf.tensor1d(this.labels) };
  }

  private oneHot(): tf.Tensor {
    return tf.tidy(() => tf.oneHot(tf.tensor1d(this.labels), this.classNames.length).toFloat());
  }

  /** The same as plain arrays: x as rows of numbers, y as class indices. */
  arrays(): { x: number[][]; y: number[] } {
    return { x: this.rows(), y: Array.from(this.labels) };
  }

  /** The number of rows of each class, in the order of the class names. */
  classCounts(): number[] {
    const counts = this.classNames.map(() => 0);
    for (const label of this.labels) counts[label]++;
    return counts;
  }

  /** These rows, in this order, as a data set. */
  take(indices: ArrayLike<number>): Classification {
    const labels = Int32Array.from(indices, (index) => this.labels[index]);
    return this.with({ features: this.takeFeatures(indices), labels });
  }

  /** A copy with some of its parts replaced. */
  with(changes: Partial<ClassificationParts>): Classification {
    return new Classification({ ...this, ...changes });
  }

  /** The name of what is to be predicted. */
  readonly answerName = "class";
  /** What is to be predicted in a row, in words. */
  answer(row: number): string {
    return this.classNames[this.labels[row]];
  }
  /** What is to be predicted, in a few words. */
  answerSummary(): string {
    const counts = this.classCounts();
    const classes = this.classNames.map((name, at) => `${name}: ${counts[at]}`);
    return `${classes.length} classes (${classes.join(", ")})`;
  }
}
