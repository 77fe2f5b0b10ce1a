import type * as tf from "@tensorflow/tfjs";
import { cast } from "@tensorflow/tfjs";
import { whileFrozen } from "./frozen";
import type { Head } from "./head";
import { hasMasks, runMasked, type Flow } from "./masks";

/** What goes forward through a model, and how. */
export interface ForwardOptions {
  /** Dropout drops, batch norm uses the batch. */
  training: boolean;
  /** Outputs of which the last activation is left out. */
  without?: Head[];
}

/** The outputs of a model, one tensor each, with inputs cast to the types it wants. */
export function forward(model: tf.LayersModel, x: tf.Tensor[], options: ForwardOptions): tf.Tensor[] {
  return flow(model, x, options).values;
}

/** The outputs of a model, and which of their steps are no padding. */
export function flow(model: tf.LayersModel, x: tf.Tensor[], { training, without }: ForwardOptions): Flow {
  const inputs = x.map((values, index) => {
    const wanted = model.inputs[index].dtype;
    return values.dtype === wanted ? values : cast(values, wanted);
  });
  const run = () => whileFrozen(model, () => through(model, inputs, training));
  return (without ?? []).reduce((inner, head) => () => head.without(inner), run)();
}

function through(model: tf.LayersModel, inputs: tf.Tensor[], training: boolean): Flow {
  if (hasMasks(model)) return runMasked(model, { values: inputs, masks: [] }, training);
  const outputs = model.apply(inputs.length === 1 ? inputs[0] : inputs, { training });
  return { values: (Array.isArray(outputs) ? outputs : [outputs]) as tf.Tensor[], masks: [] };
}
