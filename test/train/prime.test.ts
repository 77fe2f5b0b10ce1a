import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import type { Evaluator } from "../../src/train/evaluator";
import type { FedBatch } from "../../src/train/batches/source";
import { Priming } from "../../src/train/prime";
import type { StepFeed } from "../../src/train/trainStep";
import { scriptedRun } from "./scriptedRun";

const batch = (...rows: number[]): FedBatch => ({
  inputs: [{ values: Int32Array.from(rows), shape: [rows.length] }],
  size: rows.length,
});
const feed: StepFeed = { seed: 1, step: 0, scalars: [[0.5, 1]], updates: true, tracers: [] };
const tracer = { everySteps: 1, measure: () => [], receive: () => undefined };

/** A step that has settled after so many calls, and moves its weight in each. */
function primed(after: number, together = 1) {
  const weight = tf.variable(tf.tensor1d([1, 2]));
  const made = scriptedRun({ parameters: [weight], batchSize: 2, together });
  const { run: step } = made.trainStep;
  Object.assign(made.trainStep, {
    settled: () => (made.calls.length >= after ? "graph" : undefined),
    run: (fed: FedBatch, given: StepFeed) => {
      weight.assign(tf.tensor1d([9, 9]));
      return step(fed, given);
    },
  });
  const validation: string[] = [];
  const evaluator = { keepTo: (way: string) => void validation.push(way) } as unknown as Evaluator;
  return { ...made, weight, validation, priming: new Priming(made.training, evaluator) };
}

test("a step runs until it has settled, what it changed is taken back, and all keep to its way", async () => {
  const { priming, calls, told, validation, weight } = primed(3);
  await priming.prime(batch(4, 5), feed);
  expect(calls.map(({ rows, count }) => [rows, count])).toEqual(new Array(3).fill([[4, 5], undefined]));
  expect([...weight.dataSync()]).toEqual([1, 2]);
  expect([told, validation]).toEqual([["keepTo graph"], ["graph"]]);
});

test("a step that has settled already is left alone", async () => {
  const { priming, calls, told, validation } = primed(0);
  await priming.prime(batch(4, 5), feed);
  expect([calls, told, validation]).toEqual([[], [], []]);
});

test("full updates without tracers are measured as many at a time as they will be made", async () => {
  const { priming, calls } = primed(2, 3);
  await priming.prime(batch(4, 5), feed);
  expect(calls.map(({ rows, count }) => [rows, count])).toEqual(new Array(2).fill([[4, 5, 4, 5, 4, 5], 3]));
  expect(calls[0].feed.scalars).toEqual([[0.5, 1], [0.5, 1], [0.5, 1]]); // prettier-ignore
});

test.each<[string, FedBatch, Partial<StepFeed>]>([
  ["a smaller batch", batch(4), {}],
  ["a gathered one", batch(4, 5), { updates: false }],
  ["one that is looked into", batch(4, 5), { tracers: [tracer] }],
])("%s is measured alone", async (_, fed, told) => {
  const { priming, calls } = primed(1, 3);
  await priming.prime(fed, { ...feed, ...told });
  expect(calls.map(({ count }) => count)).toEqual([undefined]);
});

test("an interrupt ends it, and nobody keeps to a way that was not found", async () => {
  const { priming, calls, told, validation, training, weight } = primed(9);
  const settled = priming.prime(batch(4, 5), feed);
  training.interrupt();
  await settled;
  expect(calls).toHaveLength(1);
  expect([told, validation, [...weight.dataSync()]]).toEqual([[], [], [1, 2]]); // prettier-ignore
});
