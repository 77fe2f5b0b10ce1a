import type * as tf from "@tensorflow/tfjs";
import type { TypedValues } from "../backend/nativeBackend";
import type { Pointer } from "./tensorflowApi";

/** What a step keeps in TensorFlow's memory from call to call. */
export interface NativeState {
  /** The tensor to feed. */
  current(): Pointer;
  /** Takes over the tensor that a step made. */
  advance(tensor: Pointer): void;
}

/** A tensor that holds several variables, end to end. */
export interface Pack {
  /** The values from an offset, counted in elements. */
  read(offset: number, size: number): Float32Array;
}

/** A variable, to the pack that may hold it. */
export interface PackMember {
  readonly variable: tf.Variable;
  /** Whether the newest value is the one in this pack. */
  isIn(pack: Pack): boolean;
  /** The newest value. */
  values(): TypedValues;
  /** Takes note that a step's result for the variable is in a pack. */
  advanceIn(pack: Pack, offset: number): void;
  /** Takes the newest value out of a pack that is to be freed. */
  leave(pack: Pack): void;
}
