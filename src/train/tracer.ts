import type * as tf from "@tensorflow/tfjs";
import type { TracedLayer } from "./model/trace";

/**
 * Measures what goes through the layers, inside every so-many-th step.
 *
 * `measure` is made of TensorFlow.js operations and is compiled with the step; `receive` gets its values.
 */
export interface Tracer {
  /** Steps between two measurements, from 1. */
  everySteps: number;
  measure(layers: TracedLayer[]): tf.Tensor[];
  receive(values: Float32Array[], at: { step: number; epoch: number }): void;
}
