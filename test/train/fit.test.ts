import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { setSeed } from "../../src/core/index";
import { iris, split } from "../../src/data/index";
import { adam, schedules, sgd } from "../../src/optim/index";
import {
  evaluate,
  fit,
  type Callback,
  type FitOptions,
  type Run,
  type StepLogs,
} from "../../src/train/index";
import { line, linearUnit, smallNet } from "./models";

const quiet = jest.spyOn(console, "log").mockImplementation(() => {});
afterAll(() => quiet.mockRestore());

test("learns a line, whatever the form of the data", async () => {
  const { x, y } = line();
  const flat = Float32Array.from(x.flat());
  const forms = [
    { x, y },
    { x: tf.tensor2d(x), y: tf.tensor1d(y) },
    { x: { values: flat, shape: [64, 2] }, y: Float32Array.from(y) },
    [x, y] as [number[][], number[]],
  ];
  const losses = [];
  for (const data of forms) {
    const model = linearUnit();
    const history = await fit(model, data, {
      loss: "mse",
      optimizer: sgd({ learningRate: 0.2 }),
      epochs: 30,
      seed: 1,
    });
    losses.push(history.last.loss);
    const [kernel, bias] = model.getWeights().map((weight) => [...weight.dataSync()]);
    expect([...kernel, ...bias].map((value) => Math.round(100 * value))).toEqual([200, -100, 100]);
  }
  expect(new Set(losses).size).toBe(1);
});

test("gives one value of every log in every epoch, and one loss for every step", async () => {
  const { train, test: validation } = split(iris(), { test: 0.2, seed: 1 });
  const options: FitOptions = { validation, epochs: 3, batchSize: 50, metrics: ["accuracy", "f1"], seed: 1 };
  const history = await fit(smallNet(), train, options);
  expect(Object.keys(history.history)).toEqual([
    "loss",
    "accuracy",
    "f1",
    "val_loss",
    "val_accuracy",
    "val_f1",
  ]);
  for (const values of Object.values(history.history)) expect(values).toHaveLength(3);
  expect(history.epoch).toEqual([0, 1, 2]);
  expect(history.stepLoss).toHaveLength(9);
});

test("the same seed gives the same losses, another seed others", async () => {
  const run = async (seed: number) =>
    (await fit(smallNet(), iris(), { epochs: 2, seed, compile: "eager" })).stepLoss;
  const [first, again, other] = [await run(1), await run(1), await run(2)];
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});

test("without a seed of its own it follows setSeed, and two fits in a row differ", async () => {
  const run = async () => (await fit(smallNet(), iris(), { epochs: 1, compile: "eager" })).stepLoss;
  setSeed(7);
  const [first, second] = [await run(), await run()];
  setSeed(7);
  expect(await run()).toEqual(first);
  expect(second).not.toEqual(first);
});

describe.each(["graph", "xla"] as const)("compiled as %s", (compile) => {
  test("takes the path of eager to 1e-5 over 100 steps, with dropout, batch norm and L2", async () => {
    const options: FitOptions = {
      optimizer: adam({
        learningRate: schedules.exponential({ learningRate: 0.01, steps: 50, factor: 0.5 }),
      }),
      metrics: ["accuracy"],
      epochs: 20,
      batchSize: 32,
      seed: 3,
    };
    const [eager, compiled] = [smallNet(), smallNet()];
    const expected = await fit(eager, iris(), { ...options, compile: "eager" });
    const history = await fit(compiled, iris(), { ...options, compile });
    expect(history.compiled).toMatchObject({ mode: compile });
    expect(history.stepLoss).toHaveLength(100);
    const off = history.stepLoss.map((loss, step) => Math.abs(loss - expected.stepLoss[step]));
    expect(Math.max(...off)).toBeLessThan(1e-5);
    compiled.getWeights().forEach((weight, index) => {
      const far = tf.tidy(() => weight.sub(eager.getWeights()[index]).abs().max().dataSync()[0]);
      expect(far).toBeLessThan(1e-4);
    });
  });
});

test("the most common fit of all, of numbers [n] by one unit, is compiled", async () => {
  const history = await fit(linearUnit(), line(), { loss: "mse", epochs: 5 });
  expect(history.compiled).toMatchObject({ mode: "graph" });
});

