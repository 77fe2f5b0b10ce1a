import type { Random } from "../../core/index";
import { defineTask, type Task } from "../task";
import { drawNumber, drawOne } from "./draw";
import { judgeFolds, passThrough, tentLayers, type Layer } from "./multilayerAnswers";

const forward = defineTask({
  title: "The forward pass, through any number of layers",
  call: "forward(layers, x)",
  inputs: (random, size): [Layer[], number[]] => {
    const sizes = Array.from({ length: 2 + Math.ceil(size / 3) }, () => 1 + random.integer(3));
    return [drawLayers(random, sizes), drawSmall(random, sizes[0])];
  },
  reference: (layers: Layer[], x: number[]) => passThrough(layers, x),
  hint:
    "in each layer, unit k's sum is bias[k] plus every input[j] times kernel[j][k]; then tanh, but not in the last " +
    "layer; what comes out goes into the next layer",
  mistakes: [
    {
      answer: (layers, x) => passThrough(layers, x, { last: Math.tanh }),
      hint: "the hidden layers are right; the output layer gives its sums as they are, without tanh",
    },
    {
      answer: (layers, x) => passThrough(layers, x, { between: (z) => z }),
      hint: "the sums are right; the hidden units have to bend them with Math.tanh",
    },
    {
      answer: (layers, x) => passThrough(layers.map(withoutBias), x),
      hint: "the products are right; where does each unit's bias come in?",
    },
    {
      answer: (layers, x) =>
        passThrough(layers.slice(0, 2), x, { last: layers.length > 2 ? Math.tanh : same }),
      hint: "with two layers it is right; and with three? Go through all of them in a loop",
    },
  ],
});

const merge = defineTask({
  title: "Two linear layers are one",
  call: "merge(first, second)",
  inputs: (random, size): [Layer, Layer] => {
    const sizes = [0, 1, 2].map(() => 1 + random.integer(Math.min(3, size + 1)));
    const [first, second] = drawLayers(random, sizes);
    return [first, second];
  },
  reference: (first: Layer, second: Layer): Layer => ({
    kernel: first.kernel.map((row) => product(row, second)),
    bias: product(first.bias, second).map((value, k) => value + second.bias[k]),
  }),
  hint: "put z = x·K₁ + b₁ into z·K₂ + b₂ and multiply out: what stands with x is the kernel, the rest the bias",
  mistakes: [
    {
      answer: (first, second) => ({
        kernel: first.kernel.map((row) => product(row, second)),
        bias: second.bias,
      }),
      hint: "the kernel is right; the first layer's bias goes through the second layer's weights too",
    },
    {
      answer: (first, second) => ({
        kernel: first.kernel.map((row) => product(row, second)),
        bias: product(first.bias, second),
      }),
      hint: "the kernel is right; the second layer's own bias is missing",
    },
  ],
});

const softmax = defineTask({
  title: "Softmax, for any numbers",
  call: "softmax(z)",
  inputs: (random, size): [number[]] => {
    const far = size < 3 ? 0 : drawOne(random, [0, 800, -800]);
    return [Array.from({ length: 2 + random.integer(3) }, () => far + drawNumber(random))];
  },
  reference: (z: number[]) => {
    const largest = Math.max(...z);
    return shares(z.map((value) => Math.exp(value - largest)));
  },
  hint: "e to the power of each number, divided by the sum of all these powers",
  mistakes: [
    {
      answer: (z) => shares(z.map(Math.exp)),
      hint:
        "the formula is right, but e⁸⁰⁰ is more than your computer can hold: " +
        "what happens to the fraction when you subtract the largest z from all of them first?",
    },
    {
      answer: (z) => shares(z),
      hint: "a share of the sum may be negative: take e to the power of each first",
    },
    {
      answer: (z) => z.map((value) => 1 / (1 + Math.exp(-value))),
      hint: "that is the sigmoid of each by itself; these do not sum to 1",
    },
  ],
});

const parameters = defineTask({
  title: "How many numbers does it learn?",
  call: "count(sizes)",
  inputs: (random, size): [number[]] => [
    Array.from({ length: 1 + Math.ceil((size + 2) / 2) }, () => 1 + random.integer(size > 2 ? 100 : 9)),
  ],
  reference: (sizes: number[]) => counted(sizes, 1),
  hint: "each layer has a weight for each pair of a unit and one of its inputs, and a bias for each unit",
  mistakes: [
    { answer: (sizes) => counted(sizes, 0), hint: "the weights are right; the biases learn as well" },
    {
      answer: (sizes) => counted(sizes, 1) + sizes[0],
      hint: "the input layer computes nothing, so it has no biases",
    },
    {
      answer: (sizes) => counted(sizes, 0) + sizes.length - 1,
      hint: "not one bias a layer: each unit has its own",
    },
  ],
});

const folds = defineTask({
  title: "Fold the line k times",
  call: "fold(k)",
  inputs: (_random, size): [number] => [size],
  reference: tentLayers,
  judge: judgeFolds,
  hint:
    "k hidden layers of two units, relu(h) and relu(h − ½) of the h that comes in; each later layer, and the output, " +
    "gets its h as 2 × the first minus 4 × the second: build that into the kernel",
  mistakes: [
    {
      answer: () => tentLayers(1),
      hint: "that folds once, whatever k is: every fold is one more hidden layer",
    },
    {
      answer: (k) => tentLayers(k + 1),
      hint: "that folds once too often: the output layer adds no fold of its own",
    },
  ],
});

const same = (z: number) => z;
const withoutBias = (layer: Layer): Layer => ({ ...layer, bias: layer.bias.map(() => 0) });

/** row · kernel. */
function product(row: number[], { kernel, bias }: Layer): number[] {
  return bias.map((_, k) => row.reduce((sum, value, j) => sum + value * kernel[j][k], 0));
}

function shares(values: number[]): number[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => value / total);
}

function counted(sizes: number[], biases: number): number {
  return sizes.slice(1).reduce((sum, units, at) => sum + (sizes[at] + biases) * units, 0);
}

function drawSmall(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => drawNumber(random, -1, 1));
}

function drawLayers(random: Random, sizes: number[]): Layer[] {
  return sizes.slice(1).map((units, at) => ({
    kernel: Array.from({ length: sizes[at] }, () => drawSmall(random, units)),
    bias: drawSmall(random, units),
  }));
}

/** The exercises of notebook 02. */
export const multilayerTasks: Record<string, Task> = {
  "02-forward": forward,
  "02-merge": merge,
  "02-softmax": softmax,
  "02-parameters": parameters,
  "02-fold": folds,
};
