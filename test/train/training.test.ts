import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { notRun } from "../../src/compile/index";
import { adam } from "../../src/optim/index";
import { OptimizerState } from "../../src/optim/state";
import { meanStatistic, meanSums, modesOf } from "../../src/train/objective";
import { resume, type Restorable, type Run } from "../../src/train/run";
import type { RunSnapshot } from "../../src/train/snapshot";
import { Sums } from "../../src/train/sums";
import { scriptedRun, type Script } from "./scriptedRun";

const variable = (...values: number[]) => tf.variable(tf.tensor1d(values));
const numbers = (variables: tf.Variable[]) => variables.map((each) => [...each.dataSync()]);

test("says of itself what it was made of", () => {
  const [w, m] = [variable(1, 2), variable(3)];
  const { training } = scriptedRun({ rows: 5, batchSize: 2, epochs: 7, parameters: [w], state: [m] });
  expect([training.parameters, training.weights, training.changing]).toEqual([[w], [w, m], [w, m]]); // prettier-ignore
  const slot = variable(0);
  training.track([slot]);
  expect([training.weights, training.changing]).toEqual([[w, m], [w, m, slot]]); // prettier-ignore
  training.dispose();
  expect([slot.isDisposed, w.isDisposed]).toEqual([true, false]);
  const { training: moved } = scriptedRun({
    parts: { optimizer: new OptimizerState(adam(), [w]) },
    parameters: [w],
  });
  expect(moved.changing).toHaveLength(1 + 2);
  expect(training.history.modes).toEqual({ loss: "min" });
});

test("an update's rates are those of its step, which something may take the place of", () => {
  const { training } = scriptedRun();
  expect([training.learningRate, training.scalars(), training.scalars(3)]).toEqual([1, [1, 1], [1 / 4, 4]]); // prettier-ignore
  training.countUpdate();
  expect([training.learningRate, training.scalars(), training.scalars(1)]).toEqual([1 / 2, [1 / 2, 2], [1 / 3, 3]]); // prettier-ignore
  training.learningRateOverride = 5;
  expect([training.learningRate, training.scalars(), training.scalars(3)]).toEqual([5, [5, 2], [5, 5]]); // prettier-ignore
  training.learningRateOverride = (step) => 10 * step;
  expect([training.learningRate, training.scalars(), training.scalars(3)]).toEqual([10, [10, 2], [40, 5]]); // prettier-ignore
  const named = new OptimizerState(adam({ beta1: 0.5, beta2: 0.75 }), []);
  const { training: other } = scriptedRun({ parts: { optimizer: named } });
  other.learningRateOverride = 5;
  const scalars = Object.fromEntries(named.names.map((name, at) => [name, other.scalars()[at]]));
  expect(scalars).toMatchObject({ learningRate: 5, step: 1 });
});

test("an update's loss is that of all that was gathered for it", () => {
  const { training } = scriptedRun();
  training.gather(Float32Array.of(6, 3));
  training.gather(Float32Array.of(1, 1));
  expect(training.gathered).toBe(2);
  training.countUpdate();
  expect([training.history.stepLoss, training.gathered, training.parts.optimizer.step]).toEqual([
    [7 / 4],
    0,
    1,
  ]);
  training.gather(Float32Array.of(5, 1));
  training.countUpdate();
  expect(training.history.stepLoss).toEqual([7 / 4, 5]);
});

test("the first reason to stop is kept, and an interrupt is one", () => {
  const { training } = scriptedRun();
  expect([training.stopped, training.interrupted]).toEqual([undefined, false]);
  training.stop("enough");
  training.stop("again");
  training.interrupt();
  expect([training.stopped, training.interrupted]).toEqual(["enough", true]);
  const { training: other } = scriptedRun();
  other.interrupt();
  expect([other.stopped, other.interrupted]).toEqual(["interrupted", true]);
});

