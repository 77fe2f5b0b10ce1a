import { tableNumber } from "../../show/index";
import { formatValue } from "../format";
import type { Judgement } from "../task";

/** A layer by its numbers: kernel [inputs][units], bias [units]. */
export interface Layer {
  kernel: number[][];
  bias: number[];
}

type Bend = (z: number) => number;

/** What a network answers to x: tanh after each layer but the last, unless told otherwise. */
export function passThrough(
  layers: Layer[],
  x: number[],
  { between = Math.tanh as Bend, last = ((z) => z) as Bend } = {},
): number[] {
  return layers.reduce((input, { kernel, bias }, at) => {
    const bend = at < layers.length - 1 ? between : last;
    return bias.map((b, unit) => bend(input.reduce((sum, value, j) => sum + value * kernel[j][unit], b)));
  }, x);
}

/** A network of k hidden layers of two ReLU units that folds [0, 1] k times: the k-th iterate of the tent map. */
export function tentLayers(k: number): Layer[] {
  const later: Layer = {
    kernel: [
      [2, 2],
      [-4, -4],
    ],
    bias: [0, -0.5],
  };
  return [
    { kernel: [[1, 1]], bias: [0, -0.5] },
    ...Array.from({ length: k - 1 }, () => later),
    { kernel: [[2], [-4]], bias: [0] },
  ];
}

/** What is wrong with a network that should fold [0, 1] k times with two units a layer. */
export function judgeFolds(answer: unknown, k: number): Judgement | undefined {
  if (!isNetwork(answer))
    return {
      message: "The answer is not a network from one number to one number.",
      expected: "a list of layers {kernel: [inputs][units], bias: [units]}, each fitting the one before",
    };
  const units = answer.slice(0, -1).reduce((sum, { bias }) => sum + bias.length, 0);
  if (units > 2 * k)
    return {
      message: "The network is larger than it needs to be.",
      expected: `at most ${2 * k} hidden units, two for each fold`,
      got: `${units} hidden units`,
    };
  const relu: Bend = (z) => Math.max(0, z);
  const places = Array.from({ length: 4 * 2 ** k + 1 }, (_, at) => at / (4 * 2 ** k));
  const wrong = places.find((x) => !close(passThrough(answer, [x], { between: relu })[0], folded(x, k)));
  if (wrong === undefined) return undefined;
  return {
    message: `At x = ${tableNumber(wrong)} the network gives another height.`,
    expected: tableNumber(folded(wrong, k)),
    got: formatValue(passThrough(answer, [wrong], { between: relu })[0]),
  };
}

function folded(x: number, k: number): number {
  return k === 0 ? x : folded(1 - Math.abs(2 * x - 1), k - 1);
}

function close(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-6;
}

function isNetwork(value: unknown): value is Layer[] {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isLayer)) return false;
  const fits = value.every(({ kernel }, at) => kernel.length === (at ? value[at - 1].bias.length : 1));
  return fits && value.at(-1)!.bias.length === 1;
}

function isLayer(value: unknown): value is Layer {
  const { kernel, bias } = (value ?? {}) as Partial<Layer>;
  if (!Array.isArray(kernel) || !Array.isArray(bias)) return false;
  const numbers = (list: unknown) =>
    Array.isArray(list) && list.length === bias.length && list.every((item) => typeof item === "number");
  return kernel.every(numbers) && numbers(bias);
}
