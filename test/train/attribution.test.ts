import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { digits } from "../../src/data/index";
import { cnn, mlp, resnet } from "../../src/nn/index";
import { gradCam, occlusion, saliency } from "../../src/train/index";
import reference from "../reference/attribution.json";

/** The network of test/reference/attribution.py. */
function referenceNet(): tf.LayersModel {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        inputShape: [6, 5, 2],
        filters: 2,
        kernelSize: 3,
        activation: "relu",
        name: "maps",
      }),
      tf.layers.globalAveragePooling2d({ dataFormat: "channelsLast" }),
      tf.layers.dense({ units: 3, activation: "softmax" }),
    ],
  });
  const { kernel, bias, w, b } = reference;
  model.setWeights([tf.tensor(kernel), tf.tensor(bias), tf.tensor(w), tf.tensor(b)]);
  return model;
}

const smallCnn = () => cnn({ inputShape: [8, 8, 1], filters: [4, 8], hidden: [16], outputs: 10 });
const flat = (nested: number[][][]) => nested.flat(2);
const some = () => digits().take([0, 1, 2]);

function expectClose(came: ArrayLike<number>, wanted: readonly number[], within = 1e-5): void {
  expect(came.length).toBe(wanted.length);
  wanted.forEach((value, at) => expect(Math.abs(came[at] - value)).toBeLessThan(within));
}

test("saliency is the gradient that NumPy has by hand, largest over the channels, with its sign or without", async () => {
  const model = referenceNet();
  const maps = await saliency(model, reference.images);
  expect(maps).toMatchObject({ method: "saliency", shape: [2, 6, 5] });
  expect([...maps.classes]).toEqual(reference.classes);
  expectClose(maps.scores, reference.scores);
  expectClose(maps.values, flat(reference.saliency));
  expectClose((await saliency(model, reference.images, { signed: true })).values, flat(reference.signed));
});

test("Grad-CAM is what equations 1 and 2 give by hand, of the decision and of a class that is told", async () => {
  const model = referenceNet();
  const maps = await gradCam(model, reference.images);
  expect(maps.shape).toEqual([2, 4, 3]);
  expectClose(maps.values, flat(reference.gradCam));
  const told = await gradCam(model, reference.images, { classes: 1, layer: "maps", batchSize: 1 });
  expectClose(told.values, flat(reference.gradCamOf1));
});

test("occlusion is what covering by hand gives, however many places go together", async () => {
  const model = referenceNet();
  const { size, fill } = reference;
  for (const batchSize of [1, 7, 64, 1000]) {
    const maps = await occlusion(model, reference.images, { size, fill, batchSize });
    expect(maps.shape).toEqual([2, 6, 5]);
    expectClose(maps.values, flat(reference.occlusion));
  }
});

test("a square of its stride covers each pixel once; the last square may be cut", async () => {
  // The model adds up its pixels, so that covering with 0 takes the sum of what is covered.
  const sum = tf.layers.dense({ units: 1, useBias: false, kernelInitializer: "ones" });
  const model = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [3, 5, 1] }), sum] });
  const image = [[[1, 2, 3, 4, 5], [6, 7, 8, 9, 10], [11, 12, 13, 14, 15]]]; // prettier-ignore
  const maps = await occlusion(model, image, { size: 2, stride: 2, fill: 0 });
  expect(maps.shape).toEqual([1, 2, 3]);
  expectClose(maps.values, [1 + 2 + 6 + 7, 3 + 4 + 8 + 9, 5 + 10, 11 + 12, 13 + 14, 15], 1e-4);
});

test("saliency agrees with finite differences on a smooth model, also where images are fed as rows", async () => {
  const model = mlp({ inputs: 64, hidden: [12], outputs: 10, activation: "tanh" });
  const data = some();
  const maps = await saliency(model, data, { signed: true });
  const score = (image: ArrayLike<number>, k: number) => {
    const probabilities = (model.predict(tf.tensor2d(Array.from(image), [1, 64])) as tf.Tensor).dataSync();
    return probabilities[k];
  };
  const k = maps.classes[0];
  const logit = (image: ArrayLike<number>) => {
    const others = Array.from({ length: 10 }, (_, each) => Math.log(score(image, each)));
    return others[k] - others[(k + 1) % 10];
  };
  const other = await saliency(model, data, { signed: true, classes: (k + 1) % 10 });
  for (const pixel of [10, 28, 37, 50]) {
    const [up, down] = [0.01, -0.01].map((by) =>
      data.row(0).map((value, at) => (at === pixel ? value + by : value)),
    );
    const slope = (logit(up) - logit(down)) / 0.02;
    // Softmax takes away what all scores share: differences of scores are what probabilities tell.
    expect(Math.abs(maps.values[pixel] - other.values[pixel] - slope)).toBeLessThan(5e-3);
  }
});

test("of one output, class 1 is the output and class 0 its opposite", async () => {
  const dense = (activation: "sigmoid" | "linear") =>
    tf.sequential({
      layers: [
        tf.layers.flatten({ inputShape: [2, 2, 1] }),
        tf.layers.dense({
          units: 1,
          activation,
          useBias: false,
          weights: [tf.tensor2d([[1], [-2], [3], [-4]])],
        }),
      ],
    });
  const images = [[[1, 1], [0, 0]], [[1, 0], [0, 0]]]; // prettier-ignore
  const maps = await saliency(dense("sigmoid"), images, { signed: true });
  expect([...maps.classes]).toEqual([0, 1]);
  expect([...maps.scores]).toEqual([1, 1]);
  expect([...maps.values]).toEqual([-1, 2, -3, 4, 1, -2, 3, -4]);
  const number = await saliency(dense("linear"), images, { signed: true });
  expect([...number.classes]).toEqual([1, 1]);
  const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
  const covered = await occlusion(dense("sigmoid"), images, { size: 1, fill: 0 });
  expectClose(covered.values.slice(0, 4), [sigmoid(1) - sigmoid(2), sigmoid(1) - sigmoid(-1), 0, 0]);
});