test("callbacks see how the fit goes, may stop it, and reach nothing else", () => {
  const [w, m] = [variable(1, 2), variable(3)];
  const { run, training } = scriptedRun({
    ...{ rows: 5, batchSize: 2, epochs: 7, seed: 4 },
    ...{ parameters: [w], state: [m] },
  });
  expect([run.epochs, run.batchSize, run.stepsPerEpoch, run.seed, run.model]).toEqual([7, 2, 3, 4, undefined]); // prettier-ignore
  expect([run.parameters, run.weights, run.history]).toEqual([[w], [w, m], training.history]); // prettier-ignore
  Object.assign(training, { epoch: 1, batch: 2, step: 5, gathered: 1 });
  expect([run.epoch, run.batch, run.step, run.gathered, run.learningRate]).toEqual([1, 2, 5, 1, 1]);
  run.learningRateOverride = 5;
  expect([run.learningRateOverride, training.learningRate]).toEqual([5, 5]);
  run.stop("enough");
  expect([run.stopped, run.interrupted, training.stopped]).toEqual(["enough", false, "enough"]);
  training.interrupt();
  expect([run.stopped, run.interrupted]).toEqual(["enough", true]);
  expect([run.modeOf("loss"), run.modeOf("accuracy")]).toEqual(["min", "max"]);
  expect(() => run.modeOf("zeal")).toThrow(/^run\.modeOf: .*"zeal"/);
  expect(run.compiled).toBe(notRun);
  expect(run.save()).toEqual(training.save());
  expect(Reflect.ownKeys(run)).toEqual([]);
  expect(() => Object.assign(run, { step: 0 })).toThrow(TypeError);
});

/** A training in the middle of its second epoch. */
function underWay(callbacks: Restorable[] = []) {
  const made = scriptedRun({ parameters: [variable(1, 2)], state: [variable(3)], callbacks, seed: 8 });
  const { training } = made;
  Object.assign(training, { epoch: 1, batch: 2, step: 5 });
  training.parts.optimizer.step = 4;
  training.gather(Float32Array.of(6, 3));
  training.sums.add(Float32Array.of(10, 4));
  training.history.add(0, { loss: 2 }, 0.1);
  training.history.seconds = 3;
  return made;
}

test("a position is where the training is, and does not change with it", () => {
  const { training } = underWay();
  const position = training.position();
  const expected = {
    ...{ seed: 8, epoch: 1, batch: 2, step: 5, gathered: 1, gatheredLoss: [6, 3] },
    sums: { loss: Float64Array.of(10, 4) },
    history: { epoch: [0], history: { loss: [2] }, learningRate: [0.1], seconds: 3 },
    optimizer: { optimizer: "sgd", step: 4 },
  };
  training.history.add(1, { loss: 1 }, 0.2);
  training.sums.add(Float32Array.of(1, 1));
  training.gather(Float32Array.of(1, 1));
  expect(position).toMatchObject(expected);
  expect(position.history.epoch).toEqual([0]);
});

/** Goes on from a snapshot; a scripted run that does. */
async function resumed(snapshot: RunSnapshot, script: Script) {
  const made = scriptedRun(script);
  await resume(made.training, snapshot, { callbacks: script.callbacks ?? [], run: made.run });
  return made;
}

const keeping = (name: string | undefined, state: unknown, loaded: unknown[] = []): Restorable => ({
  name,
  save: () => state,
  load: (given) => void loaded.push([name, given]),
});

test("a snapshot keeps callbacks under their names, and numbers those of one name", () => {
  const callbacks = [keeping("a", 1), keeping("b", 2), keeping("a", 3), keeping(undefined, 4), { name: "c" }];
  const { training } = underWay(callbacks);
  training.stoppedBy = callbacks[2];
  const snapshot = training.save();
  expect(snapshot.callbacks).toEqual({ a: 1, b: 2, "a 2": 3 });
  expect([snapshot.stoppedBy, snapshot.mode, snapshot.learningRate]).toEqual(["a 2", "eager", undefined]);
  expect(snapshot.weights.map(({ values }) => [...values])).toEqual([[1, 2], [3]]);
  training.stoppedBy = callbacks[3];
  training.learningRateOverride = 0.5;
  expect(training.save()).toMatchObject({ stoppedBy: "callback", learningRate: 0.5 });
  training.learningRateOverride = () => 1;
  training.stoppedBy = {};
  expect(training.save()).toMatchObject({ stoppedBy: undefined, learningRate: undefined });
});

test("another training goes on from a snapshot, callbacks with what they saved", async () => {
  const saved = underWay([keeping("a", 1), keeping("b", undefined), keeping("a", { deep: 3 })]).training;
  saved.learningRateOverride = 0.25;
  const snapshot = saved.save();
  const loaded: unknown[] = [];
  const { training } = await resumed(snapshot, {
    ...{ parameters: [variable(0, 0)], state: [variable(0)], seed: 1 },
    callbacks: [keeping("a", 0, loaded), keeping("b", 0, loaded), keeping("a", 0, loaded), { name: "c" }],
  });
  expect(training.position()).toEqual(saved.position());
  expect(numbers(training.weights)).toEqual([[1, 2], [3]]);
  expect(loaded).toEqual([["a", 1], ["a", { deep: 3 }]]); // prettier-ignore
  expect([training.learningRate, training.stopped]).toEqual([0.25, undefined]);
  training.history.add(7, { loss: 7 }, 7);
  expect(snapshot.history.epoch).toEqual([0]);
});

