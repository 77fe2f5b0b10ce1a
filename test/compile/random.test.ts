import "@tensorflow/tfjs-node";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { philox } from "../../src/backend/philox";
import {
  compile,
  dropout,
  nextSeed,
  randomBits,
  randomNormal,
  randomUniform,
  withSeed,
} from "../../src/compile/index";

const seedOf = (seed: number, step: number) => ({ values: Int32Array.of(seed, step), shape: [2] });

function expectClose(values: number[][], expected: number[][]): void {
  values.forEach((row, at) =>
    row.forEach((value, index) => expect(value).toBeCloseTo(expected[at][index], 4)),
  );
}

afterEach(() => tf.setBackend("tensorflow"));

test("Philox gives the published numbers", () => {
  // Known answers from Random123's own kat_vectors: philox4x32-10, counter and key zero; counter and key all ones.
  const hex = (bits: Int32Array) => [...bits].map((value) => (value >>> 0).toString(16));
  expect(hex(philox(new Int32Array(4), [0, 0], 0))).toEqual(["6627e8d5", "e169c58d", "bc57ac4c", "9b00dbd8"]);
});

test.each(["graph", "xla"] as const)("%s draws the bits that JavaScript draws", (mode) => {
  const step = compile(([seed]) => [randomBits([3, 7], seed as tf.Tensor1D, { stream: 5 })], { mode });
  for (let index = 0; index < 5; index++) {
    const [bits] = step.runSync([seedOf(-42, index)]);
    expect([...bits.dataSync()]).toEqual([...philox(new Int32Array(21), [-42, index], 5)]);
    bits.dispose();
  }
  expect(step.report.mode).toBe(mode);
  step.dispose();
});

test("native TensorFlow and plain JavaScript draw the same bits for any seed, step, stream and shape", () => {
  const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  fc.assert(
    fc.property(
      int32,
      int32,
      fc.nat(1000),
      fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 3 }),
      (seed, step, stream, shape) => {
        const bits = tf.tidy(() =>
          randomBits(shape, tf.tensor1d([seed, step], "int32"), { stream }).dataSync(),
        );
        expect([...bits]).toEqual([...philox(new Int32Array(bits.length), [seed, step], stream)]);
      },
    ),
  );
});

test("uniform numbers are the same on another backend and in a graph, bit by bit; scaled and normal ones nearly", async () => {
  const draw = ([seed]: tf.Tensor[]) => [
    randomUniform([50], seed as tf.Tensor1D, { stream: 1 }),
    randomUniform([50], seed as tf.Tensor1D, { stream: 1, min: -2, max: 3 }),
    randomNormal([50], seed as tf.Tensor1D, { stream: 2, mean: 1, stdDev: 2 }),
  ];
  const eager = draw([tf.tensor1d([7, 3], "int32")]).map((tensor) => [...tensor.dataSync()]);
  for (const mode of ["graph", "xla"] as const) {
    const step = compile(draw, { mode });
    const compiled = [1, 2, 3, 4]
      .map(() => step.runSync([seedOf(7, 3)]).map((tensor) => [...tensor.dataSync()]))
      .at(-1)!;
    expect(step.report.mode).toBe(mode);
    expect(compiled[0]).toEqual(eager[0]);
    expectClose(compiled.slice(1), eager.slice(1));
    step.dispose();
  }
  await tf.setBackend("cpu");
  const plain = draw([tf.tensor1d([7, 3], "int32")]).map((tensor) => [...tensor.dataSync()]);
  expect(plain[0]).toEqual(eager[0]);
  expectClose(plain.slice(1), eager.slice(1));
});

test("uniform and normal numbers have the moments that they should", () => {
  tf.tidy(() => {
    const seed = tf.tensor1d([11, 0], "int32");
    const uniform = tf.moments(randomUniform([100_000], seed));
    expect(uniform.mean.dataSync()[0]).toBeCloseTo(0.5, 2);
    expect(uniform.variance.dataSync()[0]).toBeCloseTo(1 / 12, 2);
    const normal = tf.moments(randomNormal([100_000], seed, { mean: 3, stdDev: 2 }));
    expect(normal.mean.dataSync()[0]).toBeCloseTo(3, 1);
    expect(Math.sqrt(normal.variance.dataSync()[0])).toBeCloseTo(2, 1);
  });
});

