import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { gelu, maxout, residualBlock, silu } from "../../src/nn/index";
import { clipGradients, sgd } from "../../src/optim/index";
import { constraints } from "../../src/optim/index";
import { evaluate, fit } from "../../src/train/index";
import { losses, type LossName } from "../../src/train/losses/lossOf";

const { layers } = tf;
const points: Record<string, number[][]> = {
  zeros: [[0, 0, 0], [0, 0, 0]], // prettier-ignore
  "equal values": [[2, 2, 2], [2, 2, 2]], // prettier-ignore
  "one row": [[1, -2, 0.5]],
  "a row of zeros": [[0, 0, 0], [1, -1, 2]], // prettier-ignore
  "large values": [[1e4, -1e4, 0], [-1e4, 1e4, 1e4]], // prettier-ignore
};
const truths: Record<string, number[][]> = {
  zeros: [[0, 0, 0], [0, 0, 0]], // prettier-ignore
  "the same": [],
  classes: [[1, 0, 0], [0, 0, 1]], // prettier-ignore
};
const finite = (tensor: tf.Tensor) => tensor.dataSync().every(Number.isFinite);

test.each(Object.keys(losses) as LossName[])("%s has a finite gradient wherever it is finite", (name) => {
  for (const [point, given] of Object.entries(points)) {
    for (const [truth, y] of Object.entries(truths)) {
      const output = tf.tensor2d(given);
      const wanted = truth === "the same" ? output : tf.tensor2d(y.slice(0, given.length));
      const loss = (z: tf.Tensor) => losses[name].perPosition(wanted, z).sum() as tf.Scalar;
      const { value, grad } = tf.valueAndGrad(loss)(output);
      const what = [name, point, truth];
      if (finite(value)) expect([...what, grad.dataSync().every(Number.isFinite)]).toEqual([...what, true]);
    }
  }
});

test("a sigmoid's cross-entropy has the slope σ(z) − y, at logits of 0 too", () => {
  for (const z of [0, 1e-8, -1e-8, 3, -3, 40, -40, 1e5, -1e5]) {
    for (const y of [0, 1, 0.3]) {
      const loss = (logit: tf.Tensor) =>
        losses.binaryCrossentropy.perPosition(tf.tensor2d([[y]]), logit).sum() as tf.Scalar;
      const [slope] = tf
        .grad(loss)(tf.tensor2d([[z]]))
        .dataSync();
      expect(slope).toBeCloseTo(1 / (1 + Math.exp(-z)) - y, 6);
    }
  }
});

test("absolute errors have the slope 0 where there is none, and an L1 penalty leaves weights of 0 alone", async () => {
  const loss = (z: tf.Tensor) => losses.mae.perPosition(tf.tensor2d([[1, 2, 3]]), z).sum() as tf.Scalar;
  expect(
    [
      ...tf
        .grad(loss)(tf.tensor2d([[1, 1, 4]]))
        .dataSync(),
    ].map((slope) => Math.round(3 * slope) + 0),
  ).toEqual([0, -1, 1]);
  const penalised = tf.sequential({
    layers: [
      layers.dense({
        units: 1,
        inputShape: [1],
        kernelInitializer: "zeros",
        kernelRegularizer: tf.regularizers.l1({ l1: 1 }),
      }),
    ],
  });
  await fit(
    penalised,
    { x: [[0]], y: [[0]] },
    { loss: "mse", optimizer: sgd({ learningRate: 1 }), epochs: 1 },
  );
  expect(penalised.getWeights()[0].dataSync()[0]).toBe(0);
});

test("equal extremes share a gradient as in TensorFlow", () => {
  const x = tf.tensor2d([[3, 1, 3], [0, 0, 0]]); // prettier-ignore
  const largest = tf.grad((given: tf.Tensor) => given.max(1).mul([2, 3]).sum())(x);
  expect([...largest.dataSync()]).toEqual([1, 0, 1, 1, 1, 1]);
  const least = tf.grad((given: tf.Tensor) => given.min(1).sum())(x);
  expect([...least.dataSync()]).toEqual([0, 1, 0].concat(new Array<number>(3).fill(Math.fround(1 / 3))));
});

