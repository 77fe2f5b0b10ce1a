import type { Random } from "../../core/index";
import { normalBetween, sumOf } from "../../math/index";
import { sizeOf } from "../space/space";
import type { UnitCube } from "../space/unitCube";

/** Optuna's 1 is too wide to close in within 100 trials: found on Branin, Hartmann and Rosenbrock. */
const leastWidth = 0.7;

/** From so many values on a side counts as continuous: a cell's share of a normal is lost in rounding. */
const manyCells = 1e9;

const logRootTwoPi = 0.5 * Math.log(2 * Math.PI);

/** One side of the cube: the kernel around each observation, and the broad one in the middle at the end. */
interface Side {
  centres: Float64Array;
  widths: Float64Array;
  /** Values of a side that has only so many; 0 for a continuous one. */
  cells: number;
  isChoice: boolean;
}

/**
 * A density over the unit cube made of kernels around observations and a broad one for everywhere else: products of
 * truncated normals, and of weighted choices (Bergstra et al. 2011; multivariate as in Falkner et al. 2018).
 *
 * A kernel's width is the distance to the farther neighbour of its centre, between 0.7/min(100, kernels + 1) and 1
 * (Watanabe 2023, "Tree-structured Parzen estimator", sections 3.2 and 3.3).
 */
export class Parzen {
  private readonly weights: Float64Array;
  private readonly logWeights: Float64Array;
  private readonly sides: Side[];

  constructor(cube: UnitCube, places: readonly number[][], weights: readonly number[]) {
    const total = sumOf([1, ...weights]);
    this.weights = Float64Array.from([...weights, 1], (weight) => weight / total);
    this.logWeights = this.weights.map(Math.log);
    this.sides = cube.distributions.map((distribution, side) => {
      const size = sizeOf(distribution);
      const centres = Float64Array.from([...places.map((place) => place[side]), 0.5]);
      const isChoice = distribution.kind === "categorical";
      return { centres, widths: widthsOf(centres), cells: size < manyCells ? size : 0, isChoice };
    });
  }

  /** A place drawn from the density. */
  draw(random: Random): number[] {
    const kernel = pick(this.weights, random.uniform());
    return this.sides.map((side) =>
      side.isChoice ? drawChoice(side, kernel, random) : drawNormal(side, kernel, random),
    );
  }

  /** The logarithm of the density at a place. */
  logDensity(place: ArrayLike<number>): number {
    const logs = this.logWeights.slice();
    this.sides.forEach((side, at) => {
      if (side.isChoice) addChoice(logs, side, place[at]);
      else if (side.cells > 0) addCell(logs, side, place[at]);
      else addNormal(logs, side, place[at]);
    });
    return logSum(logs);
  }
}

function widthsOf(centres: Float64Array): Float64Array {
  const observed = centres.length - 1;
  const order = Array.from({ length: observed }, (_, at) => at).sort((a, b) => centres[a] - centres[b]);
  const least = leastWidth / Math.min(100, 1 + centres.length);
  const widths = new Float64Array(centres.length).fill(1);
  order.forEach((kernel, place) => {
    const gapBelow = centres[kernel] - (place > 0 ? centres[order[place - 1]] : 0);
    const gapAbove = (place < observed - 1 ? centres[order[place + 1]] : 1) - centres[kernel];
    // The outermost look inwards only: the edge of the range is no observation.
    const gap =
      observed < 2
        ? Math.max(gapBelow, gapAbove)
        : place === 0
          ? gapAbove
          : place === observed - 1
            ? gapBelow
            : Math.max(gapBelow, gapAbove);
    widths[kernel] = Math.min(1, Math.max(least, gap));
  });
  return widths;
}

function drawNormal({ centres, widths }: Side, kernel: number, random: Random): number {
  for (;;) {
    const drawn = random.normal(centres[kernel], widths[kernel]);
    if (drawn >= 0 && drawn <= 1) return drawn;
  }
}

function drawChoice({ centres, cells }: Side, kernel: number, random: Random): number {
  const own = Math.floor(centres[kernel] * cells);
  const isPrior = kernel === centres.length - 1;
  const spread = isPrior ? 1 : 1 / (1 + centres.length);
  const choice = random.uniform() < spread ? random.integer(cells) : own;
  return (choice + 0.5) / cells;
}

function addNormal(logs: Float64Array, { centres, widths }: Side, at: number): void {
  for (let kernel = 0; kernel < logs.length; kernel++) {
    const width = widths[kernel];
    const z = (at - centres[kernel]) / width;
    const inside = normalBetween(-centres[kernel] / width, (1 - centres[kernel]) / width);
    logs[kernel] -= 0.5 * z * z + logRootTwoPi + Math.log(width * inside);
  }
}

function addCell(logs: Float64Array, { centres, widths, cells }: Side, at: number): void {
  const half = 0.5 / cells;
  for (let kernel = 0; kernel < logs.length; kernel++) {
    const between = (low: number, high: number) =>
      normalBetween((low - centres[kernel]) / widths[kernel], (high - centres[kernel]) / widths[kernel]);
    const inCell = between(Math.max(0, at - half), Math.min(1, at + half));
    logs[kernel] += Math.log(Math.max(inCell, 1e-300) / between(0, 1));
  }
}

function addChoice(logs: Float64Array, { centres, cells }: Side, at: number): void {
  const choice = Math.floor(at * cells);
  const kernels = centres.length;
  for (let kernel = 0; kernel < kernels - 1; kernel++) {
    const own = Math.floor(centres[kernel] * cells) === choice ? 1 : 0;
    logs[kernel] += Math.log((own + 1 / (kernels * cells)) / (1 + 1 / kernels));
  }
  logs[kernels - 1] -= Math.log(cells);
}

function pick(weights: Float64Array, share: number): number {
  let sum = 0;
  for (let at = 0; at < weights.length; at++) {
    sum += weights[at];
    if (share < sum) return at;
  }
  return weights.length - 1;
}

function logSum(logs: Float64Array): number {
  const most = logs.reduce((a, b) => Math.max(a, b), -Infinity);
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0));
}
