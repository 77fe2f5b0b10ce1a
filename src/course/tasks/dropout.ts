import type { Random } from "../../core/index";
import { maxNorm } from "../../scratch/index";
import { defineTask, type Task } from "../task";
import { drawNonZero, drawNumber, drawNumbers, drawOne } from "./draw";

const rates = [0.2, 0.25, 0.5, 0.75];

const mask = defineTask({
  title: "Drop and scale",
  call: "drop(a, u, rate)",
  inputs: (random, size): [number[], number[], number] => [
    Array.from({ length: 2 + size }, () => drawNonZero(random)),
    Array.from({ length: 2 + size }, () => Math.round(100 * random.uniform()) / 100),
    drawOne(random, rates),
  ],
  reference: (a: number[], u: number[], rate: number) =>
    a.map((value, at) => (u[at] < rate ? 0 : value / (1 - rate))),
  hint: "0 where u is below the rate, else a divided by what is left, 1 − rate",
  mistakes: [
    {
      answer: (a, u, rate) => a.map((value, at) => (u[at] < rate ? 0 : value)),
      hint: "the mask is right; but the layer above now gets less than it is used to: scale what stays",
    },
    {
      answer: (a, u, rate) => a.map((value, at) => (u[at] < rate ? 0 : value / rate)),
      hint: "a share of 1 − rate stays: that is what to divide by",
    },
    {
      answer: (a, u, rate) => a.map((value, at) => (u[at] < rate ? value / (1 - rate) : 0)),
      hint: "the rate is the share that is dropped, and u is below it that often",
    },
    {
      answer: (a, _u, rate) => a.map((value) => value * (1 - rate)),
      hint: "that is what is right on average: here u decides about each unit",
    },
  ],
});

const back = defineTask({
  title: "Back through the mask",
  call: "dropBack(delta, stays, rate)",
  inputs: (random, size): [number[], number[], number] => [
    Array.from({ length: 2 + size }, () => drawNonZero(random)),
    Array.from({ length: 2 + size }, () => random.integer(2)),
    drawOne(random, rates),
  ],
  reference: (delta: number[], stays: number[], rate: number) =>
    delta.map((slope, at) => (slope * stays[at]) / (1 - rate)),
  hint: "forward, each activation was multiplied by a number; its slope is multiplied by the same one",
  mistakes: [
    {
      answer: (delta, stays) => delta.map((slope, at) => slope * stays[at]),
      hint: "what stayed was scaled on its way forward: what does a change of it do to the loss?",
    },
    {
      answer: (delta, _stays, rate) => delta.map((slope) => slope / (1 - rate)),
      hint: "a unit that was dropped had no part in the result: how much may it be told?",
    },
  ],
});

const moments = defineTask({
  title: "What a sum is on average, and how much it jitters",
  call: "moments(w, a, rate)",
  inputs: (random, size): [number[], number[], number] => [
    Array.from({ length: size }, () => drawNonZero(random)),
    Array.from({ length: size }, () => drawNonZero(random)),
    drawOne(random, rates),
  ],
  reference: (w: number[], a: number[], rate: number) => ({
    mean: w.reduce((sum, weight, at) => sum + weight * a[at], 0),
    variance: (rate / (1 - rate)) * w.reduce((sum, weight, at) => sum + (weight * a[at]) ** 2, 0),
  }),
  hint: "the factor of one unit is 0 or 1/(1 − rate): its mean is 1, its variance rate/(1 − rate); variances add up",
  mistakes: [
    {
      answer: (w, a, rate) => ({
        mean: (1 - rate) * w.reduce((sum, weight, at) => sum + weight * a[at], 0),
        variance: rate * (1 - rate) * w.reduce((sum, weight, at) => sum + (weight * a[at]) ** 2, 0),
      }),
      hint: "that is dropout without the scaling by 1/(1 − rate)",
    },
    {
      answer: (w, a, rate) => ({
        mean: w.reduce((sum, weight, at) => sum + weight * a[at], 0),
        variance: (rate / (1 - rate)) * w.reduce((sum, weight, at) => sum + weight * a[at], 0) ** 2,
      }),
      hint: "every unit has a coin of its own: add the squares, do not square the sum",
    },
  ],
});

