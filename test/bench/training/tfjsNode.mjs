import * as tf from "@tensorflow/tfjs-node";
import { batches, examples } from "./examples.mjs";
import { Pace } from "./pace.mjs";
import { DROPOUT, workload } from "./workloads.mjs";

const work = workload(process.argv[2]);
const pace = new Pace(work);
const model = tf.sequential({ layers: layers() });
if (work.kind === "fit") await fit();
else await predict();

function layers() {
  const { units, outputs, input } = work;
  const inputLayer = tf.layers.inputLayer({ inputShape: input });
  const dense = (/** @type {number} */ size) => tf.layers.dense({ units: size, activation: "relu" });
  switch (work.model) {
    case "mlp":
      return [inputLayer, ...units.map(dense), head(outputs === 1 ? "sigmoid" : "softmax")];
    case "normalised":
      return [inputLayer, ...units.flatMap(normalised), head("softmax")];
    case "cnn":
      return [inputLayer, ...convolutions(), head("softmax")];
    case "lstm":
      return [inputLayer, tf.layers.lstm({ units: units[0] }), head("linear")];
  }
}

/** @param {"sigmoid" | "softmax" | "linear"} activation */
function head(activation) {
  return tf.layers.dense({ units: work.outputs, activation });
}

/** @param {number} units */
function normalised(units) {
  return [
    tf.layers.dense({ units, useBias: false }),
    tf.layers.batchNormalization(),
    tf.layers.activation({ activation: "relu" }),
  ];
}

function convolutions() {
  const drop = () => tf.layers.dropout({ rate: DROPOUT });
  const blocks = work.units
    .slice(0, -1)
    .flatMap((filters) => [
      tf.layers.conv2d({ filters, kernelSize: 3, activation: "relu" }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      drop(),
    ]);
  const last = tf.layers.dense({ units: work.units.at(-1) ?? 0, activation: "relu" });
  return [...blocks, tf.layers.flatten(), last, drop()];
}

async function fit() {
  const { x, y } = examples(work);
  const classes = work.model !== "lstm" && work.outputs > 1;
  const truth = classes ? tf.oneHot(y.toInt(), work.outputs).toFloat() : y.toFloat().reshape([-1, 1]);
  const loss = classes
    ? "categoricalCrossentropy"
    : work.model === "lstm"
      ? "meanSquaredError"
      : "binaryCrossentropy";
  model.compile({ loss, optimizer: work.optimizer === "sgd" ? tf.train.sgd(0.01) : tf.train.adam() });
  await model.fit(x, truth, {
    batchSize: work.batchSize,
    epochs: 1e9,
    verbose: 0,
    callbacks: {
      onEpochBegin: () => pace.begin(),
      onEpochEnd: async () => {
        if (!(await pace.end())) model.stopTraining = true;
      },
    },
  });
}

async function predict() {
  const given = batches(work);
  do {
    pace.begin();
    for (const x of given) {
      const y = /** @type {tf.Tensor} */ (model.predict(x));
      y.dataSync();
      y.dispose();
    }
  } while (await pace.end());
}
