import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { Random } from "../../src/core/index";
import { compile, type StepInput, type StepMode } from "../../src/compile/index";
import { someOf } from "../someOf";
import { trainingStep } from "./trainers";

type Loss = (labels: tf.Tensor, predictions: tf.Tensor) => tf.Tensor;

interface Net {
  build: () => tf.LayersModel;
  x: number[];
  /** Whole numbers below this, for embeddings. */
  tokens?: number;
  y: number[];
  loss: Loss;
}

const crossEntropy: Loss = (labels, logits) => tf.losses.softmaxCrossEntropy(labels, logits);
const binary: Loss = (labels, logits) => tf.losses.sigmoidCrossEntropy(labels, logits);
const squared: Loss = (labels, predictions) => tf.losses.meanSquaredError(labels, predictions);

const seeded = { kernelInitializer: tf.initializers.glorotUniform({ seed: 7 }) };
const recurrent = {
  ...seeded,
  recurrentInitializer: tf.initializers.glorotUniform({ seed: 8 }),
};

const gated = { ...recurrent, recurrentActivation: "sigmoid" as const };

const nets: Record<string, Net> = {
  "a multilayer perceptron with tanh": {
    build: () =>
      tf.sequential({
        layers: [
          tf.layers.dense({ units: 16, activation: "tanh", inputShape: [4], ...seeded }),
          tf.layers.dense({ units: 3, ...seeded }),
        ],
      }),
    x: [8, 4],
    y: [8, 3],
    loss: crossEntropy,
  },
  "a regression with ELU, softplus, SELU and leaky ReLU": {
    build: () =>
      tf.sequential({
        layers: [
          tf.layers.dense({ units: 8, activation: "elu", inputShape: [4], ...seeded }),
          tf.layers.dense({ units: 8, activation: "softplus", ...seeded }),
          tf.layers.dense({ units: 8, activation: "selu", ...seeded }),
          tf.layers.dense({ units: 8, ...seeded }),
          tf.layers.leakyReLU({ alpha: 0.1 }),
          tf.layers.dense({ units: 1, ...seeded }),
        ],
      }),
    x: [8, 4],
    y: [8, 1],
    loss: squared,
  },
  "batch normalisation": {
    build: () =>
      tf.sequential({
        layers: [
          // Batch norm takes any bias away: its gradient is rounding, which Adam would blow up to full steps.
          tf.layers.dense({ units: 12, inputShape: [5], useBias: false, ...seeded }),
          tf.layers.batchNormalization({}),
          tf.layers.activation({ activation: "sigmoid" }),
          tf.layers.dense({ units: 1, ...seeded }),
        ],
      }),
    x: [16, 5],
    y: [16, 1],
    loss: binary,
  },
  "layer normalisation, PReLU and regularised weights": {
    build: () =>
      tf.sequential({
        layers: [
          tf.layers.dense({
            units: 12,
            inputShape: [5],
            kernelRegularizer: tf.regularizers.l1l2({ l1: 0.01, l2: 0.01 }),
            ...seeded,
          }),
          tf.layers.layerNormalization({}),
          tf.layers.prelu({}),
          tf.layers.dense({ units: 2, activation: "softmax", ...seeded }),
        ],
      }),
    x: [16, 5],
    y: [16, 2],
    loss: (labels, predictions) => tf.metrics.categoricalCrossentropy(labels, predictions),
  },
  "convolutions, pooling and batch normalisation": {
    build: () =>
      tf.sequential({
        layers: [
          tf.layers.conv2d({
            filters: 4,
            kernelSize: 3,
            padding: "same",
            activation: "relu",
            inputShape: [8, 8, 2],
            ...seeded,
          }),
          tf.layers.maxPooling2d({ poolSize: 2 }),
          tf.layers.conv2d({ filters: 6, kernelSize: 3, strides: 2, useBias: false, ...seeded }),
          tf.layers.batchNormalization({}),
          tf.layers.reLU({}),
          tf.layers.globalAveragePooling2d({}),
          tf.layers.dense({ units: 3, ...seeded }),
        ],
      }),
    x: [6, 8, 8, 2],
    y: [6, 3],
    loss: crossEntropy,
  },
  "depthwise and transposed convolutions with average pooling": {
    build: () =>
      tf.sequential({
        layers: [
          tf.layers.separableConv2d({
            filters: 4,
            kernelSize: 3,
            padding: "same",
            inputShape: [6, 6, 2],
            depthwiseInitializer: tf.initializers.glorotUniform({ seed: 3 }),
            pointwiseInitializer: tf.initializers.glorotUniform({ seed: 4 }),
          }),
          tf.layers.averagePooling2d({ poolSize: 2 }),
          tf.layers.conv2dTranspose({ filters: 2, kernelSize: 2, strides: 2, ...seeded }),
          tf.layers.flatten(),
          tf.layers.dense({ units: 2, ...seeded }),
        ],
      }),
    x: [4, 6, 6, 2],
    y: [4, 2],
    loss: squared,
  },
  "a one-dimensional convolution with upsampling": {
    build: () =>
      tf.sequential({
        layers: [
          tf.layers.conv1d({ filters: 4, kernelSize: 3, activation: "tanh", inputShape: [10, 2], ...seeded }),
          tf.layers.maxPooling1d({ poolSize: 2 }),
          tf.layers.flatten(),
          tf.layers.dense({ units: 2, ...seeded }),
        ],
      }),
    x: [4, 10, 2],
    y: [4, 2],
    loss: squared,
  },
  "an LSTM": {
    build: () =>
      tf.sequential({
        layers: [
          tf.layers.lstm({ units: 5, inputShape: [3, 3], ...recurrent }),
          tf.layers.dense({ units: 2, ...seeded }),
        ],
      }),
    x: [4, 3, 3],
    y: [4, 2],
    loss: squared,
  },
  "an LSTM with sigmoid gates, every step handed on to one without bias": {
    build: () =>
      tf.sequential({
        layers: [
          tf.layers.lstm({ units: 5, inputShape: [3, 3], returnSequences: true, ...gated }),
          tf.layers.lstm({ units: 4, useBias: false, ...gated }),
          tf.layers.dense({ units: 2, ...seeded }),
        ],
      }),
    x: [4, 3, 3],
    y: [4, 2],
    loss: squared,
  },
  "a GRU and a simple recurrent layer": {
    build: () =>
      tf.sequential({
        layers: [
          tf.layers.gru({ units: 5, inputShape: [2, 3], returnSequences: true, ...recurrent }),
          tf.layers.simpleRNN({ units: 4, ...recurrent }),
          tf.layers.dense({ units: 2, ...seeded }),
        ],
      }),
    x: [4, 2, 3],
    y: [4, 2],
    loss: squared,
  },
  "a bidirectional LSTM over an embedding": {
    build: () =>
      tf.sequential({
        layers: [
          tf.layers.embedding({
            inputDim: 11,
            outputDim: 4,
            inputLength: 2,
            embeddingsInitializer: tf.initializers.randomUniform({ seed: 3 }),
          }),
          tf.layers.bidirectional({
            layer: tf.layers.lstm({ units: 3, ...recurrent }) as tf.RNN,
            mergeMode: "concat",
          }),
          tf.layers.dense({ units: 2, ...seeded }),
        ],
      }),
    x: [4, 2],
    tokens: 11,
    y: [4, 2],
    loss: crossEntropy,
  },
  "two branches that meet": {
    build: () => {
      const input = tf.input({ shape: [6] });
      const a = tf.layers
        .dense({ units: 6, activation: "relu", ...seeded })
        .apply(input) as tf.SymbolicTensor;
      const sum = tf.layers.add().apply([a, input]) as tf.SymbolicTensor;
      const product = tf.layers.multiply().apply([a, sum]) as tf.SymbolicTensor;
      const joined = tf.layers.concatenate().apply([sum, product]) as tf.SymbolicTensor;
      const output = tf.layers.dense({ units: 2, ...seeded }).apply(joined) as tf.SymbolicTensor;
      return tf.model({ inputs: input, outputs: output });
    },
    x: [8, 6],
    y: [8, 2],
    loss: (labels, predictions) => tf.losses.huberLoss(labels, predictions),
  },
};

