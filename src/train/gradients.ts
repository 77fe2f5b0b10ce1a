import * as tf from "@tensorflow/tfjs";
import { DataError } from "../core/index";
import type { Batch, Objective } from "./objective";

/** A batch's loss, gradients in the order of the parameters, and sums of the statistics. */
export interface BatchGradients {
  loss: tf.Scalar;
  gradients: tf.Tensor[];
  sums: tf.Tensor1D[];
  /** What the loss is a mean over, where those are not the examples. */
  counted?: tf.Scalar;
}

/** Runs forward and back; to be called in a tidy. */
export function batchGradients(objective: Objective, batch: Batch): BatchGradients {
  // variableGrads frees what its function makes, but for the loss.
  let kept: Pick<BatchGradients, "sums" | "counted"> = { sums: [] };
  const differentiate = () =>
    tf.variableGrads(() => {
      const measured = objective.measure(batch, { training: true });
      kept = {
        sums: measured.sums.map((sum) => tf.keep(sum)),
        counted: measured.counted && tf.keep(measured.counted),
      };
      return measured.loss;
    }, objective.parameters);
  const free = () => tf.dispose([kept.sums, kept.counted ?? []]);
  const { value, grads } = connected(differentiate, free);
  const { sums, counted } = { sums: kept.sums.map((sum) => sum.clone()), counted: kept.counted?.clone() };
  free();
  const gradients = objective.parameters.map((parameter) => grads[parameter.name] ?? tf.zerosLike(parameter));
  return { loss: value, gradients, sums, counted };
}

/** Frees what was kept where nothing can be differentiated. */
function connected<T>(differentiate: () => T, free: () => void): T {
  try {
    return differentiate();
  } catch (error) {
    free();
    throw error instanceof Error ? inOurWords(error) : error;
  }
}

function inOurWords(error: Error): Error {
  if (error.message.includes("Cannot find a connection"))
    return new DataError({
      where: "fit",
      required: "the loss must depend on at least one trainable weight",
      remedy: "a loss function must be made of TensorFlow.js operations on its prediction",
    });
  const [, operation] = /gradient function not found for (\w+)/.exec(error.message) ?? [];
  if (!operation) return error;
  return new DataError({
    where: "fit",
    required: "the loss must be of operations that have a gradient",
    got: `${operation}, of which TensorFlow.js knows none`,
    remedy: "count hits and compare in a metric, and train on a loss that is smooth",
  });
}

/** What a step computes, and what must be finite for it to count. */
export interface Watched {
  results: tf.Tensor[];
  watched: tf.Tensor[];
}

/**
 * Runs a step, and takes its changes back when one of the watched tensors is not finite; behind its results stands whether they were
 * kept, as 1 or 0.
 */
export function guarded(variables: tf.Variable[], run: () => Watched): tf.Tensor[] {
  const before = variables.map((variable) => tf.clone(variable) as tf.Tensor);
  const done = run();
  const fine = allFinite(done.watched);
  variables.forEach((variable, index) => variable.assign(tf.where(fine, variable, before[index])));
  return [...done.results, fine.cast("float32").as1D()];
}

function allFinite(tensors: tf.Tensor[]): tf.Tensor {
  return tensors.map((tensor) => tf.all(tf.isFinite(tensor))).reduce((a, b) => tf.logicalAnd(a, b));
}
