import * as tf from "@tensorflow/tfjs";
import { outputMask, pooledOverUnmasked, type Mask } from "./layerMask";

/** What goes through a model: values, and which of their steps are no padding. */
export interface Flow {
  values: tf.Tensor[];
  masks: Mask[];
}

interface GraphNode {
  outboundLayer: ModelLayer;
  inputTensors: tf.SymbolicTensor[];
  outputTensors: tf.SymbolicTensor[];
}

type ModelLayer = tf.layers.Layer & { maskZero?: boolean; layer?: ModelLayer };

/** The parts of TensorFlow.js' models that are needed here; a Sequential keeps its graph in another model, once it is built. */
interface Graph {
  layers: ModelLayer[];
  inputs: tf.SymbolicTensor[];
  outputs: tf.SymbolicTensor[];
  nodesByDepth: Record<number, GraphNode[]>;
  model?: Graph;
}

/** Whether a layer of the model says which steps are padding. */
export function hasMasks(model: tf.LayersModel): boolean {
  return model.layers.some((layer: ModelLayer) => {
    if (layer instanceof tf.LayersModel) return hasMasks(layer);
    return layer.getClassName() === "Masking" || layer.maskZero === true;
  });
}

/**
 * Runs a model with masks as Keras does: each layer is given its own inputs' mask, also within nested models, and the
 * outputs' masks come out.
 *
 * TensorFlow.js' own way gives a mask, once there is one, to every later layer, and loses it at the edge of a model.
 */
export function runMasked(model: tf.LayersModel, given: Flow, training: boolean): Flow {
  const graph = graphOf(model);
  const known = new Map<number, { value: tf.Tensor; mask: Mask }>();
  const keep = (tensors: tf.SymbolicTensor[], { values, masks }: Flow) =>
    tensors.forEach(({ id }, index) => known.set(id, { value: values[index], mask: masks[index] }));
  keep(graph.inputs, given);
  for (const { outboundLayer, inputTensors, outputTensors } of inOrder(graph)) {
    if (outputTensors.every(({ id }) => known.has(id))) continue;
    keep(outputTensors, runLayer(outboundLayer, flowOf(inputTensors, known), training));
  }
  return flowOf(graph.outputs, known);
}

function graphOf(model: tf.LayersModel): Graph {
  const graph = model as unknown as Graph;
  if (model instanceof tf.Sequential && !graph.model) model.build();
  return graph.model ?? graph;
}

function inOrder({ nodesByDepth }: Graph): GraphNode[] {
  const depths = Object.keys(nodesByDepth).map(Number);
  return depths.sort((a, b) => b - a).flatMap((depth) => nodesByDepth[depth]);
}

function flowOf(
  tensors: tf.SymbolicTensor[],
  known: ReadonlyMap<number, { value: tf.Tensor; mask: Mask }>,
): Flow {
  const found = tensors.map(({ id }) => known.get(id)!);
  return { values: found.map(({ value }) => value), masks: found.map(({ mask }) => mask) };
}

function runLayer(layer: ModelLayer, flow: Flow, training: boolean): Flow {
  if (layer instanceof tf.LayersModel) return runMasked(layer, flow, training);
  const { values, masks } = flow;
  if (masks[0] && layer.getClassName() === "GlobalAveragePooling1D")
    return { values: [pooledOverUnmasked(values[0], masks[0])], masks: [] };
  const result = layer.apply(values, { training, ...(masks[0] ? { mask: masks[0] } : {}) });
  const outputs = (Array.isArray(result) ? result : [result]) as tf.Tensor[];
  const mask = outputMask(layer, values, masks);
  return { values: outputs, masks: outputs.map((_, index) => (index === 0 ? mask : undefined)) };
}
