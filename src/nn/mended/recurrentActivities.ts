import * as tf from "@tensorflow/tfjs";
import { OptionError } from "../../core/index";

type Args = { activityRegularizer?: unknown };
type Make = (args: Args) => tf.layers.Layer;
type LayerClass = { fromConfig(cls: unknown, config: Args, custom?: unknown): tf.layers.Layer };

const makers = tf.layers as unknown as Record<string, Make>;

/** Has recurrent layers keep their `activityRegularizer`, which TensorFlow.js drops; where it could not be saved, it is refused. */
export function mendRecurrentActivities(): void {
  for (const name of ["lstm", "gru", "simpleRNN"]) mend(name);
  for (const name of ["convLstm2d", "convLstm2dCell", "rnn", "bidirectional", "timeDistributed"])
    refuse(name);
}

function mend(name: string): void {
  const make = makers[name];
  makers[name] = (args) => regularized(make(args), args);
  const kind = make({ units: 1, name: "mended" } as Args).constructor as unknown as LayerClass;
  const { fromConfig } = kind;
  kind.fromConfig = (cls, config, custom) => regularized(fromConfig.call(kind, cls, config, custom), config);
}

function regularized(layer: tf.layers.Layer, { activityRegularizer }: Args): tf.layers.Layer {
  if (!activityRegularizer) return layer;
  // Reads a regulariser, its name or what was saved of it, as every other layer does.
  const { activityRegularizer: read } = makers.dense({
    units: 1,
    name: "reader",
    activityRegularizer,
  } as Args) as Args;
  // A layer saves its cell's; only what is applied, the layer, is charged.
  Object.assign((layer as unknown as { cell: Args }).cell, { activityRegularizer: read });
  return Object.assign(layer, { activityRegularizer: read });
}

function refuse(name: string): void {
  const make = makers[name];
  makers[name] = (args) => {
    if (!args?.activityRegularizer) return make(args);
    const required = "activityRegularizer must be left out: TensorFlow.js drops it";
    const remedy = "give it to lstm, gru, simpleRNN, or a layer behind";
    throw new OptionError({ where: name, required, remedy });
  };
}
