import { DataType } from "./graphDef";
import type { NativeState, Pack, PackMember } from "./nativeState";
import { allocateTensor, readMemory, writeMemory } from "./nativeTensor";
import type { Pointer, TensorflowApi } from "./tensorflowApi";

const bytesPerFloat = 4;

/** Several float32 variables end to end in one tensor. */
export class VariablePack implements NativeState, Pack {
  readonly #offsets: number[] = [];
  readonly #size: number;
  #tensor: Pointer | undefined;

  constructor(
    readonly api: TensorflowApi,
    readonly members: readonly PackMember[],
  ) {
    let size = 0;
    for (const { variable } of members) {
      this.#offsets.push(size);
      size += variable.size;
    }
    this.#size = size;
  }

  /** The tensor with the newest values: filled anew when another step or an assignment changed one. */
  current(): Pointer {
    if (this.#tensor === undefined || !this.members.every((member) => member.isIn(this))) this.#fill();
    return this.#tensor!;
  }

  /** Takes over a step's result as the value of all members. */
  advance(tensor: Pointer): void {
    // The old values are still read here, for those who share a member's data.
    for (let index = 0; index < this.members.length; index++) {
      this.members[index].advanceIn(this, this.#offsets[index]);
    }
    if (this.#tensor !== undefined) this.api.TF_DeleteTensor(this.#tensor);
    this.#tensor = tensor;
  }

  /** The values from an offset, counted in elements. */
  read(offset: number, size: number): Float32Array {
    const values = new Float32Array(size);
    readMemory(values, this.api.TF_TensorData(this.#tensor!) + offset * bytesPerFloat);
    return values;
  }

  /** Frees the tensor; members whose newest value it has take theirs along. */
  dispose(): void {
    this.members.forEach((member) => member.leave(this));
    if (this.#tensor !== undefined) this.api.TF_DeleteTensor(this.#tensor);
    this.#tensor = undefined;
  }

  #fill(): void {
    const tensor = allocateTensor(this.api, DataType.float32, [this.#size]);
    const address = this.api.TF_TensorData(tensor);
    this.members.forEach((member, index) =>
      writeMemory(address + this.#offsets[index] * bytesPerFloat, member.values()),
    );
    if (this.#tensor !== undefined) {
      this.members.forEach((member) => member.leave(this));
      this.api.TF_DeleteTensor(this.#tensor);
    }
    this.#tensor = tensor;
  }
}
