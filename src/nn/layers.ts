import * as tf from "@tensorflow/tfjs";
import { OptionError } from "../core/index";
import { nextSeed, randomUniform } from "../backend/random";

type LayerConfig = ConstructorParameters<typeof tf.layers.Layer>[0];

function single(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
  return Array.isArray(inputs) ? inputs[0] : inputs;
}

class Silu extends tf.layers.Layer {
  static className = "Silu";

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => tf.mul(single(inputs), tf.sigmoid(single(inputs))));
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }
}

class Gelu extends tf.layers.Layer {
  static className = "Gelu";

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = single(inputs);
      return tf.mul(tf.mul(0.5, x), tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2))));
    });
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }
}

class Maxout extends tf.layers.Layer {
  static className = "Maxout";
  private readonly units: number;
  private readonly pieces: number;
  private kernel?: tf.LayerVariable;
  private bias?: tf.LayerVariable;

  constructor(config: LayerConfig & { units: number; pieces: number }) {
    super(config);
    this.units = config.units;
    this.pieces = config.pieces;
  }

  override build(inputShape: tf.Shape): void {
    const inputs = inputShape.at(-1)!;
    const columns = this.units * this.pieces;
    this.kernel = this.addWeight("kernel", [inputs, columns], "float32", tf.initializers.glorotUniform({}));
    this.bias = this.addWeight("bias", [columns], "float32", tf.initializers.zeros());
    super.build(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = single(inputs) as tf.Tensor2D;
      const lines = tf.matMul(x, this.kernel!.read() as tf.Tensor2D).add(this.bias!.read());
      return lines.reshape([-1, this.units, this.pieces]).max(-1);
    });
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return [...inputShape.slice(0, -1), this.units];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), units: this.units, pieces: this.pieces };
  }
}

class StochasticDepth extends tf.layers.Layer {
  static className = "StochasticDepth";
  private readonly rate: number;

  constructor(config: LayerConfig & { rate: number }) {
    super(config);
    this.rate = config.rate;
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
    return { ...super.getConfig(), rate: this.rate };
  }
}

for (const layer of [Silu, Gelu, Maxout, StochasticDepth]) tf.serialization.registerClass(layer as never);

/**
 * The sigmoid linear unit, x·σ(x), also called swish (Elfwing et al. 2018).
 *
 * ```ts
 * tf.sequential({ layers: [tf.layers.dense({ units: 64, inputShape: [10] }), silu()] });
 * ```
 */
export function silu(config: LayerConfig = {}): tf.layers.Layer {
  return new Silu(config);
}

/**
 * The Gaussian error linear unit, x·Φ(x), exact (Hendrycks & Gimpel 2016).
 *
 * ```ts
 * tf.sequential({ layers: [tf.layers.dense({ units: 64, inputShape: [10] }), gelu()] });
 * ```
 */
export function gelu(config: LayerConfig = {}): tf.layers.Layer {
  return new Gelu(config);
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
export function maxout(config: LayerConfig & { units: number; pieces?: number }): tf.layers.Layer {
  const pieces = config.pieces ?? 2;
  if (!(pieces >= 2))
    throw new OptionError({ where: "maxout", required: "pieces must be at least 2", got: pieces });
  return new Maxout({ ...config, pieces });
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
export function stochasticDepth(config: LayerConfig & { rate: number }): tf.layers.Layer {
  const { rate } = config;
  if (!(rate >= 0 && rate < 1)) {
    throw new OptionError({ where: "stochasticDepth", required: "rate must be in [0, 1)", got: rate });
  }
  return new StochasticDepth(config);
}
