import { Tensor } from "@tensorflow/tfjs";
import { OptionError, shown } from "../core/index";

/**
 * What a function of one's own returned, checked to be a tensor.
 *
 * @param what "a loss function" or "a metric"
 * @throws OptionError `fit: a loss function must return a tensor, got 3; …`
 */
export function returnedTensor(where: string, what: string, value: unknown): Tensor {
  if (value instanceof Tensor) return value;
  const remedy =
    value instanceof Promise
      ? "it must not be async"
      : "make it of TensorFlow.js operations on its arguments, without dataSync or arraySync";
  throw new OptionError({ where, required: `${what} must return a tensor`, got: shown(value), remedy });
}
