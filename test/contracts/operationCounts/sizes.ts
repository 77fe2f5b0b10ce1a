import type * as tf from "@tensorflow/tfjs";

/** What must not decide how many operations there are. */
export interface Sizes {
  batch: number;
  /** A multiple of 4. */
  width: number;
  length: number;
}

/** Something that is computed from inputs and weights. */
export interface Computed {
  inputs: tf.Tensor[];
  value: (inputs: tf.Tensor[]) => tf.Tensor;
  weights: () => tf.Variable[];
  /** Frees the weights. */
  free?: () => void;
}

/** Something at given sizes. */
export type Case = (sizes: Sizes) => Computed;
