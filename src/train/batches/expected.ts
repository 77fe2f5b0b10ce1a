import type * as tf from "@tensorflow/tfjs";
import { ShapeError } from "../../core/index";
import { checkLeftOf } from "../../nn/checkShapes";

/** One input or output of a model; null is any size. */
export interface ExpectedTensor {
  name: string;
  shape: (number | null)[];
}

/** Any numbers; probabilities, or class indices; a distribution over the units, or class indices; −1 or 0 for no and 1 for yes. */
export type ExpectedTruth = "numbers" | "probabilities" | "distribution" | "signs";

/** What a model is fed; empty lists where nothing is known. */
export interface Expected {
  inputs: ExpectedTensor[];
  outputs: ExpectedTensor[];
  /** Whether labels may be class indices, one rank lower than the output. */
  classes: boolean;
  /** For each output, what its truth is. Default: numbers. */
  truths?: ExpectedTruth[];
  /** Whether labels must be classes and nothing in between, as each class has a weight. */
  hardClasses?: boolean;
  /** Checks that inputs of these sizes are large enough, where the model leaves sizes open. */
  checkSizes?: (where: string, inputs: number[][]) => void;
}

/** What a LayersModel expects. */
export function expectedBy(model: tf.LayersModel, classes: boolean): Expected {
  // A sequential model has no list of names.
  const describe = (tensors: tf.SymbolicTensor[], names: string[]) =>
    tensors.map(({ shape, sourceLayer }, index) => ({ name: names[index] ?? sourceLayer.name, shape }));
  return {
    inputs: describe(model.inputs, model.inputNames),
    outputs: describe(model.outputs, model.outputNames),
    classes,
    checkSizes: sizesCheck(model),
  };
}

/** The check of sizes that a model leaves open, made once for each. */
function sizesCheck(model: tf.LayersModel): Expected["checkSizes"] {
  const isOpen = model.inputs.some(({ shape }) => shape.slice(1).includes(null));
  if (!isOpen) return undefined;
  const checked = new Set<string>();
  return (where, inputs) => {
    const key = JSON.stringify(inputs);
    if (checked.has(key)) return;
    checkLeftOf(where, model, inputs);
    checked.add(key);
  };
}

/**
 * Checks that tensors fit the model, and have one number of examples.
 *
 * @throws ShapeError `fit: x must be [examples, 784], got [60000, 28, 28]; use x.reshape([-1, 784])`
 */
export function checkBatch(where: string, expected: Expected, x: tf.Tensor[], y: tf.Tensor[]): void {
  x.forEach((tensor, index) => checkInput(where, nameOf("x", index, x), tensor, expected.inputs[index]));
  expected.checkSizes?.(
    where,
    x.map(({ shape }) => shape.slice(1)),
  );
  y.forEach((tensor, index) =>
    checkTarget(where, nameOf("y", index, y), tensor, expected.outputs[index], expected.classes),
  );
  const counts = [...x, ...y].map(({ shape }) => shape[0]);
  if (counts.every((count) => count === counts[0])) return;
  const names = [...x.map((_, i) => nameOf("x", i, x)), ...y.map((_, i) => nameOf("y", i, y))];
  const required = `${names.join(" and ")} must have equally many examples`;
  throw new ShapeError({ where, required, got: counts.join(" and ") });
}

function nameOf(kind: string, index: number, all: unknown[]): string {
  return all.length > 1 ? `${kind}[${index}]` : kind;
}

function checkInput(where: string, name: string, tensor: tf.Tensor, expected?: ExpectedTensor): void {
  if (!expected || fits(tensor.shape, expected.shape)) return;
  const remedy = inputRemedy(name, tensor.shape, expected.shape);
  throw new ShapeError({
    where,
    required: `${name} must be ${shown(expected.shape)}`,
    got: `[${tensor.shape.join(", ")}]`,
    remedy,
  });
}

function inputRemedy(name: string, came: number[], wanted: (number | null)[]): string | undefined {
  if (came.length === wanted.length - 1 && fits([1, ...came], wanted)) {
    return `use ${name}.expandDims(0) for one example`;
  }
  const sizes = wanted.slice(1);
  if (sizes.some((size) => size === null)) return undefined;
  const product = (shape: (number | null)[]) => shape.reduce<number>((all, size) => all * size!, 1);
  return product(came.slice(1)) === product(sizes)
    ? `use ${name}.reshape([${[-1, ...sizes].join(", ")}])`
    : undefined;
}

function checkTarget(
  where: string,
  name: string,
  tensor: tf.Tensor,
  expected: ExpectedTensor | undefined,
  classes: boolean,
): void {
  if (!expected || fits(tensor.shape, expected.shape)) return;
  const [units, withoutUnits] = [expected.shape.at(-1), expected.shape.slice(0, -1)];
  const indices = classes || units === 1;
  if (indices && (fits(tensor.shape, withoutUnits) || fits(tensor.shape, [...withoutUnits, 1]))) return;
  const alternative = indices ? ` or ${shown(withoutUnits)}${units === 1 ? "" : " (class indices)"}` : "";
  const required = `${name} must be ${shown(expected.shape)}${alternative}, as the model gives`;
  throw new ShapeError({ where, required, got: `[${tensor.shape.join(", ")}]` });
}

function fits(came: number[], wanted: (number | null)[]): boolean {
  return (
    came.length === wanted.length &&
    came.every((size, axis) => (wanted[axis] === null ? axis === 0 || size > 0 : wanted[axis] === size))
  );
}

function shown(shape: (number | null)[]): string {
  return `[${["examples", ...shape.slice(1).map((size) => size ?? "any")].join(", ")}]`;
}
