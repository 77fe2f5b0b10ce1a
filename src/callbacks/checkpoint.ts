import { existsSync, readFileSync } from "node:fs";
import { deserialize, serialize } from "node:v8";
import * as tf from "@tensorflow/tfjs";
import {
  FileError,
  OptionError,
  checkInteger,
  checkMode,
  checkNoOptions,
  checkOptions,
  isBetter,
  worst,
  type ModeOption,
  checkKept,
} from "../core/index";
import type { EpochLogs } from "../optim/index";
import type { Callback, Run, RunSnapshot } from "../train/index";
import { watch, type WatchOptions } from "./watch";
import { checkPath, checkReplaceable, writeAside, Writing } from "./writing";
import { asOurs } from "../train/ours";

/** Options of {@link checkpoint}. */
export interface CheckpointOptions extends WatchOptions {
  /** Epochs between two savings. Default 1. */
  everyEpochs?: number;
  /** Steps between two savings, within epochs too. Default: only at the ends of epochs. */
  everySteps?: number;
  /** Saves only when the watched log is better than ever. Default false. */
  best?: boolean;
  /** Goes on from the file, if there is one, rather than from the start. Default false. */
  resume?: boolean;
}

const defaults = {
  monitor: undefined as string | undefined,
  mode: "auto" as ModeOption,
  everyEpochs: 1,
  everySteps: undefined as number | undefined,
  best: false,
  resume: false,
};

// Of the file's layout; a reader refuses any other.
const version = 2;

/**
 * Saves the run to a file: weights, optimiser, schedules, the place in the data's order, random state, history and what the
 * other callbacks know. A run that was killed and is resumed gives the same losses, bit by bit, on the same backend.
 *
 * The file is written aside, with `.tmp` behind its name, and renamed: it is always whole. Where the disk is full, the last
 * one stays, and training goes on after a line that says so. Steps of every shape are compiled before training, so that all
 * are computed in one way.
 *
 * ```ts
 * await fit(model, data, { epochs: 50, seed: 1, callbacks: [checkpoint("run.ckpt", { everySteps: 200, resume: true })] });
 * ```
 *
 * @param path its folder is made if it is not there
 * @throws FileError before training where no file can be written, and on resuming from one that is no checkpoint;
 *   ShapeError when it is another model's
 */
export function checkpoint(path: string, options?: CheckpointOptions): Callback {
  checkPath("checkpoint", path);
  const given = checkOptions("checkpoint", options, defaults);
  checkMode("checkpoint", given.mode);
  checkInteger("checkpoint", "everyEpochs", given.everyEpochs, "[1, ∞)");
  if (given.everySteps !== undefined) checkInteger("checkpoint", "everySteps", given.everySteps, "[1, ∞)");
  if (given.best && given.everySteps !== undefined) {
    const required = "best must go with whole epochs, at whose end the log is known";
    throw new OptionError({ where: "checkpoint", required, got: "everySteps" });
  }
  return asOurs(new Checkpoint(path, given));
}

class Checkpoint implements Callback {
  readonly name = "checkpoint";
  readonly repeatable = true;
  /** Only where there is something to do: it keeps steps from going together. */
  readonly onBatchEnd?: (batch: number, logs: unknown, run: Run) => void;
  private readonly writing: Writing;
  private best: number | undefined;
  /** The best before the one that is about to be written, if one is. */
  private due: { before: number | undefined } | undefined;

  constructor(
    private readonly path: string,
    private readonly options: typeof defaults,
  ) {
    this.writing = new Writing("checkpoint", path);
    const { everySteps } = options;
    if (everySteps === undefined) return;
    this.onBatchEnd = (_, __, run) => {
      if (run.step % everySteps === 0) this.due = { before: this.best };
    };
  }

  resume(): RunSnapshot | undefined {
    return this.options.resume && existsSync(this.path) ? readCheckpoint(this.path) : undefined;
  }

  onTrainBegin(): void {
    Object.assign(this, { best: undefined, due: undefined });
    checkReplaceable("checkpoint", this.path);
  }

  onEpochEnd(epoch: number, logs: EpochLogs, run: Run): void {
    const { best: before } = this;
    const isDue = (epoch + 1) % this.options.everyEpochs === 0 || run.epoch === run.epochs;
    if (isDue && this.isWorthy(logs, run)) this.due = { before };
  }

  /** What all callbacks know goes into the file, wherever this one stands among them. */
  onAllTold(run: Run): void {
    const { due } = this;
    this.due = undefined;
    // Where it cannot be written, a later epoch need only be better than what is in the file.
    if (due && !this.write(run)) this.best = due.before;
  }

  save(): unknown {
    return { best: this.best };
  }

  load(state: { best: number | undefined }): void {
    this.best = state.best;
  }

  /** Whether it could be written. Only writing may fail: what keeps the run from being saved is no full disk. */
  private write(run: Run): boolean {
    const snapshot = run.save();
    for (const [name, state] of Object.entries(snapshot.callbacks))
      checkKept("checkpoint", `what ${name} saves`, state);
    const content = serialize({ version, snapshot });
    return this.writing.try(() => writeAside(this.path, content));
  }

  private isWorthy(logs: EpochLogs, run: Run): boolean {
    if (!this.options.best) return true;
    const { value, mode } = watch("checkpoint", this.options, logs, run);
    if (!isBetter(mode, value, this.best ?? worst(mode))) return false;
    this.best = value;
    return true;
  }
}

/**
 * The snapshot in a file.
 *
 * @throws FileError `checkpoint: run.ckpt must be a checkpoint of this version of tsdescent`
 */
export function readCheckpoint(path: string): RunSnapshot {
  const required = `${path} must be a checkpoint of this version of tsdescent`;
  try {
    const content = deserialize(readFileSync(path)) as { version: number; snapshot: RunSnapshot };
    if (content.version === version) return content.snapshot;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      throw new FileError({ where: "checkpoint", required: `${path} must exist` });
    }
  }
  throw new FileError({
    where: "checkpoint",
    required,
    remedy: "delete it, or resume with the version that wrote it",
  });
}

/**
 * The model of a checkpoint, built anew with its weights.
 *
 * ```ts
 * const model = await modelOfCheckpoint("run.ckpt");
 * ```
 *
 * @throws FileError when the run's model was no LayersModel
 */
export async function modelOfCheckpoint(path: string, ...none: []): Promise<tf.LayersModel> {
  checkNoOptions("modelOfCheckpoint", none);
  checkPath("modelOfCheckpoint", path);
  const { topology, weights } = readCheckpoint(path);
  if (!topology) {
    throw new FileError({
      where: "modelOfCheckpoint",
      required: `${path} must hold a LayersModel`,
      got: "a learner",
    });
  }
  const model = await tf.models.modelFromJSON(JSON.parse(topology));
  const variables = [...model.trainableWeights, ...model.nonTrainableWeights];
  tf.tidy(() =>
    variables.forEach((variable, index) =>
      variable.write(tf.tensor(weights[index].values, weights[index].shape)),
    ),
  );
  return model;
}
