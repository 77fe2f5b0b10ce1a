import * as tf from "@tensorflow/tfjs";
import { OptionError, shown, checkNoOptions } from "../core/index";

/** What {@link variable} returns: a scalar for TensorFlow.js' operations, and its value as a number. */
export type NumberVariable = tf.Variable<tf.Rank.R0> & {
  /** The number; may be set at any time. */
  value: number;
};

/**
 * A number that a loss, metric or layer of one's own reads and that changes while a fit runs: a compiled step reads its
 * newest value, whereas a plain number of JavaScript is part of what was recorded.
 *
 * ```ts
 * const beta = variable(0);
 * const loss = (truth, output) => reconstruction(truth, output).add(divergence(output).mul(beta));
 * await fit(model, data, { loss, callbacks: [{ onBatchEnd: (_, __, run) => (beta.value = Math.min(1, run.step / 1000)) }] });
 * ```
 *
 * @returns a variable that is not trained, [], float32; the caller disposes it
 */
export function variable(value: number, ...none: []): NumberVariable {
  checkNoOptions("variable", none);
  check(value);
  const made = tf.tidy(() => tf.variable(tf.scalar(value), false));
  const set = (next: number) => tf.tidy(() => made.assign(tf.scalar(check(next))));
  return Object.defineProperty(made, "value", { get: () => made.dataSync()[0], set }) as NumberVariable;
}

function check(value: number): number {
  if (typeof value === "number") return value;
  throw new OptionError({ where: "variable", required: "value must be a number", got: shown(value) });
}