const image = [4, 4, 2];
const sequence = [4, 3];
const made: Record<string, [shape: number[], make: () => tf.layers.Layer]> = {
  ...Object.fromEntries(
    (
      [
        "elu",
        "hardSigmoid",
        "linear",
        "relu",
        "relu6",
        "selu",
        "sigmoid",
        "softmax",
        "softplus",
        "softsign",
        "tanh",
      ] as const
    ).map((activation) => [activation, [[3], () => layers.dense({ units: 3, activation })]]),
  ),
  leakyReLU: [[3], () => layers.leakyReLU()],
  prelu: [[3], () => layers.prelu()],
  thresholdedReLU: [[3], () => layers.thresholdedReLU({ theta: 0.5 })],
  "elu layer": [[3], () => layers.elu()],
  "relu with a bound": [[3], () => layers.reLU({ maxValue: 2 })],
  "softmax layer": [[3], () => layers.softmax()],
  silu: [[3], () => silu()],
  gelu: [[3], () => gelu()],
  maxout: [[3], () => maxout({ units: 2 })],
  "batch norm": [[3], () => layers.batchNormalization()],
  "batch norm of images": [image, () => layers.batchNormalization({ scale: false })],
  "batch norm of an axis before the last": [image, () => layers.batchNormalization({ axis: 1 })],
  "batch norm of rank 5": [[2, 2, 2, 2], () => layers.batchNormalization({ center: false })],
  "layer norm": [[3], () => layers.layerNormalization()],
  "layer norm of images": [image, () => layers.layerNormalization({ axis: [2, 3], center: false })],
  conv1d: [sequence, () => layers.conv1d({ filters: 2, kernelSize: 2, dilationRate: 2 })],
  conv2d: [image, () => layers.conv2d({ filters: 2, kernelSize: 3, padding: "same", activation: "relu" })],
  "dilated conv2d": [
    image,
    () => layers.conv2d({ filters: 2, kernelSize: 2, dilationRate: 2, activation: "relu" }),
  ],
  "depthwise conv2d": [image, () => layers.depthwiseConv2d({ kernelSize: 2, dilationRate: 2 })],
  "separable conv2d": [image, () => layers.separableConv2d({ filters: 2, kernelSize: 2, dilationRate: 2 })],
  "transposed conv2d": [image, () => layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2 })],
  "transposed conv3d": [[2, 2, 2, 1], () => layers.conv3dTranspose({ filters: 2, kernelSize: 2 })],
  maxPooling2d: [image, () => layers.maxPooling2d({ poolSize: 2 })],
  averagePooling2d: [image, () => layers.averagePooling2d({ poolSize: 2 })],
  globalMaxPooling2d: [image, () => layers.globalMaxPooling2d({})],
  globalAveragePooling1d: [sequence, () => layers.globalAveragePooling1d({})],
  simpleRNN: [sequence, () => layers.simpleRNN({ units: 2 })],
  gru: [sequence, () => layers.gru({ units: 2 })],
  lstm: [sequence, () => layers.lstm({ units: 2 })],
  bidirectional: [
    sequence,
    () => layers.bidirectional({ layer: layers.lstm({ units: 2 }) as never, mergeMode: "concat" }),
  ],
  embedding: [[3], () => layers.embedding({ inputDim: 4, outputDim: 2 })],
  "an active layer": [
    [3],
    () => layers.dense({ units: 2, activityRegularizer: tf.regularizers.l1l2({ l1: 0.1, l2: 0.1 }) }),
  ],
};

