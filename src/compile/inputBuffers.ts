import type { InputSignature } from "./buildGraph";
import { allocateTensor, writeMemory } from "./nativeTensor";
import { inputValues, type StepInput } from "./stepInput";
import type { Pointer, TensorflowApi } from "./tensorflowApi";

/** An input's place in TensorFlow's memory. */
interface InputBuffer extends InputSignature {
  /** Which input it is. */
  index: number;
  tensor: Pointer;
  address: Pointer;
  /** The step hands this memory on (a variable becomes the input itself): each run needs a new one. */
  handedOn: boolean;
}

/** Where a program's inputs are written before each run. */
export class InputBuffers {
  readonly #buffers: InputBuffer[];

  /** Room for the inputs of these signatures; those that are not fed are undefined. */
  constructor(
    readonly api: TensorflowApi,
    signatures: (InputSignature | undefined)[],
  ) {
    this.#buffers = signatures.flatMap((signature, index) =>
      signature ? [newBuffer(api, index, signature)] : [],
    );
  }

  /** Writes the inputs, which may be shorter than there is room; the tensors to feed. */
  write(inputs: readonly StepInput[]): Pointer[] {
    return this.#buffers.map((buffer) => {
      if (buffer.handedOn) this.#renew(buffer);
      writeMemory(buffer.address, inputValues(inputs[buffer.index]));
      return buffer.tensor;
    });
  }

  /** Takes note of results that are an input's own memory: it shows by their addresses. */
  findHandedOn(results: readonly Pointer[]): void {
    const addresses = new Set(results.map((tensor) => this.api.TF_TensorData(tensor)));
    for (const buffer of this.#buffers) buffer.handedOn ||= addresses.has(buffer.address);
  }

  /** Frees the memory. */
  dispose(): void {
    this.#buffers.forEach(({ tensor }) => this.api.TF_DeleteTensor(tensor));
  }

  #renew(buffer: InputBuffer): void {
    this.api.TF_DeleteTensor(buffer.tensor);
    Object.assign(buffer, { ...newBuffer(this.api, buffer.index, buffer), handedOn: true });
  }
}

function newBuffer(api: TensorflowApi, index: number, { shape, dtype }: InputSignature): InputBuffer {
  const tensor = allocateTensor(api, dtype, shape);
  return { index, shape, dtype, tensor, address: api.TF_TensorData(tensor), handedOn: false };
}