const steps = 100;

function batchOf(net: Net, random: Random): { x: StepInput; y: StepInput } {
  const xs = Float32Array.from({ length: tf.util.sizeFromShape(net.x) }, () =>
    net.tokens ? Math.floor(random.uniform() * net.tokens) : random.normal(),
  );
  const classes = net.y[1];
  const ys = new Float32Array(tf.util.sizeFromShape(net.y));
  for (let row = 0; row < net.y[0]; row++) ys[row * classes + Math.floor(random.uniform() * classes)] = 1;
  return { x: { values: xs, shape: net.x }, y: { values: ys, shape: net.y } };
}

/** The losses and the final state of a run. */
function train(
  net: Net,
  mode: StepMode,
): { losses: number[]; state: Float32Array[]; ran: StepMode; why: string } {
  const random = new Random(5, "batches");
  const model = net.build();
  const { fn, state } = trainingStep(model, net.loss);
  const step = compile(fn, { mode });
  const losses: number[] = [];
  for (let number = 1; number <= steps; number++) {
    const { x, y } = batchOf(net, random);
    const [loss] = step.runSync([x, y, 0.003, number]);
    losses.push(loss.dataSync()[0]);
    loss.dispose();
  }
  const { mode: ran, why } = step.report;
  const final = state().map((variable) => variable.dataSync().slice() as Float32Array);
  step.dispose();
  tf.dispose(state());
  return { losses, state: final, ran, why };
}

/** The largest difference, relative to the largest value of each tensor. */
function distance(a: Float32Array, b: Float32Array): number {
  let scale = 1;
  let most = 0;
  a.forEach((value, index) => {
    scale = Math.max(scale, Math.abs(value));
    most = Math.max(most, Math.abs(value - b[index]));
  });
  return most / scale;
}

describe.each(someOf(Object.entries(nets), 5))("%s", (_, net) => {
  let eager: ReturnType<typeof train>;
  beforeAll(() => {
    eager = train(net, "eager");
  });

  test.each(["graph", "xla"] as const)("trains as %s as it does eagerly, to 1e-5 over 100 steps", (mode) => {
    const compiled = train(net, mode);
    expect([compiled.ran, compiled.why]).toEqual([mode, `${mode} was asked for`]);
    const worst = Math.max(...eager.state.map((values, index) => distance(values, compiled.state[index])));
    const lossWorst = distance(Float32Array.from(eager.losses), Float32Array.from(compiled.losses));
    expect(lossWorst).toBeLessThan(1e-5);
    expect(worst).toBeLessThan(1e-5);
  });
});