test("what took the rate's place by itself stays; sums at an epoch's beginning are not taken back", async () => {
  const saved = underWay().training;
  saved.learningRateOverride = 0.25;
  saved.batch = 0;
  const { training } = scriptedRun({ parameters: [variable(0, 0)], state: [variable(0)] });
  training.learningRateOverride = 4;
  training.load(saved.save());
  expect(training.learningRate).toBe(4);
  expect(training.sums.save()).toEqual({ loss: new Float64Array(0) });
});

test("who had stopped a training stops it again, unless it saved what it judges by", async () => {
  const quiet: Restorable = { name: "quiet" };
  const judge = keeping("judge", "state");
  const goOn = async (stopper: Restorable) => {
    const { training } = underWay([quiet, judge]);
    training.stop("enough");
    training.stoppedBy = stopper;
    const next = await resumed(training.save(), {
      ...{ parameters: [variable(0, 0)], state: [variable(0)] },
      callbacks: [quiet, judge],
    });
    return next.run.stopped;
  };
  expect([await goOn(quiet), await goOn(judge), await goOn({})]).toEqual(["enough", undefined, undefined]);
});

test("a snapshot of another model is refused before anything is changed", async () => {
  const snapshot = underWay().training.save();
  const { training } = scriptedRun({ parameters: [variable(0)], state: [variable(0)] });
  expect(() => training.load(snapshot)).toThrow(
    new RangeError("fit: the saved weights must have the model's shapes [1] [1], got [2] [1]"),
  );
  expect([training.epoch, training.step, numbers(training.weights)]).toEqual([0, 0, [[0], [0]]]);
});

test("callbacks are waited for, one after the other", async () => {
  const order: string[] = [];
  const slow = (name: string): Restorable => ({
    name,
    save: () => 1,
    load: async (_: unknown, run: Run) => {
      order.push(`${name} begins at ${run.step}`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name} ends`);
    },
  });
  const snapshot = underWay([slow("a"), slow("b")]).training.save();
  await resumed(snapshot, {
    ...{ parameters: [variable(0, 0)], state: [variable(0)] },
    callbacks: [slow("a"), slow("b")],
  });
  expect(order).toEqual(["a begins at 5", "a ends", "b begins at 5", "b ends"]);
});

test("means are of their sums, modes of those that have one", () => {
  const mean = meanStatistic("loss", "min");
  expect(mean).toMatchObject({ name: "loss", mode: "min", size: 2 });
  expect([mean.result([6, 4]), mean.result([1, 0])]).toEqual([1.5, 0]);
  expect(modesOf([mean, meanStatistic("odd"), meanStatistic("accuracy", "max")])).toEqual({
    loss: "min",
    accuracy: "max",
  });
  expect([...meanSums(tf.scalar(0.5), 4).dataSync()]).toEqual([2, 4]);
});

test("sums are of each statistic by its size, added, or merged by itself, from none on", () => {
  const told = {
    ...{ name: "told", size: "told" as const },
    merge: (total: Float64Array, batch: ArrayLike<number>) =>
      Float64Array.from([...total, ...Array.from(batch)]),
    result: (sums: ArrayLike<number>) => sums.length,
  };
  const sums = new Sums([meanStatistic("loss"), told, meanStatistic("size")]);
  expect(sums.logs()).toEqual({ loss: NaN, told: 0, size: NaN });
  sums.add(Float32Array.of(1, 2, 3, 7, 8, 9, 5, 1));
  sums.add(Float32Array.of(2, 4, 1, 6, 1, 1));
  expect(sums.save()).toEqual({
    loss: Float64Array.of(3, 6),
    told: Float64Array.of(7, 8, 9, 6),
    size: Float64Array.of(6, 2),
  });
  expect(sums.logs()).toEqual({ loss: 0.5, told: 4, size: 3 });
  const copy = sums.save();
  const other = new Sums([meanStatistic("loss"), told, meanStatistic("size")]);
  other.load(copy);
  other.add(Float32Array.of(1, 1, 0, 1, 1));
  expect([copy.loss[0], other.logs().loss, sums.logs().loss]).toEqual([3, 4 / 7, 0.5]);
  sums.clear();
  expect(sums.save().told).toHaveLength(0);
});
