import * as tf from "@tensorflow/tfjs";
import { backendChoice } from "../../src/backend/backendChoice";
import { useBackend } from "../../src/backend/index";
import { setSeed } from "../../src/core/index";
import { digits } from "../../src/data/index";

// A child process: trains two models for 50 steps on the backend of TSDESCENT_BACKEND and prints every loss.
const steps = 50;
const batch = 16;

function mlp(): tf.Sequential {
  return tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [8, 8, 1] }),
      tf.layers.dense({ units: 32, activation: "relu" }),
      tf.layers.dense({ units: 10, activation: "softmax" }),
    ],
  });
}

function cnn(): tf.Sequential {
  return tf.sequential({
    layers: [
      tf.layers.conv2d({ filters: 4, kernelSize: 3, padding: "same", inputShape: [8, 8, 1] }),
      tf.layers.batchNormalization(),
      tf.layers.activation({ activation: "relu" }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.separableConv2d({ filters: 8, kernelSize: 3, padding: "same", activation: "relu" }),
      tf.layers.conv2d({ filters: 8, kernelSize: 3, strides: 2, activation: "relu" }),
      tf.layers.averagePooling2d({ poolSize: 1 }),
      tf.layers.flatten(),
      tf.layers.dropout({ rate: 0.25 }),
      tf.layers.dense({ units: 10, activation: "softmax" }),
    ],
  });
}

async function losses(build: () => tf.Sequential): Promise<number[]> {
  setSeed(7);
  const model = build();
  model.compile({ optimizer: tf.train.sgd(0.2), loss: "categoricalCrossentropy" });
  const { x, y } = digits().tensors({ images: true, oneHot: true });
  const history: number[] = [];
  for (let step = 0; step < steps; step++) {
    const [from, size] = [step * batch, batch];
    const loss = await model.trainOnBatch(x.slice(from, size), y.slice(from, size));
    history.push(loss as number);
  }
  return history;
}

async function main(): Promise<void> {
  const { backend } = await useBackend();
  if (backend !== backendChoice().order[0]) throw new Error(`asked for ${process.env.TSDESCENT_BACKEND}`);
  process.stdout.write(JSON.stringify({ backend, mlp: await losses(mlp), cnn: await losses(cnn) }));
}

void main();
