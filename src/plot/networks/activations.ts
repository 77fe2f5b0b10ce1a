import { normalBelow, normalDensity } from "../../math/index";

/** An activation function with its slope. */
export interface ActivationFunction {
  f: (z: number) => number;
  slope: (z: number) => number;
}

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
const scale = 1.0507009873554805;
const alpha = 1.6732632423543772;

/** Activation functions by the names of TensorFlow.js, and the rectifier's family. Slopes at a kink are those from the left. */
export const activations: Record<string, ActivationFunction> = {
  linear: { f: (z) => z, slope: () => 1 },
  step: { f: (z) => (z > 0 ? 1 : 0), slope: () => 0 },
  sigmoid: { f: sigmoid, slope: (z) => sigmoid(z) * (1 - sigmoid(z)) },
  tanh: { f: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2 },
  softsign: { f: (z) => z / (1 + Math.abs(z)), slope: (z) => 1 / (1 + Math.abs(z)) ** 2 },
  relu: { f: (z) => Math.max(0, z), slope: (z) => (z > 0 ? 1 : 0) },
  relu6: { f: (z) => Math.min(6, Math.max(0, z)), slope: (z) => (z > 0 && z <= 6 ? 1 : 0) },
  leakyReLU: { f: (z) => (z > 0 ? z : 0.1 * z), slope: (z) => (z > 0 ? 1 : 0.1) },
  elu: { f: (z) => (z > 0 ? z : Math.expm1(z)), slope: (z) => (z > 0 ? 1 : Math.exp(z)) },
  selu: {
    f: (z) => scale * (z > 0 ? z : alpha * Math.expm1(z)),
    slope: (z) => scale * (z > 0 ? 1 : alpha * Math.exp(z)),
  },
  softplus: { f: (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))), slope: sigmoid },
  silu: { f: (z) => z * sigmoid(z), slope: (z) => sigmoid(z) * (1 + z * (1 - sigmoid(z))) },
  gelu: { f: (z) => z * normalBelow(z), slope: (z) => normalBelow(z) + z * normalDensity(z) },
};
