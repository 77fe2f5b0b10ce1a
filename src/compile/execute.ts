import type * as tf from "@tensorflow/tfjs";
import { nativeBackend, type OpAttr, typeAttr } from "../backend/nativeBackend";

/** Runs one of TensorFlow's operations, whether TensorFlow.js knows it or not; its outputs. */
export function execute(op: string, attrs: OpAttr[], inputs: tf.TensorInfo[], outputs = 1): tf.Tensor[] {
  return executeIds(op, attrs, nativeBackend()!.getInputTensorIds(inputs), outputs);
}

/** As {@link execute}, with a whole number of 64 bits, which TensorFlow.js has no type for, before the other inputs. */
export function executeWithLength(
  op: string,
  attrs: OpAttr[],
  { length, inputs }: { length: number; inputs: tf.TensorInfo[] },
  outputs: number,
): tf.Tensor[] {
  const { binding } = nativeBackend()!;
  const id = binding.createTensor([], int64, Int32Array.of(length, 0));
  try {
    return executeIds(op, attrs, [id, ...nativeBackend()!.getInputTensorIds(inputs)], outputs);
  } finally {
    binding.deleteTensor(id);
  }
}

function executeIds(op: string, attrs: OpAttr[], ids: number[], outputs: number): tf.Tensor[] {
  const backend = nativeBackend()!;
  return backend.binding
    .executeOp(op, attrs, ids, outputs)
    .map((output) => backend.createOutputTensor(output));
}

const int64 = 9;

// TF_AttrType in TensorFlow's C interface.
const textKind = 0;
const floatKind = 2;
const boolKind = 3;

/** An attribute that is yes or no. */
export function flag(name: string, value: boolean): OpAttr {
  return { name, type: boolKind, value };
}

/** An attribute that is a number. */
export function float(name: string, value: number): OpAttr {
  return { name, type: floatKind, value };
}

/** An attribute that is a word. */
export function text(name: string, value: string): OpAttr {
  return { name, type: textKind, value };
}

/** The type of a tensor, as the attribute T. */
export function typeOf(tensor: tf.TensorInfo): OpAttr {
  return typeAttr("T", nativeBackend()!.tensorMap.get(tensor.dataId).dtype);
}
