import type { Random } from "../../core/index";
import { defineTask, type Task } from "../task";
import { drawNonZero, drawNumber, drawNumbers, drawOne } from "./draw";

const decomposition = defineTask({
  title: "Bias and variance",
  call: "decompose(predictions, truths)",
  inputs: (random, size): [number[][], number[]] => [
    Array.from({ length: 2 + size }, () => drawNumbers(random, size)),
    drawNumbers(random, size),
  ],
  reference: (predictions: number[][], truths: number[]) => ({
    bias2: mean(truths.map((truth, at) => (middleOf(predictions, at) - truth) ** 2)),
    variance: mean(truths.map((_, at) => spreadOf(predictions, at, predictions.length))),
  }),
  hint: "for each place: the mean over the samples; its distance from the truth, squared; the mean squared distance of the samples from it",
  mistakes: [
    {
      answer: (predictions, truths) => ({
        bias2: mean(truths.map((truth, at) => mean(predictions.map((row) => (row[at] - truth) ** 2)))),
        variance: mean(truths.map((_, at) => spreadOf(predictions, at, predictions.length))),
      }),
      hint: "your bias² is the whole error: take the mean of the predictions first, then its distance from the truth",
    },
    {
      answer: (predictions, truths) => ({
        bias2: mean(truths.map((truth, at) => (middleOf(predictions, at) - truth) ** 2)),
        variance: mean(truths.map((_, at) => spreadOf(predictions, at, predictions.length - 1))),
      }),
      hint: "the decomposition needs the plain mean over the samples, divided by their number, not by one less",
    },
  ],
});

const weightDecay = defineTask({
  title: "One step with an L2 penalty",
  call: "step(w, slopes, alpha, rate)",
  inputs: (random, size): [number[], number[], number, number] => [
    Array.from({ length: size }, () => drawNonZero(random)),
    drawNumbers(random, size),
    drawOne(random, [0.1, 0.5, 1]),
    drawOne(random, [0.01, 0.1, 0.2]),
  ],
  reference: (w: number[], slopes: number[], alpha: number, rate: number) =>
    w.map((value, at) => value - rate * (slopes[at] + 2 * alpha * value)),
  hint: "the slope of α·w² is 2·α·w; add it to the slope of the loss, and step against the sum",
  mistakes: [
    {
      answer: (w, slopes, alpha, rate) => w.map((value, at) => value - rate * (slopes[at] + alpha * value)),
      hint: "the derivative of w² brings a 2 with it",
    },
    {
      answer: (w, slopes, alpha, rate) =>
        w.map((value, at) => value - rate * slopes[at] + rate * 2 * alpha * value),
      hint: "it makes the weights grow: the penalty pulls towards 0",
    },
    {
      answer: (w, slopes, alpha, rate) => w.map((value, at) => value - rate * slopes[at] - 2 * alpha * value),
      hint: "the penalty is part of what is minimised: its slope is multiplied by the rate too",
    },
  ],
});

const threshold = (z: number, alpha: number) => Math.sign(z) * Math.max(0, Math.abs(z) - alpha);

const softThreshold = defineTask({
  title: "The soft threshold",
  call: "softThreshold(z, alpha)",
  inputs: (random) => [drawNumber(random, -3, 3), drawNumber(random, 0.2, 2)],
  reference: threshold,
  hint: "towards 0 by α; and if that would pass 0, then 0",
  mistakes: [
    { answer: (z, alpha) => Math.max(0, z - alpha), hint: "what happens to a negative z?" },
    {
      answer: (z, alpha) => Math.sign(z) * (Math.abs(z) - alpha),
      hint: "a small z must end at 0, not on the other side of it",
    },
    {
      answer: (z, alpha) => (Math.abs(z) > alpha ? z : 0),
      hint: "that is the hard threshold: those that survive are drawn towards 0 as well",
    },
  ],
});

const leftOver = defineTask({
  title: "How many inputs a path keeps",
  call: "left(weights)",
  inputs: (random, size): [number[][]] => [drawPath(random, 1 + size, 3 + size)],
  reference: (weights: number[][]) => weights.map((row) => row.filter((w) => w !== 0).length),
  hint: "for each step, count the weights that are not exactly 0",
  mistakes: [
    {
      answer: (weights) => weights.map((row) => row.filter((w) => w > 0).length),
      hint: "a negative weight counts as well",
    },
    {
      answer: (weights) => weights.map((row) => row.filter((w) => w === 0).length),
      hint: "these are the ones that were dropped",
    },
    {
      answer: (weights) => weights.map((row) => row.filter((w) => Math.abs(w) > 0.05).length),
      hint: "small is not 0: a lasso's zeros are exact",
    },
  ],
});

const translate = defineTask({
  title: "From one convention of the elastic net to the other",
  call: "translate(lambda, m)",
  inputs: (random) => [drawNumber(random, 0.1, 4), drawOne(random, [0.1, 0.25, 0.5, 0.75, 0.9])],
  reference: (lambda: number, m: number) => ({
    alpha: lambda * (1 - m) + 2 * lambda * m,
    l1Ratio: (lambda * (1 - m)) / (lambda * (1 - m) + 2 * lambda * m),
  }),
  hint: "compare term by term: alpha·l1Ratio = λ(1 − m) for Σ|w|, and alpha·(1 − l1Ratio)/2 = λm for Σw²; two equations, two unknowns",
  mistakes: [
    {
      answer: (lambda, m) => ({ alpha: lambda, l1Ratio: m }),
      hint: "here m is the share of L2; what is l1Ratio when m is 0?",
    },
    {
      answer: (lambda, m) => ({ alpha: lambda, l1Ratio: 1 - m }),
      hint: "the shares are the right way round; but the library halves the squares, and the notes do not",
    },
  ],
});

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function middleOf(predictions: number[][], at: number): number {
  return mean(predictions.map((row) => row[at]));
}

function spreadOf(predictions: number[][], at: number, divisor: number): number {
  const middle = middleOf(predictions, at);
  return predictions.reduce((sum, row) => sum + (row[at] - middle) ** 2, 0) / divisor;
}

function drawPath(random: Random, steps: number, inputs: number): number[][] {
  return Array.from({ length: steps }, () =>
    Array.from({ length: inputs }, () =>
      drawOne(random, [0, drawNonZero(random), drawNonZero(random) / 200]),
    ),
  );
}

/** The exercises of notebook 11. */
export const regularizationTasks: Record<string, Task> = {
  "11-decomposition": decomposition,
  "11-weight-decay": weightDecay,
  "11-soft-threshold": softThreshold,
  "11-left": leftOver,
  "11-translate": translate,
};