test.each(Object.keys(made))("a network with %s trains at special values, and stays finite", async (name) => {
  const [shape, make] = made[name];
  const size = shape.reduce((all, one) => all * one, 1);
  for (const value of name === "embedding" ? [0, 3] : [0, 2, -1000]) {
    for (const rows of [1, 3]) {
      const model = tf.sequential();
      model.add(layers.inputLayer({ inputShape: shape }));
      if (shape.length === 1 && name !== "embedding")
        model.add(layers.dense({ units: 3, kernelInitializer: "identity" }));
      model.add(make());
      if (model.outputShape.length > 2) model.add(layers.flatten());
      model.add(layers.dense({ units: 1 }));
      const x = tf.fill([rows, ...shape], value);
      const y = tf.zeros([rows, 1]);
      const options = { loss: "mse", optimizer: sgd({ learningRate: 1e-9 }), epochs: 2 } as const;
      const { last } = await fit(model, { x, y }, { ...options, compile: false });
      const what = [name, value, rows, size];
      expect([...what, Number.isFinite(last.loss), model.getWeights().every(finite)]).toEqual([
        ...what,
        true,
        true,
      ]);
      model.dispose();
    }
  }
});

const frozen = (layer: tf.layers.Layer) => Object.assign(layer, { trainable: false });
const bare = { scale: false, center: false };

test.each<[string, tf.layers.Layer, tf.layers.Layer]>([
  ["layer norm", layers.layerNormalization(bare), frozen(layers.layerNormalization())],
  [
    "layer norm over two axes",
    layers.layerNormalization({ ...bare, axis: [1, 2] }),
    frozen(layers.layerNormalization({ axis: [1, 2] })),
  ],
  ["frozen batch norm", frozen(layers.batchNormalization(bare)), frozen(layers.batchNormalization())],
])("%s without scale and centre trains what is before it as with those of 1 and 0", async (_, ...pair) => {
  const x = tf.range(0, 24).sin().reshape([4, 2, 3]);
  const y = tf.tensor2d([[1], [0], [2], [1]]);
  const trained = pair.map(async (norm) => {
    const weights = tf.initializers.glorotNormal({ seed: 3 });
    const before = layers.dense({ units: 3, inputShape: [2, 3], kernelInitializer: weights });
    const after = layers.dense({ units: 1, kernelInitializer: weights });
    const model = tf.sequential({ layers: [before, norm, layers.flatten(), after] });
    const options = { loss: "mse", optimizer: sgd({ learningRate: 0.05 }), epochs: 5, seed: 1 } as const;
    const { history } = await fit(model, { x, y }, { ...options, compile: false });
    return [...history.loss, ...before.getWeights().flatMap((weight) => [...weight.dataSync()])];
  });
  const [without, withBoth] = await Promise.all(trained);
  without.forEach((value, at) => expect(value).toBeCloseTo(withBoth[at], 5));
  expect(without[4]).toBeLessThan(without[0]);
});

test.each<[string, axis: number, shape: number[], order: number[]]>([
  ["the first of two", 1, [3, 2], [2, 1]],
  ["the last but one, counted from the end", -2, [3, 2], [2, 1]],
  ["the first of pictures", 1, [3, 2, 4], [2, 3, 1]],
  ["the second of pictures", 2, [2, 3, 4], [1, 3, 2]],
  ["the second of volumes", 2, [2, 3, 2, 2], [1, 3, 4, 2]],
  ["the last of volumes", -1, [2, 2, 2, 3], [1, 2, 3, 4]],
])("batch norm of %s is that of the last with axes in another order", async (_, axis, shape, order) => {
  const size = shape.reduce((all, one) => all * one, 1);
  const x = tf.range(0, 6 * size).sin().add(3).reshape([6, ...shape]); // prettier-ignore
  const y = tf.tensor2d([[1], [0], [2], [1], [5], [2]]);
  // Of the rank that TensorFlow.js computes: positions of pictures one after the other.
  const moved = tf.transpose(x, [0, ...order]).reshape([6, 1, size / 3, 3]);
  const trained = async (input: tf.Tensor, norm: tf.layers.Layer, dims?: number[]) => {
    const last = layers.dense({ units: 1, kernelInitializer: tf.initializers.glorotNormal({ seed: 3 }) });
    const back = dims ? [layers.permute({ dims }), layers.flatten()] : [layers.flatten()];
    const model = tf.sequential({ layers: [layers.inputLayer({ inputShape: input.shape.slice(1) }), norm, ...back, last] }); // prettier-ignore
    const options = {
      loss: "mse",
      optimizer: sgd({ learningRate: 0.05 }),
      epochs: 3,
      batchSize: 3,
      seed: 1,
    } as const;
    const { history } = await fit(model, { x: input, y }, { ...options, compile: "graph" });
    const { loss } = await evaluate(model, { x: input, y }, { loss: "mse" });
    return [...history.loss, loss, ...norm.getWeights().flatMap((weight) => [...weight.dataSync()])];
  };
  const ours = await trained(x, layers.batchNormalization({ axis }), order);
  const common = await trained(moved, layers.batchNormalization());
  expect(ours).toHaveLength(4 + 12);
  ours.forEach((value, at) => expect(value).toBeCloseTo(common[at], 4));
});