test("the last smaller batch counts as what it is: the mean over examples", async () => {
  const { x, y } = line(10);
  const history = await fit(
    linearUnit(),
    { x, y },
    { loss: "mse", optimizer: sgd({ learningRate: 0 }), batchSize: 4, epochs: 1 },
  );
  const mean = y.reduce((sum, value) => sum + value ** 2, 0) / 10;
  expect(history.stepLoss).toHaveLength(3);
  expect(history.last.loss).toBeCloseTo(mean, 5);
});

test("gathering two batches of 8 steps as one batch of 16 does", async () => {
  const data = line(48);
  const options: FitOptions = { loss: "mse", optimizer: sgd({ learningRate: 0.1 }), epochs: 3, seed: 5 };
  const [whole, gathered] = [linearUnit(), linearUnit()];
  await fit(whole, data, { ...options, batchSize: 16 });
  await fit(gathered, data, { ...options, batchSize: 8, accumulate: 2 });
  whole.getWeights().forEach((weight, index) => {
    const other = gathered.getWeights()[index].dataSync();
    weight.dataSync().forEach((value, at) => expect(other[at]).toBeCloseTo(value, 5));
  });
});

test("an update that is not full at the end of an epoch is the mean of what was gathered", async () => {
  const data = line(12);
  const options: FitOptions = {
    loss: "mse",
    optimizer: sgd({ learningRate: 0.1 }),
    epochs: 1,
    seed: 5,
    shuffle: false,
  };
  const [gathered, one] = [linearUnit(), linearUnit()];
  await fit(gathered, data, { ...options, batchSize: 4, accumulate: 8 });
  await fit(one, data, { ...options, batchSize: 12 });
  expect(gathered.getWeights()[0].dataSync()[0]).toBeCloseTo(one.getWeights()[0].dataSync()[0], 5);
});

test.each([
  ["eager", undefined],
  ["graph", undefined],
  ["eager", [5, 1, 1, 1, 1, 1, 1, 1, 1, 0.25]],
  ["graph", [5, 1, 1, 1, 1, 1, 1, 1, 1, 0.25]],
] as const)(
  "batches of 4, 4 and 2 make the update of one batch of 10, %s, weights %j",
  async (compile, weights) => {
    const sampleWeight = weights && [...weights];
    const data = line(10);
    const options: FitOptions = { loss: "mse", epochs: 6, seed: 5, shuffle: false, compile, sampleWeight };
    const train = async (own: FitOptions) => {
      const model = linearUnit();
      const history = await fit(model, data, { ...options, optimizer: sgd({ learningRate: 0.1 }), ...own });
      return { stepLoss: history.stepLoss, weights: model.getWeights().flatMap((w) => [...w.dataSync()]) };
    };
    const [gathered, whole] = [await train({ batchSize: 4, accumulate: 3 }), await train({ batchSize: 10 })];
    expect(gathered.stepLoss).toHaveLength(6);
    gathered.stepLoss.forEach((loss, step) => expect(loss).toBeCloseTo(whole.stepLoss[step], 5));
    gathered.weights.forEach((value, at) => expect(value).toBeCloseTo(whole.weights[at], 5));
  },
);

test.each(["eager", "graph"] as const)(
  "gathered batches count by what is no padding, %s",
  async (compile) => {
    const steps = 4;
    const lengths = [4, 1, 2, 3, 1];
    const rows = <T>(value: (at: number) => T, padding: T) =>
      lengths.map((length, row) =>
        Array.from({ length: steps }, (_, at) => (at < length ? value(row + at) : padding)),
      );
    const [x, y] = [rows((at) => 1 + (at % 4), 0), rows((at) => [Math.cos(at)], [0])];
    const train = async (own: FitOptions) => {
      const input = tf.input({ shape: [steps] });
      const embeddingsInitializer = tf.initializers.randomUniform({ seed: 3 });
      const embedding = { inputDim: 5, outputDim: 2, maskZero: true, embeddingsInitializer };
      const embedded = tf.layers.embedding(embedding).apply(input) as tf.SymbolicTensor;
      const outputs = tf.layers.dense({ units: 1, kernelInitializer: "ones" }).apply(embedded);
      const model = tf.model({ inputs: input, outputs: outputs as tf.SymbolicTensor });
      const optimizer = sgd({ learningRate: 0.1 });
      await fit(model, { x, y }, { loss: "mse", optimizer, epochs: 4, shuffle: false, compile, ...own });
      return model.getWeights().flatMap((weight) => [...weight.dataSync()]);
    };
    const [gathered, whole] = [await train({ batchSize: 2, accumulate: 3 }), await train({ batchSize: 5 })];
    gathered.forEach((value, at) => expect(value).toBeCloseTo(whole[at], 5));
  },
);

