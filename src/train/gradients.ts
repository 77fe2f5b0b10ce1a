import * as tf from "@tensorflow/tfjs";
import { DataError } from "../core/index";
import type { Batch, Objective } from "./objective";

/** A batch's loss, gradients in the order of the parameters, and sums of the statistics. */
export interface BatchGradients {
  loss: tf.Scalar;
  gradients: tf.Tensor[];
  sums: tf.Tensor1D[];
}

/** Runs forward and back; to be called in a tidy. */
export function batchGradients(objective: Objective, batch: Batch): BatchGradients {
  let sums: tf.Tensor1D[] = [];
  const { value, grads } = connected(() =>
    tf.variableGrads(() => {
      const measured = objective.measure(batch, { training: true });
      // variableGrads frees what its function makes, but for the loss.
      sums = measured.sums.map((sum) => tf.keep(sum));
      return measured.loss;
    }, objective.parameters),
  );
  const own = sums.map((sum) => sum.clone());
  tf.dispose(sums);
  const gradients = objective.parameters.map((parameter) => grads[parameter.name] ?? tf.zerosLike(parameter));
  return { loss: value, gradients, sums: own };
}

function connected<T>(differentiate: () => T): T {
  try {
    return differentiate();
  } catch (error) {
    if (!(error instanceof Error && error.message.includes("Cannot find a connection"))) throw error;
    throw new DataError({
      where: "fit",
      required: "the loss must depend on at least one trainable weight",
      remedy: "a loss function must be made of TensorFlow.js operations on its prediction",
    });
  }
}
