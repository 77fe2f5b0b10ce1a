/**
 * @typedef {object} Workload
 * @property {string} name
 * @property {"fit" | "predict"} kind
 * @property {"mlp" | "normalised" | "cnn" | "lstm"} model
 * @property {number[]} input shape of one example
 * @property {number[]} units of the hidden layers
 * @property {number} outputs
 * @property {number} batchSize
 * @property {"sgd" | "adam"} optimizer
 * @property {number} steps steps (or predictions) in an epoch, long enough that what an epoch costs besides does not show
 */

const cnn = { model: "cnn", input: [32, 32, 3], units: [32, 64, 128, 512], outputs: 10, optimizer: "adam" };

/** What is measured; peers.py builds the same from this list. */
export const WORKLOADS = /** @type {Workload[]} */ ([
  // prettier-ignore
  { name: "mlp-2-16-16-1", kind: "fit", model: "mlp", input: [2], units: [16, 16], outputs: 1, batchSize: 32, optimizer: "sgd", steps: 200 },
  // prettier-ignore
  { name: "mlp-784-128-10", kind: "fit", model: "mlp", input: [784], units: [128], outputs: 10, batchSize: 32, optimizer: "adam", steps: 100 },
  // prettier-ignore
  { name: "10x-dense-bn-relu", kind: "fit", model: "normalised", input: [64], units: Array(10).fill(64), outputs: 10, batchSize: 64, optimizer: "adam", steps: 40 },
  { name: "cifar-cnn-dropout", kind: "fit", ...cnn, batchSize: 64, steps: 6 },
  // prettier-ignore
  { name: "lstm-64-over-50", kind: "fit", model: "lstm", input: [50, 1], units: [64], outputs: 1, batchSize: 32, optimizer: "adam", steps: 20 },
  { name: "cnn-predict-1", kind: "predict", ...cnn, batchSize: 1, steps: 40 },
  { name: "cnn-predict-256", kind: "predict", ...cnn, batchSize: 256, steps: 2 },
]);

/** The share of units that the convolutional net drops behind each pooling and dense layer. */
export const DROPOUT = 0.25;

/** @param {string} name */
export function workload(name) {
  const found = WORKLOADS.find((one) => one.name === name);
  if (!found) throw new Error(`there is no workload "${name}"`);
  return found;
}
