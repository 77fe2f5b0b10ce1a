import * as tf from "@tensorflow/tfjs";
import { checkOneOf } from "../../core/index";

/** What a model is for, which decides its last activation. */
export type Task = "classification" | "regression";

/** The last layer: softmax for classes, sigmoid for one yes-or-no unit, linear for numbers. */
export function outputLayer(where: string, units: number, task: Task): tf.layers.Layer {
  checkOneOf(where, "task", task, ["classification", "regression"]);
  const classes = units === 1 ? "sigmoid" : "softmax";
  return tf.layers.dense({ units, activation: task === "regression" ? "linear" : classes });
}