test("Grad-CAM takes the last convolution with the activation behind it, of sequences, residuals and models in models", async () => {
  const images = digits().take([0, 5]);
  expect((await gradCam(smallCnn(), images)).shape).toEqual([2, 4, 4]);
  const residual = resnet({ inputShape: [8, 8, 1], outputs: 10 });
  expect((await gradCam(residual, images)).values.every((value) => value >= 0)).toBe(true);
  const inner = tf.sequential({
    layers: [
      tf.layers.conv2d({ inputShape: [8, 8, 1], filters: 3, kernelSize: 3 }),
      tf.layers.reLU(),
      tf.layers.flatten(),
    ],
  });
  const nested = tf.sequential({ layers: [inner, tf.layers.dense({ units: 10, activation: "softmax" })] });
  expect((await gradCam(nested, images)).shape).toEqual([2, 6, 6]);
});

test("no kind leaves a tensor behind, nor a model that is changed", async () => {
  const model = smallCnn();
  const images = digits().take([0, 1, 2]).tensors({ images: true });
  const before = tf.memory().numTensors;
  const outputs = () => tf.tidy(() => (model.predict(images.x) as tf.Tensor).dataSync().slice());
  const first = outputs();
  for (const kind of [saliency, gradCam, occlusion]) {
    await kind(model, images.x, { batchSize: 2 });
    await kind(model, some());
    await expect(kind(model, images.x, { classes: [1, 2] })).rejects.toThrow();
    await expect(kind(model, images.y)).rejects.toThrow();
    expect(tf.memory().numTensors).toBe(before);
  }
  expect(outputs()).toEqual(first);
});

test("Grad-CAM refuses a layer that is used twice, leaves nothing behind, and takes another", async () => {
  const input = tf.input({ shape: [8, 8, 1] });
  const first = tf.layers.conv2d({ filters: 3, kernelSize: 3, padding: "same", name: "first" });
  const shared = tf.layers.conv2d({ filters: 3, kernelSize: 3, padding: "same", name: "shared" });
  const features = shared.apply(shared.apply(first.apply(input))) as tf.SymbolicTensor;
  const pooled = tf.layers.globalAveragePooling2d({ dataFormat: "channelsLast" }).apply(features);
  const outputs = tf.layers.dense({ units: 10 }).apply(pooled) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs });
  const before = tf.memory().numTensors;
  await expect(gradCam(model, some())).rejects.toThrow(
    'gradCam: layer "shared" must be used once in the model, got 2 times; name another layer',
  );
  expect(tf.memory().numTensors).toBe(before);
  expect((await gradCam(model, some(), { layer: "first" })).shape).toEqual([3, 8, 8]);
  expect(tf.memory().numTensors).toBe(before);
});

test("what cannot be explained is refused, by the name of the function", async () => {
  const model = smallCnn();
  const refused = (run: Promise<unknown>, message: string) => expect(run).rejects.toThrow(new Error(message));
  await refused(saliency({} as tf.LayersModel, some()), "saliency: model must be a LayersModel, got object");
  await refused(
    saliency(model, new Float32Array(64)),
    "saliency: images must be [images, height, width] or [images, height, width, channels], got [64]",
  );
  await refused(
    occlusion(model, tf.ones([2, 9, 8])),
    "occlusion: images must fit the model's input [images, 8, 8, 1], got [2, 9, 8]",
  );
  await refused(gradCam(model, tf.zeros([0, 8, 8])), "gradCam: images must not be empty");
  await refused(
    saliency(model, tf.fill([1, 8, 8], NaN)),
    "saliency: images must be finite, got NaN at [0, 0]; remove or fill such values first",
  );
  await refused(
    saliency(model, some(), { classes: 10 }),
    "saliency: classes must be class indices 0 to 9, got 10 at [0]",
  );
  await refused(
    saliency(model, some(), { classes: [1, 2] }),
    "saliency: classes must be one, or 3, one an image, got 2",
  );
  await refused(
    saliency(model, some(), { signd: true } as never),
    'saliency: unknown option "signd"; did you mean "signed"?',
  );
  await refused(
    occlusion(model, some(), { size: 9 }),
    "occlusion: size must be a whole number in [1, 8], got 9",
  );
  await refused(
    gradCam(mlp({ inputs: 64, outputs: 10 }), some()),
    "gradCam: model must have a convolution; name a layer that gives [images, height, width, channels]",
  );
  await refused(
    gradCam(referenceNet(), reference.images, { layer: "map" }),
    'gradCam: unknown layer "map"; did you mean "maps"?',
  );
  const name = model.layers.at(-1)!.name;
  await refused(
    gradCam(model, some(), { layer: name }),
    `gradCam: layer "${name}" must give [images, height, width, channels], got [images, 10]`,
  );
  const rows = tf.sequential({
    layers: [tf.layers.lstm({ units: 2, inputShape: [8, 8], returnSequences: true })],
  });
  await refused(
    saliency(rows, some()),
    "saliency: model must take one tensor of images and give one of [images, classes], got [, 8, 8] to [, 8, 2]",
  );
});
