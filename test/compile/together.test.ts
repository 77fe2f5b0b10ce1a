import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkpoint } from "../../src/callbacks/index";
import { compile, type StepMode } from "../../src/compile/index";
import { iris } from "../../src/data/index";
import { adam, schedules } from "../../src/optim/index";
import { fit, type FitOptions } from "../../src/train/index";
import { TrainStep } from "../../src/train/trainStep";
import { smallNet } from "../train/models";
import { trainingStep } from "./trainers";

const steps = 40;
const batch = 8;
const values = (size: number, seed: number) =>
  tf.randomNormal([size], 0, 1, "float32", seed).dataSync<"float32">();
const x = { values: values(steps * batch * 4, 1), shape: [steps, batch, 4] };
const y = { values: values(steps * batch * 3, 2), shape: [steps, batch, 3] };
const number = { values: Float32Array.from({ length: steps }, (_, index) => index + 1), shape: [steps] };
const part = (all: typeof x, index: number) => {
  const size = all.values.length / steps;
  return { values: all.values.slice(index * size, (index + 1) * size), shape: all.shape.slice(1) };
};

/** Losses and weights after all steps, in calls of so many. */
function train(mode: StepMode, together: number, many: boolean) {
  const { fn, state } = trainingStep(smallNet({ rate: 0 }), (truth, made) =>
    tf.losses.meanSquaredError(truth, made),
  );
  const step = compile(fn, { mode, together });
  const losses = many
    ? step.runManySync([x, y, 0.01, number], steps)
    : Array.from({ length: steps }, (_, index) =>
        step.runSync([part(x, index), part(y, index), 0.01, part(number, index)]),
      ).flat();
  const all = losses.flatMap((loss) => [...loss.dataSync()]);
  const weights = state().map((variable) => [...variable.dataSync()]);
  const taken = step.together;
  tf.dispose(losses);
  step.dispose();
  tf.dispose(state());
  return { all, weights, taken };
}

test("steps that XLA makes in one call give what single calls give, bit by bit", () => {
  const single = train("xla", 16, false);
  const together = train("xla", 16, true);
  expect(together.taken).toBeGreaterThan(1);
  expect(together.all).toHaveLength(steps);
  expect(together.all).toEqual(single.all);
  expect(together.weights).toEqual(single.weights);
});

test("they agree with eager steps to 1e-5", () => {
  const eager = train("eager", 16, true);
  const together = train("xla", 16, true);
  const off = eager.all.map((loss, index) => Math.abs(loss - together.all[index]));
  expect(Math.max(...off)).toBeLessThan(1e-5);
});

test("a step with inputs too large to be stacked goes alone", () => {
  expect(train("xla", 4096, true).taken).toBe(1);
});

test("results of several outputs are stacked, and every call may make fewer steps than there is room for", async () => {
  const sum = tf.variable(tf.zeros([2]));
  const step = compile(
    ([by]) => {
      sum.assign(sum.add(by));
      return [sum.add(0), by.greater(2)];
    },
    { mode: "xla", together: 8 },
  );
  const inputs = (count: number) => [
    { values: Float32Array.from({ length: count }, (_, i) => i), shape: [count] },
  ];
  tf.dispose(await step.runMany(inputs(9), 9));
  sum.assign(tf.zeros([2]));
  const [sums, large] = await step.runMany(inputs(5), 5);
  expect([sums.shape, large.shape, large.dtype]).toEqual([[5, 2], [5], "bool"]);
  expect(sums.arraySync()).toEqual([0, 1, 3, 6, 10].map((value) => [value, value]));
  expect([...large.dataSync()]).toEqual([0, 0, 0, 1, 1]);
  expect([...sum.dataSync()]).toEqual([10, 10]);
  await expect(step.runMany(inputs(5), 4)).rejects.toThrow(
    "runMany: every input must be stacked, [4, …], got [5]; pass a number for what is the same in all steps",
  );
  step.dispose();
});

const options: FitOptions = {
  seed: 4,
  epochs: 30,
  batchSize: 15,
  compile: "xla",
  optimizer: adam({ learningRate: schedules.exponential({ learningRate: 0.01, factor: 0.9, steps: 20 }) }),
};

test("a fit whose steps go together is the fit whose steps go one by one, dropout, schedule and all", async () => {
  const seen: number[] = [];
  const alone = await fit(smallNet(), iris(), {
    ...options,
    callbacks: [{ onBatchEnd: (batch: number) => void seen.push(batch) }],
  });
  const losses: number[] = [];
  const watch = {
    onlyWatches: true,
    onBatchEnd: (_: number, { loss }: { loss: number }) => void losses.push(loss),
  };
  const together = await fit(smallNet(), iris(), { ...options, callbacks: [watch] });
  expect(alone.compiled).toMatchObject({ mode: "xla" });
  expect(seen).toHaveLength(300);
  expect(together.stepLoss).toEqual(alone.stepLoss);
  expect(together.history).toEqual(alone.history);
  expect(losses).toEqual(together.stepLoss);
});

test("a checkpoint at the ends of epochs leaves steps together, and a fit that is resumed repeats them bit by bit", async () => {
  const folder = mkdtempSync(join(tmpdir(), "together-"));
  const save = (name: string) => checkpoint(join(folder, name), { resume: true });
  const together: number[] = [];
  const steps = jest.spyOn(TrainStep.prototype, "run");
  const look = {
    onEpochEnd: () => void together.push((steps.mock.contexts.at(-1) as TrainStep).together),
  };
  const whole = await fit(smallNet(), iris(), { ...options, callbacks: [save("whole"), look] });
  await fit(smallNet(), iris(), { ...options, epochs: 12, callbacks: [save("parts")] });
  const resumed = await fit(smallNet(), iris(), { ...options, callbacks: [save("parts"), look] });
  rmSync(folder, { recursive: true });
  steps.mockRestore();
  expect(together).toHaveLength(48);
  expect(Math.min(...together)).toBeGreaterThan(1);
  expect(resumed.stepLoss).toEqual(whole.stepLoss);
}, 120_000);
