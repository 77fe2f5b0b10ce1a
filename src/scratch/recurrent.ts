import { checkNoOptions, checkNumbers, ShapeError } from "../core/index";
import { checkMatrices } from "./checkGiven";
import { activations } from "./activations";

/** The weights of a recurrent layer as TensorFlow.js orders them; with gates, their columns stand side by side. */
export interface RecurrentWeights {
  /** From the input, [features][gates · units]. */
  kernel: number[][];
  /** From the state before, [units][gates · units]. */
  recurrentKernel: number[][];
  /** [gates · units]. */
  bias: number[];
}

/** What each step of a recurrent layer computed, [steps][units] each. */
export type Unrolled<Name extends string> = Record<Name, number[][]>;

const { sigmoid, tanh } = activations;

/**
 * A plain recurrent layer over one sequence: hₜ = tanh(xₜ K + hₜ₋₁ R + b), h₀ = 0.
 *
 * Source: J. Elman, Finding structure in time, Cognitive Science 14 (1990).
 *
 * ```ts
 * simpleRNN(weights, [[1], [0], [0]]).state // [3][units]
 * ```
 *
 * @param x [steps][features]
 * @throws ShapeError when weights and x do not fit
 */
export function simpleRNN(weights: RecurrentWeights, x: number[][], ...none: []): Unrolled<"state"> {
  checkNoOptions("simpleRNN", none);
  const units = unitsOf("simpleRNN", weights, x, 1);
  let state = zeros(units);
  return unrolled(x, (row) => {
    state = sums(weights, row, state).map(tanh.value);
    return { state };
  });
}

/**
 * A layer of long short-term memory over one sequence, with gates input i, forget f, output o and candidate g:
 * cₜ = f ⊙ cₜ₋₁ + i ⊙ g, hₜ = o ⊙ tanh(cₜ); each gate is σ(xₜ K + hₜ₋₁ R + b), the candidate the same with tanh.
 *
 * The columns of the weights are those of i, f, g, o, as in TensorFlow.js with `recurrentActivation: "sigmoid"`.
 *
 * Source: S. Hochreiter, J. Schmidhuber, Neural Computation 9 (1997); the forget gate: F. Gers et al., Neural Computation 12 (2000).
 *
 * ```ts
 * lstm(weights, [[1], [0], [0]]).forget // [3][units], each in (0, 1)
 * ```
 *
 * @param x [steps][features]
 * @throws ShapeError when weights and x do not fit
 */
export function lstm(
  weights: RecurrentWeights,
  x: number[][],
  ...none: []
): Unrolled<"input" | "forget" | "candidate" | "output" | "cell" | "state"> {
  checkNoOptions("lstm", none);
  const units = unitsOf("lstm", weights, x, 4);
  let [cell, state] = [zeros(units), zeros(units)];
  return unrolled(x, (row) => {
    const [i, f, g, o] = parts(sums(weights, row, state), units);
    const [input, forget, output] = [i, f, o].map((gate) => gate.map(sigmoid.value));
    const candidate = g.map(tanh.value);
    cell = cell.map((c, k) => forget[k] * c + input[k] * candidate[k]);
    state = cell.map((c, k) => output[k] * tanh.value(c));
    return { input, forget, candidate, output, cell, state };
  });
}

/**
 * A layer of gated recurrent units over one sequence, with gates update z and reset r and candidate g:
 * hₜ = z ⊙ hₜ₋₁ + (1 − z) ⊙ g, g = tanh(xₜ K + (r ⊙ hₜ₋₁) R + b); each gate is σ(xₜ K + hₜ₋₁ R + b).
 *
 * The columns of the weights are those of z, r, g, as in TensorFlow.js with `recurrentActivation: "sigmoid"`.
 *
 * Source: K. Cho et al., EMNLP 2014, equations 5 to 8.
 *
 * ```ts
 * gru(weights, [[1], [0], [0]]).update // [3][units], each in (0, 1)
 * ```
 *
 * @param x [steps][features]
 * @throws ShapeError when weights and x do not fit
 */
export function gru(
  weights: RecurrentWeights,
  x: number[][],
  ...none: []
): Unrolled<"update" | "reset" | "candidate" | "state"> {
  checkNoOptions("gru", none);
  const units = unitsOf("gru", weights, x, 3);
  let state = zeros(units);
  return unrolled(x, (row) => {
    const gates = parts(sums(weights, row, state), units);
    const [update, reset] = gates.slice(0, 2).map((gate) => gate.map(sigmoid.value));
    const kept = state.map((h, k) => reset[k] * h);
    const candidate = parts(sums(weights, row, kept), units)[2].map(tanh.value);
    state = state.map((h, k) => update[k] * h + (1 - update[k]) * candidate[k]);
    return { update, reset, candidate, state };
  });
}

/** x K + h R + b. */
function sums({ kernel, recurrentKernel, bias }: RecurrentWeights, x: number[], h: number[]): number[] {
  return bias.map(
    (b, k) =>
      x.reduce((sum, value, j) => sum + value * kernel[j][k], b) +
      h.reduce((sum, value, j) => sum + value * recurrentKernel[j][k], 0),
  );
}

/** A list cut into stretches of one length. */
function parts(values: number[], length: number): number[][] {
  return Array.from({ length: values.length / length }, (_, at) =>
    values.slice(at * length, (at + 1) * length),
  );
}

function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
}

function unrolled<Name extends string>(
  x: number[][],
  step: (row: number[]) => Record<Name, number[]>,
): Unrolled<Name> {
  const steps = x.map(step);
  const names = Object.keys(steps[0]) as Name[];
  return Object.fromEntries(names.map((name) => [name, steps.map((each) => each[name])])) as Unrolled<Name>;
}

function unitsOf(where: string, weights: RecurrentWeights, x: number[][], gates: number): number {
  const { kernel, recurrentKernel, bias } = weights ?? {};
  checkMatrices(where, { x, kernel, recurrentKernel });
  checkNumbers(where, "bias", bias);
  const units = recurrentKernel.length;
  const shapes = {
    kernel: [
      [kernel.length, kernel[0]?.length],
      [x[0]?.length, gates * units],
    ],
    recurrentKernel: [
      [units, recurrentKernel[0]?.length],
      [units, gates * units],
    ],
    bias: [[bias.length], [gates * units]],
  };
  for (const [name, [got, wanted]] of Object.entries(shapes))
    if (String(got) !== String(wanted))
      throw new ShapeError({ where, required: `${name} must be [${wanted.join(", ")}]`, got });
  return units;
}
