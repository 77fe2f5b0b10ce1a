import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serialize } from "node:v8";
import {
  checkpoint,
  modelOfCheckpoint,
  readCheckpoint,
  type CheckpointOptions,
} from "../../src/callbacks/checkpoint";
import { FileError } from "../../src/core/index";
import type { Run } from "../../src/train/index";
import { runChild } from "../child";

let folder: string;
let path: string;
let said: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "saving-"));
  path = join(folder, "run.ckpt");
  said = [];
  jest.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

type Logs = Record<string, number>;

/** A run of four epochs of five steps, told to a callback; what is in the file after each step and epoch. */
function saved(
  options: CheckpointOptions | undefined,
  logs: Logs[] = Array(4).fill({ loss: 1 }),
  epochs = 4,
) {
  const callback = checkpoint(path, options);
  const run = {
    step: 0,
    epoch: 0,
    epochs,
    history: { modes: {} },
    save: () => ({ callbacks: {}, step: run.step }),
  };
  const asRun = run as unknown as Run;
  const seen: number[] = [];
  const look = () => {
    const newest = existsSync(path) ? readCheckpoint(path).step : 0;
    if (newest !== (seen.at(-1) ?? 0)) seen.push(newest);
  };
  callback.onTrainBegin!(asRun);
  for (const [epoch, each] of logs.entries()) {
    for (let batch = 0; batch < 5; batch++) {
      run.step += 1;
      callback.onBatchEnd?.(batch, { batch, size: 1, loss: 1 }, asRun);
      callback.onAllTold!(asRun);
      look();
    }
    run.epoch = epoch + 1;
    callback.onEpochEnd!(epoch, each, asRun);
    callback.onAllTold!(asRun);
    look();
  }
  return { callback, seen, run: asRun };
}

test.each<[CheckpointOptions | undefined, number[]]>([
  [undefined, [5, 10, 15, 20]],
  [{ everyEpochs: 2 }, [10, 20]],
  // The last epoch is saved in any case.
  [{ everyEpochs: 3 }, [15, 20]],
  [{ everySteps: 3 }, [3, 5, 6, 9, 10, 12, 15, 18, 20]],
  [{ everySteps: 7, everyEpochs: 4 }, [7, 14, 20]],
  [{ everySteps: 1, everyEpochs: 9 }, Array.from({ length: 20 }, (_, at) => at + 1)],
])("a run is saved with %j after the steps %j", (options, steps) => {
  expect(saved(options).seen).toEqual(steps);
});

const losses = (...values: number[]): Logs[] => values.map((loss) => ({ loss, val_acc: loss }));

test.each<[CheckpointOptions, Logs[], number[]]>([
  [{ best: true }, losses(3, 4, 2, 2), [5, 15]],
  [{ best: true, monitor: "val_acc" }, losses(3, 4, 2, 5), [5, 10, 20]],
  [{ best: true, mode: "max" }, losses(3, 4, 2, 5), [5, 10, 20]],
  [{ best: true, monitor: "val_acc", mode: "min" }, losses(3, 4, 2, 5), [5, 15]],
  [{ best: true }, losses(NaN, 4, NaN, 5), [10]],
  // Only the epochs that are due are looked at.
  [{ best: true, everyEpochs: 2 }, losses(1, 4, 2, 3), [10, 20]],
])("the best run is saved with %j, of %j after the steps %j", (options, logs, steps) => {
  expect(saved(options, logs).seen).toEqual(steps);
});

test("what is watched has to be there", () => {
  expect(() => saved({ best: true, monitor: "val_loss" }, losses(1))).toThrow(
    'checkpoint: no "val_loss" in logs (found loss, val_acc); pass validation to fit, or {monitor: "loss"}',
  );
});

test("the best value so far goes from one run to another, and is forgotten at a beginning", () => {
  const { callback, run } = saved({ best: true }, losses(3, 4));
  expect(callback.save!()).toEqual({ best: 3 });
  callback.load!({ best: 1 }, run);
  callback.onEpochEnd!(3, { loss: 2 }, run);
  expect(callback.save!()).toEqual({ best: 1 });
  callback.onEpochEnd!(3, { loss: 0.5 }, run);
  expect(callback.save!()).toEqual({ best: 0.5 });
  callback.onTrainBegin!(run);
  expect(callback.save!()).toEqual({ best: undefined });
  // What was due before the beginning is not written after it.
  rmSync(path);
  callback.onAllTold!(run);
  expect(existsSync(path)).toBe(false);
});

