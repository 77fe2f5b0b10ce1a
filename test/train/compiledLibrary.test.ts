import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nn } from "../../src";
import * as callbacks from "../../src/callbacks/index";
import { iris } from "../../src/data/index";
import { momentum } from "../../src/optim/index";
import { fit, type Callback, type FitOptions } from "../../src/train/index";
import type { Trainable } from "../../src/train/plan";
import { someOf } from "../someOf";
import { smallNet } from "./models";

const folder = mkdtempSync(join(tmpdir(), "compiled-"));
const quiet = jest.spyOn(console, "log").mockImplementation(() => {});
afterAll(() => {
  rmSync(folder, { recursive: true });
  quiet.mockRestore();
});

const steps = 100;
const variablesOf = (model: Trainable) =>
  model instanceof tf.LayersModel ? model.weights.map((weight) => weight.read()) : model.parameters;

/** The greatest difference between the losses of two fits of 100 steps from the same weights. */
async function difference(
  make: () => Trainable,
  data: Parameters<typeof fit>[1],
  options: (name: string) => FitOptions,
): Promise<number> {
  const [first, second] = [make(), make()];
  const starts = variablesOf(first);
  variablesOf(second).forEach((variable, index) => (variable as tf.Variable).assign(starts[index].clone()));
  const eager = await fit(first, data, { seed: 3, ...options("eager"), compile: "eager" });
  const graph = await fit(second, data, { seed: 3, ...options("graph"), compile: "graph" });
  expect(graph.compiled).toMatchObject({ mode: "graph" });
  expect(graph.stepLoss).toHaveLength(steps);
  return Math.max(...graph.stepLoss.map((loss, step) => Math.abs(loss - eager.stepLoss[step])));
}

const random = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, "float32", seed);
const optimizer = momentum({ learningRate: 0.005 });

/** A layer of the library, or one that it makes draw from the seed, between two dense ones. */
const between = (layer: () => tf.layers.Layer) => () =>
  tf.sequential({
    layers: [tf.layers.dense({ units: 6, inputShape: [5] }), layer(), tf.layers.dense({ units: 2 })],
  });

const layers: Record<string, () => tf.layers.Layer> = {
  silu: () => nn.silu(),
  gelu: () => nn.gelu(),
  maxout: () => nn.maxout({ units: 4, pieces: 3 }),
  stochasticDepth: () => nn.stochasticDepth({ rate: 0.3 }),
  dropout: () => tf.layers.dropout({ rate: 0.3 }),
  gaussianNoise: () => tf.layers.gaussianNoise({ stddev: 0.2 }),
  gaussianDropout: () => tf.layers.gaussianDropout({ rate: 0.3 }),
  alphaDropout: () => tf.layers.alphaDropout({ rate: 0.3 }),
};

test.each(someOf(Object.entries(layers), 3))(
  "layer %s: compiled equals eager to 1e-5 over 100 steps",
  async (_, layer) => {
    const data = { x: random([40, 5], 1), y: random([40, 2], 2) };
    const options = () => ({ loss: "mse" as const, optimizer, epochs: 25, batchSize: 10 });
    expect(await difference(between(layer), data, options)).toBeLessThan(1e-5);
  },
);

const images = { inputShape: [8, 8, 1] as [number, number, number], outputs: 2, task: "regression" as const };
const sequence = { outputs: 2, units: [5], steps: 4, features: 3, task: "regression" as const };

/** The ready models, and the shape of an example. */
const models: Record<string, [make: () => Trainable, shape: number[]]> = {
  mlp: [
    () =>
      nn.mlp({
        inputs: 5,
        outputs: 2,
        hidden: [8],
        batchNorm: true,
        dropout: 0.2,
        l2: 1e-3,
        task: "regression",
      }),
    [5],
  ],
  cnn: [() => nn.cnn({ ...images, filters: [4], hidden: [8], dropout: 0.2 }), [8, 8, 1]],
  resnet: [() => nn.resnet({ ...images, filters: [4, 6], blocks: 1, dropRate: 0.2 }), [8, 8, 1]],
  rnn: [() => nn.rnn(sequence), [4, 3]],
  lstm: [() => nn.lstm(sequence), [4, 3]],
  gru: [() => nn.gru(sequence), [4, 3]],
  autoencoder: [() => nn.autoencoder({ inputs: 6, code: 2, hidden: [5] }).model, [6]],
  vae: [() => nn.vae({ inputs: 6, code: 2, hidden: [5] }), [6]],
};

test.each(someOf(Object.entries(models), 3))(
  "model %s: compiled equals eager to 1e-5 over 100 steps",
  async (name, [make, shape]) => {
    const x = random([40, ...shape], 1).clipByValue(0, 1);
    const reconstructs = name === "autoencoder" || name === "vae";
    const y = reconstructs ? x : random([40, 2], 2);
    const loss = name === "vae" ? undefined : ("mse" as const);
    const small = momentum({ learningRate: 1e-3 });
    const options = () => ({ loss, optimizer: small, epochs: 25, batchSize: 10 });
    expect(await difference(make, { x, y }, options)).toBeLessThan(1e-5);
  },
);

const every: Record<string, (name: string) => Callback> = {
  checkpoint: (name) => callbacks.checkpoint(join(folder, `${name}.ckpt`), { everySteps: 7 }),
  csvLog: (name) => callbacks.csvLog(join(folder, `${name}.csv`)),
  earlyStopping: () => callbacks.earlyStopping({ patience: 50 }),
  ema: () => callbacks.ema({ decay: 0.9 }),
  jsonLog: (name) => callbacks.jsonLog(join(folder, `${name}.jsonl`)),
  learningRateFinder: () => callbacks.learningRateFinder({ from: 1e-4, to: 1e-2, steps }),
  liveFigure: () => callbacks.liveFigure(),
  progress: () => callbacks.progress(),
  record: () => callbacks.record({ everySteps: 3 }),
  snapshotEnsemble: () => callbacks.snapshotEnsemble({ everyEpochs: 5 }),
  swa: () => callbacks.swa(),
  tensorBoard: (name) => callbacks.tensorBoard(join(folder, name)),
  terminateOnNaN: () => callbacks.terminateOnNaN(),
};

test("every callback of the library is here, but MLflow, which needs a server", () => {
  const makers = Object.keys(callbacks).filter((name) => /^[a-z]/.test(name) && !/OfCheckpoint$/.test(name));
  expect([...Object.keys(every), "mlflow", "readJsonLog"].sort()).toEqual(makers.sort());
});

test.each(someOf(Object.entries(every), 4))(
  "callback %s: compiled equals eager to 1e-5 over 100 steps",
  async (_, make) => {
    const options = (name: string): FitOptions => ({
      epochs: 20,
      batchSize: 32,
      optimizer,
      callbacks: [make(name)],
    });
    expect(await difference(smallNet, iris(), options)).toBeLessThan(1e-5);
  },
);
