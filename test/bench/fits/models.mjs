import { createRequire } from "node:module";
import * as tf from "@tensorflow/tfjs";
import { transformer } from "./transformer.mjs";

const require = createRequire(import.meta.url);
const { nn } = require("../../../dist/src/index.js");

/**
 * @typedef {object} Trained
 * @property {any} model what is trained
 * @property {number[]} input the shape of one example
 * @property {number} batchSize
 * @property {string} [loss]
 * @property {number} [classes] where labels are class numbers
 */

/** What is trained, by name: one of each kind of network, in the sizes of a notebook. @type {Record<string, () => Trained>} */
export const MODELS = {
  "mlp-2-16-16-1": () => ({
    model: nn.mlp({ inputs: 2, hidden: [16, 16], outputs: 1 }),
    ...{ input: [2], batchSize: 32, loss: "binaryCrossentropy", classes: 2 },
  }),
  "mlp-784-128-10": () => ({
    model: nn.mlp({ inputs: 784, hidden: [128], outputs: 10 }),
    ...{ input: [784], batchSize: 32, loss: "categoricalCrossentropy", classes: 10 },
  }),
  "cnn-28": () => ({
    model: nn.cnn({ inputShape: [28, 28, 1], filters: [16, 32], hidden: [64], outputs: 10 }),
    ...{ input: [28, 28, 1], batchSize: 32, loss: "categoricalCrossentropy", classes: 10 },
  }),
  "gru-32-over-30": () => {
    const gru = tf.layers.gru({ units: 32, inputShape: [30, 8] });
    const model = tf.sequential({ layers: [gru, tf.layers.dense({ units: 1 })] });
    return { model, input: [30, 8], batchSize: 32, loss: "meanSquaredError" };
  },
  "vae-784-400-20": () => ({
    model: nn.vae({ inputs: 784, hidden: [400], code: 20 }),
    ...{ input: [784], batchSize: 128 },
  }),
  transformer: () => ({ model: transformer(), input: [64, 64], batchSize: 32, loss: "meanSquaredError" }),
};
