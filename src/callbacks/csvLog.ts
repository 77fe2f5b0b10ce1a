import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import type { EpochLogs } from "../optim/index";
import type { Callback, Run } from "../train/index";

/**
 * Writes a line per epoch to a CSV file: epoch, learning rate, seconds, and every log.
 *
 * A run that is resumed goes on in the same file; any other begins it anew.
 *
 * ```ts
 * fit(model, data, { callbacks: [csvLog("run.csv")] });
 * ```
 */
export function csvLog(path: string): Callback {
  return {
    name: "csvLog",
    onEpochEnd(epoch: number, logs: EpochLogs, run: Run) {
      const row = rowOf(epoch, logs, run);
      const header = `${Object.keys(row).join(",")}\n`;
      if (epoch === 0 || !existsSync(path)) writeFileSync(path, header);
      appendFileSync(path, `${Object.values(row).join(",")}\n`);
    },
  };
}

/** What is written of an epoch; epochs count from 0, as in TensorFlow.js. */
export function rowOf(epoch: number, logs: EpochLogs, run: Run): Record<string, number> {
  const { learningRate, seconds } = run.history;
  return { epoch, learningRate: learningRate.at(-1)!, seconds: Number(seconds.toFixed(3)), ...logs };
}
