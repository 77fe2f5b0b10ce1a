import * as tf from "@tensorflow/tfjs";
import { ShapeError } from "../core";
import { inputValues, type StepInput } from "./stepInput";

/** The inputs of one of several steps: element `index` of every stacked input; numbers are the same for all. */
export function stepOf(inputs: readonly StepInput[], index: number, count: number): StepInput[] {
  return inputs.map((input) => {
    if (typeof input === "number") return input;
    const [rows, ...shape] = input.shape;
    if (rows !== count) {
      throw new ShapeError({
        where: "runMany",
        required: `every input must be stacked, [${count}, …]`,
        got: input.shape,
        remedy: "pass a number for what is the same in all steps",
      });
    }
    const size = tf.util.sizeFromShape(shape);
    const dtype = input.dtype as "float32" | "int32" | "bool" | undefined;
    return { values: inputValues(input).subarray(index * size, (index + 1) * size), shape, dtype };
  });
}

/** The results of several steps as one tensor for each output, [steps, …]; disposes the results. */
export function stackResults(results: tf.Tensor[][]): tf.Tensor[] {
  const stacked = results[0].map((first, output) => {
    const size = first.size;
    const values = new (first.dataSync().constructor as Float32ArrayConstructor)(results.length * size);
    results.forEach((outputs, index) => values.set(outputs[output].dataSync(), index * size));
    return tf.tensor(values, [results.length, ...first.shape], first.dtype);
  });
  tf.dispose(results);
  return stacked;
}
