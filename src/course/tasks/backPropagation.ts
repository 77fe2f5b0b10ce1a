import type { Random } from "../../core/index";
import { defineTask, type Task } from "../task";
import { drawGradients, type Loss, type Slopes } from "./backPropagationAnswers";
import { drawNonZero, drawNumber, drawNumbers, drawOne } from "./draw";

const chainRule = defineTask({
  title: "The slope of one neuron's loss in its weight",
  call: "slope(w, x, y)",
  inputs: (random) => [drawNumber(random, -1, 1), drawNonZero(random), drawNumber(random, -1, 1)],
  reference: (w: number, x: number, y: number) => 2 * (Math.tanh(w * x) - y) * tanhSlope(w * x) * x,
  hint: "three links: the loss looks at a, a looks at z, z looks at w; multiply ∂L/∂a · ∂a/∂z · ∂z/∂w",
  mistakes: [
    {
      answer: (w, x, y) => 2 * (Math.tanh(w * x) - y) * x,
      hint: "a link is missing: between z and a stands tanh, and its slope is 1 − a²",
    },
    {
      answer: (w, x, y) => 2 * (Math.tanh(w * x) - y) * tanhSlope(w * x),
      hint: "that is the slope in z; one more link leads from z to w",
    },
    {
      answer: (w, x, y) => (Math.tanh(w * x) - y) * tanhSlope(w * x) * x,
      hint: "the derivative of (a − y)² brings a 2 with it",
    },
  ],
});

type Rule = (a: number, b: number) => [number, number];

const rules: Record<string, Rule> = {
  "+": () => [1, 1],
  "-": () => [1, -1],
  "*": (a, b) => [b, a],
  "/": (a, b) => [1 / b, -a / (b * b)],
  max: (a, b) => (a > b ? [1, 0] : [0, 1]),
};

const fiveRules = defineTask({
  title: "Five backward rules",
  call: "backward(operation, a, b, grad)",
  inputs: (random): [string, number, number, number] => [
    drawOne(random, Object.keys(rules)),
    drawNumber(random),
    drawNonZero(random),
    drawNonZero(random),
  ],
  reference: (operation: string, a: number, b: number, grad: number) => applied(rules, operation, a, b, grad),
  hint: "each result is the operation's own slope in that input, times grad; take the five operations one by one",
  mistakes: [
    {
      answer: (operation, a, b) => applied(rules, operation, a, b, 1),
      hint: "these are the local slopes; the chain rule multiplies each by what comes from above, grad",
    },
    {
      answer: (operation, a, b, grad) => applied({ ...rules, "*": (x, y) => [x, y] }, operation, a, b, grad),
      hint: "look at the product: how much does a · b grow when a grows by a little? Not by a",
    },
    {
      answer: (operation, a, b, grad) => applied({ ...rules, "-": () => [1, 1] }, operation, a, b, grad),
      hint: "look at a − b: what happens to it when b grows?",
    },
    {
      answer: (operation, a, b, grad) =>
        applied({ ...rules, "/": (x, y) => [1 / y, x / (y * y)] }, operation, a, b, grad),
      hint: "look at a / b: does it grow or shrink when b grows?",
    },
    {
      answer: (operation, a, b, grad) => applied({ ...rules, max: () => [1, 1] }, operation, a, b, grad),
      hint: "max passes only the larger number on; the other could move a little and nobody would notice",
    },
  ],
});

const oneLayerBack = defineTask({
  title: "δ, one layer further back",
  call: "deltaBelow(kernel, delta, a)",
  inputs: (random, size): [number[][], number[], number[]] => [
    drawMatrix(random, 1 + size, 2 + (size % 3)),
    drawNumbers(random, 2 + (size % 3)),
    Array.from({ length: 1 + size }, () => drawNumber(random, -0.9, 0.9)),
  ],
  reference: (kernel: number[][], delta: number[], a: number[]) =>
    a.map((value, unit) => (1 - value * value) * dot(kernel[unit], delta)),
  hint: "unit i hears from every unit k above it: Σ kernel[i][k]·delta[k]; then through its own tanh, whose slope is 1 − a[i]²",
  mistakes: [
    {
      answer: (kernel, delta, a) => a.map((_, unit) => dot(kernel[unit], delta)),
      hint: "that is the slope at the activations a; one more link leads to the sums z: times 1 − a²",
    },
    {
      answer: (kernel, delta, a) =>
        a.map((value, unit) => (1 - Math.tanh(value) ** 2) * dot(kernel[unit], delta)),
      hint: "a already is tanh(z): the slope is 1 − a², without another tanh",
    },
  ],
});

