import type { Random } from "../../core/index";
import { formatValue } from "../format";
import type { Judgement } from "../task";
import { drawNonZero, drawNumbers } from "./draw";

/** One neuron: the weights of its inputs, and its bias. */
export interface Neuron {
  weights: number[];
  bias: number;
}

/** Two hidden neurons and the one that reads them. */
export interface XorNetwork {
  hidden: Neuron[];
  output: Neuron;
}

/** a · b. */
export function dot(a: number[], b: number[]): number {
  return a.reduce((total, value, index) => total + value * b[index], 0);
}

/** The slopes of `factor / 2` times the sum of squared errors of weights · x + bias. */
export function slopes(neuron: Neuron, x: number[][], y: number[], factor: number): Neuron {
  const errors = x.map((row, index) => sum(neuron, row) - y[index]);
  const column = (feature: number) => x.map((row) => row[feature]);
  return {
    weights: neuron.weights.map((_, feature) => factor * dot(errors, column(feature))),
    bias: factor * errors.reduce((total, error) => total + error, 0),
  };
}

/** weights · x + bias. */
export function sum({ weights, bias }: Neuron, x: number[]): number {
  return dot(weights, x) + bias;
}

/** Whether the neuron does not give x the label y, -1 or +1; a sum of exactly 0 is a mistake. */
export function isMistake(neuron: Neuron, x: number[], y: number): boolean {
  return y * sum(neuron, x) <= 0;
}

/** The neuron after one step of the length `rate` towards y·x. */
export function step({ weights, bias }: Neuron, x: number[], y: number, rate: number): Neuron {
  return { weights: weights.map((weight, index) => weight + rate * y * x[index]), bias: bias + rate * y };
}

/** The length of a vector. */
export function norm(x: number[]): number {
  return Math.sqrt(dot(x, x));
}

/** R: the length of the longest point. */
export function radius(x: number[][]): number {
  return Math.max(...x.map(norm));
}

/** γ: the least distance of a point from the boundary of u, on its right side. */
export function margin(u: number[], x: number[][], y: number[]): number {
  return Math.min(...x.map((point, index) => y[index] * dot(u, point))) / norm(u);
}

/** A direction, and points on both sides of it with a margin of at least 0.3. */
export function drawSeparable(random: Random, size: number): [u: number[], x: number[][], y: number[]] {
  const u = Array.from({ length: 2 + (size % 3) }, () => drawNonZero(random));
  const x: number[][] = [];
  while (x.length < size + 1) {
    const point = drawNumbers(random, u.length);
    if (Math.abs(dot(u, point)) / norm(u) >= 0.3) x.push(point);
  }
  return [u, x, x.map((point) => Math.sign(dot(u, point)))];
}

/** XOR for the signals `no` and `yes`: at least one, but not both. */
export function xorBetween(no: number, yes: number): XorNetwork {
  return {
    hidden: [
      { weights: [1, 1], bias: -(3 * no + yes) / 2 },
      { weights: [1, 1], bias: -(no + 3 * yes) / 2 },
    ],
    output: { weights: [1, -2], bias: -0.5 },
  };
}

/** What is wrong with a network that should compute XOR between two signals. */
export function judgeXor(answer: unknown, no: number, yes: number): Judgement | undefined {
  const expected =
    "{hidden: [neuron, neuron], output: neuron}, each neuron {weights: [number, number], bias: number}";
  if (!isXorNetwork(answer))
    return { message: "The answer does not have the shape of the network.", expected };
  for (const [a, b] of [
    [no, no],
    [no, yes],
    [yes, no],
    [yes, yes],
  ]) {
    const wanted = a === b ? 0 : 1;
    const hidden = answer.hidden.map((neuron) => fires(neuron, [a, b]));
    if (fires(answer.output, hidden) === wanted) continue;
    return {
      message: `The input ${formatValue([a, b])} makes the hidden neurons say ${formatValue(hidden)}.`,
      expected: `the output ${wanted} for the input ${formatValue([a, b])}`,
      got: `the output ${1 - wanted}`,
    };
  }
  return undefined;
}

function fires(neuron: Neuron, x: number[]): number {
  return sum(neuron, x) > 0 ? 1 : 0;
}

function isXorNetwork(answer: unknown): answer is XorNetwork {
  const { hidden, output } = (answer ?? {}) as Partial<XorNetwork>;
  return Array.isArray(hidden) && hidden.length === 2 && [...hidden, output].every(isNeuron);
}

function isNeuron(value: unknown): value is Neuron {
  const { weights, bias } = (value ?? {}) as Partial<Neuron>;
  if (!Array.isArray(weights) || weights.length !== 2) return false;
  return [...weights, bias].every((weight) => typeof weight === "number");
}
