import type * as tf from "@tensorflow/tfjs";
import { type Displayable, displaySymbol, inBytes, type MimeBundle, tableBundle } from "../show/index";
import { checkNoOptions, shapeText } from "../core/index";
import { checkModel } from "./checkModel";

/** One layer in a {@link ModelSummary}. */
export interface LayerSummary {
  name: string;
  type: string;
  /** The shape for one example, without the batch; null is any size. */
  outputShape: (number | null)[];
  parameters: number;
  trainable: number;
  /** Multiply-adds of the weights for one example, at a size of 1 where it is any. */
  multiplyAdds: number;
}

/**
 * A table of a model's layers: output shapes, parameters, memory, multiply-adds. Jupyter shows it.
 *
 * ```ts
 * summary(cnn({ inputShape: [32, 32, 3], outputs: 10 }));
 * ```
 */
export function summary(model: tf.LayersModel, ...none: []): ModelSummary {
  checkNoOptions("summary", none);
  checkModel("summary", "model", model);
  return new ModelSummary(leaves(model).map(describe));
}

/** What {@link summary} returns. */
export class ModelSummary implements Displayable {
  constructor(
    /** In the model's order; layers of nested models one by one. */
    readonly layers: LayerSummary[],
  ) {}

  /** All parameters. */
  get parameters(): number {
    return sum(this.layers, ({ parameters }) => parameters);
  }
  /** Those that training changes. */
  get trainable(): number {
    return sum(this.layers, ({ trainable }) => trainable);
  }
  /** Multiply-adds for one example. */
  get multiplyAdds(): number {
    return sum(this.layers, ({ multiplyAdds }) => multiplyAdds);
  }
  /** Bytes of the parameters, and of all outputs for one example, both float32. */
  get bytes(): { parameters: number; outputs: number } {
    const outputs = sum(this.layers, ({ outputShape }) => product(outputShape));
    return { parameters: 4 * this.parameters, outputs: 4 * outputs };
  }

  /** The table. */
  [displaySymbol](): MimeBundle {
    const rows = this.layers.map((layer) => [
      layer.name,
      layer.type,
      shapeText(layer.outputShape),
      layer.parameters.toLocaleString("en"),
      layer.multiplyAdds.toLocaleString("en"),
    ]);
    const { parameters, trainable, multiplyAdds, bytes } = this;
    return tableBundle({
      title: `${parameters.toLocaleString("en")} parameters, ${trainable.toLocaleString("en")} of them trainable`,
      header: ["layer", "type", "output", "parameters", "multiply-adds"],
      rows,
      notes: [
        `${multiplyAdds.toLocaleString("en")} multiply-adds an example; ${inBytes(bytes.parameters)} of parameters, ` +
          `${inBytes(bytes.outputs)} of outputs an example`,
      ],
    });
  }
}

function leaves(model: { layers?: tf.layers.Layer[] }): tf.layers.Layer[] {
  return model.layers!.flatMap((layer) =>
    "layers" in layer ? leaves(layer as { layers: tf.layers.Layer[] }) : [layer],
  );
}

function describe(layer: tf.layers.Layer): LayerSummary {
  const type = layer.getClassName();
  const outputShape = shapeOf(layer.outputShape).slice(1);
  const count = (weights: tf.LayerVariable[]) => sum(weights, ({ shape }) => product(shape));
  return {
    name: layer.name,
    type,
    outputShape,
    parameters: count(layer.weights),
    trainable: count(layer.trainableWeights),
    multiplyAdds: multiplyAdds(layer, type, outputShape),
  };
}

/** Every number of a kernel is used once at each place: of the output, or of the input where that is the larger. */
function multiplyAdds(layer: tf.layers.Layer, type: string, outputShape: (number | null)[]): number {
  if (type === "Embedding") return 0;
  const kernels = sum(layer.weights, ({ shape }) => (shape.length > 1 ? product(shape) : 0));
  const inputShape = shapeOf(layer.inboundNodes.length > 0 ? layer.input : undefined).slice(1);
  const recurrent = type === "SimpleRNN" || type === "LSTM" || type === "GRU" || type === "Bidirectional";
  const places = recurrent
    ? inputShape.slice(0, -1)
    : type.endsWith("Transpose")
      ? inputShape.slice(0, -1)
      : outputShape.slice(0, -1);
  return kernels * product(places);
}

type Shaped = tf.SymbolicTensor | tf.SymbolicTensor[] | tf.Shape | tf.Shape[] | undefined;

function shapeOf(shaped: Shaped): (number | null)[] {
  if (shaped === undefined) return [];
  if (!Array.isArray(shaped)) return shaped.shape;
  const [first] = shaped;
  if (typeof first === "object" && first !== null) return Array.isArray(first) ? first : first.shape;
  return shaped as (number | null)[];
}

function product(shape: (number | null)[]): number {
  return shape.reduce<number>((all, size) => all * (size ?? 1), 1);
}

function sum<T>(items: T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
