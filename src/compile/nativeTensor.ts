import koffi from "koffi";
import { DataType } from "./graphDef";
import { bytesOf } from "./recording";
import type { TypedValues } from "../backend/nativeBackend";
import type { Pointer, TensorflowApi } from "./tensorflowApi";

type CopyIn = (to: Pointer, from: Uint8Array, bytes: number) => void;
type CopyOut = (to: TypedValues, from: Pointer, bytes: number) => void;

// A copy through C costs half a microsecond. An ArrayBuffer over foreign memory costs five times that, and two of
// them at one address, which a freed and reused tensor gives, end the process.
const copies = (() => {
  let made: { copyIn: CopyIn; copyOut: CopyOut } | undefined;
  return () => (made ??= makeCopies());
})();

function makeCopies(): { copyIn: CopyIn; copyOut: CopyOut } {
  const c = koffi.load(process.platform === "win32" ? "msvcrt.dll" : null);
  return {
    copyIn: c.func("void memcpy(uint64 to, void* from, size_t bytes)") as CopyIn,
    copyOut: c.func("void memcpy(void* to, uint64 from, size_t bytes)") as CopyOut,
  };
}

/** A new tensor in TensorFlow's memory, its values not yet set; the caller deletes it. */
export function allocateTensor(api: TensorflowApi, dtype: number, shape: readonly number[]): Pointer {
  const dims = BigInt64Array.from(shape, BigInt);
  return api.TF_AllocateTensor(dtype, dims, shape.length, byteSize({ dtype, shape }));
}

/** A new tensor in TensorFlow's memory with these values; the caller deletes it. */
export function newTensor(
  api: TensorflowApi,
  dtype: number,
  shape: readonly number[],
  values: TypedValues,
): Pointer {
  const tensor = allocateTensor(api, dtype, shape);
  writeMemory(api.TF_TensorData(tensor), values);
  return tensor;
}

/** A new tensor in TensorFlow's memory, all zeros; the caller deletes it. */
export function zeroTensor(api: TensorflowApi, dtype: number, shape: readonly number[]): Pointer {
  const tensor = allocateTensor(api, dtype, shape);
  writeMemory(api.TF_TensorData(tensor), new Uint8Array(api.TF_TensorByteSize(tensor)));
  return tensor;
}

/** Copies values to an address that has room for them. */
export function writeMemory(address: Pointer, values: TypedValues): void {
  if (values.byteLength > 0) copies().copyIn(address, bytesOf(values), values.byteLength);
}

/** Copies from an address as many values as there is room for. */
export function readMemory(values: TypedValues, address: Pointer): void {
  if (values.byteLength > 0) copies().copyOut(values, address, values.byteLength);
}

/** A copy of a tensor's values, as an array of its type. */
export function readTensor(api: TensorflowApi, tensor: Pointer, dtype: number, count: number): TypedValues {
  const values = arrayOf(dtype, count);
  readMemory(values, api.TF_TensorData(tensor));
  return values;
}

function arrayOf(dtype: number, count: number): TypedValues {
  if (dtype === DataType.float32) return new Float32Array(count);
  if (dtype === DataType.complex64) return new Float32Array(2 * count);
  return dtype === DataType.int32 ? new Int32Array(count) : new Uint8Array(count);
}

/** The bytes of a tensor's values. */
export function byteSize({ dtype, shape }: { dtype: number; shape: readonly number[] }): number {
  return shape.reduce((product, size) => product * size, bytesPerElement(dtype));
}

function bytesPerElement(dtype: number): number {
  if (dtype === DataType.bool) return 1;
  return dtype === DataType.int64 || dtype === DataType.complex64 ? 8 : 4;
}
