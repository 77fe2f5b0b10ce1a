import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { useBackend } from "../../src/backend/index";
import "../../src/nn/mended/index";

// Each case runs one gradient kernel on two backends in one process and compares what comes out.
async function onBackend(name: "native" | "wasm" | "cpu", compute: () => tf.Tensor): Promise<Float32Array> {
  await useBackend(name);
  const result = tf.tidy(compute);
  const values = (await result.data()) as Float32Array;
  result.dispose();
  return values;
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((largest, value, at) => Math.max(largest, Math.abs(value - b[at])), 0);
}

interface Convolution {
  images: number;
  side: [number, number];
  kernel: [number, number];
  channels: number;
  outputs: number;
  stride: number;
  pad: "same" | "valid";
  seed: number;
}

const convolutions: fc.Arbitrary<Convolution> = fc
  .record({
    images: fc.integer({ min: 1, max: 4 }),
    side: fc.tuple(fc.integer({ min: 3, max: 9 }), fc.integer({ min: 3, max: 9 })),
    kernel: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
    channels: fc.integer({ min: 1, max: 4 }),
    outputs: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 3 }),
    pad: fc.constantFrom("same" as const, "valid" as const),
    seed: fc.integer({ min: 1, max: 1e6 }),
  })
  .filter(({ side, kernel }) => kernel[0] <= side[0] && kernel[1] <= side[1]);

