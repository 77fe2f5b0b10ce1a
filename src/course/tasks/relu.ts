import type { Random } from "../../core/index";
import { defineTask, type Task } from "../task";
import { drawNonZero, drawNumber, drawNumbers, drawOne } from "./draw";

const reluBack = defineTask({
  title: "Back through a ReLU",
  call: "reluBack(z, delta)",
  inputs: (random, size): [number[], number[]] => [
    Array.from({ length: 2 + size }, () => drawOne(random, [0, drawNonZero(random), drawNonZero(random)])),
    Array.from({ length: 2 + size }, () => drawNonZero(random)),
  ],
  reference: (z: number[], delta: number[]) => delta.map((value, unit) => (z[unit] > 0 ? value : 0)),
  hint: "where z is above 0 the slope is 1 and δ passes as it is; elsewhere, at 0 too, nothing passes",
  mistakes: [
    {
      answer: (z, delta) => delta.map((value, unit) => (z[unit] >= 0 ? value : 0)),
      hint: "at exactly 0 we take TensorFlow's subgradient, 0",
    },
    {
      answer: (_z, delta) => delta.map((value) => Math.max(0, value)),
      hint: "it is z that decides, not the sign of δ",
    },
    {
      answer: (z) => z.map((value) => (value > 0 ? 1 : 0)),
      hint: "these are the slopes; multiply them by δ",
    },
    {
      answer: (z, delta) => delta.map((value, unit) => value * Math.max(0, z[unit])),
      hint: "multiply by the slope of ReLU, which is 1 or 0, not by its value",
    },
  ],
});

const eluSlope = defineTask({
  title: "The slope of ELU from its output",
  call: "eluSlope(a, alpha)",
  inputs: (random): [number, number] => {
    const alpha = drawOne(random, [0.5, 1, 1.5, 2]);
    const z = drawNonZero(random);
    return [z > 0 ? z : alpha * Math.expm1(z), alpha];
  },
  reference: (a: number, alpha: number) => (a > 0 ? 1 : a + alpha),
  hint: "for z < 0 the slope is α·eᶻ; and a = α·eᶻ − α",
  mistakes: [
    {
      answer: (a, alpha) => (a > 0 ? 1 : alpha * Math.exp(a)),
      hint: "a is not z: put a = α(eᶻ − 1) into α·eᶻ, without another exponential",
    },
    { answer: (a, alpha) => a + alpha, hint: "left of 0 it is right; and right of 0, where a = z?" },
    { answer: (a) => (a > 0 ? 1 : a + 1), hint: "that is right for α = 1" },
  ],
});

const deadUnits = defineTask({
  title: "Units that are silent for every input",
  call: "deadUnits(a)",
  inputs: (random, size): [number[][]] => [drawActivations(random, 2 + size, 3 + size)],
  reference: (a: number[][]) => indices(a[0], (_, unit) => a.every((row) => row[unit] === 0)),
  hint: "a unit is dead when its number is 0 in every row: look down each column",
  mistakes: [
    {
      answer: (a) => indices(a[0], (value) => value === 0),
      hint: "silent for the first input is not dead; look at all of them",
    },
    {
      answer: (a) => indices(a, (row) => row.every((value) => value === 0)),
      hint: "a row is one input, a column is one unit",
    },
    {
      answer: (a) => indices(a[0], (_, unit) => a.some((row) => row[unit] === 0)),
      hint: "every ReLU is silent now and then; dead means for every input",
    },
  ],
});

const bornDead = defineTask({
  title: "The bound on networks that are born dead",
  call: "bornDead(width, layers)",
  inputs: (random, size) => [1 + random.integer(4), size + random.integer(12)],
  reference: (width: number, layers: number) => 1 - (1 - 2 ** -width) ** layers,
  hint: "one layer is alive with 1 − 2⁻ᴺ; all L of them with that to the power L; the rest is p",
  mistakes: [
    {
      answer: (width, layers) => (1 - 2 ** -width) ** layers,
      hint: "that is the chance that every layer is alive",
    },
    {
      answer: (width, layers) => layers * 2 ** -width,
      hint: "chances of several events cannot simply be added: for many layers it exceeds 1",
    },
    {
      answer: (width, layers) => 1 - (1 - 1 / width) ** layers,
      hint: "all units of a layer are silent together with ½ · ½ · … = 2⁻ᴺ",
    },
  ],
});

const leakyDeviation = defineTask({
  title: "The start for a leaky ReLU",
  call: "leakyDeviation(width, alpha)",
  inputs: (random) => [drawOne(random, [8, 16, 50, 64, 256]), drawOne(random, [0.01, 0.1, 0.25, 0.5, 1])],
  reference: (width: number, alpha: number) => Math.sqrt(2 / (width * (1 + alpha ** 2))),
  hint: "width·σ²·(1 + α²)/2 = 1",
  mistakes: [
    {
      answer: (width) => Math.sqrt(2 / width),
      hint: "that is the start for a leak of 0; what does the left half pass on?",
    },
    {
      answer: (width, alpha) => Math.sqrt(2 / (width * (1 + alpha))),
      hint: "it is the squared length that we keep, so the leak counts with α²",
    },
    {
      answer: (width, alpha) => 2 / (width * (1 + alpha ** 2)),
      hint: "that is the variance σ²; the deviation is its root",
    },
  ],
});

function drawActivations(random: Random, rows: number, units: number): number[][] {
  const dead = Array.from({ length: units }, (_, unit) => unit === 1 || random.uniform() < 0.3);
  const spoken = random.integer(units);
  const table = Array.from({ length: rows }, () =>
    drawNumbers(random, units).map((value, unit) => (dead[unit] ? 0 : Math.max(0, value))),
  );
  table[rows - 1][spoken === 1 ? 0 : spoken] = drawNumber(random, 0.5, 3);
  return table;
}

function indices<Item>(items: Item[], holds: (item: Item, at: number) => boolean): number[] {
  return items.flatMap((item, at) => (holds(item, at) ? [at] : []));
}

/** The exercises of notebook 08. */
export const reluTasks: Record<string, Task> = {
  "08-relu-back": reluBack,
  "08-elu-slope": eluSlope,
  "08-dead-units": deadUnits,
  "08-born-dead": bornDead,
  "08-leaky-deviation": leakyDeviation,
};
