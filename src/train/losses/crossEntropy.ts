import type * as tf from "@tensorflow/tfjs";
import { add, logSoftmax, mul, neg, softplus, sub, sum, tidy } from "@tensorflow/tfjs";
import { meanOverUnits, type Loss } from "./loss";

/** −Σ truth · log softmax(logits) over the last axis. Takes logits: log-softmax never sees log 0. */
export const categoricalCrossentropy: Loss = {
  name: "categoricalCrossentropy",
  input: "logits",
  activation: "softmax",
  perPosition: (truth, logits) => tidy(() => neg(sum(mul(truth, logSoftmax(logits)), -1))),
};

/**
 * truth·softplus(−z) + (1 − truth)·softplus(z), mean over units: cross-entropy of a sigmoid, stable for every z, with the gradient
 * σ(z) − truth also at 0, where forms with |z| have a corner.
 */
export const binaryCrossentropy: Loss = {
  name: "binaryCrossentropy",
  input: "logits",
  activation: "sigmoid",
  perPosition: (truth, logits) => tidy(() => meanOverUnits(sigmoidCrossEntropy(truth, logits))),
};

function sigmoidCrossEntropy(truth: tf.Tensor, logits: tf.Tensor): tf.Tensor {
  return add(mul(truth, softplus(neg(logits))), mul(sub(1, truth), softplus(logits)));
}
