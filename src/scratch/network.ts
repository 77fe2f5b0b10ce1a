import {
  checkArray,
  checkInteger,
  checkNoOptions,
  checkNumbers,
  checkOneOf,
  checkOptions,
  freshRandom,
  ShapeError,
} from "../core/index";
import { activations } from "./activations";
import { checkMatrices, checkNetwork } from "./checkGiven";

/** The activation of hidden units, by TensorFlow.js' names. */
export type HiddenActivation = keyof typeof activations;

/** The output's activation. It brings its loss: mean squared error, binary or categorical cross-entropy. */
export type OutputActivation = "linear" | "sigmoid" | "softmax";

/** One dense layer: a = f(x · kernel + bias). */
export interface DenseLayer {
  /** [inputs][units] */
  kernel: number[][];
  /** [units] */
  bias: number[];
  activation: HiddenActivation | OutputActivation;
}

/** What one layer computed for a batch. */
export interface LayerPass {
  /** The weighted sums, [rows][units]. */
  z: number[][];
  /** The activations, [rows][units]. */
  a: number[][];
}

/** How {@link denseNetwork} begins. */
export interface DenseNetworkOptions {
  /** The activation of hidden units. Default "tanh". */
  activation?: HiddenActivation;
  /** The activation of the output. Default "sigmoid". */
  output?: OutputActivation;
  /** A whole number; by default the seed of `setSeed`. */
  seed?: number;
}

/**
 * A multilayer perceptron in plain arrays, at its start: Glorot's normal weights, N(0, 2 / (inputs + units)), and biases 0.
 *
 * Source: X. Glorot, Y. Bengio, AISTATS 2010, eq. 12 with its normal twin.
 *
 * ```ts
 * const network = denseNetwork([2, 8, 1], { activation: "tanh", seed: 1 });
 * forward(network, [[0, 1]]).at(-1)!.a // [[0.41]]
 * ```
 *
 * @param sizes features, units of each hidden layer, outputs
 */
export function denseNetwork(sizes: number[], options?: DenseNetworkOptions): DenseLayer[] {
  const { activation, output, seed } = checkOptions<
    Required<Omit<DenseNetworkOptions, "seed">> & { seed?: number }
  >("denseNetwork", options, { activation: "tanh", output: "sigmoid", seed: undefined });
  checkOneOf("denseNetwork", "activation", activation, Object.keys(activations));
  checkOneOf("denseNetwork", "output", output, ["linear", "sigmoid", "softmax"]);
  checkArray("denseNetwork", "sizes", sizes);
  for (const size of sizes) checkInteger("denseNetwork", "sizes", size, "[1, ∞)");
  if (sizes.length < 2)
    throw new ShapeError({
      where: "denseNetwork",
      required: "sizes must be [features, …, outputs]",
      got: sizes,
    });
  const random = freshRandom("denseNetwork", seed);
  return sizes.slice(1).map((units, at) => {
    const deviation = Math.sqrt(2 / (sizes[at] + units));
    return {
      kernel: filled(sizes[at], units, () => random.normal(0, deviation)),
      bias: new Array<number>(units).fill(0),
      activation: at < sizes.length - 2 ? activation : output,
    };
  });
}

/**
 * The forward pass: every layer's weighted sums and activations for a batch.
 *
 * ```ts
 * const [hidden, output] = forward(network, x);
 * ```
 *
 * @param x [rows][features]
 * @throws ShapeError `forward: rows of x must be [2], got [3]`
 */
export function forward(network: readonly DenseLayer[], x: number[][], ...none: []): LayerPass[] {
  checkNoOptions("forward", none);
  checkNetwork("forward", network);
  checkMatrices("forward", { x });
  for (const { activation } of network)
    checkOneOf("forward", "activation", activation, [...Object.keys(activations), "softmax"]);
  const width = network[0].kernel.length;
  const odd = x.find((row) => row.length !== width);
  if (odd)
    throw new ShapeError({ where: "forward", required: `rows of x must be [${width}]`, got: [odd.length] });
  const passes: LayerPass[] = [];
  for (const layer of network) passes.push(layerPass(layer, passes.at(-1)?.a ?? x));
  return passes;
}

function layerPass({ kernel, bias, activation }: DenseLayer, x: number[][]): LayerPass {
  const z = x.map((row) =>
    bias.map((b, unit) => row.reduce((sum, value, at) => sum + value * kernel[at][unit], b)),
  );
  if (activation === "softmax") return { z, a: z.map(probabilities) };
  const { value } = activations[activation];
  return { z, a: z.map((row) => row.map((each) => value(each))) };
}

/**
 * Numbers turned into probabilities: eᶻᵏ / Σ eᶻʲ.
 *
 * ```ts
 * softmax([0, Math.log(3)]) // [0.25, 0.75]
 * ```
 */
export function softmax(z: number[], ...none: []): number[] {
  checkNoOptions("softmax", none);
  checkNumbers("softmax", "z", z);
  return probabilities(z);
}

function probabilities(z: number[]): number[] {
  const largest = Math.max(...z);
  const powers = z.map((value) => Math.exp(value - largest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

function filled(rows: number, columns: number, make: () => number): number[][] {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, make));
}

/**
 * Every weight and bias of a network in one list, layer by layer, kernel before bias.
 *
 * ```ts
 * parametersOf(denseNetwork([2, 8, 1])).length // 33
 * ```
 */
export function parametersOf(network: readonly Pick<DenseLayer, "kernel" | "bias">[], ...none: []): number[] {
  checkNoOptions("parametersOf", none);
  checkNetwork("parametersOf", network);
  return network.flatMap(({ kernel, bias }) => [...kernel.flat(), ...bias]);
}

/**
 * The same network with other weights and biases, in the order of {@link parametersOf}.
 *
 * ```ts
 * withParameters(network, parametersOf(network).map((value) => value / 2))
 * ```
 *
 * @throws ShapeError when there are too many or too few
 */
export function withParameters(
  network: readonly DenseLayer[],
  values: readonly number[],
  ...none: []
): DenseLayer[] {
  checkNoOptions("withParameters", none);
  checkNetwork("withParameters", network);
  checkNumbers("withParameters", "values", values);
  const count = parametersOf(network).length;
  if (values.length !== count)
    throw new ShapeError({
      where: "withParameters",
      required: `values must be [${count}]`,
      got: [values.length],
    });
  let next = 0;
  return network.map(({ kernel, bias, activation }) => ({
    kernel: kernel.map((row) => row.map(() => values[next++])),
    bias: bias.map(() => values[next++]),
    activation,
  }));
}
