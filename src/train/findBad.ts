import * as tf from "@tensorflow/tfjs";
import { withSeed } from "../compile/index";
import { inputTensor } from "../compile/stepInput";
import { augmented, type Augmentation } from "./augment/augmentation";
import type { BatchSource, FedBatch } from "./batches/source";
import { batchGradients } from "./gradients";
import { disposeTrace, type TracedLayer } from "./model/trace";
import type { Objective } from "./objective";

type Named = [name: string, tensor: tf.Tensor | undefined];

/** A step as it was fed. */
export interface FedStep {
  objective: Objective;
  source: BatchSource;
  augment: Augmentation[];
  seed: number;
  step: number;
  inputs: FedBatch["inputs"];
}

/**
 * In words, the first tensor of a step that is not finite, in the order in which it is computed: inputs,
 * weights, each layer forward, then δ and gradients from the last layer back.
 *
 * The step is repeated, eagerly, from the weights before it; see `guard`.
 */
export function findBad({ objective, source, augment, seed, step, inputs }: FedStep): string {
  const scope = tf.tensor1d([seed, step], "int32");
  const prepared = objective.prepare(source.unpack(inputs.map(inputTensor)));
  const { batch, result, layers } = withSeed(scope, () => {
    const batch = augmented(prepared, augment);
    const back = () => batchGradients(objective, batch);
    return { batch, ...(objective.trace ? objective.trace(back) : { result: back(), layers: [] }) };
  });
  const weights = objective.parameters.map((weight, index): Named => [
    `weight ${objective.names[index]}`,
    weight,
  ]);
  const gradients = result.gradients.map((gradient, index): Named => [
    `the gradient of ${objective.names[index]}`,
    gradient,
  ]);
  const inOrder: Named[] = [
    ...batch.x.map((x): Named => ["the input x", x]),
    ...batch.y.map((y): Named => ["the truth y", y]),
    ...weights,
    ...layers.flatMap(forwardTensors),
    ["the loss itself", result.loss],
    ...[...layers]
      .reverse()
      .map(({ name, delta }): Named => [`δ (the loss gradient) at layer ${name}`, delta]),
    ...gradients.reverse(),
  ];
  const bad = inOrder.map(([name, tensor]) => describe(name, tensor)).find((text) => text !== undefined);
  disposeTrace(layers);
  return bad ?? "repeated eagerly, the step is finite";
}

function forwardTensors({ name, preactivation, output, activation }: TracedLayer): Named[] {
  const before: Named = [`the pre-activation of layer ${name}`, preactivation];
  return activation === "linear"
    ? [[`the output of layer ${name}`, output]]
    : [before, [`the output of layer ${name}`, output]];
}

function describe(name: string, tensor: tf.Tensor | undefined): string | undefined {
  if (!tensor) return undefined;
  const finite = tf.tidy(() => tf.isFinite(tensor.toFloat()).sum().dataSync()[0]);
  if (finite === tensor.size) return undefined;
  return `${name} is the first that is not finite (${tensor.size - finite} of ${tensor.size} values)`;
}
