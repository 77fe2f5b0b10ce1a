import type * as tf from "@tensorflow/tfjs";
import { OptionError, ShapeError, checkOneOf } from "../../core/index";
import { returnedTensor } from "../returnedTensor";
import { binaryCrossentropy, categoricalCrossentropy } from "./crossEntropy";
import type { Loss } from "./loss";
import * as regression from "./regression";

const { meanAbsoluteError, meanSquaredError, meanAbsolutePercentageError } = regression;

/** Losses by name: those of TensorFlow.js, and their usual short names. */
export const losses = {
  ...regression,
  binaryCrossentropy,
  categoricalCrossentropy,
  sparseCategoricalCrossentropy: categoricalCrossentropy,
  crossentropy: categoricalCrossentropy,
  mse: meanSquaredError,
  mae: meanAbsoluteError,
  mape: meanAbsolutePercentageError,
} satisfies Record<string, Loss>;

/** The name of a loss. */
export type LossName = keyof typeof losses;

/**
 * A loss of one's own: [batch, …, units] each → the loss of each example, [batch], of each step or pixel, [batch, …], or of
 * each value; or one number.
 *
 * One number cannot be weighted, so it excludes `classWeight` and `sampleWeight`; weights or a mask of steps need the loss of each step.
 */
export type LossFunction = (truth: tf.Tensor, prediction: tf.Tensor) => tf.Tensor;

/**
 * The loss of a name, or one's own function as a loss.
 *
 * @throws OptionError `fit: unknown loss "meanSquarederror"; did you mean "meanSquaredError"?`
 */
export function lossOf(where: string, loss: string | LossFunction): Loss {
  if (typeof loss === "string") {
    return losses[checkOneOf(where, "loss", loss, Object.keys(losses) as LossName[])];
  }
  if (typeof loss === "function") return ownLoss(where, loss);
  const remedy = `known names: ${Object.keys(losses).join(", ")}`;
  throw new OptionError({
    where,
    required: "loss must be a name or a function (truth, prediction) => tensor",
    got: loss,
    remedy,
  });
}

function ownLoss(where: string, own: LossFunction): Loss {
  const perPosition = (truth: tf.Tensor, prediction: tf.Tensor) => {
    const value = returnedTensor(where, "a loss function", own(truth, prediction));
    if (value.rank === 0 || value.shape[0] === truth.shape[0]) return value;
    const required = `a loss function must return [] or [${truth.shape[0]}, …]`;
    throw new ShapeError({ where, required, got: `[${value.shape}]` });
  };
  return { name: own.name || "loss", input: "prediction", own, perPosition };
}