test("a transposed convolution of volumes has the gradient of finite differences", () => {
  const x = tf.range(0, 16).sin().reshape<tf.Tensor5D>([1, 2, 2, 2, 2]);
  const filter = tf.range(0, 48).cos().reshape<tf.Tensor5D>([2, 2, 2, 3, 2]);
  const value = (a: tf.Tensor, b: tf.Tensor) => {
    const output = tf.conv3dTranspose(a as tf.Tensor5D, b as tf.Tensor5D, [1, 4, 4, 4, 3], 2, "same");
    return output.mul(tf.range(0, 192).sin().reshape([1, 4, 4, 4, 3])).sum();
  };
  const [ofX, ofFilter] = tf.grads(value)([x, filter]);
  // The value is linear in each of both: any step gives the slope.
  const slope = (a: tf.Tensor, b: tf.Tensor) => value(a, b).dataSync()[0];
  for (const at of [0, 5, 15]) {
    const step = tf
      .oneHot(tf.tensor1d([at], "int32"), 16)
      .toFloat()
      .reshape([1, 2, 2, 2, 2]);
    expect(ofX.dataSync()[at]).toBeCloseTo(slope(step, filter), 4);
  }
  for (const at of [0, 17, 47]) {
    const step = tf
      .oneHot(tf.tensor1d([at], "int32"), 48)
      .toFloat()
      .reshape([2, 2, 2, 3, 2]);
    expect(ofFilter.dataSync()[at]).toBeCloseTo(slope(x, step), 4);
  }
});

test("layers that compare rows have a finite gradient at rows of zeros", () => {
  const dot = layers.dot({ axes: 1, normalize: true });
  const zeros = tf.zeros([2, 3]);
  const loss = (a: tf.Tensor) => (dot.apply([a, tf.ones([2, 3])]) as tf.Tensor).sum() as tf.Scalar;
  expect(finite(tf.grad(loss)(zeros))).toBe(true);
  for (const constraint of [constraints.maxNorm(1), constraints.unitNorm(), constraints.nonNegative()])
    expect(finite(constraint(zeros))).toBe(true);
});

