import type { Random } from "../../core/index";
import { conv2d } from "../../scratch/index";
import { defineTask, type Task } from "../task";
import { drawNumber } from "./draw";

/** The weights of a recurrent layer, or of one gate: from the input, from the state before, and its biases. */
interface Gate {
  kernel: number[][];
  recurrent: number[][];
  bias: number[];
}

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

const convolve = defineTask({
  title: "Move a filter over an image",
  call: "convolve(image, filter)",
  inputs: (random, size): [number[][], number[][]] => {
    const [rows, columns] = [1 + random.integer(2), 1 + random.integer(2)];
    const filter = drawRows(random, rows + (size > 2 ? 1 : 0), columns + (size > 3 ? 1 : 0));
    return [drawRows(random, filter.length + 1 + random.integer(2), filter[0].length + 1), filter];
  },
  reference: conv2d,
  hint:
    "the result at [r][c] is the sum of image[r + i][c + j] · filter[i][j] over the whole filter, for every place " +
    "where the filter lies wholly on the image",
  mistakes: [
    {
      answer: (image, filter) =>
        conv2d(
          image,
          [...filter].reverse().map((row) => [...row].reverse()),
        ),
      hint: "the filter is turned round: mathematicians do that, networks do not",
    },
    {
      answer: (image, filter) => {
        const padded = [...image, ...filter.slice(1).map(() => image[0].map(() => 0))];
        const zeros = filter[0].slice(1).map(() => 0);
        return conv2d(
          padded.map((row) => [...row, ...zeros]),
          filter,
        );
      },
      hint: "the filter must not reach over the edge: the result has fewer rows and columns than the image",
    },
  ],
});

const rnnStep = defineTask({
  title: "One step of a plain recurrent layer",
  call: "rnnStep(x, h, layer)",
  inputs: (random, size): [number[], number[], Gate] => {
    const [features, units] = [1 + random.integer(Math.min(3, size)), 1 + random.integer(Math.min(3, size))];
    return [drawSmall(random, features), drawSmall(random, units), drawGate(random, features, units)];
  },
  reference: (x: number[], h: number[], layer: Gate) => sums(x, h, layer).map(Math.tanh),
  hint: "unit k's sum is bias[k], plus each x[j]·kernel[j][k], plus each h[j]·recurrent[j][k]; then tanh",
  mistakes: [
    { answer: (x, h, layer) => sums(x, h, layer), hint: "the sums are right; what bends them?" },
    {
      answer: (x, h, layer) => sums(x, zeros(h), layer).map(Math.tanh),
      hint: "that is a dense layer: where does the state before come in?",
    },
    {
      answer: (x, h, layer) => sums(x, h, { ...layer, bias: zeros(layer.bias) }).map(Math.tanh),
      hint: "the products are right; the bias is missing",
    },
  ],
});

interface LstmGates {
  input: Gate;
  forget: Gate;
  candidate: Gate;
  output: Gate;
}

/** An LSTM's step, with what well-known mistakes change. */
function lstmStep(x: number[], h: number[], c: number[], gates: LstmGates, show = Math.tanh) {
  const gate = (name: "input" | "forget" | "output") => sums(x, h, gates[name]).map(sigmoid);
  const [input, forget, output] = [gate("input"), gate("forget"), gate("output")];
  const candidate = sums(x, h, gates.candidate).map(Math.tanh);
  const cell = c.map((value, k) => forget[k] * value + input[k] * candidate[k]);
  return { h: cell.map((value, k) => output[k] * show(value)), c: cell };
}

const lstm = defineTask({
  title: "One step of an LSTM",
  call: "lstmStep(x, h, c, gates)",
  inputs: (random, size): [number[], number[], number[], LstmGates] => {
    const [features, units] = [1 + random.integer(2), 1 + random.integer(Math.min(3, size))];
    const draw = () => drawGate(random, features, units);
    const gates = { input: draw(), forget: draw(), candidate: draw(), output: draw() };
    return [drawSmall(random, features), drawSmall(random, units), drawSmall(random, units), gates];
  },
  reference: (x: number[], h: number[], c: number[], gates: LstmGates) => lstmStep(x, h, c, gates),
  hint:
    "first the four sums; sigmoid for input, forget and output, tanh for the candidate; then the new c = forget · c + " +
    "input · candidate, unit by unit; then h = output · tanh(new c)",
  mistakes: [
    {
      answer: (x, h, c, gates) => lstmStep(x, h, c, gates, (value) => value),
      hint: "c is right; on its way out to h it goes through tanh",
    },
    {
      answer: (x, h, c, gates) => lstmStep(x, h, c, { ...gates, input: gates.forget, forget: gates.input }),
      hint: "input and forget have changed places: forget multiplies the old c, input the candidate",
    },
    {
      answer: (x, h, c, gates) => lstmStep(x, h, zeros(c), gates),
      hint: "nothing of the old c is left: the forget gate says how much of it stays",
    },
    {
      answer: (x, h, c, gates) => {
        const { c: cell } = lstmStep(x, h, c, gates);
        const output = sums(x, h, gates.output).map(sigmoid);
        return { h: c.map((value, k) => output[k] * Math.tanh(value)), c: cell };
      },
      hint: "c is right; h shows the new c, not the old one",
    },
  ],
});

