import type * as tf from "@tensorflow/tfjs";
import { add, exp, log1p, logSoftmax, maximum, mul, neg, sub, sum, tidy } from "@tensorflow/tfjs";
import { meanOverUnits, type Loss } from "./loss";

/** −Σ truth · log softmax(logits) over the last axis. Takes logits: log-softmax never sees log 0. */
export const categoricalCrossentropy: Loss = {
  name: "categoricalCrossentropy",
  input: "logits",
  activation: "softmax",
  perPosition: (truth, logits) => tidy(() => neg(sum(mul(truth, logSoftmax(logits)), -1))),
};

/** max(z, 0) − z·truth + log(1 + e^−|z|), mean over units: cross-entropy of a sigmoid, stable for every z. */
export const binaryCrossentropy: Loss = {
  name: "binaryCrossentropy",
  input: "logits",
  activation: "sigmoid",
  perPosition: (truth, logits) => tidy(() => meanOverUnits(sigmoidCrossEntropy(truth, logits))),
};

function sigmoidCrossEntropy(truth: tf.Tensor, logits: tf.Tensor): tf.Tensor {
  const positivePart = maximum(logits, 0);
  return add(sub(positivePart, mul(logits, truth)), log1p(exp(neg(logits.abs()))));
}
