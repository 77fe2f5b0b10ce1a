import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as callbacks from "../../src/callbacks/index";
import { LiveChart } from "../../src/callbacks/live/liveChart";
import { displaySymbol, type MimeBundle, tableNumber } from "../../src/show/index";
import { OptionError, setSeed } from "../../src/core/index";
import { iris } from "../../src/data/index";
import { stochasticDepth } from "../../src/nn/index";
import { sgd } from "../../src/optim/index";
import { evaluate, fit, History, type Callback, type Run } from "../../src/train/index";
import { line, linearUnit, smallNet } from "../train/models";

const folder = mkdtempSync(join(tmpdir(), "callbacks-"));
const quiet = jest.spyOn(console, "log").mockImplementation(() => {});
afterAll(() => {
  quiet.mockRestore();
  rmSync(folder, { recursive: true, force: true });
});

/** One of each callback, ready to be used. */
const every: Record<string, () => Callback> = {
  checkpoint: () => callbacks.checkpoint(join(folder, "contract.ckpt")),
  csvLog: () => callbacks.csvLog(join(folder, "contract.csv")),
  earlyStopping: () => callbacks.earlyStopping(),
  ema: () => callbacks.ema({ decay: 0.9 }),
  jsonLog: () => callbacks.jsonLog(join(folder, "contract.jsonl")),
  learningRateFinder: () => callbacks.learningRateFinder({ steps: 10 }),
  liveFigure: () => callbacks.liveFigure(),
  progress: () => callbacks.progress(),
  record: () => callbacks.record({ everySteps: 2 }),
  snapshotEnsemble: () => callbacks.snapshotEnsemble({ everyEpochs: 1 }),
  swa: () => callbacks.swa(),
  tensorBoard: () => callbacks.tensorBoard(join(folder, "board")),
  terminateOnNaN: () => callbacks.terminateOnNaN(),
};
// These need a server.
const madeElsewhere = ["mlflow"];
const readers = ["readJsonLog"];

test("every callback is in the contract", () => {
  const makers = Object.keys(callbacks).filter((name) => /^[a-z]/.test(name) && !/OfCheckpoint$/.test(name));
  expect([...Object.keys(every), ...madeElsewhere, ...readers].sort()).toEqual(makers.sort());
});

test.each(Object.entries(every))(
  "%s works in two fits, with the others, and leaves no tensor",
  async (_, make) => {
    const model = smallNet();
    await fit(model, iris(), { epochs: 1 });
    const before = tf.memory().numTensors;
    const others = Object.entries(every)
      .filter(([name]) => name !== "learningRateFinder")
      .map(([, other]) => other());
    const callback = make();
    await fit(model, iris(), {
      epochs: 3,
      validation: 0.2,
      seed: 1,
      compile: "graph",
      callbacks: [callback],
    });
    await fit(model, iris(), {
      epochs: 3,
      validation: 0.2,
      seed: 1,
      compile: "graph",
      callbacks: [callback, ...others],
    });
    expect(tf.memory().numTensors).toBe(before);
  },
);

test("early stopping ends after its patience and puts the best epoch's weights back", async () => {
  // A rate that is too large: the loss grows from the first epoch on.
  const model = linearUnit();
  const stopping = callbacks.earlyStopping({ patience: 3 });
  const data = line();
  const history = await fit(model, data, {
    loss: "mse",
    optimizer: sgd({ learningRate: 1.5 }),
    validation: data,
    epochs: 50,
    batchSize: 64,
    callbacks: [stopping],
  });
  const best = history.best("val_loss");
  expect(history.epoch).toHaveLength(best + 4);
  expect(history.stopped).toBe(`val_loss has not improved for 3 epochs (epoch ${best + 1} was best)`);
  const { loss } = await evaluate(model, data, { loss: "mse" });
  expect(loss).toBeCloseTo(history.history.val_loss[best], 4);
});

