import type { Random } from "../../core/index";
import { defineTask, type Task } from "../task";
import { drawNonZero, drawNumbers, drawOne } from "./draw";

const epsilon = 1e-3;

const normalize = defineTask({
  title: "Normalise a batch",
  call: "normalize(x, gamma, beta)",
  inputs: (random, size): [number[][], number[], number[]] => [
    drawColumns(random, 3 + size, size),
    Array.from({ length: size }, () => drawNonZero(random)),
    drawNumbers(random, size),
  ],
  reference: (x: number[][], gamma: number[], beta: number[]) => normalized(x, { gamma, beta }),
  hint: "per column: mean, variance (divided by the rows), then γ·(x − mean)/√(variance + ε) + β",
  mistakes: [
    {
      answer: (x, gamma, beta) => normalized(x, { gamma, beta, divisor: x.length - 1 }),
      hint: "the variance of a batch is divided by the number of rows, not by one less",
    },
    {
      answer: (x, gamma) => normalized(x, { gamma, beta: gamma.map(() => 0) }),
      hint: "the shift is missing: what is β for?",
    },
    {
      answer: (x, gamma, beta) => normalized(x, { gamma, beta, root: false }),
      hint: "divide by the deviation, the root of the variance",
    },
  ],
});

const backward = defineTask({
  title: "Back through a normalised column",
  call: "backward(delta, normalized, gamma, deviation)",
  inputs: (random, size): [number[], number[], number, number] => {
    const rows = 3 + size;
    const column = normalizedColumn(drawNumbers(random, rows));
    return [
      Array.from({ length: rows }, () => drawNonZero(random)),
      column,
      drawNonZero(random),
      drawOne(random, [0.5, 1, 2]),
    ];
  },
  reference: (delta: number[], x: number[], gamma: number, deviation: number) =>
    back({ delta, x, gamma, deviation }),
  hint: "γ / deviation · (δ − mean(δ) − x̂ · mean(δ·x̂)), row by row",
  mistakes: [
    {
      answer: (delta, _x, gamma, deviation) => delta.map((slope) => (gamma * slope) / deviation),
      hint: "every row also moves the mean and the variance that all rows are measured by: two more terms",
    },
    {
      answer: (delta, x, gamma, deviation) => back({ delta, x: x.map(() => 0), gamma, deviation }),
      hint: "the mean is right; the variance too depends on every row: − x̂ · mean(δ·x̂)",
    },
    {
      answer: (delta, x, _gamma, deviation) => back({ delta, x, gamma: 1, deviation }),
      hint: "the output was γ·x̂ + β: γ is a factor on the way back too",
    },
  ],
});

const running = defineTask({
  title: "Running statistics",
  call: "running(means, momentum)",
  inputs: (random, size): [number[], number] => [
    drawNumbers(random, 1 + size),
    drawOne(random, [0.5, 0.9, 0.99]),
  ],
  reference: (means: number[], momentum: number) =>
    means.reduce((kept, mean) => momentum * kept + (1 - momentum) * mean, 0),
  hint: "begin with 0; after each batch: kept = momentum·kept + (1 − momentum)·mean of the batch",
  mistakes: [
    {
      answer: (means) => means.reduce((sum, mean) => sum + mean, 0) / means.length,
      hint: "that is the plain mean; a running one forgets old batches",
    },
    {
      answer: (means, momentum) => means.reduce((kept, mean) => (1 - momentum) * kept + momentum * mean, 0),
      hint: "momentum is the share that is kept, not the share of what is new",
    },
  ],
});

const fold = defineTask({
  title: "Fold a batch norm into the layer before it",
  call: "fold(w, b, gamma, beta, mean, variance)",
  inputs: (random, size): [number[], number, number, number, number, number] => [
    drawNumbers(random, size),
    drawNonZero(random),
    drawNonZero(random),
    drawNonZero(random),
    drawNonZero(random),
    drawOne(random, [0.25, 1, 4]),
  ],
  reference: (w: number[], b: number, gamma: number, beta: number, mean: number, variance: number) => {
    const scale = gamma / Math.sqrt(variance + epsilon);
    return { w: w.map((value) => scale * value), b: scale * (b - mean) + beta };
  },
  hint: "γ·(w·x + b − mean)/√(variance + ε) + β is again weights times x plus a bias: collect the terms",
  mistakes: [
    {
      answer: (w, b, gamma, beta, mean, variance) => {
        const scale = gamma / Math.sqrt(variance + epsilon);
        return { w: w.map((value) => scale * value), b: scale * b - mean + beta };
      },
      hint: "the mean is subtracted before the scaling, so it is scaled as well",
    },
    {
      answer: (w, b, gamma, beta, mean, variance) => {
        const scale = gamma / (variance + epsilon);
        return { w: w.map((value) => scale * value), b: scale * (b - mean) + beta };
      },
      hint: "divide by the root of the variance",
    },
  ],
});

