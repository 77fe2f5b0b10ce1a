// A child process that trains with callbacks until each fit has ended: node untilTheEnd.ts <JSON: {callbacks, steps, compile}[]>.
// It says what has ended; who waits for it kills it, as a loop that only awaits promises stops a process's own timers.
import "@tensorflow/tfjs-node";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { callbacks, tune } from "../../src";
import { fit, type Callback } from "../../src/train/index";
import { line, linearUnit } from "../train/models";

/** One fit of the list. */
export interface EndingFit {
  callbacks: string[];
  steps: number;
  compile: boolean | "auto" | "graph" | "xla" | "eager";
}

let folder: string;
const server = createServer((_, response) =>
  response.end(JSON.stringify({ experiment: { experiment_id: "1" }, run: { info: { run_id: "1" } } })),
);
const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** One of each callback, and what users write themselves. */
export const every: Record<string, (steps: number) => Callback> = {
  checkpoint: () => callbacks.checkpoint(join(folder, "run.ckpt")),
  checkpointOfSteps: (steps) => callbacks.checkpoint(join(folder, "steps.ckpt"), { everySteps: steps / 10 }),
  checkpointOfTrial: () => callbacks.checkpoint(tune.fixedTrial({}).file("run.ckpt"), { resume: true }),
  csvLog: () => callbacks.csvLog(join(folder, "run.csv")),
  earlyStopping: () => callbacks.earlyStopping({ patience: 1000 }),
  ema: () => callbacks.ema(),
  jsonLog: () => callbacks.jsonLog(join(folder, "run.jsonl")),
  learningRateFinder: (steps) => callbacks.learningRateFinder({ steps, to: 1e-5, diverged: 1e9 }),
  liveFigure: () => callbacks.liveFigure(),
  mlflow: () => callbacks.mlflow({ uri: address() }),
  progress: () => callbacks.progress(),
  record: () => callbacks.record({ everySteps: 7 }),
  reportTo: () => tune.reportTo(tune.fixedTrial({})),
  snapshotEnsemble: () => callbacks.snapshotEnsemble({ everyEpochs: 2 }),
  swa: () => callbacks.swa(),
  tensorBoard: () => callbacks.tensorBoard(join(folder, "board")),
  terminateOnNaN: () => callbacks.terminateOnNaN(),
  ofEachStep: () => ({ onBatchEnd: () => undefined }),
  ofPromises: () => ({ onBatchEnd: () => Promise.resolve(), onEpochEnd: () => Promise.resolve() }),
};

async function main(fits: EndingFit[]): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), "ending-"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  for (const one of fits) {
    const batches = one.steps > 1000 ? 100 : 5;
    const { stepLoss } = await fit(linearUnit(), line(2 * batches), {
      loss: "mse",
      batchSize: 2,
      epochs: one.steps / batches,
      validation: line(3),
      compile: one.compile,
      callbacks: one.callbacks.map((name) => every[name](one.steps)),
    });
    process.stdout.write(`\n${JSON.stringify(one)} ${stepLoss.length} steps\n`);
  }
  server.close();
  rmSync(folder, { recursive: true });
}

if (require.main === module) void main(JSON.parse(process.argv[2]) as EndingFit[]);
