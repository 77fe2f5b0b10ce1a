import * as tf from "@tensorflow/tfjs";
import { ShapeError } from "../core/index";
import { sumOf } from "../math/index";
import { inputValues, type StepInput } from "./stepInput";

/** Some of several steps' inputs, stacked like all of them; a number is repeated. */
export function stepsOf(inputs: readonly StepInput[], from: number, count: number): StepInput[] {
  return inputs.map((input) => {
    if (typeof input === "number")
      return { values: new Float32Array(count).fill(input), shape: [count], dtype: "float32" };
    const [, ...shape] = input.shape;
    return part(input, from, count, [count, ...shape]);
  });
}

/** The inputs of one of several steps: element `index` of every stacked input; numbers are the same for all. */
export function stepOf(inputs: readonly StepInput[], index: number): StepInput[] {
  return inputs.map((input) =>
    typeof input === "number" ? input : part(input, index, 1, input.shape.slice(1)),
  );
}

function part(
  input: Exclude<StepInput, number>,
  from: number,
  count: number,
  shape: number[],
): Exclude<StepInput, number> {
  const size = tf.util.sizeFromShape(input.shape.slice(1));
  const dtype = input.dtype as "float32" | "int32" | "bool" | undefined;
  return { values: inputValues(input).subarray(from * size, (from + count) * size), shape, dtype };
}

/**
 * Checks that inputs are stacked.
 *
 * @throws ShapeError `runMany: every input must be stacked, [3, …], got [2]; pass a number for what is the same in all steps`
 */
export function checkStacked(inputs: readonly StepInput[], count: number): void {
  for (const input of inputs) {
    if (typeof input === "number" || input.shape[0] === count) continue;
    throw new ShapeError({
      where: "runMany",
      required: `every input must be stacked, [${count}, …]`,
      got: input.shape,
      remedy: "pass a number for what is the same in all steps",
    });
  }
}

/** The results of several calls, each [steps, …], one behind the other; disposes them where there are several. */
export function joinResults(results: tf.Tensor[][]): tf.Tensor[] {
  if (results.length === 1) return results[0];
  const joined = results[0].map((first, output) => {
    const all = results.map((outputs) => outputs[output]);
    const values = new (first.dataSync().constructor as Float32ArrayConstructor)(
      sumOf(all.map(({ size }) => size)),
    );
    let from = 0;
    for (const tensor of all) {
      values.set(tensor.dataSync(), from);
      from += tensor.size;
    }
    const steps = all.reduce((total, { shape }) => total + shape[0], 0);
    return tf.tensor(values, [steps, ...first.shape.slice(1)], first.dtype);
  });
  tf.dispose(results);
  return joined;
}

/** The results of one step as if it were the only one of several: [1, …]; disposes them. */
export function asStack(results: tf.Tensor[]): tf.Tensor[] {
  const stacked = results.map((tensor) => tensor.reshape([1, ...tensor.shape]));
  tf.dispose(results);
  return stacked;
}

/** A call's results, [steps, …]; of a single step where it made no more. */
export function stackedResults(steps: number | undefined, results: tf.Tensor[]): tf.Tensor[] {
  return steps === undefined ? asStack(results) : results;
}