type Convolve = (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.Tensor;

function gradients(shape: Convolution, convolve: Convolve): tf.Tensor {
  const { images, side, kernel, channels, outputs, seed } = shape;
  const x = tf.randomNormal<tf.Rank.R4>([images, ...side, channels], 0, 1, "float32", seed);
  const filter = tf.randomNormal<tf.Rank.R4>([...kernel, channels, outputs], 0, 1, "float32", seed + 1);
  const weights = tf.randomNormal(convolve(x, filter).shape, 0, 1, "float32", seed + 2);
  const loss = (x: tf.Tensor, filter: tf.Tensor) =>
    convolve(x as tf.Tensor4D, filter as tf.Tensor4D)
      .mul(weights)
      .sum();
  return tf.concat(
    tf
      .grads(loss)([x, filter])
      .map((gradient) => gradient.flatten()),
  );
}

const convolve =
  ({ stride, pad }: Convolution): Convolve =>
  (x, filter) =>
    tf.conv2d(x, filter, stride, pad);
const depthwise =
  ({ stride, pad }: Convolution): Convolve =>
  (x, filter) =>
    tf.depthwiseConv2d(x, filter, stride, pad);

function outputs(shape: Convolution, convolve: Convolve): tf.Tensor {
  const { images, side, kernel, channels, outputs, seed } = shape;
  const x = tf.randomNormal<tf.Rank.R4>([images, ...side, channels], 0, 1, "float32", seed);
  const filter = tf.randomNormal<tf.Rank.R4>([...kernel, channels, outputs], 0, 1, "float32", seed + 1);
  return convolve(x, filter).flatten();
}

test("convolutions on WebAssembly give what plain JavaScript gives, whatever the shapes", async () => {
  const inOne =
    ({ stride, pad }: Convolution): Convolve =>
    (x, filter) =>
      tf.fused.conv2d({ x, filter, strides: stride, pad, activation: "relu" });
  const thin: Convolution = {
    images: 1,
    side: [4, 5],
    kernel: [1, 2],
    channels: 1,
    outputs: 2,
    stride: 2,
    pad: "same",
    seed: 1,
  };
  await fc.assert(
    fc.asyncProperty(convolutions, async (shape) => {
      for (const way of [convolve, depthwise, inOne]) {
        const ours = await onBackend("wasm", () => outputs(shape, way(shape)));
        const plain = await onBackend("cpu", () => outputs(shape, way(shape)));
        expect(largestDifference(ours, plain)).toBeLessThan(1e-4);
      }
    }),
    {
      numRuns: 60,
      examples: [[thin], [{ ...thin, kernel: [1, 1] }], [{ ...thin, kernel: [3, 1], stride: 3 }]],
    },
  );
});

test("the gradients of a dilated convolution on WebAssembly are those of native TensorFlow", async () => {
  const dilated =
    ({ pad }: Convolution): Convolve =>
    (x, filter) =>
      tf.conv2d(x, filter, 1, pad, "NHWC", 2);
  const large = convolutions.filter(({ side, kernel }) =>
    side.every((size, at) => 2 * kernel[at] - 1 <= size),
  );
  await fc.assert(
    fc.asyncProperty(large, async (shape) => {
      const ours = await onBackend("wasm", () => gradients(shape, dilated(shape)));
      const native = await onBackend("native", () => gradients(shape, dilated(shape)));
      expect(largestDifference(ours, native)).toBeLessThan(1e-4);
    }),
    { numRuns: 20 },
  );
});

test("the gradients of a convolution on WebAssembly are those of native TensorFlow, whatever the shapes", async () => {
  await fc.assert(
    fc.asyncProperty(convolutions, async (shape) => {
      const ours = await onBackend("wasm", () => gradients(shape, convolve(shape)));
      const native = await onBackend("native", () => gradients(shape, convolve(shape)));
      expect(largestDifference(ours, native)).toBeLessThan(1e-4);
    }),
    { numRuns: 60 },
  );
});

test("the gradients of a depthwise convolution on WebAssembly are those of plain JavaScript", async () => {
  await fc.assert(
    fc.asyncProperty(convolutions, async (shape) => {
      const ours = await onBackend("wasm", () => gradients(shape, depthwise(shape)));
      const plain = await onBackend("cpu", () => gradients(shape, depthwise(shape)));
      expect(largestDifference(ours, plain)).toBeLessThan(1e-4);
    }),
    { numRuns: 60 },
  );
});

test("the filter gradient on WebAssembly is the slope that finite differences measure", async () => {
  await useBackend("wasm");
  const x = tf.randomNormal<tf.Rank.R4>([3, 6, 5, 2], 0, 1, "float32", 1);
  const filter = tf.randomNormal<tf.Rank.R4>([3, 2, 2, 3], 0, 1, "float32", 2);
  const loss = (filter: tf.Tensor) => tf.conv2d(x, filter as tf.Tensor4D, 2, "same").sum();
  const gradient = tf.grad(loss)(filter).dataSync();
  const values = filter.dataSync();
  const step = 0.25; // the loss is linear in the filter: a long step costs no accuracy
  values.forEach((value, at) => {
    const moved = (by: number) => {
      const changed = Float32Array.from(values);
      changed[at] = value + by;
      return loss(tf.tensor4d(changed, filter.shape)).dataSync()[0];
    };
    expect(gradient[at]).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), 3);
  });
});

test("the gradient of gather on WebAssembly adds up the rows that were taken more than once", async () => {
  await useBackend("wasm");
  const table = tf.zeros([4, 2]);
  const taken = tf.tensor1d([3, 0, 3], "int32");
  const upstream = tf.tensor2d([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  const gradient = tf.grad((table) => tf.gather(table, taken).mul(upstream).sum())(table);
  expect(gradient.arraySync()).toEqual([
    [3, 4],
    [0, 0],
    [0, 0],
    [6, 8],
  ]);
});

test("a gradient kernel leaves no tensor behind on WebAssembly", async () => {
  await useBackend("wasm");
  const before = tf.memory().numTensors;
  const shape: Convolution = {
    images: 2,
    side: [6, 6],
    kernel: [3, 3],
    channels: 2,
    outputs: 2,
    stride: 2,
    pad: "same",
    seed: 1,
  };
  tf.tidy(() => gradients(shape, convolve(shape))).dispose();
  tf.tidy(() => gradients(shape, depthwise(shape))).dispose();
  expect(tf.memory().numTensors).toBe(before);
});