test("a best run that cannot be written is not the best, and is tried again", () => {
  const { callback, run } = saved({ best: true }, losses(3));
  callback.onEpochEnd!(1, { loss: 1 }, run);
  rmSync(folder, { recursive: true });
  callback.onAllTold!(run);
  expect(callback.save!()).toEqual({ best: 3 });
  expect(said).toEqual([
    expect.stringMatching(
      /^checkpoint: .*run\.ckpt could not be written \(ENOENT: .*\); training goes on without it$/,
    ),
  ]);
  callback.onTrainBegin!(run);
  callback.onEpochEnd!(2, { loss: 2 }, run);
  callback.onAllTold!(run);
  expect([callback.save!(), existsSync(path)]).toEqual([{ best: 2 }, true]);
});

test("a run is resumed from the file only where that is asked for, and there is one", () => {
  expect(checkpoint(path, { resume: true }).resume!()).toBeUndefined();
  saved(undefined, losses(1));
  expect(checkpoint(path, { resume: true }).resume!()).toEqual({ callbacks: {}, step: 5 });
  expect(checkpoint(path).resume!()).toBeUndefined();
  expect(checkpoint(path, { resume: false }).resume!()).toBeUndefined();
});

test("a state that would not come back is refused with the callback's name, and nothing is written", () => {
  const callback = checkpoint(path);
  const run = {
    epoch: 1,
    epochs: 1,
    save: () => ({ callbacks: { mine: { f: () => 1 } } }),
  } as unknown as Run;
  callback.onTrainBegin!(run);
  callback.onEpochEnd!(0, { loss: 1 }, run);
  expect(() => callback.onAllTold!(run)).toThrow(
    /^checkpoint: what mine saves must be of numbers, .* got a function at what mine saves\.f$/,
  );
  expect(readdirSync(folder)).toEqual([]);
});

test("what is no checkpoint of this version is refused, and what is not there named", () => {
  const refused = new FileError({
    where: "checkpoint",
    required: `${path} must be a checkpoint of this version of tsdescent`,
    remedy: "delete it, or resume with the version that wrote it",
  });
  for (const content of [
    "nothing",
    "",
    serialize({ version: 1, snapshot: {} }),
    serialize({ version: 3, snapshot: {} }),
    serialize(null),
  ]) {
    writeFileSync(path, content);
    expect(() => readCheckpoint(path)).toThrow(refused);
  }
  writeFileSync(path, serialize({ version: 2, snapshot: { step: 4 } }));
  expect(readCheckpoint(path)).toEqual({ step: 4 });
  rmSync(path);
  expect(() => readCheckpoint(path)).toThrow(
    new FileError({ where: "checkpoint", required: `${path} must exist` }),
  );
});

test("a checkpoint's model is built with its weights, those that are not trained among them", async () => {
  // In a process of its own: within jest TensorFlow.js does not know its own arrays.
  const { stdout } = await runChild("test/callbacks/rebuilt.ts", { CHECKPOINT: path });
  const { shapes, values, tensors } = JSON.parse(stdout) as {
    shapes: number[][];
    values: number[];
    tensors: number;
  };
  expect(shapes).toEqual([[3, 2], [2], [2], [2], [2], [2]]);
  expect(values).toEqual([0, 1, 2, 3, 4, 5, 10, 11, 20, 21, 30, 31, 40, 41, 50, 51]);
  expect(tensors).toBe(shapes.length);
});

test("a checkpoint of a learner holds no LayersModel", async () => {
  writeFileSync(path, serialize({ version: 2, snapshot: { weights: [] } }));
  await expect(modelOfCheckpoint(path)).rejects.toThrow(
    new FileError({
      where: "modelOfCheckpoint",
      required: `${path} must hold a LayersModel`,
      got: "a learner",
    }),
  );
});
