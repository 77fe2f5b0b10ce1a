import * as tf from "@tensorflow/tfjs";
import { OptionError, shown } from "../core/index";

/**
 * Checks that something is a model of TensorFlow.js' layers.
 *
 * @throws OptionError `predict: model must be a LayersModel, got undefined`
 * @internal
 */
export function checkModel(where: string, name: string, model: unknown): asserts model is tf.LayersModel {
  if (model instanceof tf.LayersModel) return;
  const got = typeof model === "object" && model !== null ? "object" : shown(model);
  throw new OptionError({ where, required: `${name} must be a LayersModel`, got });
}
