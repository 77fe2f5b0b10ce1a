import { checkArray, checkEqualLength, DataError, ShapeError, shown } from "../../../core/index";
import { checkClassCount, isSigned } from "../../input/classes";
import { isTensor, numberColumn, type Numbers, type TensorLike } from "../../input/column";
import { isMatrix, matrix, type Rows } from "../../input/matrix";

/** Classes, scores or probabilities of points: [points] or [points, classes]. */
export type Prediction = ArrayLike<number> | ArrayLike<ArrayLike<number>> | TensorLike | TensorLike[];

/**
 * A linear classifier's numbers: two classes with weights [features] and a bias, or
 * weights [classes, features] with biases [classes].
 */
export interface LinearModel {
  weights: ArrayLike<number> | ArrayLike<ArrayLike<number>>;
  bias?: number | ArrayLike<number>;
}

/** Anything with a `predict`, such as a model of TensorFlow.js: gets a float32 tensor [points, features]. */
export interface PredictingModel {
  predict(x: never, ...more: never[]): unknown;
}

/** What decides: a function of points (rows of features), a model, or linear weights. */
export type Decider = ((points: number[][]) => Prediction) | PredictingModel | LinearModel;

/** How far each point is inside of each class, in [-1, 1] and above 0 in the class that is chosen: [classes][points]. */
export interface Margins {
  of: Float64Array[];
  /** Whether the margins grade, as probabilities do, rather than only choose. */
  graded: boolean;
}

const where = "decisionBoundary";

/** Whether a model is given by its weights, and so is exactly linear. */
export function isLinear(model: Decider): model is LinearModel {
  return typeof model === "object" && model !== null && "weights" in model && !("predict" in model);
}

/** Asks a model about points and turns the answer, whatever its form, into {@link Margins}. */
export function margins(model: Decider, rows: number[][], classCount: number): Margins {
  const answer = read(isLinear(model) ? linearScores(model, rows) : ask(model, rows), rows.length);
  const odd = answer.flat().find((value) => !Number.isFinite(value));
  if (odd !== undefined) {
    const remedy = "has the training diverged?";
    throw new DataError({ where, required: "predictions must be finite", got: odd, remedy });
  }
  if (answer[0].length > 1) return ofScores(answer);
  const values = Float64Array.from(answer, ([value]) => value);
  return isLinear(model) ? ofSigned(squashed(values), false) : ofColumn(values, classCount);
}

/**
 * What a model answers to points, as it is: [points][answers].
 *
 * @throws ShapeError when there is not one answer a point
 */
export function scores(where: string, model: Decider, rows: number[][]): number[][] {
  try {
    return read(isLinear(model) ? linearScores(model, rows) : ask(model, rows), rows.length);
  } catch (error) {
    throw renamed(error as Error, where);
  }
}

/** The same error, of the function that was called. */
function renamed(error: Error, name: string): Error {
  error.message = error.message.replace(`${where}:`, `${name}:`);
  return error;
}

function ask(model: Exclude<Decider, LinearModel>, rows: number[][]): unknown {
  if (typeof model === "function") return model(rows);
  if (typeof (model as PredictingModel | null)?.predict === "function")
    return askTensorFlow(model as PredictingModel, rows);
  const required = "model must be a function of points, have a predict method, or be {weights, bias}";
  throw new ShapeError({ where, required, got: model });
}

function askTensorFlow(model: PredictingModel, rows: number[][]): unknown {
  // Loaded here, because most figures need no tensors and TensorFlow.js takes half a second.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const tf = require("@tensorflow/tfjs") as typeof import("@tensorflow/tfjs");
  return tf.tidy(() => {
    const answer = model.predict(tf.tensor2d(rows) as never) as TensorLike | TensorLike[];
    const first = Array.isArray(answer) && isTensor(answer[0]) ? answer[0] : answer;
    if (!isTensor(first)) return first as never;
    return { values: Float32Array.from(first.dataSync() ?? []), shape: first.shape.slice() } as never;
  });
}

function linearScores({ weights, bias }: LinearModel, rows: number[][]): number[][] {
  checkArray(where, "weights", weights);
  const all = isMatrix(weights)
    ? rowsOf("weights", weights)
    : [Array.from(numberColumn(where, "weights", weights as Numbers))];
  const several = bias !== undefined && typeof bias !== "number";
  const biases = several ? Array.from(numberColumn(where, "bias", bias)) : all.map(() => bias ?? 0);
  checkEqualLength(where, { weights: all, bias: biases });
  if (all[0].length !== rows[0].length)
    throw new ShapeError({
      where,
      required: `weights must be [${rows[0].length}], one a feature`,
      got: [all[0].length],
    });
  return rows.map((row) => all.map((w, k) => row.reduce((sum, value, at) => sum + value * w[at], biases[k])));
}

