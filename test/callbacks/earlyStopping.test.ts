import * as tf from "@tensorflow/tfjs";
import { earlyStopping, type EarlyStoppingOptions } from "../../src/callbacks/earlyStopping";
import { watch, watchedName } from "../../src/callbacks/watch";
import { DataError, OptionError, type Mode } from "../../src/core/index";
import type { Run } from "../../src/train/index";

type Logs = Record<string, number>;

/** A run whose only weight is the number of its epoch, from 1. */
function runOf(modes: Record<string, Mode> = {}) {
  const weight = tf.variable(tf.scalar(0), false);
  const stops: string[] = [];
  const history = { epoch: [] as number[], last: {}, modes };
  const run = { weights: [weight], history, stop: (reason: string) => void stops.push(reason) };
  return { run: run as unknown as Run, weight, stops, history };
}

/** The epochs that a callback saw until it stopped the run, why, and which epoch's weights are in the end. */
function stopped(options: EarlyStoppingOptions | undefined, logs: Logs[], modes?: Record<string, Mode>) {
  const { run, weight, stops } = runOf(modes);
  const callback = earlyStopping(options);
  callback.onTrainBegin!(run);
  let epoch = 0;
  while (epoch < logs.length && stops.length === 0) {
    weight.assign(tf.scalar(epoch + 1));
    callback.onEpochEnd!(epoch, logs[epoch], run);
    epoch += 1;
  }
  callback.onTrainEnd!(run);
  const [kept] = weight.dataSync();
  weight.dispose();
  return { epochs: epoch, why: stops[0], kept };
}

const losses = (...values: number[]): Logs[] => values.map((loss) => ({ loss }));
const never = "loss has not improved for 5 epochs (it was never finite)";

test.each<[string, EarlyStoppingOptions | undefined, Logs[], number, string | undefined, number]>([
  [
    "five epochs by default",
    undefined,
    losses(3, 1, 2, 2, 2, 2, 2, 2, 2),
    7,
    "5 epochs (epoch 2 was best)",
    2,
  ],
  ["none better at all", { patience: 2 }, losses(1, 1, 1, 1), 3, "2 epochs (epoch 1 was best)", 1],
  ["patience 0 is patience 1", { patience: 0 }, losses(3, 2, 2, 1), 3, "1 epoch (epoch 2 was best)", 2],
  ["patience 1", { patience: 1 }, losses(3, 2, 2, 1), 3, "1 epoch (epoch 2 was best)", 2],
  ["a better one begins the count anew", { patience: 2 }, losses(3, 4, 2, 3, 1), 5, undefined, 5],
  [
    "a margin that is not reached",
    { patience: 2, minDelta: 1 },
    losses(3, 2, 2),
    3,
    "2 epochs (epoch 1 was best)",
    1,
  ],
  ["a margin that is", { patience: 2, minDelta: 1 }, losses(3, 1.9, 2), 3, undefined, 2],
  [
    "weights that are left alone",
    { patience: 1, restoreBest: false },
    losses(1, 2),
    2,
    "1 epoch (epoch 1 was best)",
    2,
  ],
  ["the most asked for", { patience: 1, mode: "max" }, losses(1, 2, 1), 3, "1 epoch (epoch 2 was best)", 2],
])("early stopping: %s", (_, options, logs, epochs, why, kept) => {
  expect(stopped(options, logs)).toEqual({ epochs, why: why && `loss has not improved for ${why}`, kept });
});

test("what is never finite is never best, and leaves the weights", () => {
  expect(stopped({}, losses(NaN, NaN, NaN, NaN, NaN, NaN))).toEqual({ epochs: 5, why: never, kept: 5 });
  expect(stopped({}, losses(Infinity, Infinity, Infinity, Infinity, Infinity))).toMatchObject({ why: never });
  const worst = Array<Logs>(5).fill({ loss: -Infinity });
  expect(stopped({ mode: "max" }, worst)).toMatchObject({ why: never });
});

