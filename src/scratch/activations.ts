/** An activation function of one number, with its slope. */
export interface ScalarActivation {
  /** f(z). */
  value: (z: number) => number;
  /** f′(z). */
  slope: (z: number) => number;
}

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
const alpha = 1.6732632423543772;
const scale = 1.0507009873554805;
const gaussian = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/**
 * Activation functions and their slopes, by TensorFlow.js' names.
 *
 * At a kink the slope is the one from the left, as in TensorFlow: relu′(0) = 0.
 *
 * ```ts
 * activations.sigmoid.slope(0) // 0.25
 * ```
 */
export const activations = {
  linear: { value: (z) => z, slope: () => 1 },
  sigmoid: { value: sigmoid, slope: (z) => sigmoid(z) * (1 - sigmoid(z)) },
  tanh: { value: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2 },
  relu: { value: (z) => Math.max(0, z), slope: (z) => (z > 0 ? 1 : 0) },
  leakyRelu: { value: (z) => (z > 0 ? z : 0.01 * z), slope: (z) => (z > 0 ? 1 : 0.01) },
  elu: { value: (z) => (z > 0 ? z : Math.expm1(z)), slope: (z) => (z > 0 ? 1 : Math.exp(z)) },
  selu: {
    value: (z) => scale * (z > 0 ? z : alpha * Math.expm1(z)),
    slope: (z) => scale * (z > 0 ? 1 : alpha * Math.exp(z)),
  },
  softplus: { value: (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))), slope: sigmoid },
  silu: {
    value: (z) => z * sigmoid(z),
    slope: (z) => sigmoid(z) * (1 + z * (1 - sigmoid(z))),
  },
  gelu: {
    value: (z) => z * normalShare(z),
    slope: (z) => normalShare(z) + z * gaussian(z),
  },
} as const satisfies Record<string, ScalarActivation>;

/** The share of a standard normal variable below z, by the error function's series. */
function normalShare(z: number): number {
  if (Math.abs(z) > 8) return z > 0 ? 1 : 0;
  let term = z;
  let sum = z;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (z * z) / (2 * n + 1);
    sum += term;
  }
  return 0.5 + sum * gaussian(z);
}
