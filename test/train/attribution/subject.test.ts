import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { digits } from "../../../src/data/index";
import { gradCam } from "../../../src/train/attribution/gradCam";
import { occlusion } from "../../../src/train/attribution/occlusion";
import { saliency } from "../../../src/train/attribution/saliency";
import { classesOf, classScores, subjectOf } from "../../../src/train/attribution/subject";

const { layers } = tf;
type Activation = "linear" | "softmax" | "sigmoid";

/** A model whose logits are the pixels times these weights: [pixels, units]. */
function linear(shape: (number | null)[], weights: number[][], activation: Activation = "linear") {
  const unit = layers.dense({ units: weights[0].length, activation, useBias: false });
  const flat = shape.length > 1 ? [layers.flatten()] : [];
  const model = tf.sequential({ layers: [layers.inputLayer({ inputShape: shape }), ...flat, unit] });
  tf.tidy(() => model.setWeights([tf.tensor2d(weights)]));
  return model;
}
/** A model of images of any size. */
const ofAnySize = () =>
  tf.sequential({
    layers: [
      layers.inputLayer({ inputShape: [null, null, 1] as never }),
      layers.globalAveragePooling2d({}),
      layers.dense({ units: 2, useBias: false, kernelInitializer: "ones" }),
    ],
  });
const ones = (count: number, units = 1) =>
  Array.from({ length: count }, () => new Array<number>(units).fill(1));
const head = (activation: string) => ({ activation, without: <T>(run: () => T) => run() });

const pictures = [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]; // prettier-ignore

