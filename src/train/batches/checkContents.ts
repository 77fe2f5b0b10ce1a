import * as tf from "@tensorflow/tfjs";
import { checkFinite, checkLabels } from "../../core/index";
import type { Expected } from "./expected";

/**
 * Checks that there is no NaN and no infinity, and that class indices are classes.
 *
 * @throws DataError `fit: x must be finite, got NaN at [3, 1]; remove or fill such values first`
 */
export function checkContents(where: string, expected: Expected, x: tf.Tensor[], y: tf.Tensor[]): void {
  for (const [name, tensors] of [
    ["x", x],
    ["y", y],
  ] as const) {
    for (const tensor of tensors) if (!allFinite(tensor)) sayWhere(where, name, tensor);
  }
  y.forEach((tensor, index) => {
    const shape = expected.outputs[index]?.shape;
    if (shape && expected.classes && isIndices(tensor, shape)) {
      checkLabels(where, "y", tensor.dataSync(), shape.at(-1)!);
    }
  });
}

function isIndices(y: tf.Tensor, output: (number | null)[]): boolean {
  const units = output.at(-1)!;
  return units > 1 && (y.rank === output.length - 1 || y.shape.at(-1) === 1);
}

function allFinite(tensor: tf.Tensor): boolean {
  if (tensor.dtype !== "float32") return true;
  // A sum of finite numbers may overflow; only then is every number looked at.
  return tf.tidy(
    () => Number.isFinite(tensor.sum().dataSync()[0]) || tf.isFinite(tensor).all().dataSync()[0] === 1,
  );
}

function sayWhere(where: string, name: string, tensor: tf.Tensor): void {
  const columns = tensor.rank > 1 ? tensor.size / tensor.shape[0] : undefined;
  checkFinite(where, name, tensor.dataSync(), { columns });
}
