// A child process that trains, and can be killed: node resumable.ts <checkpoint> <losses> <mode> <pause> [everySteps] [units]
// Where the checkpoint is at the step HANG_AT, it goes on for three steps, says so, and stays there.
import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { existsSync, writeFileSync } from "node:fs";
import { checkpoint, earlyStopping, ema, modelOfCheckpoint } from "../../src/callbacks/index";
import { readCheckpoint } from "../../src/callbacks/checkpoint";
import { iris } from "../../src/data/index";
import { adam, schedules } from "../../src/optim/index";
import { augment, fit, type Callback } from "../../src/train/index";
import { smallNet } from "../train/models";

const [file, losses, mode, pause, everySteps = "7", units = "16"] = process.argv.slice(2);

function hanging(at: number): Callback {
  let more = 0;
  const isDue = () => existsSync(file) && readCheckpoint(file).step >= at && ++more > 3;
  const forever = () => new Promise<void>(() => void process.send!("hangs"));
  return { onBatchEnd: () => (isDue() ? forever() : undefined) };
}

async function main(): Promise<void> {
  const rate = schedules.reduceOnPlateau({ learningRate: 0.01, factor: 0.5, patience: 1 });
  const saver = checkpoint(file, { everySteps: Number(everySteps), resume: true });
  const slow: Callback = { onBatchEnd: () => new Promise((resolve) => setTimeout(resolve, Number(pause))) };
  const model = smallNet({ hidden: Number(units) });
  const history = await fit(model, iris(), {
    optimizer: adam({ learningRate: rate, clipGlobalNorm: 1 }),
    // XLA takes long to compile: with it, fewer kinds of step.
    validation: mode === "xla" ? undefined : 0.2,
    epochs: 8,
    batchSize: mode === "xla" ? 15 : 16,
    accumulate: mode === "xla" ? 1 : 3,
    seed: 5,
    augment: [augment.noise({ stdDev: 0.05 })],
    compile: mode as "graph",
    callbacks: [
      ema({ decay: 0.9 }),
      earlyStopping({ patience: 20, restoreBest: false }),
      saver,
      slow,
      hanging(Number(process.env.HANG_AT ?? Infinity)),
    ],
  });
  // The file's model, built anew, has the weights of the run's last saving.
  const rebuilt = await modelOfCheckpoint(file);
  const saved = readCheckpoint(file).weights[0].values;
  const same = tf.tidy(
    () =>
      rebuilt
        .getWeights()[0]
        .sub(tf.tensor(saved, [4, Number(units)]))
        .abs()
        .max()
        .dataSync()[0] === 0,
  );
  const weights = model.getWeights().map((weight) => [...weight.dataSync()]);
  writeFileSync(
    losses,
    JSON.stringify({ mode: history.compiled.mode, ...history.toJSON(), seconds: 0, weights, rebuilt: same }),
  );
  tf.disposeVariables();
}

void main();