test("images come as [images, height, width, channels], whatever their form, as float32", () => {
  const model = linear([2, 2, 1], ones(4, 3));
  for (const given of [
    pictures,
    tf.tensor(pictures),
    tf.tensor(pictures).expandDims(-1),
    { values: Int32Array.of(1, 2, 3, 4, 5, 6, 7, 8), shape: [2, 2, 2] },
  ]) {
    const { images, outputs } = subjectOf("saliency", model, given);
    expect([images.shape, images.dtype]).toEqual([[2, 2, 2, 1], "float32"]);
    expect([...images.dataSync()]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(outputs(images).arraySync()).toEqual([[10, 10, 10], [26, 26, 26]]); // prettier-ignore
  }
});

test("a model that wants rows, or any size, gets its images so", () => {
  const rows = subjectOf("saliency", linear([4], ones(4, 2)), pictures);
  expect(rows.images.shape).toEqual([2, 2, 2, 1]);
  expect(rows.outputs(rows.images).arraySync()).toEqual([[10, 10], [26, 26]]); // prettier-ignore
  const any = subjectOf("saliency", ofAnySize(), [[[1, 2, 6]]]);
  expect(any.images.shape).toEqual([1, 1, 3, 1]);
  expect(any.outputs(any.images).arraySync()).toEqual([[3, 3]]);
});

test("outputs are scores, or with the last activation", () => {
  const { images, outputs, head } = subjectOf("saliency", linear([4], ones(4, 1), "sigmoid"), pictures);
  expect(head.activation).toBe("sigmoid");
  expect([...outputs(images).dataSync()]).toEqual([10, 26]);
  expect(outputs(images, true).dataSync()[0]).toBeCloseTo(1 / (1 + Math.exp(-10)), 6);
});

test("a data set's images are taken, and only what was made is freed", () => {
  const data = digits().take([3, 5]);
  const model = linear([8, 8, 1], ones(64, 2));
  const { numTensors } = tf.memory();
  const of = subjectOf("saliency", model, data);
  expect(of.images.shape).toEqual([2, 8, 8, 1]);
  expect([...of.images.dataSync()]).toEqual([...data.row(0), ...data.row(1)]);
  of.dispose();
  expect(tf.memory().numTensors).toBe(numTensors);
  const own = tf.ones([1, 8, 8]);
  subjectOf("saliency", model, own).dispose();
  expect(own.isDisposed).toBe(false);
  own.dispose();
  expect(tf.memory().numTensors).toBe(numTensors);
});

const net = (shape: number[]) =>
  linear(
    shape,
    ones(
      shape.reduce((all, size) => all * size, 1),
      2,
    ),
  );
const twoInputs = () => {
  const inputs = [tf.input({ shape: [2] }), tf.input({ shape: [2] })];
  return tf.model({ inputs, outputs: layers.add().apply(inputs) as tf.SymbolicTensor });
};

test.each<[string, tf.LayersModel, images: unknown, message: string]>([
  ["no model", {} as tf.LayersModel, pictures, "model must be a LayersModel, got object"],
  ["several inputs", twoInputs(), pictures, "model must take one tensor of images and give one of [images, classes], got [, 2] and [, 2] to [, 2]"],
  ["numbers alone", net([4]), [1, 2, 3, 4], "images must be [images, height, width] or [images, height, width, channels], got [4]"],
  ["one image", net([4]), [[1, 2], [3, 4]], "images must be [images, height, width] or [images, height, width, channels], got [2, 2]"],
  ["films", net([4]), tf.ones([1, 1, 2, 2, 1]), "images must be [images, height, width] or [images, height, width, channels], got [1, 1, 2, 2, 1]"],
  ["no image", net([2, 2, 1]), tf.zeros([0, 2, 2]), "images must not be empty"],
  ["a pixel that is no number", net([2, 2, 1]), [[[1, 2], [3, 4]], [[5, NaN], [7, 8]]], "images must be finite, got NaN at [1, 1]; remove or fill such values first"],
  ["images of another height", net([2, 2, 1]), tf.ones([1, 3, 2]), "images must fit the model's input [images, 2, 2, 1], got [1, 3, 2]"],
  ["images of other channels", net([2, 2, 1]), tf.ones([1, 2, 2, 3]), "images must fit the model's input [images, 2, 2, 1], got [1, 2, 2, 3]"],
  ["images that are turned", net([2, 3, 1]), tf.ones([1, 3, 2]), "images must fit the model's input [images, 2, 3, 1], got [1, 3, 2]"],
  ["images of other channels than any size", ofAnySize(), tf.ones([1, 2, 2, 3]), "images must fit the model's input [images, any, any, 1], got [1, 2, 2, 3]"],
  ["images of more pixels than a row", net([4]), tf.ones([1, 2, 3]), "images must fit the model's input [images, 4], got [1, 2, 3]"],
])("%s are refused", (_, model, images, message) => {
  const { numTensors } = tf.memory();
  const run = () => subjectOf("occlusion", model, images as never);
  expect(run).toThrow(new RangeError(`occlusion: ${message}`));
  expect(tf.memory().numTensors).toBe(numTensors);
}); // prettier-ignore

test("the class that is explained is the likeliest, yes or no, or as told", () => {
  const scores = tf.tensor2d([[1, 3, 2], [5, 4, -1]]); // prettier-ignore
  const of = (given?: number | number[]) => classesOf("saliency", scores, given, head("softmax"));
  expect([of(), of(2), of([2, 1])]).toEqual([[1, 0], [2, 2], [2, 1]]); // prettier-ignore
  const one = tf.tensor2d([[-1], [0], [2]]);
  const single = (activation: string, given?: number | number[]) =>
    classesOf("saliency", one, given, head(activation));
  expect([single("sigmoid"), single("linear"), single("sigmoid", 1), single("sigmoid", [0, 1, 0])]).toEqual([
    [0, 0, 1],
    [1, 1, 1],
    [1, 1, 1],
    [0, 1, 0], // prettier-ignore
  ]);
  const refused = (run: () => unknown, message: string) =>
    expect(run).toThrow(new RangeError(`saliency: ${message}`));
  refused(() => of([1]), "classes must be one, or 2, one an image, got 1");
  refused(() => of(3), "classes must be class indices 0 to 2, got 3 at [0]");
  refused(() => of([0, -1]), "classes must be class indices 0 to 2, got -1 at [1]");
  refused(() => single("sigmoid", 2), "classes must be class indices 0 to 1, got 2 at [0]");
});

test("the number of a class: its own output, or of one output itself and its opposite", () => {
  const several = tf.tensor2d([[1, 3, 2], [5, 4, -1]]); // prettier-ignore
  expect([...classScores(several, [2, 0]).dataSync()]).toEqual([2, 5]);
  const one = tf.tensor2d([[0.25], [0.25]]);
  expect([...classScores(one, [1, 0]).dataSync()]).toEqual([0.25, -0.25]);
  expect([...classScores(one, [1, 0], 1).dataSync()]).toEqual([0.25, 0.75]);
});

test("saliency has of several channels the largest, with its sign where it is asked for", async () => {
  // One pixel of three channels, then another.
  const weights = [[1], [-3], [2], [0.5], [0], [-0.25]];
  const model = linear([1, 2, 3], weights);
  const images = tf.ones([1, 1, 2, 3]);
  expect([...(await saliency(model, images)).values]).toEqual([3, 0.5]);
  const signed = await saliency(model, images, { signed: true });
  expect([...signed.values]).toEqual([-3, 0.5]);
  expect(signed).toMatchObject({ method: "saliency", shape: [1, 1, 2] });
  expect([[...signed.classes], [...signed.scores]]).toEqual([[1], [0.25]]);
});

/** What covering by hand gives: the mean of nothing but what is told, for each place of the square. */
function covered(
  image: number[][],
  size: number,
  stride: number,
  fill: number,
  of: (image: number[][]) => number,
) {
  const places = (length: number) =>
    Array.from(
      { length: Math.ceil(length / stride) },
      (_, at) => at * stride + Math.floor((stride - size) / 2),
    );
  const under = (at: number, from: number) => at >= from && at < from + size;
  return places(image.length).flatMap((top) =>
    places(image[0].length).map(
      (left) =>
        of(image) -
        of(image.map((row, i) => row.map((value, j) => (under(i, top) && under(j, left) ? fill : value)))),
    ),
  );
}
const pattern = (rows: number, columns: number) =>
  Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (__, j) => ((3 * i + 5 * j) % 7) / 7),
  );
