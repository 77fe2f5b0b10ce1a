import * as tf from "@tensorflow/tfjs";
import { useBackend } from "../../src/backend/index";
import { learningRateFinder, type LearningRateFinderOptions } from "../../src/callbacks/learningRateFinder";
import { DataError } from "../../src/core/index";
import { sgd } from "../../src/optim/index";
import { fit, type Run } from "../../src/train/index";
import { line, linearUnit } from "../train/models";

beforeAll(() => useBackend("cpu"));

/** A finder that has seen these losses, one an update, and what it said to stop the run. */
function shown(losses: number[], options?: LearningRateFinderOptions) {
  const finder = learningRateFinder(options);
  const stops: string[] = [];
  const stop = (reason: string) => void stops.push(reason);
  const run = {
    weights: [],
    optimizer: { step: 7 },
    history: { stepLoss: [] as number[] },
    gathered: 0,
    stop,
  };
  const asRun = run as unknown as Run;
  finder.onTrainBegin(asRun);
  for (const loss of losses) {
    run.history.stepLoss.push(loss);
    finder.onBatchEnd(0, {}, asRun);
    if (stops.length > 0) break;
  }
  return { finder, stops, run: asRun };
}

const closeTo = (values: number[]) => values.map((value) => expect.closeTo(value, 12));

test("rates rise by one factor from the first to the last, from wherever the optimiser is", () => {
  const { finder, stops, run } = shown(Array(20).fill(1), { from: 1e-3, to: 1, steps: 10 });
  const rates = Array.from({ length: 10 }, (_, step) => 10 ** (-3 + step / 3));
  expect(finder.rates).toEqual(closeTo(rates));
  expect(stops).toEqual(["the last rate was reached"]);
  const schedule = run.learningRateOverride as (step: number) => number;
  expect(rates.map((_, step) => schedule(7 + step))).toEqual(closeTo(rates));
  finder.onTrainEnd(run);
  expect(run.learningRateOverride).toBeUndefined();
});

test("without options it goes from 1e-6 to 10 in 100 steps", () => {
  const { finder, stops } = shown(Array(101).fill(1));
  expect([finder.rates[0], finder.rates[99], finder.rates.length]).toEqual([
    1e-6,
    expect.closeTo(10, 9),
    100,
  ]);
  expect(stops).toEqual(["the last rate was reached"]);
});

test("losses are smoothed without the bias of their start", () => {
  const { finder } = shown([1, 3, 2], { smooth: 0.5, steps: 10 });
  expect(finder.losses).toEqual([1, 3, 2]);
  expect(finder.smoothed).toEqual(closeTo([1, 1.75 / 0.75, (0.25 * 0.5 + 3 * 0.25 + 1) / 0.875]));
  expect(shown([1, 3, 2]).finder.smoothed).toEqual(closeTo([1, 0.39 / 0.19, 0.551 / 0.271]));
  expect(shown([1, 3, 2], { smooth: 0 }).finder.smoothed).toEqual([1, 3, 2]);
});

test.each([
  ["four times the least is no end", [1, 4], {}, []],
  ["more is", [1, 4.001], {}, ["the loss diverged, as it should"]],
  ["so is as many times as is asked", [1, 0.5, 1.001], { diverged: 2 }, ["the loss diverged, as it should"]],
  ["NaN is", [1, NaN], {}, ["the loss diverged, as it should"]],
  ["∞ is", [Infinity], {}, ["the loss diverged, as it should"]],
  ["below 0 the distance counts", [-1, -0.5, 2], {}, []],
  ["and more than it ends the run", [-1, -0.5, 2.001], {}, ["the loss diverged, as it should"]],
])("a loss that diverges ends the run: %s", (_, losses, options, expected) => {
  expect(shown(losses, { smooth: 0, ...options }).stops).toEqual(expected);
});