test("early stopping names the logs that there are", async () => {
  const run = fit(linearUnit(), line(), {
    loss: "mse",
    epochs: 1,
    callbacks: [callbacks.earlyStopping({ monitor: "val_loss" })],
  });
  await expect(run).rejects.toThrow(
    'earlyStopping: no "val_loss" in logs (found loss); pass validation to fit, or {monitor: "loss"}',
  );
});

test("early stopping knows that a higher accuracy is better", async () => {
  const stopping = callbacks.earlyStopping({ monitor: "accuracy", patience: 1, minDelta: 2 });
  const history = await fit(smallNet(), iris(), { epochs: 9, metrics: ["accuracy"], callbacks: [stopping] });
  expect(history.epoch).toHaveLength(2);
});

test("terminateOnNaN names the first tensor and layer that went bad, and leaves the weights as they were", async () => {
  const layer = (name: string) =>
    tf.layers.dense({ units: 2, name, activation: "relu", kernelInitializer: "ones" });
  const burst = tf.layers.dense({
    units: 2,
    name: "burst",
    kernelInitializer: tf.initializers.constant({ value: 1e38 }),
  });
  const model = tf.sequential({
    layers: [tf.layers.inputLayer({ inputShape: [2] }), layer("first"), burst, layer("last")],
  });
  const before = model.getWeights().map((weight) => [...weight.dataSync()]);
  const data = {
    x: [
      [1, 2],
      [3, 4],
    ],
    y: [
      [1, 1],
      [1, 1],
    ],
  };
  const history = await fit(model, data, { loss: "mse", epochs: 5, callbacks: [callbacks.terminateOnNaN()] });
  expect(history.stopped).toBe(
    "loss is infinite at step 1 (epoch 1): the output of layer burst is the first that is not finite (4 of 4 values)",
  );
  expect(model.getWeights().map((weight) => [...weight.dataSync()])).toEqual(before);
});

test("terminateOnNaN blames the loss where the layers are fine", async () => {
  const loss = (truth: tf.Tensor, prediction: tf.Tensor) =>
    tf.log(prediction.sub(prediction).sub(1)).add(truth.mul(0));
  const history = await fit(linearUnit(), line(), {
    loss,
    epochs: 1,
    callbacks: [callbacks.terminateOnNaN()],
  });
  expect(history.stopped).toBe(
    "loss is NaN at step 1 (epoch 1): the loss itself is the first that is not finite (1 of 1 values)",
  );
});

test.each(["eager", "graph", "xla"] as const)(
  "terminateOnNaN ends a fit whose loss is finite and whose gradient is not, %s",
  async (mode) => {
    const loss = (truth: tf.Tensor, prediction: tf.Tensor) => tf.norm(prediction.sub(truth));
    const model = linearUnit();
    const before = model.getWeights().map((weight) => [...weight.dataSync()]);
    const x = [
      [0, 1],
      [2, 3],
    ];
    const y = (model.predict(tf.tensor2d(x)) as tf.Tensor2D).arraySync();
    const history = await fit(
      model,
      { x, y },
      { loss, epochs: 40, compile: mode, callbacks: [callbacks.terminateOnNaN()] },
    );
    expect(history.stopped).toMatch(
      /^a gradient is not finite, though the loss is, at step 1 \(epoch 1\): .* is the first that is not finite \(\d+ of \d+ values\)$/,
    );
    expect(history.epoch).toHaveLength(1);
    expect(model.getWeights().map((weight) => [...weight.dataSync()])).toEqual(before);
  },
);

test("the learning-rate finder suggests a rate that trains, and puts the weights back", async () => {
  setSeed(1);
  const model = smallNet();
  const before = [...model.getWeights()[0].dataSync()];
  const finder = callbacks.learningRateFinder({ from: 1e-4, to: 100 });
  await fit(model, iris(), { optimizer: "sgd", epochs: 50, callbacks: [finder], seed: 1 });
  expect([...model.getWeights()[0].dataSync()]).toEqual(before);
  expect(finder.rates[0]).toBeCloseTo(1e-4, 8);
  expect(finder.suggestion).toBeGreaterThan(1e-3);
  expect(finder.suggestion).toBeLessThan(10);
  const history = await fit(smallNet(), iris(), {
    optimizer: sgd({ learningRate: finder.suggestion }),
    epochs: 20,
    seed: 1,
  });
  expect(history.last.loss).toBeLessThan(history.history.loss[0] / 2);
});