const total = (image: number[][]) => image.flat().reduce((sum, value) => sum + value, 0);
const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

test.each([
  [{ size: 1 }, 1, 1],
  [{ size: 2, stride: 2 }, 2, 2],
  [{ size: 3, stride: 2, fill: -1 }, 3, 2],
  [{}, 2, 1],
  [{ stride: 3 }, 3, 3],
] as const)("occlusion by %j covers each place by hand", async (options, size, stride) => {
  const image = pattern(5, 8);
  const model = linear([5, 8, 1], ones(40));
  const fill = "fill" in options ? options.fill : total(image) / 40;
  const maps = await occlusion(model, [image], options);
  const expected = covered(image, size, stride, fill, total);
  expect(maps.shape).toEqual([1, Math.ceil(5 / stride), Math.ceil(8 / stride)]);
  maps.values.forEach((value, at) => expect(value).toBeCloseTo(expected[at], 4));
});

test("of a large image the square goes by more than a pixel, and is a quarter of the longer side", async () => {
  const image = pattern(2, 70);
  const maps = await occlusion(linear([2, 70, 1], ones(140)), [image]);
  const expected = covered(image, 18, 3, total(image) / 140, total);
  expect(maps.shape).toEqual([1, 1, 24]);
  maps.values.forEach((value, at) => expect(value).toBeCloseTo(expected[at], 3));
});

test.each([
  ["sigmoid", 1, false, (z: number) => sigmoid(z)],
  ["sigmoid", 0, false, (z: number) => 1 - sigmoid(z)],
  ["sigmoid", 1, true, (z: number) => z],
  ["sigmoid", 0, true, (z: number) => -z],
  ["linear", 1, false, (z: number) => z],
  ["linear", 0, false, (z: number) => -z],
] as const)("of one %s output, class %d, scores: %s", async (activation, classes, scores, of) => {
  const image = pattern(2, 3).map((row) => row.map((value) => value - 0.5));
  const model = linear([2, 3, 1], ones(6), activation);
  const maps = await occlusion(model, [image], { size: 1, fill: 0, classes, scores });
  const expected = covered(image, 1, 1, 0, (one) => of(total(one)));
  maps.values.forEach((value, at) => expect(value).toBeCloseTo(expected[at], 5));
});

test("of several classes it is the probability, or the score where that is asked for", async () => {
  const weights = [[1, -1], [2, 0], [-1, 1], [0.5, 3]]; // prettier-ignore
  const image = [[0.5, -1], [2, 0.25]]; // prettier-ignore
  const logits = (one: number[][]) =>
    [0, 1].map((k) => one.flat().reduce((sum, value, at) => sum + value * weights[at][k], 0));
  const model = linear([2, 2, 1], weights, "softmax");
  for (const scores of [false, true]) {
    const maps = await occlusion(model, [image], { size: 1, fill: 0, classes: 1, scores });
    const of = (one: number[][]) => {
      const [a, b] = logits(one);
      return scores ? b : sigmoid(b - a);
    };
    const expected = covered(image, 1, 1, 0, of);
    maps.values.forEach((value, at) => expect(value).toBeCloseTo(expected[at], 5));
  }
});

test.each([
  [{ size: 0 }, "size must be a whole number in [1, 3], got 0"],
  [{ size: 4 }, "size must be a whole number in [1, 3], got 4"],
  [{ stride: 4 }, "size must be a whole number in [1, 3], got 4"],
  [{ stride: 4, size: 1 }, "stride must be a whole number in [1, 3], got 4"],
  [{ stride: 0, size: 1 }, "stride must be a whole number in [1, 3], got 0"],
  [{ fill: NaN }, "fill must be in (-∞, ∞), got NaN"],
  [{ batchSize: 0 }, "batchSize must be a whole number in [1, ∞), got 0"],
])("occlusion by %j is refused", async (options, message) => {
  await expect(occlusion(linear([2, 3, 1], ones(6)), [pattern(2, 3)], options)).rejects.toThrow(
    new RangeError(`occlusion: ${message}`),
  );
});

