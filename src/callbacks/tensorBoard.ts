import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { EpochLogs } from "../optim/index";
import type { Callback, Run, StepLogs } from "../train/index";
import { eventRecord, type TensorBoardEvent } from "./tensorBoardRecord";

/** Options of {@link tensorBoard}. */
export interface TensorBoardOptions {
  /** Steps between two points of the step's loss and rate. Default 10. */
  everySteps?: number;
}

/**
 * Writes the logs where TensorBoard reads them: `tensorboard --logdir runs`. Works on every backend.
 *
 * Logs of epochs are `epoch/loss`, `epoch/val_loss` …, those of steps `step/loss` and `step/learningRate`.
 *
 * ```ts
 * fit(model, data, { callbacks: [tensorBoard("runs/first")] });
 * ```
 *
 * @param folder is made if it is not there; each fit adds a file
 */
export function tensorBoard(folder: string, { everySteps = 10 }: TensorBoardOptions = {}): Callback {
  return new TensorBoard(folder, everySteps);
}

class TensorBoard implements Callback {
  readonly onlyWatches = true;
  private file: number | undefined;

  constructor(
    private readonly folder: string,
    private readonly everySteps: number,
  ) {}

  onTrainBegin(): void {
    mkdirSync(this.folder, { recursive: true });
    const name = `events.out.tfevents.${Math.floor(Date.now() / 1000)}.${hostname()}.${process.pid}.${process.hrtime.bigint()}`;
    this.file = openSync(join(this.folder, name), "w");
    this.write({ wallTime: now(), fileVersion: "brain.Event:2" });
  }

  onBatchEnd(_: number, { loss }: StepLogs, run: Run): void {
    if (run.step % this.everySteps !== 0) return;
    this.writeScalars(run.step, { "step/loss": loss, "step/learningRate": run.learningRate });
  }

  onEpochEnd(epoch: number, logs: EpochLogs): void {
    const scalars = Object.entries(logs).map(([name, value]) => [`epoch/${name}`, value]);
    this.writeScalars(epoch + 1, Object.fromEntries(scalars));
  }

  onTrainEnd(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  private writeScalars(step: number, scalars: Record<string, number>): void {
    const value = Object.entries(scalars).map(([tag, simpleValue]) => ({ tag, simpleValue }));
    this.write({ wallTime: now(), step, summary: { value } });
  }

  private write(event: TensorBoardEvent): void {
    writeSync(this.file!, eventRecord(event));
  }
}

function now(): number {
  return Date.now() / 1000;
}