test("the average of weights over steps is what its formula says", async () => {
  const steps: number[][] = [];
  const watch = {
    onBatchEnd: (_: number, __: unknown, run: Run) => void steps.push([...run.weights[0].dataSync()]),
  };
  const model = linearUnit();
  await fit(model, line(), {
    loss: "mse",
    optimizer: sgd({ learningRate: 0.1 }),
    epochs: 2,
    batchSize: 16,
    callbacks: [callbacks.ema({ decay: 0.8 }), watch],
  });
  const share = steps.map((_, index) => 0.8 ** (steps.length - 1 - index));
  const total = share.reduce((a, b) => a + b);
  const mean = steps[0].map(
    (_, at) => steps.reduce((sum, step, index) => sum + share[index] * step[at], 0) / total,
  );
  model
    .getWeights()[0]
    .dataSync()
    .forEach((value, at) => expect(value).toBeCloseTo(mean[at], 5));
});

test("SWA is the mean over the last epochs, with batch norm's averages those of the training data", async () => {
  const epochs: number[][] = [];
  const watch = {
    onEpochEnd: (_: number, __: unknown, run: Run) => void epochs.push([...run.parameters[0].dataSync()]),
  };
  const model = smallNet({ rate: 0 });
  await fit(model, iris(), { epochs: 4, batchSize: 150, callbacks: [callbacks.swa({ from: 2 }), watch] });
  const kernel = model.getWeights()[0];
  kernel.dataSync().forEach((value, at) => expect(value).toBeCloseTo((epochs[2][at] + epochs[3][at]) / 2, 5));
  tf.tidy(() => {
    const mean = iris().tensors().x.matMul(kernel).mean(0).dataSync();
    const [movingMean] = model.layers[1].getWeights().slice(2);
    movingMean.dataSync().forEach((value, at) => expect(value).toBeCloseTo(mean[at], 4));
  });
});

test("SWA's averages of batch norm are the same in every run, whatever draws before it", async () => {
  const noise: Record<string, () => tf.layers.Layer> = {
    dropout: () => tf.layers.dropout({ rate: 0.5 }),
    gaussianNoise: () => tf.layers.gaussianNoise({ stddev: 1 }),
    gaussianDropout: () => tf.layers.gaussianDropout({ rate: 0.5 }),
    alphaDropout: () => tf.layers.alphaDropout({ rate: 0.5 }),
    stochasticDepth: () => stochasticDepth({ rate: 0.5 }),
  };
  for (const [name, make] of Object.entries(noise)) {
    const averages = async () => {
      const kernelInitializer = tf.initializers.glorotUniform({ seed: 1 });
      const model = tf.sequential({
        layers: [
          tf.layers.dense({ units: 4, inputShape: [4], kernelInitializer }),
          make(),
          tf.layers.batchNormalization(),
          tf.layers.dense({ units: 3, activation: "softmax", kernelInitializer }),
        ],
      });
      await fit(model, iris(), {
        epochs: 2,
        batchSize: 60,
        seed: 1,
        compile: "eager",
        callbacks: [callbacks.swa()],
      });
      const values = model.layers[2].getWeights().map((weight) => Array.from(weight.dataSync()));
      model.dispose();
      return values;
    };
    expect({ [name]: await averages() }).toEqual({ [name]: await averages() });
  }
});

