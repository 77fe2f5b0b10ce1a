import * as tf from "@tensorflow/tfjs";
import { DataError, checkFinite, checkLabels, checkKeys } from "../../core/index";
import { sumOf } from "../../math/index";
import type { Expected } from "./expected";

/**
 * Checks that there is no NaN and no infinity, and that class indices are classes.
 *
 * @throws DataError `fit: x must be finite, got NaN at [3, 1]; remove or fill such values first`
 */
export function checkContents(where: string, expected: Expected, x: tf.Tensor[], y: tf.Tensor[]): void {
  for (const tensor of x) if (!allFinite(tensor)) sayWhere(where, "x", tensor);
  for (const tensor of y) if (!x.includes(tensor) && !allFinite(tensor)) sayWhere(where, "y", tensor);
  y.forEach((tensor, index) => {
    const truth = expected.truths?.[index] ?? "numbers";
    if (truth === "signs") checkSigns(where, tensor);
    else if (truth !== "numbers") checkProbabilities(where, tensor, expected, index);
    if (truth === "distribution") checkDistribution(where, tensor, expected.outputs[index].shape);
    if (expected.hardClasses) checkHardClasses(where, tensor, expected.outputs[index].shape);
  });
}

/** Class indices, which are checked already, one-hot rows, or 0 and 1 for one unit. */
function checkHardClasses(where: string, y: tf.Tensor, output: (number | null)[]): void {
  const units = output.at(-1) ?? 1;
  if (isIndices(y, output)) return;
  const values = y.dataSync();
  for (let from = 0; from < values.length; from += units) {
    const row = Array.from(values.subarray(from, from + units));
    const ones = row.filter((value) => value === 1).length;
    const zeros = row.filter((value) => value === 0).length;
    if (ones + zeros === units && (units === 1 || ones === 1)) continue;
    const labels = units === 1 ? "0 or 1" : "class indices or one-hot";
    throw new DataError({
      where,
      required: `classWeight must go with labels of classes: y must be ${labels}`,
      got: `${units === 1 ? row[0] : `[${row.join(", ")}]`} at [${from / units}]`,
      remedy: "use sampleWeight",
    });
  }
}

/** Class indices, or a probability for each class; of one unit, the probability of yes. */
function checkProbabilities(
  where: string,
  y: tf.Tensor,
  { outputs, classes, truths }: Expected,
  index: number,
): void {
  const { shape } = outputs[index];
  const units = shape.at(-1)!;
  if (classes && isIndices(y, shape)) return checkLabels(where, "y", y.dataSync(), units);
  const bad = y.dataSync().findIndex((value: number) => !(value >= 0 && value <= 1));
  if (bad < 0) return;
  const place = units > 1 ? `[${Math.floor(bad / units)}, ${bad % units}]` : `[${bad}]`;
  const forClasses = truths?.[index] === "distribution" ? "with metrics of classes " : "";
  const must =
    units > 1 ? "y must be one-hot, or probabilities" : "y must be 0 or 1, or a probability between";
  const required = forClasses + must;
  throw new DataError({ where, required, got: `${y.dataSync()[bad]} at ${place}` });
}

/** One of several units is to be true, as the likeliest is taken. */
function checkDistribution(where: string, y: tf.Tensor, output: (number | null)[]): void {
  const units = output.at(-1)!;
  if (units === 1 || isIndices(y, output)) return;
  const values = y.dataSync<"float32">();
  for (let row = 0; row < values.length; row += units) {
    const total = sumOf(values.subarray(row, row + units));
    if (Math.abs(total - 1) < 1e-3) continue;
    const required = "with metrics of classes each row of y must be one-hot, or sum to 1";
    const remedy =
      'for units that say yes or no each say {outputs: "multiLabelProbabilities"} or "multiLabelLogits"';
    throw new DataError({ where, required, got: `a sum of ${total} at [${row / units}]`, remedy });
  }
}

function checkSigns(where: string, y: tf.Tensor): void {
  const bad = y.dataSync().findIndex((value: number) => ![-1, 0, 1].includes(value));
  if (bad < 0) return;
  const required = "with metrics of classes y must be 1 for yes, and -1 or 0 for no";
  throw new DataError({ where, required, got: `${y.dataSync()[bad]} at [${bad}]` });
}

function isIndices(y: tf.Tensor, output: (number | null)[]): boolean {
  const units = output.at(-1)!;
  return units > 1 && (y.rank === output.length - 1 || y.shape.at(-1) === 1);
}

// A call of TensorFlow takes as long as JavaScript does for so many numbers.
const fewNumbers = 32_768;

function allFinite(tensor: tf.Tensor): boolean {
  if (tensor.dtype !== "float32") return true;
  if (tensor.size <= fewNumbers) return tensor.dataSync<"float32">().every(Number.isFinite);
  // A sum of finite numbers may overflow; only then is every number looked at.
  return tf.tidy(
    () => Number.isFinite(tensor.sum().dataSync()[0]) || tf.isFinite(tensor).all().dataSync()[0] === 1,
  );
}

function sayWhere(where: string, name: string, tensor: tf.Tensor): void {
  const columns = tensor.rank > 1 ? tensor.size / tensor.shape[0] : undefined;
  checkFinite(where, name, tensor.dataSync(), { columns });
}

// What other libraries, or other functions of this one, call the same.
const calledX = ["xs", "inputs", "features", "data", "images"];
const calledY = ["ys", "label", "labels", "target", "targets", "truth", "classes"];
const calledWeight = ["sampleWeight", "sampleWeights", "sample_weight", "weights", "w"];

const named = (own: string, others: string[]) => others.map((other) => [other, own] as const);

const alsoCalled = Object.fromEntries([
  ...named("x", calledX),
  ...named("y", calledY),
  ...named("weight", calledWeight),
]);

/**
 * Checks the keys of examples: of data, of a batch, of what an augmentation returns.
 *
 * @throws OptionError `fit: unknown key of data "sampleWeight"; did you mean "weight"?`
 */
export function checkExampleKeys(where: string, of: string, given: object): void {
  checkKeys(where, given, { of, known: ["x", "y", "weight"], alsoCalled });
}

/** The same for a batch as TensorFlow.js names its parts. */
export function checkXsKeys(where: string, of: string, given: object): void {
  const ofXs = Object.fromEntries(
    Object.entries(alsoCalled).map(([other, own]) => [other, own === "weight" ? own : `${own}s`]),
  );
  checkKeys(where, given, { of, known: ["xs", "ys", "weight"], alsoCalled: ofXs });
}
