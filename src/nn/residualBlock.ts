import * as tf from "@tensorflow/tfjs";
import { checkInteger, checkNumber, checkOptions } from "../core/index";
import { stochasticDepth } from "./layers";

/** Options of {@link residualBlock}. */
export interface ResidualBlockOptions {
  /** Filters of the convolutions, or units of the dense layers. Default: as many channels as come in. */
  filters?: number;
  /** Steps of the first convolution; 2 halves the image. Default 1. */
  strides?: number;
  /** Batch norm before each activation; weights have no bias then, as it takes every mean away. Default true. */
  batchNorm?: boolean;
  /** The share of examples for which the branch is left out in training, in [0, 1). Default 0. */
  dropRate?: number;
}

/**
 * x + f(x): two convolutions (or dense layers, where x is [batch, features]) with batch norm and ReLU, added to their input
 * (He et al. 2016, in the order of "Identity mappings": norm, ReLU, weights). Where shapes differ the input goes through one
 * linear 1×1 layer.
 *
 * ```ts
 * const y = residualBlock({ filters: 64, strides: 2 })(x); // [batch, 16, 16, 32] → [batch, 8, 8, 64]
 * ```
 */
export function residualBlock(options?: ResidualBlockOptions): (x: tf.SymbolicTensor) => tf.SymbolicTensor {
  const given = checkOptions("residualBlock", options, {
    filters: undefined as number | undefined,
    strides: 1,
    batchNorm: true,
    dropRate: 0,
  });
  checkInteger("residualBlock", "strides", given.strides, "[1, ∞)");
  checkNumber("residualBlock", "dropRate", given.dropRate, "[0, 1)");
  return (x) => {
    const filters = given.filters ?? x.shape.at(-1)!;
    const ready = preactivate(x, given.batchNorm);
    const useBias = !given.batchNorm;
    const first = weigh(ready, filters, { kernel: 3, strides: given.strides, useBias });
    const second = weigh(preactivate(first, given.batchNorm), filters, { kernel: 3, strides: 1, useBias });
    const branch = given.dropRate > 0 ? apply(stochasticDepth({ rate: given.dropRate }), second) : second;
    const same = given.strides === 1 && x.shape.at(-1) === filters;
    const shortcut = same ? x : weigh(ready, filters, { kernel: 1, strides: given.strides, useBias });
    return tf.layers.add().apply([shortcut, branch]) as tf.SymbolicTensor;
  };
}

function preactivate(x: tf.SymbolicTensor, batchNorm: boolean): tf.SymbolicTensor {
  const normed = batchNorm ? apply(tf.layers.batchNormalization(), x) : x;
  return apply(tf.layers.activation({ activation: "relu" }), normed);
}

function weigh(
  x: tf.SymbolicTensor,
  filters: number,
  { kernel, strides, useBias }: { kernel: number; strides: number; useBias: boolean },
): tf.SymbolicTensor {
  const common = { kernelInitializer: "heNormal" as const, useBias };
  if (x.shape.length === 2) return apply(tf.layers.dense({ units: filters, ...common }), x);
  const shape = { filters, kernelSize: kernel, strides, padding: "same" as const };
  return apply(tf.layers.conv2d({ ...shape, ...common }), x);
}

/** A layer applied to one symbolic tensor. */
export function apply(layer: tf.layers.Layer, x: tf.SymbolicTensor): tf.SymbolicTensor {
  return layer.apply(x) as tf.SymbolicTensor;
}