test("snapshots make an ensemble that averages or votes", async () => {
  const model = smallNet();
  const snapshots = callbacks.snapshotEnsemble({ everyEpochs: 2 });
  await fit(model, iris(), { epochs: 6, callbacks: [snapshots], seed: 1 });
  const ensemble = snapshots.ensemble();
  expect(ensemble.length).toBe(3);
  const x = iris().tensors().x;
  const [mean, votes] = [await ensemble.predict(x), await ensemble.predict(x, { join: "vote" })];
  expect(mean.sum(1).sub(1).abs().max().dataSync()[0]).toBeLessThan(1e-5);
  expect(new Set([...votes.dataSync()].map((value) => Math.round(3 * value)))).toEqual(
    new Set([0, 1, 2, 3].filter((v) => [...votes.dataSync()].some((value) => Math.round(3 * value) === v))),
  );
  expect(
    votes
      .sum(1)
      .dataSync()
      .every((sum) => Math.abs(sum - 1) < 1e-6),
  ).toBe(true);
});

test("the CSV log has a line for each epoch, the JSON log one more for the run", async () => {
  const [csv, json] = [join(folder, "run.csv"), join(folder, "run.jsonl")];
  const loggers = [callbacks.csvLog(csv), callbacks.jsonLog(json)];
  const history = await fit(linearUnit(), line(), {
    loss: "mse",
    metrics: ["mae"],
    epochs: 3,
    seed: 4,
    callbacks: loggers,
  });
  const lines = readFileSync(csv, "utf8").trim().split("\n");
  expect(lines[0]).toBe("epoch,learningRate,seconds,loss,mae");
  expect(lines).toHaveLength(4);
  expect(Number(lines[3].split(",")[3])).toBe(history.last.loss);
  const entries = readFileSync(json, "utf8")
    .trim()
    .split("\n")
    .map((text) => JSON.parse(text));
  expect(entries[0].run).toMatchObject({ seed: 4, optimizer: "adam", epochs: 3 });
  expect(entries[3].loss).toBe(history.last.loss);
});

describe("progress", () => {
  const symbol = Symbol.for("Jupyter.display");
  const home = globalThis as Record<symbol, unknown>;

  test("updates one output of a notebook", async () => {
    const shown: { update?: boolean; displayId?: string; text: string; html: string }[] = [];
    home[symbol] = async (value: Record<symbol, () => Record<string, string>>, options: object) => {
      const bundle = value[symbol]();
      shown.push({ ...options, text: bundle["text/plain"], html: bundle["text/html"] });
    };
    await fit(linearUnit(), line(), {
      loss: "mse",
      epochs: 3,
      validation: 0.25,
      callbacks: [callbacks.progress({ everyMs: 0 })],
    });
    delete home[symbol];
    expect(shown).toHaveLength(7);
    expect(new Set(shown.map(({ displayId }) => displayId)).size).toBe(1);
    expect(shown.map(({ update }) => Boolean(update))).toEqual([false, true, true, true, true, true, true]);
    expect(shown[3].text).toMatch(
      /^epoch 2\/3 {2}batch 2\/2 {2}loss [\d.]+ {2}val_loss [\d.]+ {2}rate 0.001 {2}\d+ samples\/s {2}[\d.]+ s left$/,
    );
    expect(shown.at(-1)!.text).toMatch(/^epoch 3\/3 {2}loss .* in all$/);
    expect(shown[3].html).toContain('<progress value="67" max="100"');
  });

  test("ends with the numbers of the last epoch, not with those of its last, small batch", async () => {
    quiet.mockClear();
    const history = await fit(linearUnit(), line(33), {
      loss: "mse",
      metrics: ["mae"],
      batchSize: 32,
      epochs: 2,
      callbacks: [callbacks.progress()],
    });
    const { loss, mae } = history.last as Record<string, number>;
    expect(loss).not.toBeCloseTo(history.stepLoss.at(-1)!, 3);
    expect(quiet.mock.calls[0][0]).toContain(`loss ${tableNumber(loss)}  mae ${tableNumber(mae)}  `);
  });

  test("is one line where there is no terminal", async () => {
    quiet.mockClear();
    await fit(linearUnit(), line(), {
      loss: "mse",
      epochs: 2,
      callbacks: [callbacks.progress({ everyMs: 0 })],
    });
    expect(quiet).toHaveBeenCalledTimes(1);
    expect(quiet.mock.calls[0][0]).toMatch(/^epoch 2\/2 {2}loss/);
  });
});