test("a history has one loss for every update, of all that was gathered for it", async () => {
  const [first, rest] = [1, 2];
  const data = { x: Array.from({ length: 5 }, () => [1]), y: [first, first, rest, rest, rest] };
  const still: FitOptions = { loss: "mse", optimizer: sgd({ learningRate: 0 }), shuffle: false };
  const seen: number[] = [];
  const callbacks = [{ onBatchEnd: (_: number, logs: StepLogs) => void seen.push(logs.loss) }];
  const history = await fit(linearUnit(1), data, {
    ...still,
    batchSize: 2,
    accumulate: 2,
    epochs: 2,
    callbacks,
  });
  expect(seen).toEqual([1, 4, 4, 1, 4, 4]);
  expect(history.stepLoss).toEqual([2.5, 4, 2.5, 4]);
});

test("class weights and sample weights scale the loss of their examples", async () => {
  const x = [[1], [1], [1], [1]];
  const model = () =>
    tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [1], kernelInitializer: "zeros" })] });
  const still: FitOptions = {
    loss: "categoricalCrossentropy",
    optimizer: sgd({ learningRate: 0 }),
    epochs: 1,
  };
  const loss = async (options: FitOptions) =>
    (await fit(model(), { x, y: [0, 0, 0, 1] }, { ...still, ...options })).last.loss;
  expect(await loss({})).toBeCloseTo(Math.LN2, 5);
  expect(await loss({ classWeight: { 1: 5 } })).toBeCloseTo(2 * Math.LN2, 5);
  expect(await loss({ classWeight: "balanced" })).toBeCloseTo(Math.LN2, 5);
  expect(await loss({ sampleWeight: [0, 0, 0, 4] })).toBeCloseTo(Math.LN2, 5);
  expect(await loss({ sampleWeight: [0, 0, 0, 8] })).toBeCloseTo(2 * Math.LN2, 5);
});

test("cross-entropy stays finite where probabilities would round to 0, with a softmax output", async () => {
  const layer = tf.layers.dense({
    units: 2,
    inputShape: [1],
    activation: "softmax",
    kernelInitializer: "zeros",
  });
  const model = tf.sequential({ layers: [layer] });
  model.setWeights([tf.tensor2d([[-500, 500]]), tf.zeros([2])]);
  const history = await fit(
    model,
    { x: [[1]], y: [0] },
    { loss: "categoricalCrossentropy", epochs: 1, compile: false },
  );
  expect(history.last.loss).toBeCloseTo(1000, 3);
});

test("a validation share is apart from training and drawn from the seed", async () => {
  // The rows of an identity matrix, by one unit without a bias and one step at rate 1 over all of them: a weight stays
  // 0 where its row was not trained on, and the loss of a row is (1 − its weight)².
  const apart = async (seed: number) => {
    const unit = tf.layers.dense({ units: 1, useBias: false, inputShape: [20], kernelInitializer: "zeros" });
    const model = tf.sequential({ layers: [unit] });
    const data = { x: tf.eye(20), y: tf.ones([20]) };
    const optimizer = sgd({ learningRate: 1 });
    const options = { loss: "mse", optimizer, validation: 0.25, batchSize: 15, epochs: 2, seed } as const;
    const history = await fit(model, data, options);
    expect(history.history.val_loss).toEqual([1, 1]);
    expect(history.stepLoss[1]).toBeCloseTo((1 - 2 / 15) ** 2, 5);
    return [...unit.getWeights()[0].dataSync()].flatMap((weight, row) => (weight === 0 ? [row] : []));
  };
  const rows = await apart(1);
  expect(rows).toHaveLength(5);
  expect(await apart(1)).toEqual(rows);
  expect(await apart(2)).not.toEqual(rows);
});

