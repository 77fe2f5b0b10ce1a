import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { setSeed } from "../../src/core/index";
import { ready, train } from "./ready";

/** A model before it was saved and after it was loaded. */
export interface Rebuilt {
  layers: string[];
  layersAfter: string[];
  answers: number[];
  answersAfter: number[];
}

// A child process: saves each ready model, trained a little, and loads it. (Within jest, where an array is not always
// `instanceof Array`, TensorFlow.js writes a layer's lists as objects.)
async function rebuildAll(): Promise<Record<string, Rebuilt>> {
  setSeed(1);
  const folder = mkdtempSync(join(tmpdir(), "rebuilt-"));
  const rebuilt: Record<string, Rebuilt> = {};
  for (const [name, make] of Object.entries(ready)) {
    const [model, data] = make();
    await train(model, data, 2);
    await model.save(`file://${join(folder, name)}`);
    const after = await tf.loadLayersModel(`file://${join(folder, name, "model.json")}`);
    const [layers, layersAfter] = [model, after].map((one) =>
      one.layers.map((layer) => layer.getClassName()),
    );
    const [answers, answersAfter] = [model, after].map((one) => [
      ...(one.predict(data.x) as tf.Tensor).dataSync(),
    ]);
    rebuilt[name] = { layers, layersAfter, answers, answersAfter };
  }
  rmSync(folder, { recursive: true });
  return rebuilt;
}

void rebuildAll().then((rebuilt) => process.stdout.write(JSON.stringify(rebuilt)));
