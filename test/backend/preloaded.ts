import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as tfjs from "@tensorflow/tfjs-node";
import { useBackend } from "../../src/backend/index";
import { ready } from "../../src/backend/preload";

// A child process: does with the preloaded engine what a notebook in a folder of its own does, and prints it.
async function main(): Promise<void> {
  await ready;
  const report = await useBackend();
  const folder = mkdtempSync(join(tmpdir(), "tsdescent-"));
  const tf: typeof tfjs = createRequire(join(folder, "notebook.js"))("@tensorflow/tfjs-node");
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  await model.fit(tf.ones([4, 3]), tf.ones([4, 2]), { epochs: 1, verbose: 0 });
  await model.save(`file://${folder}/model`);
  const copy = await tf.loadLayersModel(`file://${folder}/model/model.json`);
  rmSync(folder, { recursive: true });
  const sameEngine = createRequire("/nowhere/a.js")("@tensorflow/tfjs").engine() === tf.engine();
  const listeners = ["uncaughtException", "unhandledRejection"].map((event) => process.listenerCount(event));
  const png = await encode(tf);
  process.stdout.write(
    JSON.stringify({
      report,
      name: tf.getBackend(),
      parameters: copy.countParams(),
      sameEngine,
      png,
      listeners,
    }),
  );
}

async function encode(tf: typeof tfjs): Promise<string> {
  try {
    return `${(await tf.node.encodePng(tf.zeros<tfjs.Rank.R3>([2, 2, 3], "int32"))).length > 0}`;
  } catch (error) {
    return (error as Error).message;
  }
}

void main();
