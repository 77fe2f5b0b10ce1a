import { defineTask, type Task } from "../task";
import { drawNonZero, drawNumber, drawNumbers, drawSign } from "./draw";
import {
  dot,
  drawSeparable,
  isMistake,
  judgeXor,
  margin,
  norm,
  radius,
  slopes,
  step,
  sum,
  type Neuron,
  xorBetween,
} from "./perceptronAnswers";

const weightedSum = defineTask({
  title: "A neuron's weighted sum, for any number of inputs",
  call: "weightedSum(weights, bias, x)",
  inputs: (random, size) => [drawNumbers(random, size), drawNumber(random), drawNumbers(random, size)],
  reference: (weights: number[], bias: number, x: number[]) => dot(weights, x) + bias,
  hint: "multiply each input by its own weight, add the products, and add the bias once at the end",
  mistakes: [
    {
      answer: (weights, _bias, x) => dot(weights, x),
      hint: "the products are right; what is added once, whatever x is?",
    },
    {
      answer: (weights, bias, x) => dot(weights, x) + bias * x.length,
      hint: "the bias seems to be added for every input; it is added once",
    },
    {
      answer: (weights, bias, x) => weights[0] * x[0] + bias,
      hint: "with one input it is right; what about the second and the third?",
    },
  ],
});

const planeGradient = defineTask({
  title: "The slope of the mean squared error, for any number of inputs",
  call: "gradient(weights, bias, x, y)",
  inputs: (random, size) => [
    drawNumbers(random, 1 + (size % 3)),
    drawNumber(random),
    Array.from({ length: size }, () => drawNumbers(random, 1 + (size % 3))),
    drawNumbers(random, size),
  ],
  reference: (weights: number[], bias: number, x: number[][], y: number[]) =>
    slopes({ weights, bias }, x, y, 2 / x.length),
  hint: "for each row: error = weights·x + bias − y; the slope of weight j is the mean of 2·error·x[j], that of the bias the mean of 2·error",
  mistakes: [
    {
      answer: (weights, bias, x, y) => slopes({ weights, bias }, x, y, 2),
      hint: "that is the slope of the sum of the squared errors; the loss is their mean",
    },
    {
      answer: (weights, bias, x, y) => slopes({ weights, bias }, x, y, 1 / x.length),
      hint: "the derivative of error² is 2·error: a factor is missing",
    },
    {
      answer: (weights, bias, x, y) => slopes({ weights, bias }, x, y, -2 / x.length),
      hint: "the sign is turned round: the error is prediction minus target",
    },
    {
      answer: (weights, _bias, x, y) => slopes({ weights, bias: 0 }, x, y, 2 / x.length),
      hint: "the prediction has to contain the bias as well",
    },
  ],
});

const boundaryLine = defineTask({
  title: "Where the neuron changes its mind",
  call: "boundary(weights, bias, x1)",
  inputs: (random) => [[drawNonZero(random), drawNonZero(random)], drawNonZero(random), drawNonZero(random)],
  reference: (weights: number[], bias: number, x1: number) => -(weights[0] * x1 + bias) / weights[1],
  hint: "on the boundary weights[0]·x1 + weights[1]·x2 + bias is exactly 0: solve that for x2",
  mistakes: [
    {
      answer: (weights, _bias, x1) => -(weights[0] * x1) / weights[1],
      hint: "that boundary always passes through the origin: which weight moves it away?",
    },
    {
      answer: (weights, bias, x1) => (weights[0] * x1 + bias) / weights[1],
      hint: "when a term goes to the other side of the equation, its sign turns round",
    },
    {
      answer: (weights, bias, x1) => -(weights[1] * x1 + bias) / weights[0],
      hint: "the two weights seem to be swapped: weights[0] belongs to x1, weights[1] to x2",
    },
  ],
});

type Rule = (neuron: Neuron, x: number[], y: number, rate: number) => Neuron;

const always =
  (rule: Rule) =>
  (weights: number[], bias: number, x: number[], y: number, rate: number): Neuron =>
    rule({ weights, bias }, x, y, rate);

