import "@tensorflow/tfjs-node";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setSeed } from "../../src/core/random";
import { digits, split } from "../../src/data/index";
import { cnn } from "../../src/nn/index";
import { evaluate, fit, gradCam, occlusion, saliency, type AttributionMaps } from "../../src/train/index";

// Writes attributionMaps.json, what a small network that was really trained says of digits that it has not seen, for the
// figures' examples: node --require ./test/typescript.cjs test/reference/attributionMaps.ts
const chosen = [3, 9, 0, 5];
const round = (value: number) => Number(value.toPrecision(4));
const plain = ({ method, values, shape, classes, scores }: AttributionMaps) => ({
  ...{ method, values: Array.from(values, round), shape },
  ...{ classes: Array.from(classes), scores: Array.from(scores, round) },
});

async function write(): Promise<void> {
  setSeed(7);
  const { train, test } = split(digits(), { test: 0.2, seed: 7 });
  const model = cnn({ inputShape: [8, 8, 1], filters: [16, 32], hidden: [32], outputs: 10 });
  await fit(model, train, { epochs: 20, batchSize: 32 });
  const { accuracy } = await evaluate(model, test, { metrics: ["accuracy"] });
  const some = test.take(chosen.map((digit) => test.labels.indexOf(digit)));
  const maps = [await saliency(model, some), await gradCam(model, some), await occlusion(model, some)];
  const written = {
    ...{ accuracy: round(accuracy), pixels: Array.from(some.features), labels: Array.from(some.labels) },
    ...Object.fromEntries(maps.map((each) => [each.method, plain(each)])),
  };
  writeFileSync(join(__dirname, "attributionMaps.json"), `${JSON.stringify(written)}\n`);
}

void write();
