import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { Random, setSeed } from "../../src/core/index";
import type { Gan } from "../../src/nn/index";
import { adam, sgd } from "../../src/optim/index";
import { fitGan, type FitGanOptions } from "../../src/train/fitGan";
import { interruptible } from "./interruptible";

let said: string[];
beforeEach(() => {
  said = [];
  jest.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
});
afterEach(() => jest.restoreAllMocks());

/** A generator that says one number whatever the noise, and a discriminator that is w times what it sees. */
function players(made = 0, w = 1): Gan {
  const unit = (weights: number[][], bias?: number[]) => {
    const layer = tf.layers.dense({ units: 1, inputShape: [weights.length], useBias: bias !== undefined });
    const model = tf.sequential({ layers: [layer] });
    const values = [tf.tensor2d(weights), ...(bias ? [tf.tensor1d(bias)] : [])];
    model.setWeights(values);
    tf.dispose(values);
    return model;
  };
  return { generator: unit([[0], [0]], [made]), discriminator: unit([[w]]) } as unknown as Gan;
}
const weightsOf = ({ generator, discriminator }: Gan) =>
  [generator, discriminator].map((model) => model.getWeights().map((weight) => [...weight.dataSync()]));
const softplus = (z: number) => Math.log1p(Math.exp(z));
const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
const still = {
  generatorOptimizer: sgd({ learningRate: 0 }),
  discriminatorOptimizer: sgd({ learningRate: 0 }),
};
const told: FitGanOptions = { ...still, steps: 1, batchSize: 4, everySteps: 1, compile: false, seed: 3 };
const threes = [[3], [3], [3], [3]];

test("the discriminator's loss is that of real and made, the generator's that of being taken for real", async () => {
  const history = await fitGan(players(-2, 0.5), threes, told);
  const [real, made] = [0.5 * 3, 0.5 * -2];
  expect(history.history.discriminator[0]).toBeCloseTo(softplus(-real) + softplus(made), 5);
  expect(history.history.generator[0]).toBeCloseTo(softplus(-made), 5);
  expect(history.stepLoss).toEqual(history.history.discriminator);
});

test("the discriminator moves first, by its own rate, then the generator against the new one", async () => {
  const [made, w, rate] = [-2, 0.5, 0.1];
  const gan = players(made, w);
  await fitGan(gan, threes, {
    ...told,
    generatorOptimizer: sgd({ learningRate: 1 }),
    discriminatorOptimizer: sgd({ learningRate: rate }),
  });
  // d/dw of softplus(−3w) + softplus(made·w); d/dm of softplus(−m·w').
  const next = w - rate * (-3 * sigmoid(-3 * w) + made * sigmoid(made * w));
  const moved = made + next * sigmoid(-made * next);
  const [[kernel, [bias]], [[weight]]] = weightsOf(gan);
  expect([kernel.length, weight]).toEqual([2, expect.closeTo(next, 5)]);
  expect(bias).toBeCloseTo(moved, 5);
});

test("rows are drawn by the seed, with replacement, at most as many as there are", async () => {
  const data = [0, 1, 2, 3, 4, 5].map((row) => [row]);
  const expected = (seed: number, size: number, steps: number) => {
    const random = new Random(seed, "fitGan");
    return Array.from({ length: steps }, () => {
      const rows = Array.from({ length: size }, () => random.integer(6));
      return rows.reduce((sum, row) => sum + softplus(-row), 0) / size + Math.LN2;
    });
  };
  for (const [seed, batchSize, size] of [
    [3, 4, 4],
    [8, 100, 6],
  ]) {
    // prettier-ignore
    const { stepLoss } = await fitGan(players(0, 1), data, { ...told, steps: 3, batchSize, seed });
    stepLoss.forEach((loss, step) => expect(loss).toBeCloseTo(expected(seed, size, 3)[step], 5));
  }
});

test("the history has the means of so many steps each, and whoever asked is told of them", async () => {
  const seen: unknown[] = [];
  const data = [0, 1, 2, 3, 4, 5].map((row) => [row]);
  const onStep = (step: number, losses: object) => void seen.push([step, { ...losses }]);
  const history = await fitGan(players(0, 1), data, { ...told, steps: 7, everySteps: 3, onStep });
  const mean = (from: number) =>
    history.stepLoss.slice(from, from + 3).reduce((sum, loss) => sum + loss, 0) / 3;
  expect(history.epoch).toEqual([0, 1]);
  expect(history.stepLoss).toHaveLength(7);
  history.history.discriminator.forEach((value, at) => expect(value).toBeCloseTo(mean(3 * at), 6));
  history.history.generator.forEach((value) => expect(value).toBeCloseTo(Math.LN2, 6));
  expect(seen).toEqual(
    [0, 1].map((at) => [
      3 * (at + 1),
      { generator: history.history.generator[at], discriminator: history.history.discriminator[at] },
    ]),
  );
});

