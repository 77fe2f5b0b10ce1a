import * as tf from "@tensorflow/tfjs";
import { OptionError } from "../core/index";
import { dataTypeOf, type InputSignature } from "./buildGraph";
import type { TypedValues } from "../backend/nativeBackend";

/** Typed values with a shape: the fastest way to feed a step, because no tensor of TensorFlow.js is made. */
export interface HostTensor {
  values: TypedValues;
  shape: number[];
  /** Default: float32 for a Float32Array, int32 for an Int32Array, bool for a Uint8Array. */
  dtype?: "float32" | "int32" | "bool";
}

/** What a compiled step is fed: a tensor, typed values with a shape, or a number, which is a float32 scalar. */
export type StepInput = tf.Tensor | HostTensor | number;

/** The shape and type of what is fed. */
export function inputSignature(input: StepInput): InputSignature {
  if (typeof input === "number") return scalar;
  const dtype = input instanceof tf.Tensor ? input.dtype : (input.dtype ?? typeOfArray(input.values));
  return { shape: input.shape, dtype: dataTypeOf(dtype) };
}

const scalar: InputSignature = { shape: [], dtype: 1 };

/** The values of what is fed; not a copy. */
export function inputValues(input: StepInput): TypedValues {
  if (typeof input === "number") return Float32Array.of(input);
  return input instanceof tf.Tensor ? (input.dataSync() as TypedValues) : input.values;
}

/** What is fed as a tensor of its own, which the caller disposes. */
export function inputTensor(input: StepInput): tf.Tensor {
  if (typeof input === "number") return tf.scalar(input);
  if (input instanceof tf.Tensor) return tf.tensor(input.dataSync().slice(), input.shape, input.dtype);
  return tf.tensor(input.values.slice(), input.shape, input.dtype ?? typeOfArray(input.values));
}

/** A text that is equal for inputs which one recorded graph fits. */
export function signatureKey(inputs: readonly StepInput[]): string {
  let key = "";
  for (const input of inputs) {
    const { shape, dtype } = inputSignature(input);
    key += `${dtype}:${shape.join(",")};`;
  }
  return key;
}

/** {@link signatureKey} of one step, from the stacked inputs of several. */
export function stackedKey(inputs: readonly StepInput[]): string {
  let key = "";
  for (const input of inputs) {
    const { shape, dtype } = inputSignature(input);
    key += `${dtype}:${shape.slice(1).join(",")};`;
  }
  return key;
}

function typeOfArray(values: TypedValues): "float32" | "int32" | "bool" {
  if (values instanceof Float32Array) return "float32";
  if (values instanceof Int32Array) return "int32";
  if (values instanceof Uint8Array) return "bool";
  throw new OptionError({
    where: "compile",
    required:
      "an input must be a tensor, a number, or {values, shape} with a Float32Array, Int32Array or Uint8Array",
    got: typeof values,
  });
}
