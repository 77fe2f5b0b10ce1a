import { defineTask, type Task } from "../task";
import { drawNonZero, drawNumber, drawNumbers, drawOne } from "./draw";

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const dot = (a: number[], b: number[]) => a.reduce((sum, value, at) => sum + value * b[at], 0);
const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

const crossEntropy = defineTask({
  title: "Binary cross-entropy",
  call: "crossEntropy(y, p)",
  inputs: (random, size): [number[], number[]] => [
    [1, 0, ...Array.from({ length: size }, () => random.integer(2))],
    Array.from({ length: 2 + size }, () => drawNumber(random, 0.1, 0.9)),
  ],
  reference: (y: number[], p: number[]) => mean(y.map((label, at) => -Math.log(label ? p[at] : 1 - p[at]))),
  hint: "for a 1 it costs −ln p, for a 0 it costs −ln(1 − p); take the mean over the rows",
  mistakes: [
    {
      answer: (y, p) => mean(y.map((label, at) => -label * Math.log(p[at]))),
      hint: "a row whose label is 0 costs something too, if p is far from 0",
    },
    {
      answer: (y, p) => mean(y.map((label, at) => Math.log(label ? p[at] : 1 - p[at]))),
      hint: "a loss must shrink as the answers get better; the sign is missing",
    },
    {
      answer: (y, p) => y.length * mean(y.map((label, at) => -Math.log(label ? p[at] : 1 - p[at]))),
      hint: "that is the sum; take the mean, so that the loss does not depend on how many rows there are",
    },
  ],
});

const logisticGradient = defineTask({
  title: "The slope of logistic regression",
  call: "gradient(w, x, y)",
  inputs: (random, size): [number[], number[][], number[]] => {
    const width = 1 + (size % 3);
    return [
      Array.from({ length: width }, () => drawNumber(random, -1, 1)),
      Array.from({ length: 1 + size }, () => Array.from({ length: width }, () => drawNonZero(random) / 2)),
      Array.from({ length: 1 + size }, () => random.integer(2)),
    ];
  },
  reference: (w: number[], x: number[][], y: number[]) =>
    w.map((_, at) => mean(x.map((row, i) => (sigmoid(dot(w, row)) - y[i]) * row[at]))),
  hint: "p = sigmoid(w·x) for each row; the slope of weight j is the mean of (p − y)·x[j]",
  mistakes: [
    {
      answer: (w, x, y) => w.map((_, at) => mean(x.map((row, i) => (dot(w, row) - y[i]) * row[at]))),
      hint: "that is linear regression's; the prediction is a probability, sigmoid(w·x)",
    },
    {
      answer: (w, x, y) =>
        w.map((_, at) =>
          mean(
            x.map((row, i) => {
              const p = sigmoid(dot(w, row));
              return 2 * (p - y[i]) * p * (1 - p) * row[at];
            }),
          ),
        ),
      hint: "that is the slope of the squared error; with cross-entropy the factor p(1 − p) cancels",
    },
    {
      answer: (w, x, y) => w.map((_, at) => mean(x.map((row, i) => (y[i] - sigmoid(dot(w, row))) * row[at]))),
      hint: "it points downhill; the gradient points uphill, and the step has the minus",
    },
  ],
});

const divergenceRate = defineTask({
  title: "The rate from which descent diverges",
  call: "divergesAt(curvatures)",
  inputs: (random, size): [number[]] => [Array.from({ length: 1 + size }, () => drawNumber(random, 0.2, 20))],
  reference: (curvatures: number[]) => 2 / Math.max(...curvatures),
  hint: "along a direction of curvature c each step multiplies by 1 − rate·c; when does that leave −1 to 1?",
  mistakes: [
    {
      answer: (curvatures) => 1 / Math.max(...curvatures),
      hint: "at that rate the steepest direction is solved in one step; overshooting a little still converges",
    },
    {
      answer: (curvatures) => 2 / Math.min(...curvatures),
      hint: "the steepest direction leaves first",
    },
  ],
});

const bestRate = defineTask({
  title: "The best fixed rate",
  call: "bestRate(curvatures)",
  inputs: (random, size): [number[]] => [Array.from({ length: 1 + size }, () => drawNumber(random, 0.2, 20))],
  reference: (curvatures: number[]) => 2 / (Math.min(...curvatures) + Math.max(...curvatures)),
  hint: "the flattest and the steepest direction should shrink equally fast: 1 − r·min = −(1 − r·max)",
  mistakes: [
    {
      answer: (curvatures) => 1 / Math.max(...curvatures),
      hint: "that is safe, but a somewhat larger rate helps the flat direction and does not yet hurt the steep one",
    },
    {
      answer: (curvatures) => 1 / mean(curvatures),
      hint: "only the two extremes count, not those in between",
    },
  ],
});

const momentumStep = defineTask({
  title: "A step with momentum",
  call: "step(point, velocity, slopes, rate, momentum)",
  inputs: (random, size): [number[], number[], number[], number, number] => [
    drawNumbers(random, size),
    Array.from({ length: size }, () => drawNonZero(random)),
    Array.from({ length: size }, () => drawNonZero(random)),
    drawOne(random, [0.1, 0.2, 0.5]),
    drawOne(random, [0.5, 0.8, 0.9]),
  ],
  reference: (point: number[], velocity: number[], slopes: number[], rate: number, momentum: number) => {
    const next = velocity.map((v, at) => momentum * v - rate * slopes[at]);
    return { point: point.map((value, at) => value + next[at]), velocity: next };
  },
  hint: "first the velocity, v = momentum·v − rate·slope; then the point moves by the new velocity",
  mistakes: [
    {
      answer: (point, velocity, slopes, rate, momentum) => {
        const next = velocity.map((v, at) => momentum * v - rate * slopes[at]);
        return { point: point.map((value, at) => value + velocity[at]), velocity: next };
      },
      hint: "the point moves by the new velocity, not by the old one",
    },
    {
      answer: (point, velocity, slopes, rate, momentum) => {
        const next = velocity.map((v, at) => momentum * v + rate * slopes[at]);
        return { point: point.map((value, at) => value + next[at]), velocity: next };
      },
      hint: "the slope points uphill",
    },
    {
      answer: (point, velocity, slopes, rate) => {
        const next = velocity.map((v, at) => v - rate * slopes[at]);
        return { point: point.map((value, at) => value + next[at]), velocity: next };
      },
      hint: "without friction it would swing for ever: the old velocity is multiplied by momentum",
    },
  ],
});

/** The exercises of notebook 04. */
export const gradientDescentTasks: Record<string, Task> = {
  "04-cross-entropy": crossEntropy,
  "04-logistic-gradient": logisticGradient,
  "04-divergence-rate": divergenceRate,
  "04-best-rate": bestRate,
  "04-momentum-step": momentumStep,
};
