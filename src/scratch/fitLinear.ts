import { checkInteger, checkNoOptions, checkNumber, checkOptions } from "../core/index";
import { checkLine } from "./checkGiven";
import { checkRows } from "./checkRows";
import { product } from "./dot";
import type { Boundary } from "./perceptron";

/** A line or plane on its way to the data. */
export interface LinearStep extends Boundary {
  /** The mean squared error of this line. */
  loss: number;
}

/** What {@link fitLinear} found, and how. */
export interface LinearFit extends LinearStep {
  /** The line before every step and after the last: steps + 1 of them, fewer if it diverged. */
  history: LinearStep[];
}

/** How {@link fitLinear} descends. */
export interface LinearFitOptions {
  /** How far one step goes along the negative gradient, above 0. Default 0.1. */
  learningRate?: number;
  /** The number of steps. Default 100. */
  steps?: number;
}

/**
 * Fits y = w · x + w₀ by gradient descent on the mean squared error L = 1/n Σ (w · x + w₀ − y)².
 *
 * Each step uses all rows: ∂L/∂w = 2/n Σ (w · x + w₀ − y) x and ∂L/∂w₀ = 2/n Σ (w · x + w₀ − y). With one feature it
 * is a line, with two a plane. It starts at 0, and stops where the loss is no longer a number.
 *
 * ```ts
 * fitLinear([[0], [1], [2]], [1, 3, 5]) // weights [2.00], bias 1.00
 * ```
 *
 * @param x rows of features, [rows, features]
 * @param y the number to be predicted for each row, [rows]
 * @throws DataError when a value is not finite or there are no rows
 * @throws ShapeError when x and y, or the rows of x, differ in length
 */
export function fitLinear(x: number[][], y: number[], options?: LinearFitOptions): LinearFit {
  const { learningRate, steps } = checkOptions("fitLinear", options, { learningRate: 0.1, steps: 100 });
  checkNumber("fitLinear", "learningRate", learningRate, "(0, ∞)");
  checkInteger("fitLinear", "steps", steps, "[1, ∞)");
  checkRows("fitLinear", x, y);

  let line = withLoss(x, y, { weights: x[0].map(() => 0), bias: 0 });
  const history = [line];
  for (let step = 0; step < steps && Number.isFinite(line.loss); step++) {
    const gradient = gradientOf(x, y, line);
    line = withLoss(x, y, {
      weights: line.weights.map((weight, i) => weight - learningRate * gradient.weights[i]),
      bias: line.bias - learningRate * gradient.bias,
    });
    history.push(line);
  }
  return { ...line, history };
}

/**
 * The mean squared error of a line or plane: 1/n Σ (w · x + w₀ − y)².
 *
 * ```ts
 * meanSquaredError([[0], [1]], [1, 3], { weights: [2], bias: 0 }) // 1
 * ```
 */
export function meanSquaredError(x: number[][], y: number[], line: Boundary, ...none: []): number {
  checkNoOptions("meanSquaredError", none);
  checkRows("meanSquaredError", x, y);
  checkLine("meanSquaredError", line, x[0].length);
  return lossOf(x, y, line);
}

/**
 * The gradient of {@link meanSquaredError}: 2/n Σ (w · x + w₀ − y) x, and the same without x for the bias.
 *
 * ```ts
 * linearGradient([[0], [1]], [1, 3], { weights: [2], bias: 0 }) // weights [-1], bias -2
 * ```
 */
export function linearGradient(x: number[][], y: number[], line: Boundary, ...none: []): Boundary {
  checkNoOptions("linearGradient", none);
  checkRows("linearGradient", x, y);
  checkLine("linearGradient", line, x[0].length);
  return gradientOf(x, y, line);
}

function lossOf(x: number[][], y: number[], line: Boundary): number {
  return mean(errors(x, y, line).map((error) => error * error));
}

function gradientOf(x: number[][], y: number[], line: Boundary): Boundary {
  const error = errors(x, y, line);
  return {
    weights: line.weights.map((_, i) => 2 * mean(error.map((value, row) => value * x[row][i]))),
    bias: 2 * mean(error),
  };
}

function errors(x: number[][], y: number[], { weights, bias }: Boundary): number[] {
  return x.map((row, i) => product(weights, row) + bias - y[i]);
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function withLoss(x: number[][], y: number[], line: Boundary): LinearStep {
  return { ...line, loss: lossOf(x, y, line) };
}
