import type * as tf from "@tensorflow/tfjs";
import { cast } from "@tensorflow/tfjs";
import type { Head } from "./head";

/** What goes forward through a model, and how. */
export interface ForwardOptions {
  /** Dropout drops, batch norm uses the batch. */
  training: boolean;
  /** Outputs of which the last activation is left out. */
  without?: Head[];
}

/** The outputs of a model, one tensor each, with inputs cast to the types it wants. */
export function forward(model: tf.LayersModel, x: tf.Tensor[], options: ForwardOptions): tf.Tensor[] {
  const inputs = x.map((values, index) => {
    const wanted = model.inputs[index].dtype;
    return values.dtype === wanted ? values : cast(values, wanted);
  });
  const run = () => model.apply(inputs.length === 1 ? inputs[0] : inputs, { training: options.training });
  const outputs = (options.without ?? []).reduce((inner, head) => () => head.without(inner), run)();
  return (Array.isArray(outputs) ? outputs : [outputs]) as tf.Tensor[];
}
