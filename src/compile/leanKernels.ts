import * as tf from "@tensorflow/tfjs";
import { keepingTape } from "../backend/freeTape";
import { execute, flag, text, typeOf } from "./execute";
import { useLeanLstm } from "./leanLstm";
import { useLoops } from "./leanRecurrent";
import type { LoopRecorder } from "./recordedLoop";

type Kernel = tf.KernelConfig["kernelFunc"];
type Gradient = tf.GradConfig["gradFunc"];

/**
 * Runs a function while TensorFlow.js uses kernels and gradients that need fewer, faster operations.
 *
 * They compute the same as those of tfjs-node. Those take oneDNN's batched product for every matrix product (a
 * fifth of a millisecond however small), eight operations for a ReLU's gradient and four for a sigmoid's, and forty for
 * each step of an LSTM; its one operation is not known to XLA. Other recurrent layers become loops, where they are written down.
 */
export function withLeanKernels<T>(
  fn: () => T,
  { lstm, loops }: { lstm: boolean; loops: LoopRecorder | undefined },
): T {
  const restore = [
    swapKernel("BatchMatMul", matMul),
    swapKernel("Step", step),
    swapKernel("ExpandDims", expandDims),
    swapKernel("FusedConv2D", fusedConvolution),
    swapGradient("Relu", reluGradient, { inputsToSave: [], outputsToSave: [true] }),
    swapGradient("Sigmoid", sigmoidGradient),
    swapGradient("Tanh", tanhGradient),
    ...(loops ? [useLoops(loops)] : []),
    ...(lstm ? [useLeanLstm()] : []),
  ];
  try {
    return fn();
  } finally {
    restore.forEach((undo) => undo());
  }
}

function swapKernel(name: string, make: (original: Kernel) => Kernel): () => void {
  const config = tf.getKernel(name, "tensorflow");
  const original = config.kernelFunc;
  config.kernelFunc = make(original);
  return () => void (config.kernelFunc = original);
}

function swapGradient(
  name: string,
  make: (original: Gradient) => Gradient,
  saved: Pick<tf.GradConfig, "inputsToSave" | "outputsToSave"> = {},
): () => void {
  const config = tf.getGradient(name);
  const original = { ...config };
  Object.assign(config, saved, { gradFunc: make(original.gradFunc) });
  return () => void Object.assign(config, original);
}

const matMul =
  (original: Kernel): Kernel =>
  (call) => {
    const { a, b } = call.inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
    if (a.shape.length !== 2 || b.shape.length !== 2) return original(call);
    const { transposeA, transposeB } = call.attrs as { transposeA: boolean; transposeB: boolean };
    const attrs = [typeOf(a), flag("transpose_a", transposeA), flag("transpose_b", transposeB)];
    return execute("MatMul", attrs, [a, b])[0];
  };

/** 1 above zero, else `alpha`; unlike the original, not a number where x is not one. */
const step =
  (original: Kernel): Kernel =>
  (call) => {
    const x = call.inputs.x as tf.Tensor;
    if (call.attrs?.alpha || x.dtype !== "float32") return original(call);
    return tf.tidy(() => tf.greater(x, 0).toFloat());
  };

/** The original leaves the type out, which TensorFlow infers when it runs an operation, but not in a graph. */
const expandDims = (): Kernel => (call) => {
  const place = tf.scalar(call.attrs!.dim as number, "int32");
  const input = call.inputs.input!;
  const [result] = execute("ExpandDims", [typeOf(input), { ...typeOf(place), name: "Tdim" }], [input, place]);
  place.dispose();
  return result;
};

/** The bias by the operation that TensorFlow fuses with a convolution, and with a ReLU behind. */
const fusedConvolution =
  (original: Kernel): Kernel =>
  (call) => {
    const { bias, ...inputs } = call.inputs as Record<string, tf.Tensor | undefined>;
    const { activation } = call.attrs as { activation?: string };
    if (!bias || bias.shape.length !== 1 || !(activation === "linear" || activation === "relu"))
      return original(call);
    const attrs = { ...call.attrs, activation: "linear" };
    const product = original({ ...call, inputs: inputs as tf.NamedTensorMap, attrs }) as tf.Tensor;
    const [sum] = execute("BiasAdd", [typeOf(product), text("data_format", "NHWC")], [product, bias]);
    return activation === "linear" ? sum : execute("Relu", [typeOf(sum)], [sum])[0];
  };

// Above zero is the output where the input is: kept in its place, it lets TensorFlow fuse the ReLU with what is before.
const reluGradient = (original: Gradient): Gradient =>
  leanGradient(original, (dy, y) => execute("ReluGrad", [typeOf(y)], [dy, y])[0]);

const sigmoidGradient = (original: Gradient): Gradient =>
  leanGradient(original, (dy, y) => execute("SigmoidGrad", [typeOf(y)], [y, dy])[0]);

const tanhGradient = (original: Gradient): Gradient =>
  leanGradient(original, (dy, y) => execute("TanhGrad", [typeOf(y)], [y, dy])[0]);

/** A gradient by one operation, whose own gradient is that of the original. */
function leanGradient(original: Gradient, run: (dy: tf.Tensor, saved: tf.Tensor) => tf.Tensor): Gradient {
  return (dy, saved, attrs) => {
    const slow = (d: tf.Tensor, value: tf.Tensor) => original(d, [value], attrs).x();
    const fast = tf.customGrad((d, value, save) => {
      (save as tf.GradSaveFunc)([d as tf.Tensor, value as tf.Tensor]);
      return {
        value: run(d as tf.Tensor, value as tf.Tensor),
        gradFunc: (dd: tf.Tensor, kept: tf.Tensor[]) => keepingTape(() => tf.grads(slow)(kept, dd)),
      };
    });
    return { x: () => fast(dy as tf.Tensor, saved[0]) };
  };
}
