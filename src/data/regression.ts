import * as tf from "@tensorflow/tfjs";
import { checkOptions } from "../core/index";
import { tableNumber } from "../show/index";
import { zerosLike, type Floats } from "./floats";
import { Table } from "./table";
import type { FeatureTensorOptions, TableParts } from "./table";

/** What a data set with a numeric target is made of. */
export interface RegressionParts extends TableParts {
  /** [rows]: what is to be predicted. They become float32 when a tensor is made. */
  targets: Floats;
  targetName: string;
}

/**
 * A data set whose rows have a number to be predicted.
 *
 * ```ts
 * const { x, y } = linearRegression({ weights: [2], bias: 1 }).tensors(); // x [100, 1], y [100, 1]
 * ```
 */
export class Regression extends Table implements RegressionParts {
  readonly targets: Floats;
  readonly targetName: string;

  constructor(parts: RegressionParts) {
    super(parts);
    this.targets = parts.targets;
    this.targetName = parts.targetName;
  }

  /** Tensors of all rows: x float32 [rows, features] and y float32 [rows, 1]. */
  tensors(options?: FeatureTensorOptions): { x: tf.Tensor; y: tf.Tensor } {
    const { images } = checkOptions("tensors", options, { images: false });
    const targets = this.inFloat32(this.targets, () => `the target "${this.targetName}"`);
    return { x: this.featureTensor("tensors", images), y: tf.tensor2d(targets, [this.length, 1]) };
  }

  /** The same as plain arrays: x as rows of numbers, y as numbers. */
  arrays(): { x: number[][]; y: number[] } {
    return { x: this.rows(), y: Array.from(this.targets) };
  }

  /** These rows, in this order, as a data set. */
  take(indices: ArrayLike<number>): Regression {
    const targets = zerosLike(this.targets, indices.length).map((_, at) => this.targets[indices[at]]);
    return this.with({ features: this.takeFeatures(indices), targets });
  }

  /** A copy with some of its parts replaced. */
  with(changes: Partial<RegressionParts>): Regression {
    return new Regression({ ...this, ...changes });
  }

  /** The name of what is to be predicted. */
  get answerName(): string {
    return this.targetName;
  }
  /** What is to be predicted in a row, in words. */
  answer(row: number): string {
    return tableNumber(this.targets[row]);
  }
  /** What is to be predicted, in a few words. */
  answerSummary(): string {
    return `target ${this.targetName}`;
  }
}
