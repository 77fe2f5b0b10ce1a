import type { Random } from "../../core/index";
import { defineTask, type Task } from "../task";
import { drawNonZero, drawNumber, drawNumbers, drawOne } from "./draw";

const shrink = defineTask({
  title: "How much of δ reaches the first layer",
  call: "shrink(sigma, width, slope, layers)",
  inputs: (random, size): [number, number, number, number] => [
    drawOne(random, [0.1, 0.2, 0.4]),
    drawOne(random, [4, 16, 64]),
    drawOne(random, [0.25, 0.5, 1]),
    1 + size,
  ],
  reference: (sigma: number, width: number, slope: number, layers: number) =>
    (sigma * Math.sqrt(width) * slope) ** (layers - 1),
  tolerance: 1e-9,
  hint: "one step back multiplies δ by σ·√width·slope; from the last of the layers to the first it takes layers − 1 steps",
  mistakes: [
    {
      answer: (sigma, width, slope, layers) => (sigma * Math.sqrt(width) * slope) ** layers,
      hint: "count the steps between the layers, not the layers: from the second to the first it is one",
    },
    {
      answer: (sigma, width, slope, layers) => (sigma * width * slope) ** (layers - 1),
      hint: "random signs cancel: a sum of n random products grows like √n",
    },
    {
      answer: (sigma, width, slope, layers) => sigma * Math.sqrt(width) * slope * (layers - 1),
      hint: "each layer multiplies by the factor again: a power, not a product",
    },
  ],
});

const deviation = defineTask({
  title: "The deviation of the weights that keeps δ",
  call: "deviation(width, share)",
  inputs: (random) => [drawOne(random, [8, 16, 64, 100, 256]), drawOne(random, [0.2, 0.25, 0.5, 0.8, 1])],
  reference: (width: number, share: number) => Math.sqrt(1 / (width * share)),
  hint: "one step multiplies the squared length by width·σ²·share; set that to 1 and solve for σ",
  mistakes: [
    {
      answer: (width, share) => 1 / (width * share),
      hint: "that is the variance σ²; the deviation is its square root",
    },
    {
      answer: (width) => Math.sqrt(2 / width),
      hint: "that is He's, for a share of one half; what if more or fewer of the units pass?",
    },
    {
      answer: (width, share) => Math.sqrt(share / width),
      hint: "the fewer units pass, the larger the weights have to be",
    },
  ],
});

const diagnose = defineTask({
  title: "Vanishing, exploding or healthy",
  call: "diagnose(deltas)",
  inputs: (random, size): [number[]] => [drawDeltas(random, 1 + size)],
  reference: (deltas: number[]) => named(deltas[0] / deltas[deltas.length - 1]),
  hint: "divide the first by the last: below 0.01 is vanishing, above 100 exploding",
  mistakes: [
    {
      answer: (deltas) => named(deltas[deltas.length - 1] / deltas[0]),
      hint: "the walk goes from the last layer to the first: the first one hears what is left",
    },
    {
      answer: (deltas) => (deltas[0] < 0.01 ? "vanishing" : deltas[0] > 100 ? "exploding" : "healthy"),
      hint: "δ alone says little, as every loss has its own scale; compare the first layer with the last",
    },
  ],
});

const saturated = defineTask({
  title: "The share of saturated tanh",
  call: "saturatedShare(a)",
  inputs: (random, size): [number[][]] => [
    Array.from({ length: size }, () =>
      Array.from({ length: 1 + size }, () => Math.tanh(drawNumber(random, -4, 4))),
    ),
  ],
  reference: (a: number[][]) => shareOf(a.flat(), (value) => 1 - value ** 2 < 0.1),
  hint: "count the activations with 1 − a² < 0.1, in all rows, and divide by how many there are",
  mistakes: [
    {
      answer: (a) => a.flat().filter((value) => 1 - value ** 2 < 0.1).length,
      hint: "that is the number; divide it by how many activations there are",
    },
    {
      answer: (a) => shareOf(a.flat(), (value) => 1 - Math.tanh(value) ** 2 < 0.1),
      hint: "a already is tanh(z); its slope is 1 − a², without another tanh",
    },
    {
      answer: (a) => shareOf(a.flat(), (value) => value > Math.sqrt(0.9)),
      hint: "a neuron can be too sure of −1 as well as of +1",
    },
    {
      answer: (a) => shareOf(a[0], (value) => 1 - value ** 2 < 0.1),
      hint: "it looks at the first row only",
    },
  ],
});

const clip = defineTask({
  title: "Clipping by the global norm",
  call: "clip(gradients, bound)",
  inputs: (random, size): [number[][], number] => [
    Array.from({ length: 1 + (size % 3) }, () => [drawNonZero(random), ...drawNumbers(random, size)]),
    drawOne(random, [1, 2, 5, 50]),
  ],
  reference: (gradients: number[][], bound: number) =>
    scaled(gradients, Math.min(1, bound / Math.hypot(...gradients.flat()))),
  hint: "one norm of all the numbers together; if it is above the bound, multiply every number by bound / norm",
  mistakes: [
    {
      answer: (gradients, bound) =>
        gradients.map((row) => scaled([row], Math.min(1, bound / Math.hypot(...row)))[0]),
      hint: "that clips each layer by its own norm; the global norm keeps the direction of all of them together",
    },
    {
      answer: (gradients, bound) => scaled(gradients, bound / Math.hypot(...gradients.flat())),
      hint: "slopes shorter than the bound stay as they are",
    },
    {
      answer: (gradients, bound) =>
        gradients.map((row) => row.map((value) => Math.max(-bound, Math.min(bound, value)))),
      hint: "that clips each number by itself, and turns the direction; shorten all by the same factor",
    },
  ],
});

function drawDeltas(random: Random, layers: number): number[] {
  const steepness = drawOne(random, [-4, -3, -1, 0, 1, 3, 4]);
  const scale = 10 ** drawNumber(random, -3, 3);
  return Array.from(
    { length: layers },
    (_, layer) => scale * 10 ** ((steepness * (layers - 1 - layer)) / (layers - 1)),
  );
}

function named(ratio: number): string {
  return ratio < 0.01 ? "vanishing" : ratio > 100 ? "exploding" : "healthy";
}

function shareOf<Item>(items: Item[], holds: (item: Item) => boolean): number {
  return items.filter(holds).length / items.length;
}

function scaled(rows: number[][], factor: number): number[][] {
  return rows.map((row) => row.map((value) => value * factor));
}

/** The exercises of notebook 07. */
export const gradientFlowTasks: Record<string, Task> = {
  "07-shrink": shrink,
  "07-deviation": deviation,
  "07-diagnose": diagnose,
  "07-saturated": saturated,
  "07-clip": clip,
};
