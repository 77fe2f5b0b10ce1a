import { createRequire } from "node:module";
import "@tensorflow/tfjs-node";
import { batches, examples } from "./examples.mjs";
import { Pace } from "./pace.mjs";
import { DROPOUT, workload } from "./workloads.mjs";

const require = createRequire(import.meta.url);
const { nn, optim, train } = require("../../../dist/src/index.js");
const { tensorflowApi } = require("../../../dist/src/compile/tensorflowApi.js");

const work = workload(process.argv[2]);
const inside = watchCalls(tensorflowApi());
const pace = new Pace(work);
const model = build();
if (work.kind === "fit") await fit();
else await predict();

/** @returns {import('@tensorflow/tfjs').LayersModel} */
function build() {
  const { input, units, outputs } = work;
  switch (work.model) {
    case "mlp":
      return nn.mlp({ inputs: input[0], hidden: units, outputs });
    case "normalised":
      return nn.mlp({ inputs: input[0], hidden: units, outputs, batchNorm: true });
    case "cnn":
      // prettier-ignore
      return nn.cnn({ inputShape: /** @type {[number, number, number]} */ (input), filters: units.slice(0, -1), hidden: units.slice(-1), outputs, padding: "valid", dropout: DROPOUT });
    case "lstm":
      return nn.lstm({ steps: input[0], features: input[1], units, outputs, task: "regression" });
  }
}

async function fit() {
  const classes = work.outputs === 1 ? "binaryCrossentropy" : "categoricalCrossentropy";
  await train.fit(model, examples(work), {
    loss: work.model === "lstm" ? "meanSquaredError" : classes,
    optimizer: work.optimizer === "sgd" ? optim.sgd() : optim.adam(),
    batchSize: work.batchSize,
    epochs: 1e9,
    seed: 1,
    callbacks: [
      {
        onEpochBegin: () => {
          inside.begin();
          pace.begin();
        },
        onEpochEnd: async (_epoch, _logs, /** @type {any} */ run) => {
          const { measuring = true, why } = run.compiled ?? {};
          inside.end(!measuring);
          const goOn = await pace.end(!measuring, () => ({ ...inside.share(), mode: why }));
          if (!goOn) run.stop("measured");
        },
      },
    ],
  });
}

async function predict() {
  const given = batches(work);
  do {
    inside.begin();
    pace.begin();
    for (const x of given) {
      const y = /** @type {import('@tensorflow/tfjs').Tensor} */ (
        await train.predict(model, x, { batchSize: work.batchSize })
      );
      y.dataSync();
      y.dispose();
    }
    inside.end(true);
  } while (await pace.end(true, () => inside.share()));
}

/** Times every run of a graph, to tell what a step costs besides. @param {any} api */
function watchCalls(api) {
  let [calls, all, began, counts] = [0, 0, 0, false];
  const run = api.TF_SessionRun;
  api.TF_SessionRun = Object.assign(
    (/** @type {unknown[]} */ ...given) => {
      const start = performance.now();
      run(...given);
      calls += performance.now() - start;
    },
    {
      async: (/** @type {any[]} */ ...given) => {
        const start = performance.now();
        const callback = given.pop();
        run.async(...given, (/** @type {unknown} */ error) => {
          calls += performance.now() - start;
          callback(error);
        });
      },
    },
  );
  return {
    begin: () => void (began = performance.now()),
    /** Nothing counts but epochs that began when all was settled. */
    end: (/** @type {boolean} */ settled) => {
      [calls, all] = counts ? [calls, all + performance.now() - began] : [0, 0];
      counts = settled;
    },
    share: () => ({ shareOutsideTensorFlow: Number((1 - calls / all).toFixed(3)) }),
  };
}