test("a validation's loss is watched where there is one, and a metric's own mode is known", () => {
  const logs = [
    { loss: 3, val_loss: 1, own: 1 },
    { loss: 2, val_loss: 2, own: 2 },
    { loss: 1, val_loss: 3, own: 1 },
  ];
  const one = { patience: 1 };
  expect(stopped(one, logs)).toMatchObject({
    epochs: 2,
    why: "val_loss has not improved for 1 epoch (epoch 1 was best)",
  });
  expect(stopped({ ...one, monitor: "loss" }, logs)).toMatchObject({ epochs: 3, why: undefined });
  expect(stopped({ ...one, monitor: "own" }, logs, { own: "max" })).toMatchObject({ epochs: 3, kept: 2 });
  expect(stopped({ ...one, monitor: "own" }, logs, { own: "min" })).toMatchObject({ epochs: 2, kept: 1 });
  expect(() => stopped({ monitor: "own" }, logs)).toThrow(
    new OptionError({
      where: "earlyStopping",
      required: 'it must be known whether a lower or a higher "own" is better',
      remedy: 'give {mode: "min"} or {mode: "max"}',
    }),
  );
});

test("a log that is not there is named, with what is", () => {
  const { run, weight } = runOf();
  const watched = (monitor: string | undefined, logs: Logs) => watch("checkpoint", { monitor }, logs, run);
  const missing = (name: string, found: string, remedy: string) =>
    new DataError({ where: "checkpoint", required: `no "${name}" in logs (found ${found})`, remedy });
  const logs = { mae: 1, mse: 2 };
  expect(() => watched("val_mae", logs)).toThrow(
    missing("val_mae", "mae, mse", 'pass validation to fit, or {monitor: "mae"}'),
  );
  expect(() => watched("acc", logs)).toThrow(
    missing("acc", "mae, mse", "watch one of those, or add it to fit's metrics"),
  );
  expect(watched("mse", logs)).toEqual({ name: "mse", value: 2, mode: "min" });
  expect(watchedName({}, { val_loss: 1 })).toBe("val_loss");
  expect(watchedName({}, { loss: 1 })).toBe("loss");
  expect(watchedName({ monitor: "acc" }, { val_loss: 1 })).toBe("acc");
  weight.dispose();
});

test("what it knows is taken back: the count goes on, and a run that has waited too long is ended again", () => {
  const { run, stops, history, weight } = runOf();
  const first = earlyStopping({ patience: 3 });
  first.onTrainBegin!(run);
  losses(2, 3, 3).forEach((logs, epoch) => first.onEpochEnd!(epoch, logs, run));
  const state = first.save!();
  expect(state).toEqual({
    best: { epoch: 0, value: 2, weights: [{ shape: [], values: Float32Array.of(0) }] },
    waited: 2,
  });
  const resumed = (patience: number) => {
    const callback = earlyStopping({ patience });
    callback.onTrainBegin!(run);
    callback.load!(state, run);
    return callback;
  };
  // Before the first epoch there is nothing to judge by.
  resumed(2);
  expect(stops).toEqual([]);
  Object.assign(history, { epoch: [0, 1, 2], last: { loss: 3 } });
  resumed(2);
  expect(stops.splice(0)).toEqual(["loss has not improved for 2 epochs (epoch 1 was best)"]);
  resumed(3).onEpochEnd!(3, { loss: 2 }, run);
  expect(stops.splice(0)).toEqual(["loss has not improved for 3 epochs (epoch 1 was best)"]);
  const patient = resumed(4);
  patient.onEpochEnd!(3, { loss: 1 }, run);
  expect(patient.save!()).toMatchObject({ best: { epoch: 3, value: 1 }, waited: 0 });
  patient.onTrainBegin!(run);
  expect(patient.save!()).toEqual({ best: undefined, waited: 0 });
  expect(stops).toEqual([]);
  weight.dispose();
});
