import type * as tf from "@tensorflow/tfjs";
import type { RecordedConstant, Recording } from "./recording";

/** A recorded call and the tensors it returned. */
export interface RecordedCall {
  results: tf.Tensor[];
  /** Undefined when the call cannot be replayed. */
  recording?: Recording;
  /** Why not, as a clause. */
  refusal?: string;
  /** What it asked that JavaScript answers otherwise each time, as a clause. */
  draws?: string;
  /** What it changed beside variables, as a clause. */
  changes?: string;
  /** Whether the call registered variables: a later one, which finds them, is the one to replay. */
  madeVariables: boolean;
}

/** What {@link record} records. */
export interface RecordOptions {
  /** The step. */
  fn: (inputs: tf.Tensor[]) => tf.Tensor[];
  /** Its inputs, which nothing else holds. */
  inputs: tf.Tensor[];
  /** Variables that it may read or assign. */
  candidates: tf.Variable[];
  /** Whether it is to be compiled by XLA and nothing else. */
  forXla: boolean;
  /** Tensors that an earlier recording found, so that a large one is read only once. */
  captured: Map<number, RecordedConstant>;
  /** Whether recurrent layers are written down step by step. Default false: as loops. */
  unrolled?: boolean;
}