function read(answer: unknown, count: number): number[][] {
  if (isTensor(answer)) return unflatten(answer.dataSync(), answer.shape, count);
  const { values, shape } = Object(answer) as { values?: Float32Array; shape?: number[] };
  if (values instanceof Float32Array && shape) return unflatten(values, shape, count);
  const list = answer as ArrayLike<number> | null;
  const isList = typeof list === "object" && typeof list?.length === "number";
  if (!isList || list.length !== count) throw notOneEach(count, isList ? [list.length] : shown(answer));
  if (isMatrix(answer)) return rowsOf("predictions", answer);
  return Array.from(numberColumn(where, "predictions", list), (value) => [value]);
}

function notOneEach(count: number, got: unknown): ShapeError {
  return new ShapeError({ where, required: `predictions must be [${count}] or [${count}, classes]`, got });
}

/** Rows of equal length, with a number at least. */
function rowsOf(name: string, given: Rows): number[][] {
  const { values, rows, columns } = matrix(where, name, given);
  if (columns === 0) throw new ShapeError({ where, required: `${name} must not be empty`, got: [rows, 0] });
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (__, at) => values[row * columns + at]),
  );
}

function unflatten(values: ArrayLike<number>, shape: number[], count: number): number[][] {
  const width = shape[1] ?? 1;
  if (shape[0] !== count || shape.length > 2 || width === 0) throw notOneEach(count, shape);
  if (values?.length !== count * width) throw notOneEach(count, `${values?.length ?? "no"} values`);
  return Array.from({ length: count }, (_, row) =>
    Array.from({ length: width }, (_, at) => values[row * width + at]),
  );
}

/** One number a point: class indices, -1 and 1, a probability of class 1, or a score that is positive for class 1. */
function ofColumn(values: Float64Array, classCount: number): Margins {
  const whole = values.every(Number.isInteger);
  if (whole && !isSigned(values) && values.every((value) => value >= 0)) return ofLabels(values, classCount);
  const probability = !whole && values.every((value) => value >= 0 && value <= 1);
  const margin = probability ? values.map((p) => 2 * p - 1) : squashed(values);
  return ofSigned(margin, probability);
}

function ofSigned(margin: Float64Array, graded: boolean): Margins {
  return { of: [margin.map((value) => -value), margin], graded };
}

function squashed(values: Float64Array): Float64Array {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  return values.map((value) => value / largest);
}

function ofLabels(labels: Float64Array, classCount: number): Margins {
  const classes = Math.max(classCount, 1 + labels.reduce((most, label) => Math.max(most, label), 0));
  checkClassCount(where, "predictions", classes);
  return {
    of: Array.from({ length: classes }, (_, k) => labels.map((label) => (label === k ? 1 : -1))),
    graded: false,
  };
}

function ofScores(rows: number[][]): Margins {
  const classes = rows[0].length;
  const of = Array.from({ length: classes }, () => new Float64Array(rows.length));
  rows.forEach((row, at) => {
    for (let k = 0; k < classes; k++) of[k][at] = row[k] - highestOther(row, k);
  });
  const probabilities = rows.every((row) => row.every((value) => value >= 0 && value <= 1));
  return probabilities ? { of, graded: true } : { of: scaled(of), graded: false };
}

function scaled(of: Float64Array[]): Float64Array[] {
  const largest =
    Math.max(...of.map((margin) => margin.reduce((most, value) => Math.max(most, Math.abs(value)), 0))) || 1;
  return of.map((margin) => margin.map((value) => value / largest));
}

function highestOther(row: ArrayLike<number>, k: number): number {
  let highest = -Infinity;
  for (let other = 0; other < row.length; other++)
    if (other !== k && row[other] > highest) highest = row[other];
  return highest;
}

/** The class that each point is put into. */
export function chosenClasses({ of }: Margins): number[] {
  return Array.from(of[0], (_, at) => {
    let best = 0;
    for (let k = 1; k < of.length; k++) if (of[k][at] > of[best][at]) best = k;
    return best;
  });
}