describe("the suggestion", () => {
  // Rates are 1, 2, 4, … : one a step.
  const plain = (losses: number[]) =>
    shown(losses, { from: 1, to: 2 ** (losses.length - 1), steps: losses.length, smooth: 0, diverged: 1e9 })
      .finder;

  test("is the rate of the steepest fall before the least, the first steps left out", () => {
    expect(plain([100, 10, 9, 8, 5, 4, 9, 1e6, 1e6, 1e6]).suggestion).toBeCloseTo(2 ** 3, 9);
    expect(plain([10, 9, 8, 8, 1, 1, 1, 1, 1, 1]).suggestion).toBeCloseTo(2 ** 3, 9);
    // Two falls before the least are too few to leave any out.
    expect(plain([10, 5, 4, 8, 8, 8, 8, 8, 8, 8]).suggestion).toBeCloseTo(1, 9);
    expect(plain([10, 5, 4, 3, 8, 8, 8, 8, 8, 8]).suggestion).toBeCloseTo(2, 9);
  });

  test("is measured over a tenth of the steps, and lies in their middle", () => {
    const losses = Array.from({ length: 40 }, (_, at) => (at < 12 ? 10 : at < 16 ? 22 - at : 6));
    // From step 11 to 15 it falls from 10 to 7, from 12 to 16 from 10 to 6.
    expect(plain(losses).suggestion).toBeCloseTo(2 ** (12 + 2), 9);
  });

  test("leaves out what is not finite", () => {
    const { finder } = shown([10, 9, 6, 5, NaN], { from: 1, to: 2 ** 9, steps: 10, smooth: 0 });
    expect(finder.suggestion).toBeCloseTo(2, 9);
  });

  test.each([
    [[1], 1],
    [[1, 1, 1], 3],
    // It falls, but never below where it began.
    [[1, 3, 2, 2, 1.5], 5],
    [Array.from({ length: 20 }, (_, at) => (at === 0 ? 1 : 3 - at / 20)), 20],
    [[NaN], 0],
  ])("is refused where the loss never fell: %j", (losses, count) => {
    const { finder } = shown(losses, { smooth: 0 });
    expect(() => finder.suggestion).toThrow(
      new DataError({
        where: "learningRateFinder",
        required: "the loss must fall somewhere",
        got: `${count} steps in which it did not`,
        remedy: "fit more epochs, or begin at a lower rate",
      }),
    );
  });
});

test("what it knows goes from one run to another, and is judged there", () => {
  const { finder, run } = shown([4, 2, 3], { steps: 10 });
  const state = structuredClone(finder.save()) as { rates: number[]; first: number };
  expect(state).toEqual({
    rates: finder.rates,
    losses: [4, 2, 3],
    smoothed: finder.smoothed,
    average: expect.closeTo(0.1 * (0.81 * 4 + 0.9 * 2 + 3), 12),
    least: finder.smoothed[1],
    first: 7,
    weights: [],
  });
  const other = shown([], { steps: 10 });
  other.finder.load(state, other.run);
  expect(other.stops).toEqual([]);
  other.run.history.stepLoss.push(1);
  other.finder.onBatchEnd(0, {}, other.run);
  run.history.stepLoss.push(1);
  finder.onBatchEnd(0, {}, run);
  expect(other.finder.save()).toEqual(finder.save());
  const ended = shown([], { steps: 10 });
  ended.finder.load(shown(Array(10).fill(1), { steps: 10 }).finder.save() as object, ended.run);
  expect(ended.stops).toEqual(["the last rate was reached"]);
  const none = shown([], { steps: 10 });
  none.finder.load(shown([]).finder.save() as object, none.run);
  expect(none.stops).toEqual([]);
});

test("nothing of an earlier fit is left at a beginning", () => {
  const { finder, run } = shown([4, 2, 3]);
  finder.onTrainBegin(run);
  expect(finder.save()).toMatchObject({ rates: [], losses: [], smoothed: [], average: 0, least: Infinity });
});

test.each([1, 2])("each update has the rate that is noted, with %i batches an update", async (accumulate) => {
  const options = { from: 1e-4, to: 1e-1, steps: 10 };
  const finder = learningRateFinder(options);
  const model = linearUnit();
  const kernels: number[][] = [];
  const look = {
    onBatchEnd: (_: number, __: unknown, run: Run) => {
      if (run.gathered === 0) kernels.push([...run.weights[1].dataSync()]);
    },
  };
  // The gradient of the bias is 1 in every step.
  const loss = (_: tf.Tensor, prediction: tf.Tensor) => prediction.mean();
  const train = { loss, optimizer: sgd({ learningRate: 1 }), batchSize: 4, accumulate } as const;
  const before = await fit(model, line(), { ...train, epochs: 1 });
  const start = model.getWeights()[1].dataSync()[0];
  const history = await fit(model, line(), {
    ...train,
    epochs: 9,
    continueFrom: before,
    callbacks: [finder, look],
  });
  expect(history.stopped).toBe("the last rate was reached");
  expect(finder.rates).toHaveLength(10);
  const biases = [start, ...kernels.flat()];
  finder.rates.forEach((rate, at) => expect((biases[at] - biases[at + 1]) / rate).toBeCloseTo(1, 1));
  finder.losses.forEach((value, at) => expect(value).toBe(history.stepLoss.slice(-10)[at]));
  expect(model.getWeights()[1].dataSync()[0]).toBe(start);
});