test.each([
  [{ filters: 2, kernelSize: [2, 3], padding: "same" }, [5, 6, 2]],
  [{ filters: 3, kernelSize: 2, padding: "valid" }, [6, 7, 1]],
] as const)("a dilated convolution has the gradient of its differences: %j", (config, shape) => {
  for (const dilationRate of [
    [2, 2],
    [1, 3],
    [3, 1],
  ] as [number, number][]) {
    // prettier-ignore
    for (const make of [
      () => layers.conv2d({ ...(config as object as { filters: number; kernelSize: number }), dilationRate }),
      () => layers.depthwiseConv2d({ ...(config as object as { kernelSize: number }), dilationRate }),
    ]) {
      const layer = make();
      const x = tf.randomUniform([2, ...shape], -1, 1, "float32", 1);
      layer.apply(x);
      const kernel = layer.getWeights()[0];
      const seen = tf.randomUniform((layer.apply(x) as tf.Tensor).shape, -1, 1, "float32", 2);
      const score = (given: tf.Tensor, weights: tf.Tensor) => {
        const original = (layer.weights[0] as unknown as { read: () => tf.Tensor }).read;
        layer.weights[0].read = () => weights;
        const value = (layer.apply(given) as tf.Tensor).mul(seen).sum() as tf.Scalar;
        layer.weights[0].read = original;
        return value;
      };
      const [ofX, ofKernel] = tf.grads(score)([x, kernel]);
      // The convolution is linear in each, so that a difference of any length is exact.
      const [a, b] = [tf.randomUniform(x.shape, -1, 1, "float32", 3), tf.randomUniform(kernel.shape, -1, 1, "float32", 4)];
      const difference = (of: tf.Scalar, from: tf.Scalar) => of.sub(from).dataSync()[0];
      expect(ofX.mul(a).sum().dataSync()[0]).toBeCloseTo(difference(score(x.add(a), kernel), score(x, kernel)), 3);
      expect(ofKernel.mul(b).sum().dataSync()[0]).toBeCloseTo(difference(score(x, kernel.add(b)), score(x, kernel)), 3);
    }
  }
});

test("clipping is finite for zeros, and for gradients whose squares are no numbers", () => {
  const norms = (values: number[], clipping: object) => [
    ...clipGradients([tf.tensor1d(values)], clipping)[0].dataSync(),
  ];
  for (const kind of ["clipNorm", "clipGlobalNorm"]) {
    expect(norms([0, 0], { [kind]: 1 })).toEqual([0, 0]);
    const large = norms([3e30, -4e30], { [kind]: 1 });
    expect(large[0]).toBeCloseTo(0.6, 5);
    expect(large[1]).toBeCloseTo(-0.8, 5);
    expect(norms([3e-30, 0], { [kind]: 1 })[0] / 3e-30).toBeCloseTo(1, 5);
  }
});

test("a residual block with batch norm has no bias that batch norm would take away", () => {
  const input = tf.input({ shape: [8, 8, 2] });
  const output = residualBlock({ filters: 4, strides: 2 })(input);
  const names = tf.model({ inputs: input, outputs: output }).weights.map(({ originalName }) => originalName);
  expect(names.filter((name) => name.endsWith("bias"))).toEqual([]);
});

test("a tile's slope is the sum over its repetitions, of any rank", () => {
  const [slopes] = tf.grads((x) => tf.mul(tf.tile(x, [2, 1, 2]), tf.range(0, 16).reshape([2, 2, 4])))([
    tf.ones([1, 2, 2]),
  ]);
  // 0 + 2 + 8 + 10, 1 + 3 + 9 + 11, 4 + 6 + 12 + 14, 5 + 7 + 13 + 15
  expect([...slopes.dataSync()]).toEqual([20, 24, 36, 40]);
  const five = tf.grad((x) => tf.tile(x, [3, 1, 2, 1, 1]))(tf.ones([1, 2, 1, 1, 2]));
  expect([five.shape, ...five.dataSync()]).toEqual([[1, 2, 1, 1, 2], 6, 6, 6, 6]);
});

test("rows that each element of a batch picks have the slopes of that element, repeated ones their sum", () => {
  const x = tf.randomNormal([2, 3, 4, 2]);
  const picked = tf.tensor2d([[0, 3, 3], [2, 1, 2]], [2, 3], "int32"); // prettier-ignore
  const weights = tf.range(0, 36).reshape([2, 3, 3, 2]);
  const slopes = tf.grad((given) => tf.mul(tf.gather(given, picked, 2, 1), weights))(x);
  const chosen = tf.oneHot(picked, 4).toFloat().expandDims(1); // [batch, 1, picked, rows]
  const expected = tf.matMul(tf.tile(chosen, [1, 3, 1, 1]), weights, true); // [batch, 3, rows, 2]
  expect([...slopes.dataSync()]).toEqual([...expected.dataSync()]);
});
