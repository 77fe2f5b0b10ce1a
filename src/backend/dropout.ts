import * as tf from "@tensorflow/tfjs";
import { checkNumber } from "../core/index";
import { type NativeBackend, nativeBackend, typeAttr } from "./nativeBackend";
import { type DrawOptions, randomBits } from "./random";

/**
 * Sets a share of the values to zero and scales the others by 1 / (1 − rate), so that the mean stays.
 *
 * Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting" (2014), inverted. A value is kept
 * or not by 8 random bits where those can tell the rate exactly (0.25, 0.5), else by 16, which miss it by 8e-6 at most:
 * to draw 32 for each took a tenth of a convolutional network's step.
 *
 * ```ts
 * dropout(x, 0.25, seed, { stream: 2 })
 * ```
 *
 * @param rate share that is dropped, in [0, 1)
 * @param seed int32 [2]: the run's seed and the number of the step
 */
export function dropout<T extends tf.Tensor>(
  x: T,
  rate: number,
  seed: tf.Tensor1D,
  options: DrawOptions = {},
): T {
  checkNumber("dropout", "rate", rate, "[0, 1)");
  if (rate === 0) return x.clone();
  return tf.tidy(() => {
    const kept = drawKept(x.shape, rate, seed, options).toFloat();
    return x.mul(kept.mul(1 / (1 - rate)));
  });
}

/** Which values are kept: bool, of this shape. */
function drawKept(shape: number[], rate: number, seed: tf.Tensor1D, options: DrawOptions): tf.Tensor {
  const bits = Number.isInteger(rate * 2 ** 8) ? 8 : 16;
  const count = tf.util.sizeFromShape(shape);
  // Of the 2^bits equally likely numbers from -2^(bits - 1), the least are dropped.
  const least = Math.min(Math.round(rate * 2 ** bits), 2 ** bits - 1) - 2 ** (bits - 1);
  const words = randomBits([Math.ceil((count * bits) / 32)], seed, options);
  const backend = nativeBackend();
  const kept = backend ? nativeAtLeast(backend, words, least, bits) : atLeast(words, least, bits);
  return (kept.size === count ? kept : kept.flatten().slice(0, count)).reshape(shape);
}

function atLeast(words: tf.Tensor, least: number, bits: 8 | 16): tf.Tensor {
  const { buffer, byteOffset, byteLength } = words.dataSync() as Int32Array;
  const parts = bits === 8 ? Int8Array : Int16Array;
  const numbers = new parts(buffer as ArrayBuffer, byteOffset, (8 * byteLength) / bits);
  const kept = Uint8Array.from(numbers, (number) => Number(number >= least));
  return tf.tensor1d(kept, "bool");
}

// TensorFlow's numbers for types that TensorFlow.js lacks.
const narrow = { 8: 6, 16: 5 };
const int32 = 3;

/** Numbers of so few bits cannot be held by tensors of TensorFlow.js: they are ids only. */
function nativeAtLeast(backend: NativeBackend, words: tf.Tensor, least: number, bits: 8 | 16): tf.Tensor {
  const { binding } = backend;
  const type = narrow[bits];
  const [wordsId, leastId] = backend.getInputTensorIds([words, tf.scalar(least, "int32")]);
  const bitcast = [typeAttr("T", int32), typeAttr("type", type)];
  const [numbers] = binding.executeOp("Bitcast", bitcast, [wordsId], 1);
  const [bound] = binding.executeOp("Cast", [typeAttr("SrcT", int32), typeAttr("DstT", type)], [leastId], 1);
  const [kept] = binding.executeOp("GreaterEqual", [typeAttr("T", type)], [numbers.id, bound.id], 1);
  for (const { id } of [numbers, bound]) binding.deleteTensor(id);
  return backend.createOutputTensor(kept);
}