test("rates are the schedules' of each step; the history keeps the generator's", async () => {
  const rates: Record<string, number[]> = { generator: [], discriminator: [] };
  const scheduled = (name: string, rate: number) =>
    sgd({ learningRate: (step) => (rates[name].push(step), rate / (step + 1)) });
  const history = await fitGan(players(), threes, {
    ...told,
    steps: 3,
    generatorOptimizer: scheduled("generator", 0.5),
    discriminatorOptimizer: scheduled("discriminator", 0.25),
  });
  expect([...new Set(rates.discriminator)]).toEqual([0, 1, 2]);
  expect(history.learningRate).toEqual([1 / 4, 1 / 6, 1 / 8]);
});

test("by default both move by Adam at 0.001 with β₁ = 0.5, on batches of 64, and is told of every hundredth step", async () => {
  const own = adam({ learningRate: 1e-3, beta1: 0.5 });
  const run = async (options: FitGanOptions) => {
    const gan = players(1, 1);
    await fitGan(gan, threes, { seed: 3, compile: false, ...options });
    return weightsOf(gan);
  };
  const asked = { steps: 3, batchSize: 64, generatorOptimizer: own, discriminatorOptimizer: own };
  expect(await run({ steps: 3 })).toEqual(await run(asked));
  expect(await run({ steps: 3, generatorOptimizer: "adam" })).not.toEqual(await run(asked));
  const abort = new AbortController();
  const options = {
    ...still,
    seed: 3,
    compile: "graph",
    signal: abort.signal,
    onStep: () => abort.abort(),
  } as const;
  const history = await fitGan(players(), threes, options);
  expect([history.stepLoss.length, history.epoch.length]).toEqual([100, 1]);
});

test("without a seed it is the next of setSeed's", async () => {
  const data = [0, 1, 2, 3, 4, 5].map((row) => [row]);
  const run = async () => (await fitGan(players(), data, { ...told, seed: undefined, steps: 2 })).stepLoss;
  setSeed(5);
  const [first, second] = [await run(), await run()];
  setSeed(5);
  expect(await run()).toEqual(first);
  expect(second).not.toEqual(first);
});

test("it ends after the step in which it is stopped, says so, listens no more, and frees what it made", async () => {
  const before = process.listenerCount("SIGINT");
  const abort = new AbortController();
  const gan = players();
  const { numTensors } = tf.memory();
  const onStep = (step: number) => void (step === 2 && abort.abort());
  const history = await fitGan(gan, threes, { ...told, steps: 9, onStep, signal: abort.signal });
  expect([history.stopped, history.stepLoss.length]).toEqual(["interrupted", 2]);
  expect(said).toEqual(["fitGan: interrupted after step 2; the weights are kept"]);
  expect([process.listenerCount("SIGINT"), tf.memory().numTensors]).toEqual([before, numTensors]);
  await expect(fitGan(gan, threes, { ...told, signal: abort.signal })).rejects.toThrow(
    "fitGan: it must begin before it is interrupted, but that had happened already; run it again for a result",
  );
  const fail = () => Promise.reject(new Error("mine"));
  await expect(fitGan(gan, threes, { ...told, onStep: fail })).rejects.toThrow("mine");
  expect([process.listenerCount("SIGINT"), tf.memory().numTensors]).toEqual([before, numTensors]);
  const stopped = await interruptible((interrupt) =>
    fitGan(gan, threes, { ...told, steps: 9, onStep: interrupt }),
  );
  expect(stopped.stepLoss).toHaveLength(1);
});

test("a training that was not stopped says nothing, and knows how it ran and how long", async () => {
  const start = performance.now();
  const history = await fitGan(players(), threes, { ...told, compile: "eager" });
  expect([said, history.stopped, history.compiled.mode]).toEqual([[], undefined, "eager"]);
  expect(history.seconds).toBeGreaterThan(0);
  expect(history.seconds).toBeLessThanOrEqual((performance.now() - start) / 1000);
  expect((await fitGan(players(), threes, { ...told, steps: 0 })).toJSON()).toMatchObject({
    epoch: [],
    stepLoss: [],
  });
});

test.each<[FitGanOptions, unknown, string]>([
  [{ steps: -1 }, threes, "steps must be a whole number in [0, ∞), got -1"],
  [{ batchSize: 0 }, threes, "batchSize must be a whole number in [1, ∞), got 0"],
  [{ everySteps: 0 }, threes, "everySteps must be a whole number in [1, ∞), got 0"],
  [{ generatorOptimizer: "adm" }, threes, 'unknown optimizer "adm"; did you mean "adam"?'],
  [{ step: 3 } as never, threes, 'unknown option "step"; did you mean "steps"?'],
  [{}, [[1], [NaN]], "x must be finite, got NaN at [1, 0]; remove or fill such values first"],
  [{}, 5, "data must be a tensor, a typed array, arrays of numbers, or {values, shape}, got 5"],
])("%j of %j is refused", async (options, data, message) => {
  const gan = players();
  const { numTensors } = tf.memory();
  await expect(fitGan(gan, data as number[][], { ...told, ...options })).rejects.toThrow(
    new RangeError(`fitGan: ${message}`),
  );
  expect(tf.memory().numTensors).toBe(numTensors);
});