const gap = defineTask({
  title: "The gap between training and inference",
  call: "gap(x, mean, variance)",
  inputs: (random, size): [number[], number, number] => [
    drawNumbers(random, 2 + size),
    drawNonZero(random),
    drawOne(random, [0.25, 1, 4]),
  ],
  reference: (x: number[], mean: number, variance: number) => {
    const inTraining = normalizedColumn(x);
    return x.map((value, row) => inTraining[row] - (value - mean) / Math.sqrt(variance + epsilon));
  },
  hint: "x̂ with the batch's own mean and variance, minus x̂ with the remembered ones, row by row",
  mistakes: [
    {
      answer: (x, mean, variance) => {
        const inTraining = normalizedColumn(x);
        return x.map((value, row) => (value - mean) / Math.sqrt(variance + epsilon) - inTraining[row]);
      },
      hint: "training mode minus inference, not the other way round",
    },
    {
      answer: (x, mean) => {
        const middle = x.reduce((sum, value) => sum + value, 0) / x.length;
        return x.map(() => mean - middle);
      },
      hint: "the two modes divide by different deviations as well",
    },
    {
      answer: (x, mean, variance) => {
        const inTraining = normalizedColumn(x);
        return x.map((value, row) => inTraining[row] - (value - mean) / (variance + epsilon));
      },
      hint: "divide by the deviation, the root of the variance",
    },
  ],
});

const normParameters = defineTask({
  title: "Count the numbers of a batch norm",
  call: "count(units)",
  inputs: (random) => [1 + random.integer(200)],
  reference: (units: number) => ({ learned: 2 * units, remembered: 2 * units }),
  hint: "for each unit: γ and β are learned, the running mean and variance are remembered",
  mistakes: [
    {
      answer: (units) => ({ learned: units, remembered: units }),
      hint: "two numbers of each kind for every unit",
    },
    {
      answer: (units) => ({ learned: 4 * units, remembered: 0 }),
      hint: "only γ and β have slopes and are learned",
    },
  ],
});

interface NormOptions {
  gamma: number[];
  beta: number[];
  divisor?: number;
  root?: boolean;
}

function normalized(
  x: number[][],
  { gamma, beta, divisor = x.length, root = true }: NormOptions,
): number[][] {
  const means = gamma.map((_, unit) => x.reduce((sum, row) => sum + row[unit], 0) / x.length);
  const spreads = gamma.map(
    (_, unit) => x.reduce((sum, row) => sum + (row[unit] - means[unit]) ** 2, 0) / divisor,
  );
  const scales = spreads.map((variance) => (root ? Math.sqrt(variance + epsilon) : variance + epsilon));
  return x.map((row) =>
    row.map((value, unit) => (gamma[unit] * (value - means[unit])) / scales[unit] + beta[unit]),
  );
}

function normalizedColumn(x: number[]): number[] {
  return normalized(
    x.map((value) => [value]),
    { gamma: [1], beta: [0] },
  ).map(([value]) => value);
}

interface Back {
  delta: number[];
  x: number[];
  gamma: number;
  deviation: number;
}

function back({ delta, x, gamma, deviation }: Back): number[] {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const product = mean(delta.map((slope, at) => slope * x[at]));
  return delta.map((slope, at) => (gamma / deviation) * (slope - mean(delta) - x[at] * product));
}

function drawColumns(random: Random, rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, () => drawNumbers(random, columns));
}

/** The exercises of notebook 10. */
export const batchNormTasks: Record<string, Task> = {
  "10-normalize": normalize,
  "10-backward": backward,
  "10-running": running,
  "10-fold": fold,
  "10-gap": gap,
  "10-count": normParameters,
};
