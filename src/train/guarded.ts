import * as tf from "@tensorflow/tfjs";

/** What a step computes, and what must be finite for it to count. */
export interface Watched {
  results: tf.Tensor[];
  watched: tf.Tensor[];
}

/** Runs a step, and takes its changes back when one of the watched tensors is not finite. */
export function guarded(variables: tf.Variable[], run: () => Watched): Watched {
  const before = variables.map((variable) => tf.clone(variable) as tf.Tensor);
  const done = run();
  const fine = allFinite(done.watched);
  variables.forEach((variable, index) => variable.assign(tf.where(fine, variable, before[index])));
  return done;
}

function allFinite(tensors: tf.Tensor[]): tf.Tensor {
  return tensors.map((tensor) => tf.all(tf.isFinite(tensor))).reduce((a, b) => tf.logicalAnd(a, b));
}
