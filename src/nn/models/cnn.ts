import * as tf from "@tensorflow/tfjs";
import { checkInteger, checkNumber, checkOptions } from "../../core/index";
import { checkImageShape, checkSizes } from "./checkSizes";
import { builtBy } from "../mended/sequentialShapes";
import { outputLayer, type Task } from "./head";

/** Options of {@link cnn}. */
export interface CnnOptions {
  /** [height, width, channels]. */
  inputShape: [number, number, number];
  /** Classes, or numbers to predict. */
  outputs: number;
  /** Filters of each 3×3 convolution; 2×2 pooling follows each. Default [32, 64]. */
  filters?: number[];
  /** Units of the dense layers behind. Default [128]. */
  hidden?: number[];
  /** Default "classification". */
  task?: Task;
  /** Batch norm before each activation. Default false. */
  batchNorm?: boolean;
  /** The share that is dropped after each pooling and dense layer, in [0, 1). Default 0. */
  dropout?: number;
  /** Whether convolutions keep the image's size. Default "same". */
  padding?: "same" | "valid";
}

/**
 * A convolutional network: convolution, ReLU and pooling, some times over, then dense layers.
 *
 * ```ts
 * const model = cnn({ inputShape: [32, 32, 3], filters: [32, 64, 128], hidden: [512], outputs: 10, padding: "valid" });
 * model.countParams(); // 361034
 * ```
 */
export function cnn(options: CnnOptions): tf.LayersModel {
  const given = checkOptions("cnn", options, {
    inputShape: [28, 28, 1] as [number, number, number],
    outputs: 10,
    filters: [32, 64],
    hidden: [128],
    task: "classification" as Task,
    batchNorm: false,
    dropout: 0,
    padding: "same" as "same" | "valid",
  });
  checkInteger("cnn", "outputs", given.outputs, "[1, ∞)");
  checkImageShape("cnn", given.inputShape);
  checkSizes("cnn", { filters: given.filters, hidden: given.hidden });
  checkNumber("cnn", "dropout", given.dropout, "[0, 1)");
  const { batchNorm, dropout, padding } = given;
  const model = tf.sequential();
  const add = (...layers: tf.layers.Layer[]) =>
    builtBy("cnn", () => layers.forEach((layer) => model.add(layer)));
  const activate = () => [
    ...(batchNorm ? [tf.layers.batchNormalization()] : []),
    tf.layers.activation({ activation: "relu" }),
  ];
  const drop = () => (dropout > 0 ? [tf.layers.dropout({ rate: dropout })] : []);
  const common = { kernelInitializer: "heNormal" as const, useBias: !batchNorm };
  add(tf.layers.inputLayer({ inputShape: given.inputShape }));
  for (const filters of given.filters) {
    add(tf.layers.conv2d({ filters, kernelSize: 3, padding, ...common }), ...activate());
    add(tf.layers.maxPooling2d({ poolSize: 2 }), ...drop());
  }
  add(tf.layers.flatten());
  for (const units of given.hidden) add(tf.layers.dense({ units, ...common }), ...activate(), ...drop());
  add(outputLayer("cnn", given.outputs, given.task));
  return model;
}