/** Epochs as a patient observer sees them: where training ends, and which one was best until then. */
function stopAt(losses: number[], patience: number): { stopped: number; best: number } {
  let best = 0;
  for (let epoch = 1; epoch < losses.length; epoch++) {
    if (losses[epoch] < losses[best]) best = epoch;
    else if (epoch - best >= patience) return { stopped: epoch, best };
  }
  return { stopped: losses.length - 1, best };
}

const early = defineTask({
  title: "When to stop",
  call: "stop(losses, patience)",
  inputs: (random, size): [number[], number] => [drawValley(random, 4 + 2 * size), 1 + random.integer(3)],
  reference: stopAt,
  hint: "keep the best epoch; the first epoch that comes `patience` after it without being better is the last",
  mistakes: [
    {
      answer: (losses, patience) => ({
        stopped: stopAt(losses, patience).stopped,
        best: losses.indexOf(Math.min(...losses)),
      }),
      hint: "you looked into the future: after the stop nothing is known any more",
    },
    {
      answer: (losses) => stopAt(losses, 1),
      hint: "patience: one worse epoch is not enough, unless patience is 1",
    },
    {
      answer: (losses, patience) => {
        const { best } = stopAt(losses, patience);
        return { stopped: best, best };
      },
      hint: "the best epoch is known only `patience` epochs later: that one is the last that is run",
    },
  ],
});

const project = defineTask({
  title: "Weights on a leash",
  call: "project(kernel, bound)",
  inputs: (random, size): [number[][], number] => [
    Array.from({ length: 1 + size }, () => drawNumbers(random, 1 + size)),
    drawOne(random, [1, 2, 4, 8]),
  ],
  reference: (kernel: number[][], bound: number) => maxNorm(kernel, bound),
  hint: "for each column: its length; if it is above the bound, multiply the column by bound / length",
  mistakes: [
    {
      answer: (kernel, bound) => kernel.map((row) => row.map((w) => Math.max(-bound, Math.min(bound, w)))),
      hint: "it is the length of all weights of a unit that is bounded, not each weight",
    },
    {
      answer: (kernel, bound) =>
        kernel.map((row) => row.map((w) => w * Math.min(1, bound / (Math.hypot(...row) || 1)))),
      hint: "kernel[input][unit]: the weights that come into a unit stand in a column",
    },
    {
      answer: (kernel, bound) =>
        kernel.map((row) =>
          row.map((w, unit) => (w * bound) / (Math.hypot(...kernel.map((each) => each[unit])) || 1)),
        ),
      hint: "a column that is short enough stays as it is",
    },
  ],
});

const committee = defineTask({
  title: "The committee's geometric mean",
  call: "committee(p)",
  inputs: (random, size): [number[][]] => [
    Array.from({ length: 1 + size }, () => drawShares(random, 2 + Math.min(2, size))),
  ],
  reference: (p: number[][]) =>
    normalised(p[0].map((_, k) => Math.exp(average(p.map((row) => Math.log(row[k])))))),
  hint: "for each class multiply what all members say and take the n-th root; then divide by the sum over classes",
  mistakes: [
    {
      answer: (p) => p[0].map((_, k) => average(p.map((row) => row[k]))),
      hint: "that is the arithmetic mean: good as well, but not what one network without dropout computes",
    },
    {
      answer: (p) => p[0].map((_, k) => Math.exp(average(p.map((row) => Math.log(row[k]))))),
      hint: "they must add up to 1 again",
    },
    {
      answer: (p) => normalised(p[0].map((_, k) => p.reduce((product, row) => product * row[k], 1))),
      hint: "a product of n members needs the n-th root",
    },
  ],
});

function average(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function normalised(values: number[]): number[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => value / total);
}

function drawShares(random: Random, classes: number): number[] {
  return normalised(Array.from({ length: classes }, () => drawNumber(random, 0.1, 2)));
}

/** Losses that fall for a while and then wander. */
function drawValley(random: Random, epochs: number): number[] {
  let loss = 3;
  return Array.from({ length: epochs }, (_, epoch) => {
    loss = Math.max(0.1, loss + (epoch < epochs / 3 ? -random.uniform(0, 0.4) : random.uniform(-0.3, 0.4)));
    return Math.round(1000 * loss) / 1000;
  });
}

/** The exercises of notebook 12. */
export const dropoutTasks: Record<string, Task> = {
  "12-mask": mask,
  "12-back": back,
  "12-moments": moments,
  "12-stop": early,
  "12-max-norm": project,
  "12-committee": committee,
};
