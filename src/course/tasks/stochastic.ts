import { defineTask, type Task } from "../task";
import { drawNonZero, drawNumber, drawOne } from "./draw";

const batches = defineTask({
  title: "Batches from a shuffled order",
  call: "batches(order, size)",
  inputs: (random, size): [number[], number] => [random.permutation(4 + 3 * size), 2 + random.integer(4)],
  reference: (order: number[], size: number) => cut(order, size),
  hint: "take `size` of them, then the next `size`, until none is left; the last may be shorter",
  mistakes: [
    {
      answer: (order, size) => cut(order, size).filter((batch) => batch.length === size),
      hint: "the examples of the last, smaller batch are lost; keep it",
    },
    {
      answer: (order, size) =>
        cut(
          [...order].sort((a, b) => a - b),
          size,
        ),
      hint: "keep the order: it was shuffled on purpose",
    },
    {
      answer: (order, size) => cut(order, Math.ceil(order.length / size)),
      hint: "`size` is how many rows a batch has, not how many batches there are",
    },
  ],
});

const cosine = defineTask({
  title: "A cosine with a warm-up",
  call: "rate(t, peak, warmup, total)",
  inputs: (random): [number, number, number, number] => {
    const warmup = drawOne(random, [5, 10, 20]);
    const total = drawOne(random, [50, 100]);
    return [random.integer(drawOne(random, [warmup, total + 1])), drawOne(random, [1, 4, 10]), warmup, total];
  },
  reference: (t: number, peak: number, warmup: number, total: number) => cosineAt(t, peak, warmup, total),
  tolerance: 1e-9,
  hint: "before the warm-up ends: peak·t/warmup; after it: the cosine goes from 1 to −1 while t goes from warmup to total",
  mistakes: [
    {
      answer: (t, peak, _warmup, total) => cosineAt(t, peak, 0, total),
      hint: "the cosine is right; the first `warmup` steps climb in a straight line from 0",
    },
    {
      answer: (t, peak, warmup, total) =>
        t < warmup ? (peak * t) / warmup : (peak / 2) * (1 + Math.cos((Math.PI * t) / total)),
      hint: "the cosine begins when the warm-up ends: (t − warmup) / (total − warmup)",
    },
    {
      answer: (t, peak, warmup, total) => (t < warmup ? peak : cosineAt(t, peak, warmup, total)),
      hint: "during the warm-up the rate climbs",
    },
  ],
});

const adagrad = defineTask({
  title: "AdaGrad's step",
  call: "adagrad(w, slopes, sums, rate)",
  inputs: (random, size): [number[], number[], number[], number] => {
    const drawn = () => Array.from({ length: size }, () => drawNonZero(random));
    return [drawn(), drawn(), drawn().map(Math.abs), drawOne(random, [0.1, 0.5, 1])];
  },
  reference: (w: number[], slopes: number[], sums: number[], rate: number) => {
    const next = sums.map((sum, at) => sum + slopes[at] ** 2);
    return { w: w.map((value, at) => value - (rate * slopes[at]) / Math.sqrt(next[at])), sums: next };
  },
  hint: "sums[i] += slopes[i]²; then each weight moves by rate·slope / √sum",
  mistakes: [
    {
      answer: (w, slopes, sums, rate) => ({
        w: w.map((value, at) => value - (rate * slopes[at]) / Math.sqrt(sums[at])),
        sums: sums.map((sum, at) => sum + slopes[at] ** 2),
      }),
      hint: "add the new square first, then divide by the root of the new sum",
    },
    {
      answer: (w, slopes, sums, rate) => {
        const next = sums.map((sum, at) => sum + slopes[at] ** 2);
        return { w: w.map((value, at) => value - (rate * slopes[at]) / next[at]), sums: next };
      },
      hint: "divide by the root of the sum, so that the units are those of a slope",
    },
    {
      answer: (w, slopes, sums, rate) => ({ w: w.map((value, at) => value - rate * slopes[at]), sums }),
      hint: "that is plain descent; every weight has a rate of its own",
    },
  ],
});