const onMistakes = (rule: Rule) =>
  always((neuron, x, y, rate) => (isMistake(neuron, x, y) ? rule(neuron, x, y, rate) : neuron));

const updateRule = defineTask({
  title: "Rosenblatt's rule with a learning rate: learn from one example",
  call: "update(weights, bias, x, y, rate)",
  inputs: (random, size) => {
    const scale = random.uniform() < 0.2 ? 0 : 1; // the rule starts with all weights 0
    const weights = drawNumbers(random, size).map((weight) => scale * weight);
    const bias = scale * drawNumber(random);
    return [weights, bias, drawNumbers(random, size), drawSign(random), drawNumber(random, 0.1, 0.9)];
  },
  reference: onMistakes(step),
  hint:
    "first ask whether y·(weights·x + bias) is above 0; only if it is not, " +
    "add rate·y·x to the weights and rate·y to the bias",
  mistakes: [
    {
      answer: onMistakes((neuron, x, y) => step(neuron, x, y, 1)),
      hint: "the step is right for a learning rate of 1: where does rate come in?",
    },
    {
      answer: always(step),
      hint: "it learns from every example; the rule leaves the weights alone when the answer was right",
    },
    {
      answer: onMistakes((neuron, x, y, rate) => ({ ...step(neuron, x, y, rate), bias: neuron.bias })),
      hint: "the weights are right, but the bias learns too: its input is always 1",
    },
    {
      answer: always((neuron, x, y, rate) =>
        isMistake(neuron, x, y) && sum(neuron, x) !== 0 ? step(neuron, x, y, rate) : neuron,
      ),
      hint: "a sum of exactly 0 is no answer, so it counts as a mistake: with all weights 0 it would never begin",
    },
    {
      answer: onMistakes((neuron, x, _y, rate) => step(neuron, x, 1, rate)),
      hint: "the direction of the step depends on the label y",
    },
    {
      answer: onMistakes((neuron, x, y, rate) => step(neuron, x, -y, rate)),
      hint: "the step goes the wrong way: it makes this very example worse",
    },
  ],
});

const mistakeBound = defineTask({
  title: "Novikoff's bound (R / γ)²",
  call: "bound(u, x, y)",
  inputs: drawSeparable,
  reference: (u: number[], x: number[][], y: number[]) => (radius(x) / margin(u, x, y)) ** 2,
  hint: "R is the length of the longest x; γ is the smallest y·(u·x), divided by the length of u",
  mistakes: [
    {
      answer: (u, x, y) => (radius(x) / (margin(u, x, y) * norm(u))) ** 2,
      hint: "γ is a distance: twice the weights must not give twice the margin, so divide by the length of u",
    },
    {
      answer: (u, x, y) => radius(x) / margin(u, x, y),
      hint: "that is R / γ; the bound is its square",
    },
    {
      answer: (u, x, y) => (margin(u, x, y) / radius(x)) ** 2,
      hint: "the fraction is upside down: a wider margin must make the bound smaller",
    },
  ],
});

const xorWeights = defineTask({
  title: "XOR from three neurons, by hand",
  call: "network(no, yes)",
  inputs: (random) => {
    const no = drawNumber(random);
    return [no, Math.round(10 * (no + drawNumber(random, 0.5, 3))) / 10];
  },
  reference: xorBetween,
  judge: judgeXor,
  hint:
    "let the first hidden neuron answer “at least one is yes”, the second “both are yes”, and the output " +
    "“the first but not the second”; a threshold lies half-way between two sums that must differ",
  mistakes: [
    {
      answer: () => xorBetween(0, 1),
      hint: "it works for one pair of signals only: the thresholds have to move with no and yes",
    },
  ],
});

/** The exercises of notebook 01. */
export const perceptronTasks: Record<string, Task> = {
  "01-weighted-sum": weightedSum,
  "01-plane-gradient": planeGradient,
  "01-boundary-line": boundaryLine,
  "01-update-rule": updateRule,
  "01-mistake-bound": mistakeBound,
  "01-xor-weights": xorWeights,
};
