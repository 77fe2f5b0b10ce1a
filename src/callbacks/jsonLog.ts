import { appendFileSync, writeFileSync } from "node:fs";
import type { Callback, Run } from "../train/index";
import { rowOf } from "./csvLog";

/**
 * Writes a line of JSON per epoch, and one for what the run was: JSON Lines, which can be read while it is written.
 *
 * ```ts
 * fit(model, data, { callbacks: [jsonLog("run.jsonl")] });
 * ```
 */
export function jsonLog(path: string): Callback {
  const write = (entry: object) => appendFileSync(path, `${JSON.stringify(entry, plainNumbers)}\n`);
  return {
    name: "jsonLog",
    onEpochBegin(epoch: number, run: Run) {
      if (epoch > 0) return;
      writeFileSync(path, "");
      write({ run: describe(run) });
    },
    onEpochEnd: (epoch, logs, run) => write(rowOf(epoch, logs, run)),
    onTrainEnd: (run: Run) => run.stopped && write({ stopped: run.stopped }),
  };
}

function describe(run: Run): object {
  const { seed, epochs, batchSize } = run.parts;
  return { seed, epochs, batchSize, ...run.optimizer.optimizer.toJSON() };
}

/** JSON has no NaN: it becomes the word. */
function plainNumbers(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}
