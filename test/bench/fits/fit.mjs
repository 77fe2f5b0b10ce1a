import { createRequire } from "node:module";
import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { MODELS } from "./models.mjs";

const require = createRequire(import.meta.url);
const { optim, train } = require("../../../dist/src/index.js");

// One fit in a process of its own: node fit.mjs <model> <steps> <how>, where how is "auto" as fit chooses.
const [name, steps, how] = process.argv.slice(2);
const { model, input, batchSize, loss, classes } = MODELS[name]();
const batches = Math.min(Number(steps), 50);
const x = tf.randomUniform([batches * batchSize, ...input], 0, 1, "float32", 1);
const y = classes
  ? tf.randomUniform([batches * batchSize], 0, classes, "int32", 2)
  : tf.randomNormal([batches * batchSize, 1], 0, 1, "float32", 2);
x.dataSync();

const start = performance.now();
const { compiled } = await train.fit(model, loss ? { x, y } : { x }, {
  ...{ batchSize, optimizer: optim.adam(), epochs: Number(steps) / batches, seed: 1 },
  loss: /** @type {any} */ (loss),
  compile: how === "auto" ? true : /** @type {"eager" | "graph" | "xla"} */ (how),
});
process.stdout.write(JSON.stringify({ ms: performance.now() - start, ...compiled }));
