// A child process that builds the model of a checkpoint (CHECKPOINT), whose weights are 0, 1, 2 …, 10, 11 … and so on, and
// says what it has: shapes and values of its weights, and how many tensors came with it.
import * as tf from "@tensorflow/tfjs";
import { writeFileSync } from "node:fs";
import { serialize } from "node:v8";
import { modelOfCheckpoint } from "../../src/callbacks/checkpoint";

const weightsOf = (model: tf.LayersModel) => [...model.trainableWeights, ...model.nonTrainableWeights];

async function main(path: string): Promise<void> {
  await tf.setBackend("cpu");
  const layers = [tf.layers.dense({ units: 2, inputShape: [3] }), tf.layers.batchNormalization()];
  const model = tf.sequential({ layers });
  const weights = weightsOf(model).map(({ shape }, at) => {
    const size = (shape as number[]).reduce((a, b) => a * b);
    return { shape, values: Float32Array.from({ length: size }, (_, index) => 10 * at + index) };
  });
  const topology = model.toJSON() as string;
  writeFileSync(path, serialize({ version: 2, snapshot: { weights, topology } }));
  const before = tf.memory().numTensors;
  const rebuilt = weightsOf(await modelOfCheckpoint(path));
  const tensors = tf.memory().numTensors - before;
  const values = rebuilt.flatMap((weight) => [...weight.read().dataSync()]);
  process.stdout.write(JSON.stringify({ shapes: rebuilt.map(({ shape }) => shape), values, tensors }));
}

void main(process.env.CHECKPOINT!);
