import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { withSeed } from "../../src/compile/index";
import { augment, fit, type Augmentation, type Batch } from "../../src/train/index";

const count = 200;
// One bright pixel at (2, 1) of 6×6, so that every move can be read off.
const image = tf.tidy(() =>
  tf
    .oneHot(tf.tensor1d([2 * 6 + 1], "int32"), 36)
    .toFloat()
    .reshape([1, 6, 6, 1]),
);
const images = image.tile([count, 1, 1, 1]);
const labels = tf.tidy(() =>
  tf.oneHot(tf.range(0, count, 1, "int32").mod(tf.scalar(2, "int32")).toInt() as tf.Tensor1D, 2).toFloat(),
);

function apply(change: Augmentation, step = 0, x: tf.Tensor = images): Batch {
  return withSeed(tf.tensor1d([1, step], "int32"), () => change({ x: [x], y: [labels] }));
}

/** Row and column of the bright pixel of each image; undefined where there is none. */
function pixels(x: tf.Tensor): ([number, number] | undefined)[] {
  const values = x.reshape([count, 36]).arraySync() as number[][];
  return values.map((row) => {
    const at = row.findIndex((value) => value > 0.5);
    return at < 0 ? undefined : [Math.floor(at / 6), at % 6];
  });
}

const every: [string, Augmentation][] = [
  ["flip", augment.flip()],
  ["shift", augment.shift()],
  ["crop", augment.crop({ padding: 2 })],
  ["noise", augment.noise()],
  ["cutout", augment.cutout({ size: 3 })],
  ["mixup", augment.mixup({ alpha: 1 })],
];

test.each(every)(
  "%s keeps shapes, differs from step to step, and is the same for the same step",
  (_, change) => {
    const [first, again, next] = [apply(change, 0), apply(change, 0), apply(change, 1)];
    expect(first.x[0].shape).toEqual(images.shape);
    expect(first.y[0].shape).toEqual(labels.shape);
    expect(again.x[0].dataSync()).toEqual(first.x[0].dataSync());
    expect([...next.x[0].dataSync(), ...next.y[0].dataSync()]).not.toEqual([
      ...first.x[0].dataSync(),
      ...first.y[0].dataSync(),
    ]);
  },
);

test.each(every)("%s trains compiled as it does eagerly", async (_, change) => {
  const model = () =>
    tf.sequential({
      layers: [
        tf.layers.flatten({ inputShape: [6, 6, 1] }),
        tf.layers.dense({
          units: 2,
          activation: "softmax",
          kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
        }),
      ],
    });
  const noisy = tf.randomNormal([40, 6, 6, 1], 0, 1, "float32", 3);
  const data = { x: noisy, y: Array.from({ length: 40 }, (_, index) => index % 2) };
  const options = {
    loss: "categoricalCrossentropy",
    epochs: 6,
    batchSize: 20,
    seed: 4,
    augment: [change],
  } as const;
  const eager = await fit(model(), data, { ...options, augment: [change], compile: "eager" });
  const compiled = await fit(model(), data, { ...options, augment: [change], compile: "graph" });
  expect(compiled.compiled).toMatchObject({ mode: "graph" });
  compiled.stepLoss.forEach((loss, step) => expect(loss).toBeCloseTo(eager.stepLoss[step], 5));
});

test("flip mirrors about half of the images, and nothing else", () => {
  const found = pixels(apply(augment.flip()).x[0]);
  const flipped = found.filter((place) => place![1] === 4).length;
  expect(found.every((place) => place![0] === 2 && [1, 4].includes(place![1]))).toBe(true);
  expect(flipped).toBeGreaterThan(70);
  expect(flipped).toBeLessThan(130);
});

test("shift reaches every place within its distance and none beyond", () => {
  const found = pixels(apply(augment.shift({ distance: 1 })).x[0]);
  const places = new Set(found.map(String));
  expect([...places].sort()).toEqual(["1,0", "1,1", "1,2", "2,0", "2,1", "2,2", "3,0", "3,1", "3,2"]);
});

test("shift moves pixels out of the image, unless the edge is repeated", () => {
  const gone = pixels(apply(augment.shift({ distance: 3 })).x[0]).filter(
    (place) => place === undefined,
  ).length;
  // It stays with 6 of 7 moves along the rows and 5 of 7 along the columns: 19 of 49 are gone, 78 ± 7 of 200.
  expect(Math.abs(gone - (19 / 49) * count)).toBeLessThan(25);
  const filled = apply(augment.shift({ distance: 3, fill: "edge" }), 0, tf.ones([count, 6, 6, 1])).x[0];
  expect(filled.min().dataSync()[0]).toBe(1);
});

test("shift moves series along time", () => {
  const series = tf.oneHot(tf.fill([count], 3, "int32") as tf.Tensor1D, 8).toFloat();
  const moved = apply(augment.shift({ distance: 1 }), 0, series).x[0];
  const places = new Set(moved.argMax(1).dataSync());
  expect([...places].sort()).toEqual([2, 3, 4]);
});

test("cutout zeroes at most its square, and the whole of it where it fits", () => {
  const left = apply(augment.cutout({ size: 3 }), 0, tf.ones([count, 6, 6, 1]))
    .x[0].sum([1, 2, 3])
    .dataSync();
  expect(Math.min(...left)).toBe(27);
  expect(Math.max(...left)).toBeLessThanOrEqual(36 - 4);
});

test("mixup mixes inputs and truths by the same share", () => {
  const x = tf.range(0, count).reshape([count, 1]);
  const mixed = apply(augment.mixup({ alpha: 1 }), 0, x);
  const share = (mixed.x[0].dataSync()[0] - (count - 1)) / (0 - (count - 1));
  expect(share).toBeGreaterThan(0);
  expect(share).toBeLessThan(1);
  expect([...mixed.y[0].dataSync()].slice(0, 2).map((v) => v.toFixed(4))).toEqual(
    [share, 1 - share].map((v) => v.toFixed(4)),
  );
});

test("noise has the standard deviation that was asked for", () => {
  const noise = apply(augment.noise({ stdDev: 0.5 }), 0, tf.zeros([count, 50])).x[0];
  const { mean, variance } = tf.moments(noise);
  expect(mean.dataSync()[0]).toBeCloseTo(0, 1);
  expect(Math.sqrt(variance.dataSync()[0])).toBeCloseTo(0.5, 1);
});

test("images are asked for where images are needed", () => {
  expect(() => apply(augment.flip(), 0, tf.ones([4, 6]))).toThrow(
    "augment: flip: x must be images [batch, height, width, channels], got [4, 6]",
  );
});