test.each(["progress", "liveFigure"] as const)("%s leaves steps together in one call", async (name) => {
  const model = linearUnit();
  const weights: number[] = [];
  const looks: Callback = {
    onlyWatches: true,
    onBatchEnd: () => void weights.push(model.getWeights()[0].dataSync()[0]),
  };
  const watching = [callbacks[name](), looks];
  await fit(model, line(2048), { loss: "mse", epochs: 2, compile: "graph", callbacks: watching });
  expect(weights).toHaveLength(128);
  expect(new Set(weights).size).toBeLessThan(64); // in between, nobody can see them change
});

describe("a live figure", () => {
  const symbol = Symbol.for("Jupyter.display");
  const home = globalThis as Record<symbol, unknown>;
  afterEach(() => delete home[symbol]);

  test("of one's own is one output that grows with the history, the last time in any case", async () => {
    const shown: { update?: boolean; displayId?: string; epochs: number }[] = [];
    home[symbol] = async (value: { epochs: number }, options: object) =>
      void shown.push({ ...options, epochs: value.epochs });
    const figure = (history: { epoch: number[] }) =>
      ({ epochs: history.epoch.length, [symbol]: () => ({}) }) as never;
    const slow = callbacks.liveFigure({ figure, everyMs: 1e6 });
    for (let fits = 0; fits < 2; fits++)
      await fit(linearUnit(), line(), { loss: "mse", epochs: 3, callbacks: [slow] });
    expect(shown.map(({ epochs }) => epochs)).toEqual([1, 3, 1, 3]);
    expect(shown.map(({ update }) => update)).toEqual([false, true, false, true]);
    expect(new Set(shown.map(({ displayId }) => displayId)).size).toBe(2);
  });

  test("has the same few points after a hundred steps and after a hundred thousand", async () => {
    const sizes: number[] = [];
    const shows: string[] = [];
    const chart = new LiveChart("some", "loss");
    const history = new History();
    const at = { history, stepsPerEpoch: 100, epochs: 2000, epoch: 0, step: 0, batch: 0 };
    const run = at as unknown as Run;
    for (let step = 1; step <= 100_000; step++) {
      at.step = step;
      chart.step(1 / step, run);
      history.stepLoss.push(1 / step);
      if (step % 100 === 0)
        history.add((at.epoch = step / 100 - 1), { loss: 1 / step, val_loss: 2 / step }, 0.1);
      if (step % 10_000 !== 0) continue;
      shows.push(String((chart.shown(run)[displaySymbol]() as MimeBundle)["text/html"]));
      sizes.push(shows.at(-1)!.length);
    }
    expect(Math.max(...sizes)).toBeLessThan(20_000);
    expect(shows.at(-1)).toContain("mean of 512 steps");
  });

  test("is a line with a small curve where there is no notebook", async () => {
    quiet.mockClear();
    const live = callbacks.liveFigure();
    await fit(linearUnit(), line(), { loss: "mse", epochs: 20, validation: 0.25, callbacks: [live] });
    expect(quiet.mock.calls).toEqual([
      [expect.stringMatching(/^epoch 20\/20 {2}loss [\d.]+ {2}val_loss [\d.]+ {2}█[▁▂▃▄▅▆▇█]{18}▁$/)],
    ]);
  });

  test("refuses to update more than ten times a second", () => {
    expect(() => callbacks.liveFigure({ everyMs: 10 })).toThrow(
      new OptionError({ where: "liveFigure", required: "everyMs must be in [100, ∞)", got: 10 }),
    );
  });
});
