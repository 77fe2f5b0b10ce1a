import * as tf from "@tensorflow/tfjs";
import { checkNumber, checkOptions, freshRandom, type Random } from "../../core/index";
import type { Batch } from "../objective";
import { asOurs } from "../ours";
import { drawUniform, type Augmentation } from "./augmentation";

/** Options of {@link mixup}. */
export interface MixupOptions {
  /** α of the Beta distribution of the mixing share; small values mix little. Default 0.2. */
  alpha?: number;
}

// λ is drawn from so many fixed draws: a Beta distribution has no closed form that a graph could compute.
const tableSize = 4096;

/**
 * Mixes each example, and its truth, with another of the batch: λ·a + (1 − λ)·b with λ from Beta(α, α)
 * (Zhang et al. 2018, equation 1).
 *
 * ```ts
 * fit(model, data, { augment: [augment.mixup({ alpha: 0.2 })] });
 * ```
 */
export function mixup(options?: MixupOptions): Augmentation {
  const { alpha } = checkOptions("mixup", options, { alpha: 0.2 });
  checkNumber("mixup", "alpha", alpha, "(0, ∞)");
  const random = freshRandom("mixup", 0);
  const shares = Float32Array.from({ length: tableSize }, () => beta(random, alpha));
  return asOurs(({ x, y, weight }: Batch) => {
    const place = tf.floor(drawUniform([1], 0, tableSize)).toInt() as tf.Tensor1D;
    const share = tf.gather(tf.tensor1d(shares), place).reshape([]);
    // The order of a batch is random already: its reverse is as good as any other.
    const mix = (values: tf.Tensor) => {
      const one = values.toFloat();
      return one.mul(share).add(tf.reverse(one, 0).mul(tf.sub(1, share)));
    };
    return { x: x.map(mix), y: y.map(mix), weight: weight && mix(weight) };
  });
}

/** A draw from Beta(α, α), as the share of one of two Gamma draws. */
function beta(random: Random, alpha: number): number {
  const [a, b] = [gamma(random, alpha), gamma(random, alpha)];
  return a + b === 0 ? Math.round(random.uniform()) : a / (a + b);
}

/** Marsaglia & Tsang 2000; for shapes below 1 with the boost of their section 6. */
function gamma(random: Random, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * random.uniform() ** (1 / shape);
  const [d, c] = [shape - 1 / 3, 1 / Math.sqrt(9 * shape - 3)];
  for (;;) {
    const normal = random.normal();
    const cube = (1 + c * normal) ** 3;
    if (cube > 0 && Math.log(random.uniform()) < normal ** 2 / 2 + d - d * cube + d * Math.log(cube))
      return d * cube;
  }
}
