import { checkNoOptions } from "../core/index";
import * as tf from "@tensorflow/tfjs";
import { dropout } from "../backend/dropout";
import { nextSeed, randomNormal, randomUniform } from "../backend/random";

type Call = (this: NoisyLayer, inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }) => unknown;

/** The parts of TensorFlow.js' random layers that are needed here. */
interface NoisyLayer {
  rate: number;
  stddev: number;
  noiseShape?: (number | null)[];
  getNoiseShape?(input: tf.Tensor): (number | null)[] | undefined;
}

/** Where a draw gets its numbers from. */
interface Source {
  seed: tf.Tensor1D;
  stream: number;
}

type Noise = (layer: NoisyLayer, x: tf.Tensor, source: Source) => tf.Tensor;

let done = false;

/**
 * Lets the random layers of TensorFlow.js draw from the step's seed wherever there is one (inside `withSeed`), rather
 * than from `Math.random`, whose numbers a recorded step would repeat for ever. Outside of it they do as before.
 *
 * ```ts
 * seedRandomLayers(); // once; then inside a step: withSeed(seed, () => model.apply(x, { training: true }))
 * ```
 */
export function seedRandomLayers(...none: []): void {
  checkNoOptions("seedRandomLayers", none);
  if (done) return;
  done = true;
  seed(tf.layers.dropout({ rate: 0.5 }), (layer, x, source) =>
    drop(x, layer.rate, source, layer.getNoiseShape?.(x)),
  );
  seed(tf.layers.gaussianNoise({ stddev: 1 }), (layer, x, source) =>
    x.add(normal(x.shape, 0, layer.stddev, source)),
  );
  seed(tf.layers.gaussianDropout({ rate: 0.5 }), ({ rate }, x, source) =>
    x.mul(normal(x.shape, 1, Math.sqrt(rate / (1 - rate)), source)),
  );
  seed(tf.layers.alphaDropout({ rate: 0.5 }), alphaDrop);
  const cells = [
    tf.layers.simpleRNNCell({ units: 1 }),
    tf.layers.lstmCell({ units: 1 }),
    tf.layers.gruCell({ units: 1 }),
  ];
  for (const cell of cells) seedCell(cell as unknown as Cell);
}

/** Replaces `call` in the layer's class, for training inside a seed's scope. */
function seed(example: tf.layers.Layer, noise: Noise): void {
  const prototype = Object.getPrototypeOf(example) as { call: Call };
  const original = prototype.call;
  prototype.call = function (this: NoisyLayer, inputs, kwargs) {
    const idle = this.rate !== undefined && !(this.rate > 0 && this.rate < 1);
    const source = kwargs?.training && !idle ? nextSeed() : undefined;
    if (!source) return original.call(this, inputs, kwargs);
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    return tf.tidy(() => noise(this, x, source));
  };
}

interface Cell {
  dropoutFunc?: (x: tf.Tensor, rate: number) => tf.Tensor;
}

/** Cells have a place for another dropout function; its default comes from the class. */
function seedCell(example: Cell): void {
  const prototype = Object.getPrototypeOf(example) as object;
  Object.defineProperty(prototype, "dropoutFunc", {
    configurable: true,
    // Asking takes a number, which does no harm: every draw has one of its own.
    get: () => (nextSeed() ? (x: tf.Tensor, rate: number) => drop(x, rate, nextSeed()!) : undefined),
    set(this: Cell, own: Cell["dropoutFunc"]) {
      if (own) Object.defineProperty(this, "dropoutFunc", { value: own, writable: true, configurable: true });
    },
  });
}

function normal(shape: number[], mean: number, stdDev: number, { seed, stream }: Source): tf.Tensor {
  return randomNormal(shape, seed, { stream, mean, stdDev });
}

function drop(
  x: tf.Tensor,
  rate: number,
  { seed, stream }: Source,
  noiseShape?: (number | null)[],
): tf.Tensor {
  if (!noiseShape) return dropout(x, rate, seed, { stream });
  const shape = noiseShape.map((size, axis) => size ?? x.shape[axis]);
  return x.mul(dropout(tf.ones(shape), rate, seed, { stream }));
}

// Klambauer et al. 2017, section "Alpha dropout": dropped units take SELU's low limit, then mean and variance are restored.
const lowLimit = -1.6732632423543772 * 1.0507009873554805;

const alphaDrop: Noise = ({ rate, noiseShape }, x, { seed, stream }) => {
  const shape = noiseShape?.map((size, axis) => size ?? x.shape[axis]) ?? x.shape;
  const kept = tf.greaterEqual(randomUniform(shape, seed, { stream }), rate).toFloat();
  const scale = ((1 - rate) * (1 + rate * lowLimit ** 2)) ** -0.5;
  const shift = -scale * lowLimit * rate;
  const mixed = x.mul(kept).add(tf.sub(1, kept).mul(lowLimit));
  return mixed.mul(scale).add(shift);
};