test("dropout drops its share, scales the rest, and hands gradients to what it kept", () => {
  tf.tidy(() => {
    const seed = tf.tensor1d([5, 1], "int32");
    const x = tf.ones([10_000]);
    const kept = dropout(x, 0.25, seed).dataSync();
    const share = kept.filter((value) => value !== 0).length / kept.length;
    expect(share).toBeCloseTo(0.75, 1);
    expect(new Set(kept)).toEqual(new Set([0, Math.fround(4 / 3)]));
    const grad = tf
      .grad((value) => dropout(value, 0.25, seed))(x)
      .dataSync();
    expect([...grad]).toEqual([...kept]);
  });
});

test.each([
  [0.25, [7]],
  [0.4, [3, 5]],
  [0.004, [1]],
  [0.9999999, [2, 1, 3]],
  [0.5, [0]],
])("dropout at rate %s keeps the same of %j on every backend", async (rate, shape) => {
  const draw = () =>
    Array.from({ length: 20 }, (_, step) =>
      tf.tidy(() => [
        ...dropout(tf.ones(shape), rate, tf.tensor1d([3, step], "int32"), { stream: 2 }).dataSync(),
      ]),
    );
  const native = draw();
  await tf.setBackend("cpu");
  expect(draw()).toEqual(native);
});

test.each([0.1, 0.25, 1 / 3, 0.5, 0.8])(
  "dropout at rate %s drops that share, wherever a value stands",
  (rate) => {
    const count = 400_000;
    const kept = tf.tidy(() => dropout(tf.ones([count]), rate, tf.tensor1d([8, 1], "int32")).dataSync());
    for (let place = 0; place < 4; place++) {
      const dropped = kept.filter((value, at) => at % 4 === place && value === 0).length / (count / 4);
      expect(Math.abs(dropped - rate)).toBeLessThan(4 * Math.sqrt((rate * (1 - rate)) / (count / 4)));
    }
  },
);

test("dropout draws another mask at each step of a compiled run, the one that an eager run draws", () => {
  const fn = ([x, seed]: tf.Tensor[]) =>
    withSeed(seed as tf.Tensor1D, () => {
      const first = nextSeed()!;
      const second = nextSeed()!;
      return [dropout(dropout(x, 0.5, first.seed, first), 0.5, second.seed, second)];
    });
  const x = { values: new Float32Array(64).fill(1), shape: [64] };
  const eager = compile(fn, { mode: "eager" });
  for (const mode of ["graph", "xla"] as const) {
    const step = compile(fn, { mode });
    const masks = [0, 1, 2, 3, 4, 5].map((number) => {
      const [compiled, expected] = [step, eager].map((run) => [
        ...run.runSync([x, seedOf(1, number)])[0].dataSync(),
      ]);
      expect(compiled).toEqual(expected);
      return compiled.join();
    });
    expect(step.report.mode).toBe(mode);
    expect(new Set(masks).size).toBe(6);
    step.dispose();
  }
});

test("a dropout rate of 0 keeps all, one of 1 is refused", () => {
  const seed = tf.tensor1d([5, 1], "int32");
  expect([...dropout(tf.tensor1d([1, 2]), 0, seed).dataSync()]).toEqual([1, 2]);
  expect(() => dropout(tf.tensor1d([1, 2]), 1, seed)).toThrow("dropout: rate must be in [0, 1), got 1");
});

test("streams are counted within a scope, and there is no seed outside", () => {
  const seed = tf.tensor1d([5, 1], "int32");
  expect(nextSeed()).toBeUndefined();
  const streams = withSeed(seed, () => [
    nextSeed()!.stream,
    withSeed(seed, () => nextSeed()!.stream),
    nextSeed()!.stream,
  ]);
  expect(streams).toEqual([0, 0, 1]);
  expect(() =>
    withSeed(seed, () => {
      throw new Error("no");
    }),
  ).toThrow("no");
  expect(nextSeed()).toBeUndefined();
});
