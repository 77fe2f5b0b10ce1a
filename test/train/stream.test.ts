import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { sgd } from "../../src/optim/index";
import { checkpoint } from "../../src/callbacks/index";
import { fit, type Augmentation, type FitOptions, type Run } from "../../src/train/index";
import { line, linearUnit } from "./models";

const { x, y } = line(32);
const options: FitOptions = {
  loss: "mse",
  optimizer: sgd({ learningRate: 0.1 }),
  epochs: 2,
  shuffle: false,
  seed: 1,
};

function* batches(size = 8) {
  for (let at = 0; at < 32; at += size)
    yield { x: tf.tensor2d(x.slice(at, at + size)), y: tf.tensor1d(y.slice(at, at + size)) };
}

async function inMemory() {
  return (await fit(linearUnit(), { x, y }, { ...options, batchSize: 8 })).stepLoss;
}

function expectClose(losses: number[], expected: number[]) {
  expect(losses).toHaveLength(expected.length);
  losses.forEach((loss, step) => expect(loss).toBeCloseTo(expected[step], 5));
}

test("a function that makes an iterator trains as the same data in memory", async () => {
  const history = await fit(linearUnit(), () => batches(), options);
  expectClose(history.stepLoss, await inMemory());
});

test("an async iterable trains as the same data in memory, and frees its tensors", async () => {
  const before = tf.memory().numTensors;
  const model = linearUnit();
  const stream = {
    [Symbol.asyncIterator]: async function* () {
      yield* batches();
    },
  };
  const history = await fit(model, stream, options);
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
  expectClose(history.stepLoss, await inMemory());
});

test("a tf.data data set trains as the same data in memory", async () => {
  const rows = tf.data.zip({ xs: tf.data.array(x), ys: tf.data.array(y) }).batch(8);
  const history = await fit(linearUnit(), rows as never, options);
  expectClose(history.stepLoss, await inMemory());
});

test("stepsPerEpoch makes epochs of a stream without end", async () => {
  const endless = () => ({
    async *[Symbol.asyncIterator]() {
      for (;;) yield* batches();
    },
  });
  const history = await fit(linearUnit(), endless as never, { ...options, stepsPerEpoch: 3 });
  expect(history.stepLoss).toHaveLength(6);
});

test("batches are fetched ahead while a step runs, but not farther than told", async () => {
  const [asked, trained] = [[] as number[], { count: 0 }];
  const source = () => ({
    async *[Symbol.asyncIterator]() {
      for (let n = 0; n < 10; n++) {
        asked.push(n - trained.count);
        yield { x: tf.tensor2d(x), y: tf.tensor1d(y) };
      }
    },
  });
  const callbacks = [{ onBatchEnd: () => trained.count++ }];
  await fit(linearUnit(), source, { ...options, epochs: 1, prefetch: 3, callbacks });
  expect(Math.max(...asked)).toBeGreaterThanOrEqual(2);
  expect(Math.max(...asked)).toBeLessThanOrEqual(5);
});

test("an iterator that is used up says what to pass instead", async () => {
  await expect(fit(linearUnit(), batches(), options)).rejects.toThrow(
    "fit: a stream for 2 epochs must begin anew in each, got an iterator, which can be read once; " +
      "pass a function that returns a new one",
  );
});

test("two batches in an array are batches, not x and y", async () => {
  const halves = [0, 16].map((at) => ({ x: x.slice(at, at + 16), y: y.slice(at, at + 16) }));
  const history = await fit(linearUnit(), halves as never, options);
  expect(history.stepLoss).toHaveLength(4);
});

test.each([
  ["gives another shape", { x: [8, 3], y: [8] }],
  ["gives weights of another shape", { x: [8, 2], y: [8], weight: [7] }],
  ["breaks off", undefined],
])("a stream that %s leaves no tensor behind", async (_name, shapes) => {
  const model = linearUnit();
  const before = tf.memory().numTensors;
  const wrong = async function* () {
    yield* batches();
    if (!shapes) throw new Error("disk gone");
    yield Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, tf.ones(shape)]));
    yield* batches();
  };
  await expect(fit(model, wrong as never, options)).rejects.toThrow();
  // What was fetched ahead is freed when it comes.
  while (tf.memory().numTensors !== before) await new Promise((resolve) => setTimeout(resolve, 5));
});

test("an error of the stream ends the fit with that error", async () => {
  const broken = async function* () {
    yield* batches();
    throw new Error("disk gone");
  };
  await expect(fit(linearUnit(), broken, options)).rejects.toThrow("disk gone");
});

test("a batch of another shape is named", async () => {
  const wrong = function* () {
    yield { x: tf.ones([8, 3]), y: tf.ones([8]) };
  };
  await expect(fit(linearUnit(), wrong, options)).rejects.toThrow("fit: x must be [examples, 2], got [8, 3]");
});

