import type { Random } from "../../core/index";
import { drawNumber, drawOne } from "./draw";

/** A loss of several parameters. */
export type Loss = (x: number[]) => number;

/** Its slopes, right or not. */
export type Slopes = (x: number[]) => number[];

interface Problem {
  loss: Loss;
  gradient: Slopes;
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

const problems: Problem[] = [
  { loss: (x) => sum(x.map((value) => value ** 2)), gradient: (x) => x.map((value) => 2 * value) },
  { loss: (x) => sum(x.map(Math.sin)), gradient: (x) => x.map(Math.cos) },
  {
    loss: (x) => sum(x.map((value) => Math.tanh(value) ** 2)),
    gradient: (x) => x.map((value) => 2 * Math.tanh(value) * (1 - Math.tanh(value) ** 2)),
  },
  {
    loss: (x) => sum(x.map((value, at) => (at + 1) * value * x[(at + 1) % x.length])),
    gradient: (x) =>
      x.map((_, at) => {
        const before = (at + x.length - 1) % x.length;
        return (at + 1) * x[(at + 1) % x.length] + (before + 1) * x[before];
      }),
  },
];

/** What goes wrong in real code: a sign, a factor, a forgotten entry, entries that changed places. */
const mutants: ((slopes: number[], at: number) => number[])[] = [
  (slopes, at) => slopes.map((slope, i) => (i === at ? -slope : slope)),
  (slopes, at) => slopes.map((slope, i) => (i === at ? slope / 2 : slope)),
  (slopes, at) => slopes.map((slope, i) => (i === at ? 0 : slope)),
  (slopes, at) => slopes.map((slope, i) => (i === at ? slope * 1.04 : slope)),
  (slopes, at) => slopes.map((slope, i) => (i === at ? slope + 0.02 : slope)),
];

/** A loss, a gradient that is right or a mutant of the right one, and where to check it. */
export function drawGradients(random: Random, size: number): [loss: Loss, gradient: Slopes, x: number[]] {
  const { loss, gradient } = drawOne(random, problems);
  const x = Array.from({ length: 1 + size }, () => drawNumber(random, 0.3, 0.9));
  if (random.uniform() < 0.5) return [loss, gradient, x];
  const mutate = drawOne(random, mutants);
  const at = random.integer(x.length);
  return [loss, (point) => mutate(gradient(point), at), x];
}
