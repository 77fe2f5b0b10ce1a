import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { nn, setSeed } from "../../src";

/** What a model answers here, and where TensorFlow.js alone has loaded it. */
export interface Both {
  here: number[];
  there: number[];
}

const activations = ["relu", "selu", "leakyRelu", "silu", "gelu"] as const;
const own = (...layers: tf.layers.Layer[]) =>
  tf.sequential({ layers: [tf.layers.dense({ units: 6, inputShape: [4] }), ...layers] });

const models: Record<string, () => tf.LayersModel> = {
  ...Object.fromEntries(
    activations.map((activation) => [
      activation,
      () => nn.mlp({ inputs: 4, outputs: 3, hidden: [8], activation, batchNorm: true, dropout: 0.1 }),
    ]),
  ),
  maxout: () => own(nn.maxout({ units: 5, pieces: 3 }), nn.maxout({ units: 2 })),
  "maxout first": () => tf.sequential({ layers: [nn.maxout({ units: 3, inputShape: [4] }), nn.gelu()] }),
  stochasticDepth: () => own(nn.stochasticDepth({ rate: 0.5 }), nn.silu()),
  resnet: () => nn.resnet({ inputShape: [8, 8, 1], outputs: 3, filters: [4, 8], blocks: 1, dropRate: 0.3 }),
  cnn: () => nn.cnn({ inputShape: [8, 8, 1], outputs: 3, filters: [4], hidden: [5], batchNorm: true }),
  lstm: () => nn.lstm({ outputs: 2, units: [3], steps: 4 }),
  autoencoder: () => nn.autoencoder({ inputs: 4, activation: "gelu" }).model,
  generator: () => nn.gan({ outputs: 2, noise: 4, activation: "silu" }).generator,
};

async function artifactsOf(model: tf.LayersModel) {
  let saved!: tf.io.ModelArtifacts;
  await model.save(
    tf.io.withSaveHandler((artifacts) => {
      saved = artifacts;
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: "JSON" } });
    }),
  );
  const weights = Buffer.from(saved.weightData as ArrayBuffer).toString("base64");
  return { topology: saved.modelTopology, specs: saved.weightSpecs, weights };
}

async function main(): Promise<void> {
  setSeed(1);
  const here: Record<string, number[]> = {};
  const sent: Record<string, object> = {};
  for (const [name, make] of Object.entries(models)) {
    const model = make();
    const shape = [2, ...model.inputs[0].shape.slice(1)] as number[];
    const x = Array.from({ length: tf.util.sizeFromShape(shape) }, (_, at) => Math.sin(3 * at));
    here[name] = [...(model.predict(tf.tensor(x, shape)) as tf.Tensor).dataSync()];
    sent[name] = { ...(await artifactsOf(model)), x, shape };
  }
  const folder = mkdtempSync(join(tmpdir(), "saved-"));
  const file = join(folder, "models.json");
  writeFileSync(file, JSON.stringify(sent));
  const there = JSON.parse(
    execFileSync(process.execPath, [join(__dirname, "plain.cjs"), file], {
      encoding: "utf8",
      maxBuffer: 1e8,
    }),
  ) as Record<string, number[]>;
  rmSync(folder, { recursive: true });
  const both = Object.keys(models).map((name) => [name, { here: here[name], there: there[name] }]);
  process.stdout.write(JSON.stringify(Object.fromEntries(both)));
}

void main();