/** Which batches of a stream of so many a fit trains on, by the number that is in them. */
async function seen(length: number, options: FitOptions, from: (batches: () => Generator) => unknown) {
  const read: number[] = [];
  function* numbered() {
    for (let at = 0; at < length; at++) yield { x: [[at, 0]], y: [at] };
  }
  let newest = NaN;
  const look: Augmentation = (batch) => {
    newest = batch.x[0].dataSync()[0];
    return batch;
  };
  // Not by what looks: a fit that may be resumed makes its first step twice, and takes one back.
  const note = { onBatchEnd: () => void read.push(newest) };
  const model = linearUnit();
  await fit(model, from(numbered) as never, {
    loss: "mse",
    optimizer: sgd({ learningRate: 0 }),
    compile: false,
    ...options,
    augment: [look],
    callbacks: [note, ...(options.callbacks ?? [])],
  });
  return read;
}

test("with stepsPerEpoch an epoch goes on where the last ended, and begins anew at the stream's end", async () => {
  const read = await seen(5, { epochs: 4, stepsPerEpoch: 2 }, (batches) => batches);
  expect(read).toEqual([0, 1, 2, 3, 4, 0, 1, 2]);
  // As fitDataset of TensorFlow.js reads a tf.data set that repeats.
  const rows = tf.data.zip({
    xs: tf.data.array([0, 1, 2, 3, 4].map((at) => [at, 0])),
    ys: tf.data.array([0, 1, 2, 3, 4]),
  });
  expect(await seen(5, { epochs: 4, stepsPerEpoch: 2 }, () => rows.batch(1))).toEqual(read);
  expect(await seen(3, { epochs: 2, stepsPerEpoch: 7 }, (batches) => batches)).toEqual([
    0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1,
  ]);
});

test("a generator is read on over the epochs, and says so where it ends before they do", async () => {
  expect(await seen(6, { epochs: 3, stepsPerEpoch: 2 }, (batches) => batches())).toEqual([0, 1, 2, 3, 4, 5]);
  await expect(seen(5, { epochs: 3, stepsPerEpoch: 2 }, (batches) => batches())).rejects.toThrow(
    "fit: a stream must give batches in every epoch, got an end after 5; " +
      "an iterator can be read once: pass a function that returns a new one",
  );
  await expect(
    seen(3, { epochs: 3, stepsPerEpoch: 2 }, (batches) => {
      const one = batches();
      return () => one;
    }),
  ).rejects.toThrow("got an end after 3");
  await expect(seen(0, { epochs: 3, stepsPerEpoch: 2 }, (batches) => batches)).rejects.toThrow(
    "got an end after 0",
  );
});

test("a generator for several epochs, in training or validation, is refused before anything is trained", async () => {
  const model = linearUnit();
  const weights = model.getWeights()[0].dataSync();
  const data = { x, y };
  await expect(fit(model, data, { ...options, validation: batches() })).rejects.toThrow(
    "fit: validation: a stream for 2 epochs must begin anew in each, got an iterator, which can be read once; " +
      "pass a function that returns a new one",
  );
  expect(model.getWeights()[0].dataSync()).toEqual(weights);
  const once = await fit(model, batches(), { ...options, epochs: 1, validation: batches() });
  expect(once.last.val_loss).toBeGreaterThan(0);
});

test.each([0, 1, 2, 3, 4, 5, 11])(
  "a stream that stops after step %d goes on there when resumed",
  async (stop) => {
    const path = join(mkdtempSync(join(tmpdir(), "tsdescent-")), "run.ckpt");
    const told = { epochs: 4, stepsPerEpoch: 3, seed: 1 };
    const whole = await seen(5, told, (batches) => batches);
    const stopping = {
      onBatchEnd: (_: number, __: unknown, run: Run) => void (run.step > stop && run.stop("enough")),
    };
    const kept = () => checkpoint(path, { everySteps: 1, resume: true });
    const first = await seen(5, { ...told, callbacks: [kept(), stopping as never] }, (batches) => batches);
    const second = await seen(5, { ...told, callbacks: [kept()] }, (batches) => batches);
    expect(first).toEqual(whole.slice(0, stop + 1));
    expect(second).toEqual(whole.slice(stop + 1));
  },
);

test("batches of a stream that ends early leave no tensor", async () => {
  const before = tf.memory().numTensors;
  const model = linearUnit();
  const stopping = {
    onBatchEnd: (batch: number, _: unknown, run: Run) => void (batch === 1 && run.stop("x")),
  };
  await fit(model, () => batches(4), {
    ...options,
    stepsPerEpoch: 3,
    prefetch: 3,
    callbacks: [stopping as never],
  });
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test("stepsPerEpoch of data in memory is refused", async () => {
  await expect(fit(linearUnit(), { x, y }, { ...options, stepsPerEpoch: 2 })).rejects.toThrow(
    "fit: stepsPerEpoch must go with a stream; leave it out: an epoch has all data in memory",
  );
});
