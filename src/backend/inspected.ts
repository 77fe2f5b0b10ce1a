import { inspect, type InspectOptions } from "node:util";
import * as tf from "@tensorflow/tfjs";
import { shapeText } from "../core/index";

/** More numbers than this are not fetched to be printed. */
const most = 10_000_000;

type Print<Shown> = (shown: Shown, isNested: boolean) => string;

/**
 * Lets tensors, layers and models print as what they are, where TensorFlow.js' own objects print their fields: as a cell's
 * value, in `console.log`, and within other values.
 *
 * ```ts
 * tf.tensor([[1, 2], [3, 4]]) // Tensor float32 [2, 2]
 * //   [[1, 2],
 * //    [3, 4]]
 * ```
 */
export function inspectTensorFlow(): void {
  print(tf.Tensor.prototype, tensorText);
  print(tf.layers.Layer.prototype, layerText);
  print(tf.LayersModel.prototype, modelText);
  print(
    tf.SymbolicTensor.prototype,
    ({ name, dtype, shape }) => `SymbolicTensor ${name} ${dtype} ${shapeText(shape)}`,
  );
}

function print<Shown extends object>(prototype: Shown, text: Print<Shown>): void {
  const value = function (this: Shown, depth: number, options: InspectOptions): string {
    return text(this, depth < (options.depth ?? Infinity));
  };
  Object.defineProperty(prototype, inspect.custom, { value, configurable: true, writable: true });
}

function tensorText(tensor: tf.Tensor): string {
  const { name } = tensor as tf.Variable;
  const kind = name === undefined ? "Tensor" : `Variable ${name}`;
  const head = `${kind} ${tensor.dtype} ${shapeText(tensor.shape)}`;
  if (tensor.isDisposed) return `${head}, disposed`;
  if (tensor.size > most) return head;
  // Of a single row TensorFlow.js writes `[[1, 2],]`.
  const [, ...lines] = tensor
    .toString()
    .replace(/,(?=\]+$)/, "")
    .split("\n");
  if (lines.length === 1) return `${head}: ${lines[0].trim()}`;
  return [head, ...lines.map((line) => line.slice(2))].join("\n");
}

function layerText(layer: tf.layers.Layer): string {
  return [layer.getClassName(), layer.name, ifKnown(() => shapesText(layer.outputShape))].join(" ").trimEnd();
}

function modelText(model: tf.LayersModel, isNested: boolean): string {
  const parameters = ifKnown(() => `, ${countOf(model)} parameters`);
  const head = layerText(model) + parameters;
  if (isNested || parameters === "") return head;
  return [head, ...model.layers.map((layer) => `  ${layerText(layer)}, ${countOf(layer)}`)].join("\n");
}

function countOf(layer: tf.layers.Layer): string {
  return layer.countParams().toLocaleString("en");
}

/** Shapes and parameters are not there before a layer was put to use, nor in a model without layers. */
function ifKnown(text: () => string): string {
  try {
    return text();
  } catch {
    return "";
  }
}

function shapesText(shape: tf.Shape | tf.Shape[]): string {
  if (shape.length === 0) return "";
  return Array.isArray(shape[0])
    ? (shape as tf.Shape[]).map(shapeText).join(" ")
    : shapeText(shape as tf.Shape);
}