test("several inputs by name, and several outputs each with its loss", async () => {
  const [a, b] = [tf.input({ shape: [2], name: "a" }), tf.input({ shape: [3], name: "b" })];
  const joined = tf.layers.concatenate().apply([a, b]) as tf.SymbolicTensor;
  const outputs = [
    tf.layers.dense({ units: 1, name: "size" }).apply(joined),
    tf.layers.dense({ units: 3, activation: "softmax", name: "kind" }).apply(joined),
  ] as tf.SymbolicTensor[];
  const model = tf.model({ inputs: [a, b], outputs });
  const x = { a: tf.ones([6, 2]), b: tf.ones([6, 3]) };
  const data = { x, y: [tf.ones([6, 1]), tf.tensor1d([0, 1, 2, 0, 1, 2], "int32")] };
  const history = await fit(model, data, {
    loss: ["mse", "categoricalCrossentropy"],
    epochs: 2,
    metrics: ["mae"],
  });
  expect(Object.keys(history.last)).toEqual(["loss", "size_loss", "kind_loss", "size_mae", "kind_mae"]);
  expect(history.last.loss).toBeCloseTo(history.last.size_loss + history.last.kind_loss, 5);
});

test("a learner is trained by its own loss", async () => {
  const slope = tf.variable(tf.scalar(0));
  const x = [1, 2, 3, 4];
  const learner = {
    parameters: [slope],
    logs: ["size"],
    loss: ({ x: [value], y: [truth] }: { x: tf.Tensor[]; y: tf.Tensor[] }) => ({
      loss: value.mul(slope).sub(truth).square(),
      size: slope.abs(),
    }),
  };
  const data = { x, y: x.map((value) => 3 * value) };
  const history = await fit(learner, data, { optimizer: sgd({ learningRate: 0.05 }), epochs: 40, seed: 1 });
  expect(slope.dataSync()[0]).toBeCloseTo(3, 3);
  expect(history.last.size).toBeCloseTo(3, 2);
});

test("constraints of layers hold after a fit", async () => {
  const kernelConstraint = tf.constraints.nonNeg();
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2], kernelConstraint })] });
  await fit(model, line(), { loss: "mse", optimizer: sgd({ learningRate: 0.1 }), epochs: 5 });
  expect(Math.min(...model.getWeights()[0].dataSync())).toBeGreaterThanOrEqual(0);
});

test("frozen layers stay as they are", async () => {
  const model = smallNet();
  model.layers[0].trainable = false;
  const before = model.layers[0].getWeights()[0].dataSync().slice();
  await fit(model, iris(), { epochs: 2 });
  expect(model.layers[0].getWeights()[0].dataSync()).toEqual(before);
});

test("leaves no tensor behind but the model", async () => {
  const model = smallNet();
  await fit(model, iris(), { epochs: 1 });
  const before = tf.memory().numTensors;
  await fit(model, iris(), { epochs: 3, validation: 0.2, metrics: ["accuracy", "auc"], accumulate: 2 });
  await evaluate(model, iris(), { metrics: ["accuracy"] });
  expect(tf.memory().numTensors).toBe(before);
});

test("leaves no tensor behind when it fails", async () => {
  const model = smallNet();
  const before = tf.memory().numTensors;
  const fail = { onEpochEnd: () => Promise.reject(new Error("mine")) };
  await expect(fit(model, iris(), { epochs: 3, callbacks: [fail] })).rejects.toThrow("mine");
  expect(tf.memory().numTensors).toBe(before);
});

test("callbacks are called in order, with TensorFlow.js' arguments first", async () => {
  const calls: string[] = [];
  const spy: Callback = {
    onTrainBegin: () => calls.push("begin"),
    onEpochBegin: (epoch) => calls.push(`epoch ${epoch}`),
    onBatchEnd: (batch, { size }) => calls.push(`batch ${batch} of ${size}`),
    onEpochEnd: (epoch, logs) => calls.push(`end ${epoch} ${Object.keys(logs)}`),
    onTrainEnd: () => calls.push("done"),
  };
  await fit(linearUnit(), line(6), { loss: "mse", epochs: 2, batchSize: 4, callbacks: [spy] });
  const epoch = (n: number) => [`epoch ${n}`, "batch 0 of 4", "batch 1 of 2", `end ${n} loss`];
  expect(calls).toEqual(["begin", ...epoch(0), ...epoch(1), "done"]);
});