const adam = defineTask({
  title: "Adam's step",
  call: "adam(w, slopes, m, v, t, rate)",
  inputs: (random, size): [number[], number[], number[], number[], number, number] => {
    const drawn = () => Array.from({ length: size }, () => drawNonZero(random));
    return [
      drawn(),
      drawn(),
      drawn(),
      drawn().map(Math.abs),
      1 + random.integer(20),
      drawOne(random, [0.1, 0.5, 1]),
    ];
  },
  reference: (w: number[], slopes: number[], m: number[], v: number[], t: number, rate: number) =>
    adamStep({ w, slopes, m, v, t, rate }),
  tolerance: 1e-6,
  hint: "first the new m and v; then m̂ and v̂ from the new ones; then the weights. t is a power: 1 − β₁ᵗ",
  mistakes: [
    {
      answer: (w, slopes, m, v, t, rate) => adamStep({ w, slopes, m, v, t, rate, corrected: false }),
      hint: "m and v started at 0 and are too small in the first steps: divide them by 1 − βᵗ",
    },
    {
      answer: (w, slopes, m, v, _t, rate) => adamStep({ w, slopes, m, v, t: 1, rate }),
      hint: "the correction fades: it is 1 − β to the power t",
    },
    {
      answer: (w, slopes, m, v, t, rate) => adamStep({ w, slopes: slopes.map((g) => -g), m, v, t, rate }),
      hint: "look at the signs: the slopes go into m as they are, and the weights move against m̂",
    },
  ],
});

const size = defineTask({
  title: "The batch for a wanted noise",
  call: "batchSize(deviation, wanted)",
  inputs: (random) => [drawNumber(random, 3, 40), drawNumber(random, 0.5, 2.9)],
  reference: (deviation: number, wanted: number) => Math.ceil((deviation / wanted) ** 2 - 1e-9),
  hint: "the deviation of a mean of B is deviation / √B; solve for B, and round up",
  mistakes: [
    {
      answer: (deviation, wanted) => Math.ceil(deviation / wanted),
      hint: "the deviation falls with √B, not with B",
    },
    {
      answer: (deviation, wanted) => (deviation / wanted) ** 2,
      hint: "a batch has a whole number of examples: at least so many, so round up",
    },
    {
      answer: (deviation, wanted) => Math.floor((deviation / wanted) ** 2),
      hint: "rounding down leaves a little too much noise",
    },
  ],
});

function cut(order: number[], size: number): number[][] {
  const count = Math.ceil(order.length / size);
  return Array.from({ length: count }, (_, at) => order.slice(at * size, (at + 1) * size));
}

function cosineAt(t: number, peak: number, warmup: number, total: number): number {
  if (t < warmup) return (peak * t) / warmup;
  return (peak / 2) * (1 + Math.cos((Math.PI * (t - warmup)) / (total - warmup)));
}

interface AdamState {
  w: number[];
  slopes: number[];
  m: number[];
  v: number[];
  t: number;
  rate: number;
  corrected?: boolean;
}

function adamStep({ w, slopes, m, v, t, rate, corrected = true }: AdamState) {
  const [mean, square] = [
    m.map((value, at) => 0.9 * value + 0.1 * slopes[at]),
    v.map((value, at) => 0.999 * value + 0.001 * slopes[at] ** 2),
  ];
  const [first, second] = corrected ? [1 - 0.9 ** t, 1 - 0.999 ** t] : [1, 1];
  const next = w.map(
    (value, at) => value - (rate * mean[at]) / first / (Math.sqrt(square[at] / second) + 1e-7),
  );
  return { w: next, m: mean, v: square };
}

/** The exercises of notebook 05. */
export const stochasticTasks: Record<string, Task> = {
  "05-batches": batches,
  "05-cosine": cosine,
  "05-adagrad": adagrad,
  "05-adam": adam,
  "05-batch-size": size,
};
