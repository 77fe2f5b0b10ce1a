import {
  checkInteger,
  checkNoOptions,
  checkNumber,
  checkNumbers,
  checkOptions,
  freshRandom,
} from "../core/index";
import { checkLine } from "./checkGiven";
import { checkSigned } from "./checkRows";
import { product } from "./dot";

/** A straight boundary: a line for two features, a plane for three. */
export interface Boundary {
  weights: number[];
  /** The weight w₀ of an input that is always 1. */
  bias: number;
}

/** The boundary after one mistake was corrected. */
export interface PerceptronUpdate extends Boundary {
  /** The pass over the data, from 1. */
  epoch: number;
  /** The row that was on the wrong side. */
  row: number;
}

/** What the perceptron learned, and how. */
export interface PerceptronRun extends Boundary {
  /** One for each mistake, in order. */
  updates: PerceptronUpdate[];
  /** Mistakes in each pass over the data; the last is 0 if it converged. */
  mistakesPerEpoch: number[];
  /** Whether the last pass had no mistake: the data are then separated. */
  converged: boolean;
}

/** How {@link trainPerceptron} learns. */
export interface PerceptronOptions {
  /** At most so many passes over the data. Default 100. */
  epochs?: number;
  /** How far a correction goes, above 0; from a start at 0 it changes only the length of the weights. Default 1. */
  learningRate?: number;
  /** Whether the boundary may leave the origin: without it the bias stays 0. Default true. */
  useBias?: boolean;
  /** A new random order of the rows in every pass, rather than their own. Default true. */
  shuffle?: boolean;
  /** A whole number; by default the seed of `setSeed`. */
  seed?: number;
}

/**
 * The perceptron's answer: +1 where w · x + w₀ > 0, else −1.
 *
 * ```ts
 * perceptron([2, 1], { weights: [1, 1], bias: -1.5 }) // 1
 * ```
 */
export function perceptron(x: ArrayLike<number>, boundary: Boundary, ...none: []): 1 | -1 {
  checkNoOptions("perceptron", none);
  checkNumbers("perceptron", "x", x);
  checkLine("perceptron", boundary, x.length);
  return product(boundary.weights, x) + boundary.bias > 0 ? 1 : -1;
}

/**
 * The perceptron rule: for every row on the wrong side, w ← w + η y x and w₀ ← w₀ + η y, until a pass over the
 * data has no mistake.
 *
 * A row on the boundary counts as a mistake too: y (w · x + w₀) ≤ 0. Data that no line separates never let it rest.
 *
 * Source: F. Rosenblatt, "The perceptron", Psychological Review 65 (1958).
 *
 * ```ts
 * const run = trainPerceptron([[0, 0], [0, 1], [1, 0], [1, 1]], [-1, -1, -1, 1]); // AND
 * run.converged // true
 * ```
 *
 * @param x rows of features, [rows, features]
 * @param y −1 or +1 for each row, [rows]
 * @throws DataError when a label is neither −1 nor +1, a value is not finite, or there are no rows
 * @throws ShapeError when x and y, or the rows of x, differ in length
 */
export function trainPerceptron(x: number[][], y: number[], options?: PerceptronOptions): PerceptronRun {
  const { epochs, learningRate, useBias, shuffle, seed } = checkedOptions(options);
  checkSigned("trainPerceptron", x, y);
  const random = freshRandom("trainPerceptron", seed);
  const inOrder = x.map((_, row) => row);

  let weights = x[0].map(() => 0);
  let bias = 0;
  const updates: PerceptronUpdate[] = [];
  const mistakesPerEpoch: number[] = [];
  for (let epoch = 1; epoch <= epochs && mistakesPerEpoch.at(-1) !== 0; epoch++) {
    let mistakes = 0;
    for (const row of shuffle ? random.shuffle(inOrder) : inOrder) {
      const onTheRightSide = y[row] * (product(weights, x[row]) + bias) > 0;
      if (onTheRightSide) continue;
      weights = weights.map((weight, i) => weight + learningRate * y[row] * x[row][i]);
      if (useBias) bias += learningRate * y[row];
      updates.push({ epoch, row, weights, bias });
      mistakes++;
    }
    mistakesPerEpoch.push(mistakes);
  }
  return { weights, bias, updates, mistakesPerEpoch, converged: mistakesPerEpoch.at(-1) === 0 };
}

function checkedOptions(options?: PerceptronOptions) {
  const checked = checkOptions("trainPerceptron", options, {
    epochs: 100,
    learningRate: 1,
    useBias: true,
    shuffle: true,
    seed: undefined as number | undefined,
  });
  checkInteger("trainPerceptron", "epochs", checked.epochs, "[1, ∞)");
  checkNumber("trainPerceptron", "learningRate", checked.learningRate, "(0, ∞)");
  return checked;
}