const kernelGradient = defineTask({
  title: "From δ to the slopes of the weights",
  call: "kernelGradient(input, delta)",
  inputs: (random, size): [number[][], number[][]] => [
    drawMatrix(random, size, 1 + (size % 3)),
    drawMatrix(random, size, 2 + (size % 2)),
  ],
  reference: (input: number[][], delta: number[][]) =>
    input[0].map((_, i) =>
      delta[0].map((_, k) =>
        dot(
          input.map((row) => row[i]),
          delta.map((row) => row[k]),
        ),
      ),
    ),
  hint: "weight [i][k] meets input[row][i] and delta[row][k] in every row: multiply, and add over the rows",
  mistakes: [
    {
      answer: (input, delta) =>
        input[0].map((_, i) =>
          delta[0].map(
            (_, k) =>
              dot(
                input.map((row) => row[i]),
                delta.map((row) => row[k]),
              ) / input.length,
          ),
        ),
      hint: "add over the rows; the mean is already in δ, which began with the slope of a mean loss",
    },
    {
      answer: (input, delta) =>
        delta[0].map((_, k) =>
          input[0].map((_, i) =>
            dot(
              input.map((row) => row[i]),
              delta.map((row) => row[k]),
            ),
          ),
        ),
      hint: "the numbers are right, their table is turned: one row for each input, one column for each unit",
    },
    {
      answer: (input, delta) => input[0].map((_, i) => delta[0].map((_, k) => input[0][i] * delta[0][k])),
      hint: "with one row it is right; what do the other rows add?",
    },
  ],
});

const catchMutants = defineTask({
  title: "A gradient check that catches every mutant",
  call: "isRight(loss, gradient, x)",
  inputs: drawGradients,
  reference: (loss: Loss, gradient: Slopes, x: number[]) => agrees(loss, gradient, x, 1e-5),
  hint: "for every entry i: (loss(x with x[i] + h) − loss(x with x[i] − h)) / 2h must be close to gradient(x)[i]; h = 1e-5",
  mistakes: [
    {
      answer: (loss, gradient, x) => agrees(loss, gradient, x, 1e-5, 1),
      hint: "it checks the first entry only; a mutant may sit in any of them",
    },
    {
      answer: (loss, gradient, x) => agrees(loss, gradient, x, 0.1),
      hint: "it lets a mutant through that is off by a few per cent: in 64 bits, right slopes agree to 1e-6",
    },
    { answer: () => true, hint: "it calls every gradient right: it was never compared with the loss" },
  ],
});

function agrees(loss: Loss, gradient: Slopes, x: number[], tolerance: number, entries = x.length): boolean {
  const h = 1e-5;
  const moved = (i: number, by: number) => loss(x.map((value, at) => (at === i ? value + by : value)));
  return gradient(x)
    .slice(0, entries)
    .every((slope, i) => {
      const measured = (moved(i, h) - moved(i, -h)) / (2 * h);
      return Math.abs(slope - measured) <= tolerance * Math.max(1, Math.abs(measured));
    });
}

function applied(by: Record<string, Rule>, operation: string, a: number, b: number, grad: number): number[] {
  return by[operation](a, b).map((slope) => slope * grad);
}

function tanhSlope(z: number): number {
  return 1 - Math.tanh(z) ** 2;
}

function dot(a: number[], b: number[]): number {
  return a.reduce((sum, value, at) => sum + value * b[at], 0);
}

function drawMatrix(random: Random, rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, () => drawNumbers(random, columns));
}

/** The exercises of notebook 06. */
export const backPropagationTasks: Record<string, Task> = {
  "06-chain-rule": chainRule,
  "06-five-rules": fiveRules,
  "06-delta-below": oneLayerBack,
  "06-kernel-gradient": kernelGradient,
  "06-catch-mutants": catchMutants,
};
