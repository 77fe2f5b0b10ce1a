import * as tf from "@tensorflow/tfjs";
import { nn } from "../../src";
import { digits, moons } from "../../src/data/index";
import { adam } from "../../src/optim/index";
import { fit } from "../../src/train/index";

/** Examples of a task that each ready model must learn, and the model. */
export const ready: Record<string, () => [tf.LayersModel, { x: tf.Tensor; y: tf.Tensor }]> = {
  mlp: () => [
    nn.mlp({ inputs: 2, outputs: 2, hidden: [32, 32], activation: "silu", batchNorm: true }),
    moons({ count: 200, seed: 1 }).tensors(),
  ],
  cnn: () => [
    nn.cnn({ inputShape: [8, 8, 1], outputs: 10, filters: [8, 16], hidden: [32], dropout: 0.1 }),
    few(digits().tensors({ images: true })),
  ],
  resnet: () => [
    nn.resnet({ inputShape: [8, 8, 1], outputs: 10, filters: [8, 16], blocks: 1, dropRate: 0.1 }),
    few(digits().tensors({ images: true })),
  ],
  rnn: () => [nn.rnn({ outputs: 1, units: [16], steps: 6 }), sequences()],
  lstm: () => [nn.lstm({ outputs: 1, units: [16], steps: 6 }), sequences()],
  gru: () => [nn.gru({ outputs: 1, units: [16], steps: 6 }), sequences()],
};

function few({ x, y }: { x: tf.Tensor; y: tf.Tensor }) {
  return { x: x.slice(0, 300), y: y.slice(0, 300) };
}

/** Whether the first of six numbers is positive: what comes last must not drown it. */
function sequences() {
  const x = tf.randomNormal([200, 6, 1], 0, 1, "float32", 5);
  return { x, y: x.slice([0, 0, 0], [200, 1, 1]).reshape([200, 1]).greater(0).toFloat() };
}

export function lossOf(model: tf.LayersModel): "binaryCrossentropy" | "categoricalCrossentropy" {
  return model.outputs[0].shape.at(-1) === 1 ? "binaryCrossentropy" : "categoricalCrossentropy";
}

export async function train(model: tf.LayersModel, data: { x: tf.Tensor; y: tf.Tensor }, epochs: number) {
  const optimizer = adam({ learningRate: 0.01 });
  await fit(model, data, {
    loss: lossOf(model),
    optimizer,
    epochs,
    batchSize: 50,
    seed: 1,
    compile: "graph",
  });
}