interface GruGates {
  update: Gate;
  reset: Gate;
  candidate: Gate;
}

function gruStep(x: number[], h: number[], gates: GruGates, reset = sums(x, h, gates.reset).map(sigmoid)) {
  const update = sums(x, h, gates.update).map(sigmoid);
  const kept = h.map((value, k) => reset[k] * value);
  const candidate = sums(x, kept, gates.candidate).map(Math.tanh);
  return { update, candidate, h: h.map((value, k) => update[k] * value + (1 - update[k]) * candidate[k]) };
}

const gru = defineTask({
  title: "One step of a GRU",
  call: "gruStep(x, h, gates)",
  inputs: (random, size): [number[], number[], GruGates] => {
    const [features, units] = [1 + random.integer(2), 1 + random.integer(Math.min(3, size))];
    const draw = () => drawGate(random, features, units);
    const gates = { update: draw(), reset: draw(), candidate: draw() };
    return [drawSmall(random, features), drawSmall(random, units), gates];
  },
  reference: (x: number[], h: number[], gates: GruGates) => gruStep(x, h, gates).h,
  hint:
    "update and reset are sigmoids of their sums; the candidate is the tanh of a sum that sees reset · h instead of h; " +
    "the new h = update · h + (1 − update) · candidate, unit by unit",
  mistakes: [
    {
      answer: (x, h, gates) => {
        const { update, candidate } = gruStep(x, h, gates);
        return h.map((value, k) => (1 - update[k]) * value + update[k] * candidate[k]);
      },
      hint: "here update says how much of the old state stays (papers differ; the library's way is asked for)",
    },
    {
      answer: (x, h, gates) => gruStep(x, h, gates, ones(h)).h,
      hint: "the reset gate is not used: the candidate must see reset · h instead of h",
    },
    {
      answer: (x, h, gates) => gruStep(x, h, gates).candidate,
      hint: "that is the candidate; how much of the old h stays?",
    },
  ],
});

const bestJudge = defineTask({
  title: "The best judge there can be",
  call: "bestJudge(real, made)",
  inputs: (random, size): [number[], number[]] => {
    const draw = () => Array.from({ length: size + 1 }, () => drawNumber(random, 0.1, 4));
    return [draw(), draw()];
  },
  reference: (real: number[], made: number[]) => real.map((p, at) => p / (p + made[at])),
  hint: "of p + q examples that lie at this place, p are real: which share is that?",
  mistakes: [
    {
      answer: (real, made) => real.map((p, at) => made[at] / (p + made[at])),
      hint: "that is the probability that it was made; asked for is that it is real",
    },
    {
      answer: (real, made) => real.map((p, at) => (p > made[at] ? 1 : 0)),
      hint: "that is the better bet, but a probability is asked for: 3 real and 1 made ones make ¾",
    },
    {
      answer: (real) => real.map((p) => p / real.reduce((sum, value) => sum + value, 0)),
      hint: "compare real and made at the same place, not one place with the others",
    },
  ],
});

/** x · kernel + h · recurrent + bias. */
function sums(x: number[], h: number[], { kernel, recurrent, bias }: Gate): number[] {
  const along = (values: number[], weights: number[][], k: number) =>
    values.reduce((sum, value, j) => sum + value * weights[j][k], 0);
  return bias.map((b, k) => b + along(x, kernel, k) + along(h, recurrent, k));
}

const zeros = (values: number[]) => values.map(() => 0);
const ones = (values: number[]) => values.map(() => 1);

function drawSmall(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => drawNumber(random, -2, 2));
}

function drawRows(random: Random, rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, () => drawSmall(random, columns));
}

function drawGate(random: Random, features: number, units: number): Gate {
  return {
    kernel: drawRows(random, features, units),
    recurrent: drawRows(random, units, units),
    bias: drawSmall(random, units),
  };
}

/** The exercises of notebook 03. */
export const networkTypesTasks: Record<string, Task> = {
  "03-convolve": convolve,
  "03-rnn-step": rnnStep,
  "03-lstm-step": lstm,
  "03-gru-step": gru,
  "03-best-judge": bestJudge,
};