/** 1×1 convolutions with the weights as given: maps that are told by hand. */
const conv = (kernel: number[], name: string, activation?: "relu") =>
  layers.conv2d({
    ...{ filters: kernel.length, kernelSize: 1, useBias: false, name, activation },
    weights: [tf.tensor4d(kernel, [1, 1, 1, kernel.length])],
  });

test("Grad-CAM weighs each map by its mean slope, and keeps what is positive", async () => {
  const image = [[1, -2, 3], [-1, 0.5, 2]]; // prettier-ignore
  const model = tf.sequential({
    layers: [
      layers.inputLayer({ inputShape: [2, 3, 1] }),
      conv([2, -1], "maps"),
      layers.globalAveragePooling2d({}),
      layers.dense({ units: 2, useBias: false, weights: [tf.tensor2d([[3, 1], [6, -6]])] }), // prettier-ignore
    ],
  });
  // The slope of a mean over six places is a sixth of the dense layer's weight.
  for (const classes of [0, 1]) {
    const [a, b] = [[3, 6], [1, -6]][classes].map((weight) => weight / 6); // prettier-ignore
    const maps = await gradCam(model, [image], { classes, layer: "maps" });
    const expected = image.flat().map((value) => Math.max(0, a * 2 * value - b * value));
    expect(maps.shape).toEqual([1, 2, 3]);
    maps.values.forEach((value, at) => expect(value).toBeCloseTo(expected[at], 5));
    expect((await gradCam(model, [image], { classes })).values).toEqual(maps.values);
  }
});

test("Grad-CAM takes the mean of slopes that differ from place to place", async () => {
  const image = [[1, -2], [3, 0.5]]; // prettier-ignore
  // Of each place the weights of both maps.
  const weights = [[1, 0], [2, 8], [-3, 1], [4, -1]]; // prettier-ignore
  const model = tf.sequential({
    layers: [
      layers.inputLayer({ inputShape: [2, 2, 1] }),
      conv([2, -1], "maps"),
      layers.flatten(),
      layers.dense({ units: 1, useBias: false, weights: [tf.tensor2d(weights.flat(), [8, 1])] }),
    ],
  });
  const maps = await gradCam(model, [image]);
  const expected = image.flat().map((value) => Math.max(0, 1 * 2 * value + 2 * -value));
  expect([...maps.values]).toEqual(expected);
  const other = await gradCam(model, [image], { classes: 0 });
  expect([...other.values]).toEqual(expected);
  const steeper = tf.tidy(() => tf.tensor2d([9, 0, 2, 8, -3, 1, 4, -1], [8, 1]));
  model.layers.at(-1)!.setWeights([steeper]);
  // α = 3 and 2.
  const moved = image.flat().map((value) => Math.max(0, 3 * 2 * value + 2 * -value));
  expect([...(await gradCam(model, [image])).values]).toEqual(moved);
});

test("without a name it is the last layer that is as large as the last convolution's maps", async () => {
  const model = (...between: tf.layers.Layer[]) =>
    tf.sequential({
      layers: [
        layers.inputLayer({ inputShape: [4, 4, 1] }),
        conv([1, 2], "first"),
        ...between,
        layers.flatten(),
        layers.dense({ units: 2 }),
      ],
    });
  const shape = async (made: tf.LayersModel) => (await gradCam(made, [pattern(4, 4)])).shape;
  expect(await shape(model())).toEqual([1, 4, 4]);
  expect(await shape(model(layers.maxPooling2d({ poolSize: 2 })))).toEqual([1, 4, 4]);
  expect(await shape(model(layers.conv2d({ filters: 1, kernelSize: 2 }), layers.reLU()))).toEqual([1, 3, 3]);
  // Behind the activation no place is negative: of all 0 the maps are 0, as of the activation's output.
  const dead = model(
    layers.conv2d({ filters: 2, kernelSize: 1, biasInitializer: tf.initializers.constant({ value: -100 }) }),
    layers.reLU({ name: "after" }),
  );
  const named = await gradCam(dead, [pattern(4, 4)], { layer: "after" });
  expect((await gradCam(dead, [pattern(4, 4)])).values).toEqual(named.values);
  expect(new Set(named.values)).toEqual(new Set([0]));
});
