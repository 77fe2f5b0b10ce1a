import * as tf from "@tensorflow/tfjs";
import { OptionError, checkInteger, checkNumber, checkOptions } from "../../core/index";
import { apply, residualBlock } from "../residualBlock";
import { checkImageShape, checkSizes } from "./checkSizes";
import { outputLayer, type Task } from "./head";

/** Options of {@link resnet}. */
export interface ResnetOptions {
  /** [height, width, channels]. */
  inputShape: [number, number, number];
  /** Classes, or numbers to predict. */
  outputs: number;
  /** Filters of each stage; each stage but the first halves the image. Default [16, 32, 64]. */
  filters?: number[];
  /** Residual blocks in each stage. Default 2. */
  blocks?: number;
  /** The share of examples for which the last block's branch is left out in training, earlier blocks less. Default 0. */
  dropRate?: number;
  /** Default "classification". */
  task?: Task;
}

/**
 * A residual network for small images (He et al. 2016, section 4.2, with pre-activation).
 *
 * ```ts
 * const model = resnet({ inputShape: [32, 32, 3], outputs: 10, blocks: 3 }); // ResNet-20
 * ```
 */
export function resnet(options: ResnetOptions): tf.LayersModel {
  const given = checkOptions("resnet", options, {
    inputShape: [32, 32, 3] as [number, number, number],
    outputs: 10,
    filters: [16, 32, 64],
    blocks: 2,
    dropRate: 0,
    task: "classification" as Task,
  });
  checkInteger("resnet", "blocks", given.blocks, "[1, ∞)");
  checkInteger("resnet", "outputs", given.outputs, "[1, ∞)");
  checkImageShape("resnet", given.inputShape);
  checkSizes("resnet", { filters: given.filters });
  if (given.filters.length === 0)
    throw new OptionError({ where: "resnet", required: "filters must not be empty" });
  checkNumber("resnet", "dropRate", given.dropRate, "[0, 1)");
  const { filters, blocks } = given;
  const input = tf.input({ shape: given.inputShape });
  const kernel = {
    filters: filters[0],
    kernelSize: 3,
    padding: "same",
    kernelInitializer: "heNormal",
    useBias: false,
  } as const;
  let x = apply(tf.layers.conv2d(kernel), input);
  const count = filters.length * blocks;
  for (let index = 0; index < count; index++) {
    const stage = Math.floor(index / blocks);
    const strides = stage > 0 && index % blocks === 0 ? 2 : 1;
    // Linear decay of survival with depth (Huang et al. 2016, equation 4).
    x = residualBlock({ filters: filters[stage], strides, dropRate: (given.dropRate * (index + 1)) / count })(
      x,
    );
  }
  x = apply(tf.layers.activation({ activation: "relu" }), apply(tf.layers.batchNormalization(), x));
  const output = apply(
    outputLayer("resnet", given.outputs, given.task),
    apply(tf.layers.globalAveragePooling2d({}), x),
  );
  return tf.model({ inputs: input, outputs: output });
}
