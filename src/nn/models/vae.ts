import * as tf from "@tensorflow/tfjs";
import { nextSeed, randomNormal } from "../../backend/random";
import { checkInteger, checkNumber, checkOneOf, checkOptions, freshRandom } from "../../core/index";
import { checkSizes } from "./checkSizes";
import { tower } from "./autoencoder";
import { activations, type Activation } from "./mlp";

/** Options of {@link vae}. */
export interface VaeOptions {
  /** Features that come in, in [0, 1]. */
  inputs: number;
  /** Numbers of the code. Default 2. */
  code?: number;
  /** Units of the encoder's hidden layers; the decoder has them in reverse. Default [128]. */
  hidden?: number[];
  /** The activation of hidden layers. Default "relu". */
  activation?: Activation;
  /** Weight β of the divergence (Higgins et al. 2017). Default 1. */
  beta?: number;
}

/**
 * A variational autoencoder (Kingma & Welling 2014): codes are normal distributions near N(0, 1), so that new examples can be
 * drawn. Its loss is the binary cross-entropy of the reconstruction plus β times the divergence, both summed over an example.
 *
 * ```ts
 * const model = vae({ inputs: 64 });
 * await fit(model, { x }, { epochs: 30 });
 * const samples = model.sample(16); // [16, 64]
 * ```
 */
export function vae(options: VaeOptions): Vae {
  const given = checkOptions("vae", options, {
    inputs: 1,
    code: 2,
    hidden: [128],
    activation: "relu" as Activation,
    beta: 1,
  });
  checkInteger("vae", "inputs", given.inputs, "[1, ∞)");
  checkSizes("vae", { hidden: given.hidden });
  checkInteger("vae", "code", given.code, "[1, ∞)");
  checkOneOf("vae", "activation", given.activation, activations);
  checkNumber("vae", "beta", given.beta, "[0, ∞)");
  return new Vae(given);
}

/** What {@link vae} returns: something that `fit` trains. */
export class Vae {
  /** Names of the parts of the loss. */
  readonly logs = ["reconstruction", "divergence"];
  /** Input to the mean and the log variance of its code. */
  readonly encoder: tf.LayersModel;
  /** Code to the logits of the reconstruction. */
  readonly decoder: tf.LayersModel;
  private readonly code: number;
  private readonly beta: number;

  constructor({ inputs, code, hidden, activation, beta }: Required<VaeOptions>) {
    const outputs = [
      tf.layers.dense({ units: code, name: "mean" }),
      tf.layers.dense({ units: code, name: "logVariance" }),
    ];
    this.encoder = tower({ inputs, hidden, activation, outputs });
    const output = [tf.layers.dense({ units: inputs })];
    this.decoder = tower({ inputs: code, hidden: [...hidden].reverse(), activation, outputs: output });
    this.code = code;
    this.beta = beta;
  }

  /** The weights of encoder and decoder. */
  get parameters(): tf.Variable[] {
    const weights = [...this.encoder.trainableWeights, ...this.decoder.trainableWeights];
    return weights.map((weight) => weight.read() as tf.Variable);
  }

  /** The negative evidence lower bound of each example, [batch], and its two parts. */
  loss({ x: [x] }: { x: tf.Tensor[] }, { training }: { training: boolean }) {
    const [mean, logVariance] = this.encoder.apply(x, { training }) as tf.Tensor[];
    const code = training ? this.draw(mean, logVariance) : mean;
    const logits = this.decoder.apply(code, { training }) as tf.Tensor;
    const yes = x.mul(tf.softplus(tf.neg(logits)));
    const reconstruction = yes.add(tf.sub(1, x).mul(tf.softplus(logits))).sum(-1);
    const divergence = mean.square().add(logVariance.exp()).sub(logVariance).sub(1).sum(-1).mul(0.5);
    return { loss: reconstruction.add(divergence.mul(this.beta)), reconstruction, divergence };
  }

  /** The mean of the code of each row, [rows, code]. */
  encode(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => (this.encoder.apply(x) as tf.Tensor[])[0]);
  }

  /** Codes to examples, [rows, inputs]. */
  decode(code: tf.Tensor): tf.Tensor {
    return tf.tidy(() => tf.sigmoid(this.decoder.apply(code) as tf.Tensor));
  }

  /** New examples, [count, inputs], from codes that are drawn from N(0, 1) with the seed. */
  sample(count: number, seed?: number): tf.Tensor {
    const random = freshRandom("vae.sample", seed);
    const values = Float32Array.from({ length: count * this.code }, () => random.normal());
    return tf.tidy(() => this.decode(tf.tensor2d(values, [count, this.code])));
  }

  /** Frees the weights. */
  dispose(): void {
    this.encoder.dispose();
    this.decoder.dispose();
  }

  /** The reparametrisation: mean + deviation · ε, ε from N(0, 1). */
  private draw(mean: tf.Tensor, logVariance: tf.Tensor): tf.Tensor {
    const next = nextSeed();
    const noise = next ? randomNormal(mean.shape, next.seed, next) : tf.randomNormal(mean.shape);
    return mean.add(logVariance.mul(0.5).exp().mul(noise));
  }
}
