import {
  checkArray,
  checkEqualLength,
  checkFinite,
  checkNotEmpty,
  checkOneOf,
  ShapeError,
  shown,
} from "../../../core/index";
import { sumOf } from "../../../math/index";
import { activations } from "../activations";
import { numberColumn, isTensor, type Numbers, type TensorLike } from "../../input/column";
import { checkParts } from "../../input/named";
import { matrix, type Rows } from "../../input/matrix";

/** A fully connected layer by its numbers. */
export interface DenseLayer {
  /** float [inputs, units]. */
  weights: Rows;
  /** float [units]. Default 0. */
  bias?: Numbers;
  /** The name of its activation. Default "linear". */
  activation?: string;
}

/** As much of a model of TensorFlow.js as a diagram reads: its layers with weights of two dimensions, and activations behind. */
export interface ModelLike {
  layers: readonly {
    getWeights(): readonly TensorLike[];
    getConfig?(): Record<string, unknown>;
    getClassName?(): string;
  }[];
}

/** A fully connected network: a model of TensorFlow.js, or its layers. */
export type Network = ModelLike | readonly DenseLayer[];

/** A layer, read. */
export interface ReadLayer {
  /** [inputs][units]. */
  weights: number[][];
  bias: number[];
  activation: string;
  /** The class of a layer behind it that changes its values in a way that is not followed, such as batch norm. */
  unfollowed?: string;
}

/**
 * The fully connected layers of a network.
 *
 * @throws ShapeError `networkDiagram: layer 2 must take the 3 units of layer 1, got [4, 2]`
 */
export function readNetwork(where: string, network: Network): ReadLayer[] {
  if (typeof network !== "object" || network === null)
    throw new ShapeError({ where, required: "network must be a model or its layers", got: shown(network) });
  const given = "layers" in network ? ofModel(where, network) : network;
  checkNotEmpty(where, "the layers with weights", given);
  const layers = Array.from(given, (layer, at) => readLayer(where, layer, at + 1));
  layers.slice(1).forEach(({ weights }, at) => {
    const units = layers[at].bias.length;
    if (weights.length === units) return;
    const required = `layer ${at + 2} must take the ${units} units of layer ${at + 1}`;
    throw new ShapeError({ where, required, got: [weights.length, weights[0].length] });
  });
  return layers;
}

/** A layer of the model, or what it says of the one before. */
interface ModelPart extends DenseLayer {
  unfollowed?: string;
}

function ofModel(where: string, { layers }: ModelLike): ModelPart[] {
  checkArray(where, "the model's layers", layers);
  const parts: ModelPart[] = [];
  for (const layer of Array.from(layers)) {
    const [kernel, bias] = weightsOf(where, layer);
    const activation = activationOf(layer);
    const name = layer.getClassName?.() ?? "";
    const last = parts.at(-1);
    if (isMatrix(kernel)) parts.push({ weights: kernel, bias, activation: activation ?? "linear" });
    else if (last && activation && last.activation === "linear") last.activation = activation;
    else if (last && !idle.has(name)) last.unfollowed ??= name || "another layer";
  }
  return parts;
}

function weightsOf(where: string, layer: ModelLike["layers"][number]): readonly TensorLike[] {
  const weights: unknown = typeof layer?.getWeights === "function" ? layer.getWeights() : undefined;
  if (Array.isArray(weights)) return weights as TensorLike[];
  const required = "a layer's getWeights() must return a list of tensors";
  throw new ShapeError({ where, required, got: shown(weights) });
}

function isMatrix(values: TensorLike | undefined): values is TensorLike {
  return isTensor(values) && values.shape.length === 2;
}

/** Layers that hand on what they get, when a network does not train. */
const idle = new Set([
  ...["InputLayer", "Dropout", "SpatialDropout1D", "GaussianNoise", "GaussianDropout", "AlphaDropout"],
  ...["Flatten", "Reshape", ""],
]);

/** Activations by the names of their layers' classes, and by other names. */
const alike: Record<string, string> = {
  ...{ ReLU: "relu", ELU: "elu", Softmax: "softmax" },
  swish: "silu",
};

function activationOf(layer: ModelLike["layers"][number]): string | undefined {
  const name = layer.getConfig?.()?.activation;
  return typeof name === "string" ? (alike[name] ?? name) : alike[layer.getClassName?.() ?? ""];
}

function readLayer(where: string, layer: ModelPart, number: number): ReadLayer {
  checkParts(where, `layer ${number}`, layer, ["weights"]);
  const table = matrix(where, `layer ${number}'s weights`, layer.weights);
  checkNotEmpty(where, `layer ${number}'s weights`, { length: table.values.length });
  checkFinite(where, `layer ${number}'s weights`, table.values, { columns: table.columns });
  const bias = layer.bias && Array.from(numberColumn(where, `layer ${number}'s bias`, layer.bias));
  if (bias) checkEqualLength(where, { units: { length: table.columns }, [`layer ${number}'s bias`]: bias });
  const { activation = "linear", unfollowed } = layer;
  checkOneOf(where, "activation", activation, ["softmax", ...Object.keys(activations)]);
  const weights = Array.from({ length: table.rows }, (_, row) =>
    Array.from({ length: table.columns }, (__, unit) => table.values[row * table.columns + unit]),
  );
  const known = { weights, activation, bias: bias ?? new Array<number>(table.columns).fill(0) };
  return unfollowed === undefined ? known : { ...known, unfollowed };
}

/** What goes through a network for one input. */
export interface Pass {
  /** The input, then every layer's activations. */
  activations: number[][];
  /** Every layer's δ, the loss gradient at its pre-activation; only with a target. */
  deltas?: number[][];
}

/**
 * Forward, and with a target backward by the chain rule; the loss is cross-entropy where the last layer is a sigmoid or softmax,
 * else half the squared error, so that δ of a sigmoid, softmax or linear output is its error.
 */
export function passThrough(layers: ReadLayer[], input: number[], target?: number[]): Pass {
  const sums: number[][] = [];
  const outputs = [input];
  for (const { weights, bias, activation } of layers) {
    const before = outputs.at(-1)!;
    const z = bias.map((start, unit) =>
      before.reduce((sum, value, row) => sum + value * weights[row][unit], start),
    );
    sums.push(z);
    outputs.push(activation === "softmax" ? softmax(z) : z.map(activations[activation].f));
  }
  return { activations: outputs, ...(target && { deltas: backward(layers, sums, outputs.at(-1)!, target) }) };
}

function backward(layers: ReadLayer[], sums: number[][], output: number[], target: number[]): number[][] {
  const last = layers.at(-1)!.activation;
  const error = output.map((value, at) => value - target[at]);
  const paired = last === "softmax" || last === "sigmoid";
  const deltas = [
    paired ? error : error.map((value, at) => value * activations[last].slope(sums.at(-1)![at])),
  ];
  for (let at = layers.length - 2; at >= 0; at--) {
    const { slope } = activations[layers[at].activation] ?? activations.linear;
    const reached = layers[at + 1].weights.map((row) =>
      row.reduce((sum, weight, unit) => sum + weight * deltas[0][unit], 0),
    );
    deltas.unshift(reached.map((value, unit) => value * slope(sums[at][unit])));
  }
  return deltas;
}

function softmax(z: number[]): number[] {
  const highest = Math.max(...z);
  const powers = z.map((value) => Math.exp(value - highest));
  const total = sumOf(powers);
  return powers.map((value) => value / total);
}