test("stop ends the run after the step, and the history says why", async () => {
  const stopper = { onBatchEnd: (_: number, __: unknown, run: Run) => run.step === 3 && run.stop("enough") };
  const history = await fit(linearUnit(), line(), { loss: "mse", batchSize: 8, callbacks: [stopper] });
  expect(history.stepLoss).toHaveLength(3);
  expect(history.stopped).toBe("enough");
});

test("an aborted signal ends training after the current step, keeps the history and says so", async () => {
  const abort = new AbortController();
  quiet.mockClear();
  const callbacks = [{ onBatchEnd: (_: number, __: unknown, run: Run) => run.step === 10 && abort.abort() }];
  const model = linearUnit();
  const history = await fit(model, line(), {
    loss: "mse",
    batchSize: 8,
    epochs: 5,
    signal: abort.signal,
    callbacks,
  });
  expect(history.stepLoss).toHaveLength(10);
  expect(history.epoch).toEqual([0]);
  expect(quiet).toHaveBeenCalledWith(
    "fit: interrupted after step 10, in epoch 2 of 5; the weights and the history so far are kept",
  );
  expect(model.getWeights()[0].dataSync()[0]).not.toBe(0);
});

test("an interrupt that a kernel announces ends training, and the listener is taken away", async () => {
  const listeners = new Set<() => void>();
  const key = Symbol.for("Jupyter.interrupt");
  const home = globalThis as Record<symbol, unknown>;
  home[key] = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const interrupt = (_: number, __: unknown, run: Run) => {
    if (run.step === 7) listeners.forEach((listener) => listener());
  };
  const callbacks = [{ onBatchEnd: interrupt }];
  const history = await fit(linearUnit(), line(), { loss: "mse", epochs: 1e6, callbacks });
  delete home[key];
  expect(history.stopped).toBe("interrupted");
  expect(history.stepLoss).toHaveLength(7);
  expect(listeners.size).toBe(0);
});

test.each(["eager", "graph", "xla"] as const)(
  "the event loop turns while a fit runs %s: what a timer does there ends it",
  async (compile) => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 1);
    const options: FitOptions = { loss: "mse", batchSize: 8, epochs: 1e6, signal: abort.signal, compile };
    const history = await fit(linearUnit(), line(), options);
    expect(history.stopped).toBe("interrupted");
    expect(history.stepLoss.length).toBeLessThan(8e6);
  },
);

describe("weights that are not finite after a fit are named", () => {
  const warned = jest.spyOn(console, "warn").mockImplementation(() => {});
  beforeEach(() => warned.mockClear());
  afterAll(() => warned.mockRestore());

  const fitted = async (loss: FitOptions["loss"], options: FitOptions) => {
    const unit = tf.layers.dense({
      units: 1,
      inputShape: [1],
      kernelInitializer: "ones",
      useBias: false,
      name: "unit",
    });
    await fit(
      tf.sequential({ layers: [unit] }),
      { x: [[1], [2]], y: [[1], [2]] },
      { loss, seed: 1, ...options },
    );
    return warned.mock.calls.map(([text]) => text as string);
  };
  const distance = (truth: tf.Tensor, guess: tf.Tensor) => tf.norm(truth.sub(guess));

  test.each([false, "graph"] as const)(
    "where the loss is finite and its gradient is not (compile: %s)",
    async (compile) => {
      expect(await fitted(distance, { epochs: 1, compile })).toEqual([
        expect.stringMatching(
          /^fit: unit\S* is not finite after training, though every loss was: a gradient was not, as that of norm\(\), sqrt\(\) or a division at 0; keep what stands below them above 0$/,
        ),
      ]);
    },
  );

  test("with the step from which the loss is not, either", async () => {
    expect(await fitted(distance, { epochs: 3, compile: false })).toEqual([
      expect.stringMatching(
        / is not finite after training, and from step 2 on the loss is NaN; callbacks.terminateOnNaN\(\) ends a fit there, and names what went bad first$/,
      ),
    ]);
  });

  test("and others are not", async () => {
    expect(await fitted("mse", { epochs: 1, compile: false })).toEqual([]);
  });
});
