import * as tf from "@tensorflow/tfjs";
import { checkInteger, checkOptions } from "../core/index";

type Initializer = ReturnType<typeof tf.initializers.varianceScaling>;

/** Options of an initialiser. */
export interface InitializerOptions {
  /** The same seed gives the same weights. Default: TensorFlow.js draws one. */
  seed?: number;
}

// Cutting a standard normal off at ±2 leaves this deviation.
const truncatedDeviation = 0.87962566103423978;

function truncatedNormal(
  where: string,
  scale: number,
  mode: "fanIn" | "fanAvg",
  options?: InitializerOptions,
): Initializer {
  const { seed } = checkOptions<InitializerOptions>(where, options, { seed: undefined });
  if (seed !== undefined) checkInteger(where, "seed", seed);
  // TensorFlow.js draws uniform numbers for "truncatedNormal", and truncated normal ones for "normal".
  const distribution = "normal" as const;
  return tf.initializers.varianceScaling({
    scale: scale / truncatedDeviation ** 2,
    mode,
    distribution,
    seed,
  });
}

/**
 * Weights of standard deviation √(2 / inputs), for ReLU and its kin (He et al. 2015, eq. 10), as Keras draws them.
 *
 * TensorFlow.js' own `heNormal` cuts its normal numbers off at two deviations and does not make up for it: its weights deviate
 * 12 % less than the formula says. The same holds of {@link glorotNormal} and {@link lecunNormal}.
 *
 * ```ts
 * mlp({ inputs: 64, outputs: 10, initializer: initializers.heNormal({ seed: 1 }) });
 * ```
 */
export function heNormal(options?: InitializerOptions): Initializer {
  return truncatedNormal("heNormal", 2, "fanIn", options);
}

/**
 * Weights of standard deviation √(2 / (inputs + outputs)) (Glorot & Bengio 2010, eq. 12), as Keras draws them.
 *
 * ```ts
 * tf.layers.dense({ units: 64, activation: "tanh", kernelInitializer: initializers.glorotNormal({ seed: 1 }) });
 * ```
 */
export function glorotNormal(options?: InitializerOptions): Initializer {
  return truncatedNormal("glorotNormal", 1, "fanAvg", options);
}

/**
 * Weights of standard deviation √(1 / inputs) (LeCun et al. 1998; SELU needs it), as Keras draws them.
 *
 * ```ts
 * tf.layers.dense({ units: 64, activation: "selu", kernelInitializer: initializers.lecunNormal({ seed: 1 }) });
 * ```
 */
export function lecunNormal(options?: InitializerOptions): Initializer {
  return truncatedNormal("lecunNormal", 1, "fanIn", options);
}
