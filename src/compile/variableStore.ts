import * as tf from "@tensorflow/tfjs";
import { DataError } from "../core/index";
import { dataTypeOf } from "./buildGraph";
import {
  type NativeBackend,
  nativeBackend,
  type TensorData,
  type TypedValues,
} from "../backend/nativeBackend";
import { newTensor, readTensor } from "./nativeTensor";
import type { NativeState, Pack, PackMember } from "./nativeState";
import type { Pointer, TensorflowApi } from "./tensorflowApi";

/**
 * A variable whose newest value lives in TensorFlow's memory between compiled steps.
 *
 * Nothing is copied back until somebody asks: the variable's data in tfjs-node is replaced by one whose `values`
 * is a getter. Any read of the variable (`dataSync`, an operation, `model.save`) goes through that field.
 */
export class HeldVariable implements NativeState, PackMember {
  users = 0;
  /** The `TF_Tensor` with the newest value; none while only a pack has it. */
  #tensor: Pointer | undefined;
  #pack: { pack: Pack; offset: number } | undefined;
  #dataId: object;
  #data: TensorData;
  #lazy = false;

  constructor(
    readonly api: TensorflowApi,
    readonly backend: NativeBackend,
    readonly variable: tf.Variable,
  ) {
    this.#dataId = variable.dataId;
    this.#data = backend.tensorMap.get(variable.dataId);
  }

  /** The tensor to feed: uploaded anew when somebody assigned the variable since the last step. */
  current(): Pointer {
    if (this.#wasAssigned()) this.#forget();
    return (this.#tensor ??= this.#upload());
  }

  /** Takes over a step's result as the variable's value. */
  advance(tensor: Pointer): void {
    if (this.#beginAdvance()) this.#tensor = tensor;
    else this.api.TF_DeleteTensor(tensor);
  }

  /** Takes note that a step's result for the variable is in a pack. */
  advanceIn(pack: Pack, offset: number): void {
    if (this.#beginAdvance()) this.#pack = { pack, offset };
  }

  /** Whether the newest value is the one in this pack. */
  isIn(pack: Pack): boolean {
    return this.#pack?.pack === pack && !this.#wasAssigned();
  }

  /** The newest value. */
  values(): TypedValues {
    if (this.#wasAssigned()) this.#forget();
    return this.#lazy ? this.#newest() : (this.variable.dataSync() as TypedValues);
  }

  /** Takes the newest value out of a pack that is to be freed. */
  leave(pack: Pack): void {
    if (this.#pack?.pack !== pack) return;
    if (this.variable.isDisposed) this.#abandon();
    else if (this.#wasAssigned()) this.#forget();
    else this.#tensor ??= this.#upload();
    this.#pack = undefined;
  }

  /** Copies the newest value into tfjs, where it is not there yet. */
  sync(): void {
    if (this.#lazy) void this.#data.values;
  }

  /** Syncs, and frees the tensor. */
  release(): void {
    this.sync();
    this.#freeTensor();
  }

  #wasAssigned(): boolean {
    if (this.variable.isDisposed) {
      const required = `the variable ${this.variable.name} must not be disposed`;
      throw new DataError({ where: "compile", required, remedy: "dispose the compiled step first" });
    }
    return this.variable.dataId !== this.#dataId;
  }

  /** What somebody assigned is the newest value now. */
  #forget(): void {
    this.#abandon();
    this.#freeTensor();
    this.#pack = undefined;
    this.#dataId = this.variable.dataId;
    this.#data = this.backend.tensorMap.get(this.#dataId);
  }

  /** Nobody reads the old data any more but clones made since the last step, for whom it is fetched now. */
  #abandon(): void {
    if (this.#data.refCount > 0) this.sync();
    this.#lazy = false;
  }

  #upload(): Pointer {
    const { shape, dtype } = this.variable;
    return newTensor(this.api, dataTypeOf(dtype), shape, this.values());
  }

  #freeTensor(): void {
    if (this.#tensor !== undefined) this.api.TF_DeleteTensor(this.#tensor);
    this.#tensor = undefined;
  }

  /** Makes room for a newer value; false when somebody assigned the variable during the step: that stands. */
  #beginAdvance(): boolean {
    if (this.variable.isDisposed) return false;
    if (this.#wasAssigned()) {
      this.#forget();
      return false;
    }
    // Others that share the data (a clone, a copy by assign) must go on seeing the value before this step.
    if (this.#data.refCount > 1) this.#detach();
    else if (!this.#lazy) this.#makeLazy();
    this.#freeTensor();
    this.#pack = undefined;
    return true;
  }

  /** The value in TensorFlow's memory, where it is newer than TensorFlow.js knows. */
  #newest(): TypedValues {
    const { dtype, size } = this.variable;
    if (this.#pack) return this.#pack.pack.read(this.#pack.offset, size);
    return readTensor(this.api, this.#tensor!, dataTypeOf(dtype), size);
  }

  /** New data for the variable alone, lazy from the start. */
  #detach(): void {
    this.sync();
    const { shape, dtype } = this.variable;
    const placeholder = tf.engine().makeTensor(new Float32Array(0), shape, dtype);
    this.variable.assign(placeholder);
    placeholder.dispose();
    this.#dataId = this.variable.dataId;
    this.#data = this.backend.tensorMap.get(this.#dataId);
    this.#makeLazy();
  }

  /** From here on, reading the data's `values` fetches them from the newest tensor. */
  #makeLazy(): void {
    const data = this.#data;
    if (data.id >= 0) this.backend.binding.deleteTensor(data.id);
    data.id = -1;
    this.#lazy = true;
    Object.defineProperty(data, "values", {
      configurable: true,
      enumerable: true,
      get: () => this.#materialise(data),
    });
  }

  #materialise(data: TensorData): TypedValues {
    const values = this.#newest();
    Object.defineProperty(data, "values", {
      value: values,
      writable: true,
      configurable: true,
      enumerable: true,
    });
    this.#lazy = false;
    return values;
  }
}

/** The variables that compiled steps hold; steps that share a variable share its tensor. */
const held = new WeakMap<tf.Variable, HeldVariable>();

/** The store's entry for a variable; pair each call with {@link releaseVariable}. */
export function holdVariable(api: TensorflowApi, variable: tf.Variable): HeldVariable {
  const backend = nativeBackend()!;
  const entry = held.get(variable) ?? new HeldVariable(api, backend, variable);
  held.set(variable, entry);
  entry.users++;
  return entry;
}

/** Gives back what {@link holdVariable} gave; the last to do so frees the tensor, its value safe in tfjs. */
export function releaseVariable(entry: HeldVariable): void {
  if (--entry.users > 0) return;
  held.delete(entry.variable);
  entry.release();
}
