import { closeSync, fstatSync, openSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { checkInteger, checkOptions } from "../core/index";
import type { EpochLogs } from "../optim/index";
import type { Callback, Run, StepLogs } from "../train/index";
import { eventRecord, type TensorBoardEvent } from "./tensorBoardRecord";
import { checkPath, checkWritable, Writing } from "./writing";
import { asOurs } from "../train/ours";

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
 * A disk that is full later is said, and training goes on. A fit that `checkpoint` resumes goes on in its file, from which
 * what came after the checkpoint is taken out; a TensorBoard that has read that already is to be reloaded.
 *
 * @param folder is made if it is not there; each new fit adds a file
 * @throws FileError before training where no file can be written
 */
export function tensorBoard(folder: string, options?: TensorBoardOptions): Callback {
  checkPath("tensorBoard", folder);
  const { everySteps } = checkOptions("tensorBoard", options, { everySteps: 10 });
  return asOurs(new TensorBoard(folder, checkInteger("tensorBoard", "everySteps", everySteps, "[1, ∞)")));
}

class TensorBoard implements Callback {
  readonly name = "tensorBoard";
  readonly onlyWatches = true;
  private readonly writing: Writing;
  private file: number | undefined;
  private fileName = "";

  constructor(
    private readonly folder: string,
    private readonly everySteps: number,
  ) {
    this.writing = new Writing("tensorBoard", folder);
  }

  onTrainBegin(): void {
    this.fileName = `events.out.tfevents.${Math.floor(Date.now() / 1000)}.${hostname()}.${process.pid}.${process.hrtime.bigint()}`;
    checkWritable("tensorBoard", this.path);
    this.file = openSync(this.path, "a");
    this.write({ wallTime: now(), fileVersion: "brain.Event:2" });
  }

  private get path(): string {
    return join(this.folder, this.fileName);
  }

  /** The file, and how far it was written. */
  save(): unknown {
    const { fileName, file } = this;
    return file === undefined ? {} : { fileName, bytes: fstatSync(file).size };
  }

  /** Goes on there, if that file is still in the folder. */
  load({ fileName, bytes }: { fileName?: string; bytes?: number }): void {
    if (fileName === undefined || bytes === undefined) return;
    const size = statSync(join(this.folder, fileName), { throwIfNoEntry: false })?.size ?? -1;
    if (size < bytes) return;
    this.onTrainEnd();
    rmSync(this.path);
    this.fileName = fileName;
    truncateSync(this.path, bytes);
    this.file = openSync(this.path, "a");
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
    this.writing.try(() => writeFileSync(this.file!, eventRecord(event)));
  }
}

function now(): number {
  return Date.now() / 1000;
}
