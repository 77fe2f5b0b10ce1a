import { checkArray, checkEqualLength, checkNoOptions, checkOneOf, ShapeError } from "../core/index";
import { activations } from "./activations";
import { checkMatrices, checkNetwork, checkScalars } from "./checkGiven";
import { forward, type DenseLayer, type LayerPass } from "./network";

/** The slopes of the loss in one layer. */
export interface LayerGradient {
  /** ∂L/∂kernel, [inputs][units]. */
  kernel: number[][];
  /** ∂L/∂bias, [units]. */
  bias: number[];
  /** δ = ∂L/∂z, the slope at the weighted sums, [rows][units]. */
  delta: number[][];
}

/** A loss and its slopes. */
export interface Backpropagated {
  loss: number;
  /** In the order of the layers. */
  gradients: LayerGradient[];
}

/**
 * Back-propagation through a dense network:
 * δᴸ = (a − y) · c, δˡ = (δˡ⁺¹ · kernelᵀ) ⊙ f′(zˡ), ∂L/∂kernelˡ = aˡ⁻¹ᵀ · δˡ, ∂L/∂biasˡ = Σ δˡ.
 *
 * The loss is the one that belongs to the output: mean squared error for "linear", binary cross-entropy for "sigmoid",
 * categorical for "softmax", each the mean over rows (and, but for softmax, over outputs).
 *
 * Source: D. Rumelhart, G. Hinton, R. Williams, Nature 323 (1986), eqs. 4 to 6.
 *
 * ```ts
 * const { loss, gradients } = backpropagate(network, x, y);
 * ```
 *
 * @param x [rows][features]
 * @param y [rows][outputs]; for softmax one 1 a row
 * @throws ShapeError when x and y differ in length, or y and the outputs in width
 */
export function backpropagate(
  network: readonly DenseLayer[],
  x: number[][],
  y: number[][],
  ...none: []
): Backpropagated {
  checkNoOptions("backpropagate", none);
  checkNetwork("backpropagate", network);
  checkEqualLength("backpropagate", { x, y });
  checkMatrices("backpropagate", { x, y });
  checkOneOf("backpropagate", "output", network.at(-1)!.activation, Object.keys(lossOf));
  const passes = forward(network, x);
  const output = passes.at(-1)!.a;
  if (y[0].length !== output[0].length)
    throw new ShapeError({
      where: "backpropagate",
      required: `rows of y must be [${output[0].length}]`,
      got: [y[0].length],
    });
  const { loss, delta } = outputLoss(network.at(-1)!.activation, output, y);
  return { loss, gradients: backward(network, passes, x, delta) };
}

function backward(network: readonly DenseLayer[], passes: LayerPass[], x: number[][], last: number[][]) {
  const gradients: LayerGradient[] = [];
  let delta = last;
  for (let at = network.length - 1; at >= 0; at--) {
    const input = at > 0 ? passes[at - 1].a : x;
    gradients.unshift({ kernel: outer(input, delta), bias: columnSums(delta), delta });
    if (at > 0) delta = backThrough(network[at].kernel, delta, network[at - 1], passes[at - 1]);
  }
  return gradients;
}

/** (δ · kernelᵀ) ⊙ f′(z): what the layer below is told. */
function backThrough(kernel: number[][], delta: number[][], below: DenseLayer, { z }: LayerPass): number[][] {
  const { slope } = activations[below.activation as keyof typeof activations];
  return delta.map((row, at) =>
    kernel.map((weights, unit) => slope(z[at][unit]) * weights.reduce((sum, w, k) => sum + w * row[k], 0)),
  );
}

function outputLoss(activation: DenseLayer["activation"], output: number[][], y: number[][]) {
  const rows = output.length;
  const cells = rows * output[0].length;
  const share = activation === "softmax" ? 1 / rows : activation === "linear" ? 2 / cells : 1 / cells;
  const each = lossOf[activation as keyof typeof lossOf];
  const total = output.reduce(
    (sum, row, at) => sum + row.reduce((part, a, k) => part + each(a, y[at][k]), 0),
    0,
  );
  return {
    loss: total / (activation === "softmax" ? rows : cells),
    delta: output.map((row, at) => row.map((a, k) => share * (a - y[at][k]))),
  };
}

const lossOf = {
  linear: (a: number, y: number) => (a - y) ** 2,
  sigmoid: (a: number, y: number) => (y > 0 ? -y * Math.log(a) : 0) - (y < 1 ? (1 - y) * Math.log(1 - a) : 0),
  softmax: (a: number, y: number) => (y > 0 ? -y * Math.log(a) : 0),
};

/** Σ over rows of input ⊗ δ, [inputs][units]. */
function outer(input: number[][], delta: number[][]): number[][] {
  return input[0].map((_, i) =>
    delta[0].map((_, k) => input.reduce((sum, row, at) => sum + row[i] * delta[at][k], 0)),
  );
}

function columnSums(rows: number[][]): number[] {
  return rows[0].map((_, k) => rows.reduce((sum, row) => sum + row[k], 0));
}

/**
 * One step of gradient descent: θ ← θ − η ∂L/∂θ for every weight and bias; the network given stays as it was.
 *
 * ```ts
 * network = descend(network, gradients, 0.5);
 * ```
 *
 * @param learningRate η
 */
export function descend(
  network: readonly DenseLayer[],
  gradients: readonly LayerGradient[],
  learningRate: number,
  ...none: []
): DenseLayer[] {
  checkNoOptions("descend", none);
  checkNetwork("descend", network);
  checkArray("descend", "gradients", gradients);
  checkEqualLength("descend", { network, gradients });
  checkNetwork("descend", gradients);
  checkScalars("descend", { learningRate });
  return network.map(({ kernel, bias, activation }, at) => ({
    activation,
    kernel: kernel.map((row, i) => row.map((w, k) => w - learningRate * gradients[at].kernel[i][k])),
    bias: bias.map((b, k) => b - learningRate * gradients[at].bias[k]),
  }));
}
