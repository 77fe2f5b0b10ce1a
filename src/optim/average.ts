import type * as tf from "@tensorflow/tfjs";
import { add, div, expm1, mul, neg } from "@tensorflow/tfjs";

/** The moving average β·average + (1 − β)·value. */
export function movingAverage(average: tf.Tensor, value: tf.Tensor, beta: number): tf.Tensor {
  return add(mul(average, beta), mul(value, 1 - beta));
}

/**
 * A moving average that began at 0, divided by 1 − βᵗ (Kingma & Ba 2015, section 3).
 *
 * 1 − βᵗ is taken as −expm1(t·ln β): the plain form loses five digits in float32 at β = 0.999.
 *
 * @param step t, from 1
 */
export function unbiased(average: tf.Tensor, beta: number, step: tf.Tensor): tf.Tensor {
  return beta === 0 ? average : div(average, neg(expm1(mul(step, Math.log(beta)))));
}
