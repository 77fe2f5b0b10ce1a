import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { sgd } from "../../src/optim";
import { fit, type FitOptions } from "../../src/train";
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
    "fit: a stream must give at least one batch in every epoch, got none in epoch 2; " +
      "an iterator is used up after one epoch: pass a function that returns a new one",
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
  await new Promise((resolve) => setTimeout(resolve, 20)); // what was fetched ahead is freed when it comes
  expect(tf.memory().numTensors).toBe(before);
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
