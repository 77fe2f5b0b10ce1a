import * as tf from "@tensorflow/tfjs";
import { mostRows, type Drawn } from "../../data/windows";

/** The first rows of the first input, and the answers where there is one number for each, to see whether they are windows of a series. */
export function firstRowsOf([x]: readonly tf.Tensor[], y: readonly tf.Tensor[]): Drawn {
  const count = Math.min(x.shape[0], mostRows);
  const first = (tensor: tf.Tensor) => tf.tidy(() => tensor.slice(0, count).dataSync());
  const values = first(x);
  const isOne = y.length === 1 && y[0] !== x && y[0].size === x.shape[0];
  return { values, columns: values.length / count, answers: isOne ? first(y[0]) : undefined };
}
