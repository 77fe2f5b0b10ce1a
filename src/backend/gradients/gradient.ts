import type * as tf from "@tensorflow/tfjs";

/** The gradient of an operation, as TensorFlow.js registers it. */
export type Gradient = NonNullable<ReturnType<typeof tf.getGradient>>["gradFunc"];
