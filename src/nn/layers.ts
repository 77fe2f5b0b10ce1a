import * as tf from "@tensorflow/tfjs";
import { checkInteger, checkNumber, checkOptions } from "../core/index";
import { nextSeed, randomUniform } from "../backend/random";

type MaxoutConfig = LayerConfig & { units: number; pieces?: number };
type DepthConfig = LayerConfig & { rate: number };
type LayerConfig = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

function single(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
  return Array.isArray(inputs) ? inputs[0] : inputs;
}

/** What every layer of TensorFlow.js takes. */
const layerDefaults = {
  ...{ name: undefined, inputShape: undefined, batchInputShape: undefined, batchSize: undefined },
  ...{ dtype: undefined, inputDType: undefined, trainable: undefined, weights: undefined },
} as unknown as LayerConfig;

let made = 0;

/** A name that tells what a layer is, where its class says what it is saved as. */
function nameOf(kind: string, name?: string): string {
  return name ?? `${kind}_${++made}`;
}

/** Is saved as what it comes to, layers of TensorFlow.js that need nothing of ours to load: dense, reshape, maximum. */
class Maxout extends tf.layers.Layer {
  static className = "Sequential";
  private readonly units: number;
  private readonly pieces: number;
  private inputs = 0;
  private kernel?: tf.LayerVariable;
  private bias?: tf.LayerVariable;

  constructor(config: LayerConfig & { units: number; pieces: number }) {
    super({ ...config, name: nameOf("maxout", config.name) });
    this.units = config.units;
    this.pieces = config.pieces;
  }

  override build(inputShape: tf.Shape): void {
    const inputs = (this.inputs = inputShape.at(-1)!);
    const columns = this.units * this.pieces;
    this.kernel = this.addWeight("kernel", [inputs, columns], "float32", tf.initializers.glorotUniform({}));
    this.bias = this.addWeight("bias", [columns], "float32", tf.initializers.zeros());
    super.build(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = single(inputs) as tf.Tensor2D;
      const lines = tf.matMul(x, this.kernel!.read() as tf.Tensor2D).add(this.bias!.read());
      return lines.reshape([-1, this.pieces, this.units]).max(1);
    });
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return [...inputShape.slice(0, -1), this.units];
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { name, inputs, units, pieces } = this;
    // Weights are found by the name of their layer.
    const dense = { ...super.getConfig(), units: units * pieces, batchInputShape: [null, inputs] };
    const layers = [
      { className: "Dense", config: dense },
      { className: "Reshape", config: { name: `${name}_pieces`, targetShape: [pieces, units] } },
      { className: "GlobalMaxPooling1D", config: { name: `${name}_largest` } },
    ];
    return { name, layers } as unknown as tf.serialization.ConfigDict;
  }
}

/** Is saved as what it is to TensorFlow.js, a dropout whose mask has one number for each example. */
class StochasticDepth extends tf.layers.Layer {
  static className = "Dropout";
  private readonly rate: number;
  private noiseShape: (number | null)[] = [];

  constructor(config: LayerConfig & { rate: number }) {
    super({ ...config, name: nameOf("stochastic_depth", config.name) });
    this.rate = config.rate;
    this.supportsMasking = true;
  }

  override build(inputShape: tf.Shape): void {
    this.noiseShape = inputShape.map((_, axis) => (axis === 0 ? null : 1));
    super.build(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    const x = single(inputs);
    if (!kwargs.training || this.rate === 0) return x;
    return tf.tidy(() => {
      const shape = x.shape.map((size, axis) => (axis === 0 ? size : 1));
      const next = nextSeed();
      const draw = next ? randomUniform(shape, next.seed, next) : tf.randomUniform(shape);
      return x.mul(tf.greaterEqual(draw, this.rate).toFloat()).div(1 - this.rate);
    });
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.rate, noiseShape: this.noiseShape };
  }
}

/**
 * The sigmoid linear unit, x·σ(x), also called swish (Elfwing et al. 2018).
 *
 * ```ts
 * tf.sequential({ layers: [tf.layers.dense({ units: 64, inputShape: [10] }), silu()] });
 * ```
 */
export function silu(config: LayerConfig = {}): tf.layers.Layer {
  return activation("silu", "swish", config);
}

/**
 * The Gaussian error linear unit, x·Φ(x), exact (Hendrycks & Gimpel 2016).
 *
 * ```ts
 * tf.sequential({ layers: [tf.layers.dense({ units: 64, inputShape: [10] }), gelu()] });
 * ```
 */
export function gelu(config: LayerConfig = {}): tf.layers.Layer {
  return activation("gelu", "gelu", config);
}

function activation(where: string, name: string, config: LayerConfig): tf.layers.Layer {
  const given = checkOptions<LayerConfig>(where, config, layerDefaults);
  // TensorFlow.js knows them, and its types do not.
  return tf.layers.activation({ ...given, activation: name as "relu" });
}

/**
 * The largest of several linear functions per unit: an activation that is learned (Goodfellow et al. 2013).
 *
 * ```ts
 * maxout({ units: 32, pieces: 3 }); // [batch, n] → [batch, 32]
 * ```
 *
 * @param config pieces is the number of linear functions, 2 unless told
 */
export function maxout(config: MaxoutConfig): tf.layers.Layer {
  const given = checkOptions<MaxoutConfig>("maxout", config, {
    ...layerDefaults,
    units: 1,
    pieces: 2,
  });
  const { units, pieces = 2 } = given;
  checkInteger("maxout", "units", units, "[1, ∞)");
  checkInteger("maxout", "pieces", pieces, "[2, ∞)");
  return new Maxout({ ...given, units, pieces });
}

/**
 * Drops the whole input of some examples while training, and scales the others up (Huang et al. 2016). Belongs at the end of a
 * residual branch.
 *
 * ```ts
 * const branch = stochasticDepth({ rate: 0.2 }).apply(convolved);
 * ```
 *
 * @param config rate is the share that is dropped, in [0, 1)
 */
export function stochasticDepth(config: DepthConfig): tf.layers.Layer {
  const defaults = { ...layerDefaults, rate: 0 };
  const given = checkOptions<DepthConfig>("stochasticDepth", config, defaults);
  checkNumber("stochasticDepth", "rate", given.rate, "[0, 1)");
  return new StochasticDepth(given);
}
