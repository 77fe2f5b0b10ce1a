import * as tf from "@tensorflow/tfjs";
import { type NativeBackend, nativeBackend, typeAttr } from "./nativeBackend";
import { philox } from "./philox";

/** Where random numbers come from: the same seed and stream give the same numbers, on every backend. */
export interface DrawOptions {
  /** Tells apart the draws that share a seed; a whole number from 0. Default 0. */
  stream?: number;
}

/** How {@link randomUniform} draws. */
export interface UniformOptions extends DrawOptions {
  /** The least number. Default 0. */
  min?: number;
  /** The bound that no number reaches. Default 1. */
  max?: number;
}

/** How {@link randomNormal} draws. */
export interface NormalOptions extends DrawOptions {
  /** Default 0. */
  mean?: number;
  /** Standard deviation. Default 1. */
  stdDev?: number;
}

/**
 * Random 32-bit numbers that depend on nothing but seed and stream.
 *
 * The seed is a tensor, so that a compiled step draws other numbers at each call and the same as an eager one:
 * Philox 4x32-10 in TensorFlow, in XLA and in JavaScript, bit by bit.
 *
 * ```ts
 * randomBits([2, 3], tf.tensor1d([42, step], "int32"), { stream: 1 })
 * ```
 *
 * @param seed int32 [2]: the run's seed and the number of the step
 */
export function randomBits(shape: number[], seed: tf.Tensor1D, { stream = 0 }: DrawOptions = {}): tf.Tensor {
  const backend = nativeBackend();
  if (backend) return tf.tidy(() => nativeBits(backend, shape, seed, stream));
  const [first, second] = seed.dataSync();
  const bits = new Int32Array(tf.util.sizeFromShape(shape));
  return tf.tensor(philox(bits, [first, second], stream), shape, "int32");
}

/**
 * Random numbers, equally likely anywhere in [min, max), the same on every backend, compiled or not: in [0, 1) bit
 * by bit, elsewhere to the last bit, because XLA multiplies and adds in one rounding.
 *
 * ```ts
 * randomUniform([64, 10], seed, { stream: 3, min: -1, max: 1 })
 * ```
 *
 * @param seed int32 [2]: the run's seed and the number of the step
 */
export function randomUniform(
  shape: number[],
  seed: tf.Tensor1D,
  { stream = 0, min = 0, max = 1 }: UniformOptions = {},
): tf.Tensor {
  return tf.tidy(() => {
    // 24 bits, which a float32 holds exactly, from -2^23.
    const whole = shiftRight(randomBits(shape, seed, { stream }), 8).toFloat();
    const unit = whole.mul(2 ** -24).add(0.5);
    return min === 0 && max === 1 ? unit : unit.mul(max - min).add(min);
  });
}

/**
 * Normally distributed random numbers (Box & Muller, 1958), the same on every backend to about 1e-6.
 *
 * ```ts
 * randomNormal([64, 2], seed, { stdDev: 0.1 })
 * ```
 *
 * @param seed int32 [2]: the run's seed and the number of the step
 */
export function randomNormal(
  shape: number[],
  seed: tf.Tensor1D,
  { stream = 0, mean = 0, stdDev = 1 }: NormalOptions = {},
): tf.Tensor {
  return tf.tidy(() => {
    const [radius, angle] = tf.unstack(randomUniform([2, ...shape], seed, { stream }));
    const length = tf.sqrt(tf.log(tf.sub(1, radius)).mul(-2));
    return length
      .mul(tf.cos(angle.mul(2 * Math.PI)))
      .mul(stdDev)
      .add(mean);
  });
}

const scopes: { seed: tf.Tensor1D; next: number }[] = [];

/**
 * Runs a function in which {@link nextSeed} has numbers to give: how a step hands its seed to the layers within.
 *
 * ```ts
 * withSeed(seed, () => model.apply(x, { training: true }))
 * ```
 *
 * @param seed int32 [2]: the run's seed and the number of the step
 */
export function withSeed<T>(seed: tf.Tensor1D, fn: () => T): T {
  scopes.push({ seed, next: 0 });
  try {
    return fn();
  } finally {
    scopes.pop();
  }
}

/** The seed of the innermost {@link withSeed}, and a stream that nobody else in it has; undefined outside. */
export function nextSeed(): { seed: tf.Tensor1D; stream: number } | undefined {
  const scope = scopes.at(-1);
  return scope && { seed: scope.seed, stream: scope.next++ };
}

// TensorFlow's numbers for types that TensorFlow.js lacks, and for the algorithm.
const uint64 = 23;
const int32 = 3;
const algorithmPhilox = 1;

/** Two steps pass through 64-bit numbers, which tensors of TensorFlow.js cannot hold: they are ids only. */
function nativeBits(backend: NativeBackend, shape: number[], seed: tf.Tensor1D, stream: number): tf.Tensor {
  const { binding } = backend;
  const counter = tf.tensor2d([0, 0, stream, 0], [2, 2], "int32");
  const inputs = [
    tf.tensor1d(shape, "int32"),
    seed.reshape([1, 2]),
    counter,
    tf.scalar(algorithmPhilox, "int32"),
  ];
  const [shapeId, keyId, counterId, algorithmId] = backend.getInputTensorIds(inputs);
  const asUint64 = (id: number) =>
    binding.executeOp("Bitcast", [typeAttr("T", int32), typeAttr("type", uint64)], [id], 1)[0].id;
  const wide = [asUint64(keyId), asUint64(counterId)];
  const attrs = [typeAttr("dtype", int32), typeAttr("Tshape", int32)];
  const [bits] = binding.executeOp(
    "StatelessRandomUniformFullIntV2",
    attrs,
    [shapeId, ...wide, algorithmId],
    1,
  );
  wide.forEach((id) => binding.deleteTensor(id));
  return backend.createOutputTensor(bits);
}

/** The numbers shifted right, their sign kept. */
function shiftRight(x: tf.Tensor, places: number): tf.Tensor {
  const backend = nativeBackend();
  if (!backend)
    return tf.tensor(
      (x.dataSync() as Int32Array).map((value) => value >> places),
      x.shape,
      "int32",
    );
  const ids = backend.getInputTensorIds([x, tf.scalar(places, "int32")]);
  return backend.createOutputTensor(
    backend.binding.executeOp("RightShift", [typeAttr("T", int32)], ids, 1)[0],
  );
}
