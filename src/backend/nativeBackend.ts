import * as tf from "@tensorflow/tfjs";

/** An attribute as tfjs-node hands it to TensorFlow; `type` is a `TF_AttrType`. */
export interface OpAttr {
  name: string;
  type: number;
  value: unknown;
}

/** An attribute whose value is a type, by TensorFlow's number for it. */
export function typeAttr(name: string, value: number): OpAttr {
  const typeKind = 4;
  return { name, type: typeKind, value };
}

/** What tfjs-node's binding says of a tensor it made. */
export interface TensorMetadata {
  id: number;
  shape: number[];
  dtype: number;
}

/** The part of tfjs-node's binding that every kernel goes through: tensors are numbers that are never used twice. */
export interface Binding {
  createTensor(shape: number[], dtype: number, values: TypedValues): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): TypedValues;
  executeOp(name: string, attrs: OpAttr[], inputs: number[], outputs: number): TensorMetadata[];
}

/** The values of a tensor in JavaScript. */
export type TypedValues = Float32Array | Int32Array | Uint8Array;

/** What tfjs-node's backend keeps of a tensor's data: values in JavaScript until an operation needs them, then an id. */
export interface TensorData {
  shape: number[];
  dtype: number;
  values: TypedValues | null;
  id: number;
  refCount: number;
}

/** tfjs-node's backend, as far as we reach into it. */
export interface NativeBackend {
  binding: Binding;
  tensorMap: { get(dataId: object): TensorData; set(dataId: object, data: TensorData): void };
  getInputTensorIds(tensors: tf.TensorInfo[]): number[];
  createOutputTensor(metadata: TensorMetadata): tf.Tensor;
  numDataIds(): number;
}

/**
 * tfjs-node's backend where it is the one in use, undefined otherwise.
 *
 * ```ts
 * nativeBackend()?.numDataIds()
 * ```
 */
export function nativeBackend(): NativeBackend | undefined {
  if (tf.getBackend() !== "tensorflow") return undefined;
  const backend = tf.engine().backend as unknown as Partial<NativeBackend>;
  return backend.binding && backend.tensorMap && backend.getInputTensorIds
    ? (backend as NativeBackend)
    : undefined;
}
