import * as tf from "@tensorflow/tfjs";
import { OptionError, checkInteger, checkOneOf, sayMerged } from "../core/index";
import { displaySymbol, type MimeBundle } from "../show/index";
import { zerosLike, type Floats } from "./floats";
import { preview } from "./preview";
import type { Previewed } from "./preview";

/** Where a data set comes from and what one may do with it. */
export interface About {
  /** The name by which tables and messages call it. */
  name: string;
  /** A sentence or two on what a row is. */
  description: string;
  /** The licence of the data, as its publisher states it. */
  licence: string;
  /** Whom to cite, and where it was published. */
  source: string;
}

/** What every data set is made of. */
export interface TableParts {
  about: About;
  /** Row after row: [rows, features]. They become float32 when a tensor is made: `data.tensors().x` is that tensor. */
  features: Floats;
  featureNames: readonly string[];
  /** [height, width, channels], where a row is an image. */
  imageShape?: readonly [number, number, number];
}

/** How a data set turns into a tensor of features. */
export interface FeatureTensorOptions {
  /** Features as [rows, height, width, channels] rather than [rows, features]; for images only. Default false. */
  images?: boolean;
}

/** The rows and columns of a data set, without what is to be predicted. Values never change: every change is a copy. */
export abstract class Table implements TableParts, Previewed {
  readonly about: About;
  /** Row after row: [rows, features]. TensorFlow.js takes them as the tensor that is `data.tensors().x`. */
  readonly features: Floats;
  readonly featureNames: readonly string[];
  readonly imageShape?: readonly [number, number, number];

  constructor(parts: TableParts) {
    this.about = parts.about;
    this.features = parts.features;
    this.featureNames = parts.featureNames;
    this.imageShape = parts.imageShape;
  }

  /** The number of rows. */
  get length(): number {
    return this.features.length / this.featureNames.length;
  }

  /** [rows, features]. */
  get shape(): [rows: number, features: number] {
    return [this.length, this.featureNames.length];
  }

  /** The features of one row, counted from 0; a view, not a copy. */
  row(index: number): Floats {
    checkInteger("row", "index", index, `[0, ${this.length})`);
    const width = this.featureNames.length;
    return this.features.subarray(index * width, (index + 1) * width);
  }

  /** The values of one feature, given by name or by its number from 0; `tf.tensor1d` takes them as they are. */
  column(feature: string | number): number[] {
    const width = this.featureNames.length;
    const at = this.featureIndex("column", feature);
    return Array.from({ length: this.length }, (_, row) => this.features[row * width + at]);
  }

  /** The number of a feature from 0, given by name or number. */
  featureIndex(where: string, feature: string | number): number {
    const width = this.featureNames.length;
    if (typeof feature === "number") return checkInteger(where, "feature", feature, `[0, ${width})`);
    return this.featureNames.indexOf(checkOneOf(where, "feature", feature, this.featureNames));
  }

  /** The rows of all the features, as plain arrays. */
  protected rows(): number[][] {
    return Array.from({ length: this.length }, (_, index) => Array.from(this.row(index)));
  }

  /** float32 [rows, features], or [rows, height, width, channels] for images. @internal */
  featureTensor(where: string, images: boolean): tf.Tensor {
    const features = this.inFloat32(this.features, (at) => `column "${this.featureNames[at]}"`);
    if (!images) return tf.tensor2d(features, this.shape);
    if (!this.imageShape) {
      const remedy = "leave the option out";
      throw new OptionError({
        where,
        required: `images needs a data set of images`,
        got: this.about.name,
        remedy,
      });
    }
    return tf.tensor4d(features, [this.length, ...this.imageShape]);
  }

  /** Values as a tensor takes them; says once which column loses by it. */
  protected inFloat32(values: Floats, name: (column: number) => string): Float32Array {
    if (values instanceof Float32Array) return values;
    const columns = values.length / this.length;
    // The same description belongs to all parts and copies of a data set.
    sayMerged(this.about.name, { values, columns }, { owner: this.about, name });
    return Float32Array.from(values);
  }

  /** [indices, features]: the features of these rows. */
  protected takeFeatures(indices: ArrayLike<number>): Floats {
    const width = this.featureNames.length;
    const taken = zerosLike(this.features, indices.length * width);
    for (let at = 0; at < indices.length; at++) taken.set(this.row(indices[at]), at * width);
    return taken;
  }

  /** What is to be predicted in a row, as a table shows it. */
  abstract answer(row: number): string;
  /** The name of what is to be predicted. */
  abstract readonly answerName: string;
  /** What is to be predicted, in a few words. */
  abstract answerSummary(): string;

  /** The first rows, the shape, the licence. */
  [displaySymbol](): MimeBundle {
    return preview(this);
  }
}
