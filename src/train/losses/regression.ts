import type * as tf from "@tensorflow/tfjs";
import {
  abs,
  add,
  clipByValue,
  div,
  log,
  maximum,
  minimum,
  mul,
  neg,
  relu,
  rsqrt,
  sign,
  softplus,
  square,
  squaredDifference,
  sub,
  sum,
  tidy,
} from "@tensorflow/tfjs";
import { meanOverUnits, type Loss } from "./loss";

type Elementwise = (truth: tf.Tensor, prediction: tf.Tensor) => tf.Tensor;

/** A loss that is the mean of one term per output value. */
function elementwise(name: string, term: Elementwise): Loss {
  const perPosition: Elementwise = (truth, prediction) => tidy(() => meanOverUnits(term(truth, prediction)));
  return { name, input: "prediction", perPosition };
}

/** (truth − prediction)². */
export const meanSquaredError = elementwise("meanSquaredError", squaredDifference);

/** |truth − prediction|. */
export const meanAbsoluteError = elementwise("meanAbsoluteError", (y, p) => abs(sub(y, p)));

/** Squared within 1 of the truth, linear beyond (Huber 1964, δ = 1). */
export const huber = elementwise("huber", (y, p) => {
  const distance = abs(sub(y, p));
  const near = minimum(distance, 1);
  return add(mul(0.5, square(near)), sub(distance, near));
});

/** log cosh(prediction − truth), as d + softplus(−2d) − log 2, which does not overflow. */
export const logcosh = elementwise("logcosh", (y, p) => {
  const distance = sub(p, y);
  return sub(add(distance, softplus(mul(distance, -2))), Math.LN2);
});

/** |truth − prediction| as a percentage of the truth. */
export const meanAbsolutePercentageError = elementwise("meanAbsolutePercentageError", (y, p) =>
  mul(100, abs(div(sub(y, p), maximum(abs(y), 1e-7)))),
);

/** max(0, 1 − truth·prediction); truth is −1 or 1, and 0 counts as −1, as in Keras. */
export const hinge = elementwise("hinge", (y, p) => relu(sub(1, mul(sub(y, sub(1, abs(sign(y)))), p))));

/** prediction − truth·log prediction. */
export const poisson = elementwise("poisson", (y, p) => sub(p, mul(y, log(add(p, 1e-7)))));

/** Σ truth · log(truth / prediction), of probabilities. */
export const kullbackLeiblerDivergence: Loss = {
  name: "kullbackLeiblerDivergence",
  input: "prediction",
  perPosition: (y, p) =>
    tidy(() => {
      const [truth, guess] = [clipByValue(y, 1e-7, 1), clipByValue(p, 1e-7, 1)];
      return sum(mul(truth, log(div(truth, guess))), -1);
    }),
};

/** −cos of the angle between truth and prediction, over the last axis; 0 where one of them is 0. */
export const cosineProximity: Loss = {
  name: "cosineProximity",
  input: "prediction",
  perPosition: (y, p) => tidy(() => neg(sum(mul(direction(y), direction(p)), -1))),
};

/** x / |x|; the length is cut off before its root, whose slope is infinite at 0. */
function direction(x: tf.Tensor): tf.Tensor {
  return mul(x, rsqrt(maximum(sum(square(x), -1, true), 1e-12)));
}
