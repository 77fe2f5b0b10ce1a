import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { swa } from "../../src/callbacks/index";
import { sgd } from "../../src/optim/index";
import { evaluate, fit, type FitData, type FitOptions } from "../../src/train/index";

interface Stored {
  shape: number[];
  values: number[];
}
interface Case {
  before: Stored[];
  after: Stored[];
  logs: Record<string, number>;
}
const { data, cases } = JSON.parse(
  readFileSync(join(__dirname, "../reference/trainingWeights.json"), "utf8"),
) as { data: Record<string, never>; cases: Record<string, Case> };
const { x, s, ids, row, step, classes, yes, steps, numbers, series } = data as Record<string, number[]>;
const by = { 0: 0.5, 1: 2, 2: 3 };
const [T, F] = [4, 3];
const { layers, sequential } = tf;

const dense = (units: number, config: object = {}) => layers.dense({ units, ...config });
const input = (shape: number[], dtype: "float32" | "int32" = "float32") =>
  layers.inputLayer({ inputShape: shape, dtype });
const ofRows = (...list: tf.layers.Layer[]) => sequential({ layers: [input([F]), ...list] });
const ofSteps = (...list: tf.layers.Layer[]) => sequential({ layers: [input([T, F]), ...list] });
const onto = (layer: tf.layers.Layer, ...given: tf.SymbolicTensor[]) =>
  layer.apply(given.length > 1 ? given : given[0]) as tf.SymbolicTensor;
const rnn = (returnSequences: boolean) => layers.simpleRNN({ units: 2, returnSequences });
const norm = (config: object = {}) => layers.batchNormalization({ momentum: 0.5, ...config });
const l2 = () => tf.regularizers.l2({ l2: 0.1 });

function nested() {
  const inner = ofSteps(layers.masking({}), dense(2, { activation: "tanh" }));
  const given = tf.input({ shape: [T, F] });
  return tf.model({ inputs: given, outputs: onto(dense(1), onto(ofSteps(inner), given)) });
}

function twoWays() {
  const given = [tf.input({ shape: [T, F] }), tf.input({ shape: [T, F] })];
  const left = onto(rnn(false), onto(layers.masking({}), given[0]));
  const both = onto(layers.concatenate(), left, onto(rnn(false), given[1]));
  return tf.model({ inputs: given, outputs: onto(dense(1), both) });
}

function joined(layer: tf.layers.Layer) {
  const given = tf.input({ shape: [T, F] });
  const left = onto(dense(2), onto(layers.masking({}), given));
  const right = onto(dense(2), onto(layers.masking({ maskValue: 0.5 }), given));
  return tf.model({ inputs: given, outputs: onto(dense(1), onto(layer, left, right)) });
}

function frozen() {
  const still = norm();
  const model = ofRows(dense(2), still, dense(1));
  still.trainable = false;
  return model;
}

function frozenWithin() {
  const base = ofRows(ofRows(dense(2, { kernelRegularizer: l2() }), norm()));
  base.trainable = false;
  const given = tf.input({ shape: [F] });
  const hidden = onto(dense(2, { kernelRegularizer: l2() }), onto(base, given));
  return tf.model({ inputs: given, outputs: onto(dense(1), hidden) });
}

function several() {
  const given = tf.input({ shape: [T, F] });
  const steps = onto(dense(1), onto(rnn(true), onto(layers.masking({}), given)));
  return tf.model({ inputs: given, outputs: [steps, onto(dense(1), onto(rnn(false), given))] });
}

function shared() {
  const layer = dense(F, { kernelRegularizer: l2() });
  const given = tf.input({ shape: [F] });
  return tf.model({ inputs: given, outputs: onto(dense(1), onto(layer, onto(layer, given))) });
}

const gru = () => layers.gru({ units: 2, returnSequences: true, recurrentActivation: "sigmoid" });
const masked = () => ofSteps(layers.masking({}), rnn(true), dense(1));
const embedded = () =>
  sequential({
    layers: [
      input([T], "int32"),
      layers.embedding({ inputDim: 5, outputDim: 3, maskZero: true }),
      layers.lstm({ units: 2, returnSequences: true, recurrentActivation: "sigmoid" }),
      dense(3, { activation: "softmax" }),
    ],
  });
const pooled = () => ofSteps(layers.masking({}), dense(2), layers.globalAveragePooling1d({}), dense(1));

const softmax = (units: number) => dense(units, { activation: "softmax" });
const sigmoid = (units: number) => dense(units, { activation: "sigmoid" });
const some = <V>(values: V[]) => values.slice(0, 5);
const categorical = { loss: "categoricalCrossentropy", classWeight: by } as const;
const binary = { loss: "binaryCrossentropy", classWeight: by } as const;
const squares = { loss: "meanSquaredError", metrics: ["mae"] } satisfies FitOptions;
const trained = { ...squares, optimizer: sgd({ learningRate: 0.1 }), epochs: 3 };
const oneHot = yes.map((label) => [1 - label, label]);
const [two, three, more] = [
  { 0: 0.5, 1: 2 },
  by,
  (steps as never as number[][]).map((all) => all.map((k) => +(k > 0))),
];
const shifted = (s as never as number[][][]).map((all) => all.map((one) => one.map((value) => value + 1)));
const far = (x as never as number[][]).map((one) => one.map((value) => value + 2));

const alike: Record<string, [make: () => tf.LayersModel, data: unknown, options: FitOptions]> = {
  classes: [() => ofRows(softmax(3)), { x, y: classes }, categorical],
  "classes and rows": [() => ofRows(softmax(3)), { x, y: classes }, { ...categorical, sampleWeight: row }],
  "yes or no": [() => ofRows(sigmoid(1)), { x, y: yes }, { ...binary, classWeight: two }],
  "two units": [() => ofRows(softmax(2)), { x, y: yes }, { ...categorical, classWeight: two }],
  "two units of yes or no": [() => ofRows(sigmoid(2)), { x, y: oneHot }, { ...binary, classWeight: two }],
  "classes of steps": [() => ofSteps(softmax(3)), { x: s, y: steps }, { ...categorical, classWeight: three }],
  "classes of weighted steps": [
    () => ofSteps(softmax(3)),
    { x: s, y: steps },
    { ...categorical, sampleWeight: step },
  ],
  "yes or no of steps": [() => ofSteps(sigmoid(1)), { x: s, y: more }, { ...binary, classWeight: two }],
  "rows of a series": [() => ofSteps(dense(1)), { x: s, y: series }, { ...squares, sampleWeight: row }],
  "steps of a series": [() => ofSteps(dense(1)), { x: s, y: series }, { ...squares, sampleWeight: step }],
  "steps that are trained": [() => ofSteps(dense(1)), { x: s, y: series, weight: step }, trained],
  masked: [masked, { x: s, y: series }, squares],
  "masked and trained": [masked, { x: s, y: series }, trained],
  "masked with rows": [masked, { x: s, y: series }, { ...squares, sampleWeight: row }],
  "masked with steps": [masked, { x: s, y: series }, { ...squares, sampleWeight: step }],
  embedded: [
    embedded,
    { x: ids, y: steps },
    { ...trained, loss: "categoricalCrossentropy", metrics: ["accuracy"] },
  ],
  nested: [nested, { x: s, y: series }, trained],
  "two ways": [twoWays, { x: [tf.tensor(s), tf.tensor(shifted)], y: numbers }, trained],
  added: [() => joined(layers.add()), { x: s, y: series }, trained],
  concatenated: [() => joined(layers.concatenate()), { x: s, y: series }, trained],
  pooled: [pooled, { x: some(s), y: some(numbers) }, trained],
  normed: [() => ofSteps(layers.masking({}), norm(), dense(1)), { x: s, y: series }, trained],
  "both ways": [
    () =>
      ofSteps(
        layers.masking({}),
        layers.bidirectional({ layer: rnn(true) as never, mergeMode: "concat" }),
        dense(1),
      ),
    { x: s, y: series },
    trained,
  ],
  stacked: [() => ofSteps(layers.masking({}), gru(), gru(), dense(1)), { x: s, y: series }, trained],
  distributed: [
    () => ofSteps(layers.masking({}), layers.timeDistributed({ layer: dense(2) }), dense(1)),
    { x: s, y: series },
    trained,
  ],
  last: [() => ofSteps(layers.masking({}), rnn(false), dense(1)), { x: s, y: numbers }, trained],
  late: [
    () => ofSteps(dense(2, { activation: "relu", useBias: false }), layers.masking({}), dense(1)),
    { x: s, y: series },
    trained,
  ],
  several: [
    several,
    { x: tf.tensor(s), y: [tf.tensor(series), tf.tensor(numbers)], weight: row },
    { ...trained, metrics: [] },
  ],
  penalised: [
    () => ofSteps(layers.simpleRNN({ units: 2, kernelRegularizer: l2() }), dense(1)),
    { x: s, y: numbers },
    { ...trained, metrics: [] },
  ],
  shared: [shared, { x, y: numbers }, { ...trained, metrics: [] }],
  frozen: [
    frozen,
    { x: far, y: numbers },
    { ...trained, metrics: [], optimizer: sgd({ learningRate: 0.01 }) },
  ],
  "frozen within": [
    frozenWithin,
    { x: far, y: numbers },
    { ...trained, metrics: [], optimizer: sgd({ learningRate: 0.01 }) },
  ],
  "no scale": [
    () => ofRows(dense(2), norm({ scale: false }), dense(1)),
    { x, y: numbers },
    { ...trained, metrics: [] },
  ],
  "no centre": [
    () => ofRows(dense(2), norm({ center: false }), dense(1)),
    { x, y: numbers },
    { ...trained, metrics: [] },
  ],
  neither: [
    () => ofRows(dense(2), norm({ scale: false, center: false }), dense(1)),
    { x, y: numbers },
    { ...trained, metrics: [] },
  ],
  active: [
    () =>
      ofRows(
        dense(2, { activation: "relu", activityRegularizer: tf.regularizers.l1({ l1: 0.3 }) }),
        dense(1),
      ),
    { x, y: numbers },
    { ...trained, metrics: [] },
  ],
};

const still = sgd({ learningRate: 0 });
const toTensors = (stored: Stored[]) => stored.map(({ shape, values }) => tf.tensor(values, shape));

test("every case of the reference is tried", () => {
  expect(Object.keys(alike).sort()).toEqual(Object.keys(cases).sort());
});

test.each(Object.keys(alike).flatMap((name) => [false, "graph"].map((compile) => [name, compile] as const)))(
  "weights, masks and frozen layers: %s is as in Keras (compile: %s)",
  async (name, compile) => {
    const [make, given, options] = alike[name];
    const { before, after, logs } = cases[name];
    const model = make();
    model.setWeights(inOrder(model, toTensors(before)));
    const every = { optimizer: still, epochs: 1, batchSize: 4, shuffle: false, compile } as FitOptions;
    const { last } = await fit(model, given as FitData, { ...every, ...options });
    const wanted = Object.fromEntries(Object.entries(logs).map(([key, value]) => [short[key] ?? key, value]));
    for (const [key, value] of Object.entries(wanted).filter(([key]) => key in last))
      expect([key, last[key]]).toEqual([key, closeTo(value)]);
    const expected = inOrder(model, toTensors(after));
    model.getWeights().forEach((weight, index) => {
      expect(weight.shape).toEqual(expected[index].shape);
      weight
        .dataSync()
        .forEach((value, at) => expect(value).toEqual(closeTo(expected[index].dataSync()[at])));
    });
  },
);

const short: Record<string, string> = { mean_absolute_error: "mae" };

function closeTo(value: number): number {
  return {
    asymmetricMatch: (other: number) => Math.abs(other - value) <= 2e-5 * (1 + Math.abs(value)),
  } as never;
}

/** Keras lists weights layer by layer, TensorFlow.js those that are trained first. */
function inOrder(model: tf.LayersModel, values: tf.Tensor[]): tf.Tensor[] {
  const order = layerWeights(model.layers);
  const all = model.weights.map((weight) => values[order.indexOf(weight)]);
  return all;
}

function layerWeights(list: tf.layers.Layer[]): tf.LayerVariable[] {
  return list.flatMap((layer) => {
    if (layer instanceof tf.LayersModel) return layerWeights(layer.layers);
    const { _trainableWeights: own, _nonTrainableWeights: state } = layer as never as Record<
      string,
      tf.LayerVariable[]
    >;
    return "cell" in layer || "forwardLayer" in layer || "layer" in layer
      ? layer.weights
      : [...own, ...state];
  });
}

const line = () => {
  const layer = layers.dense({ units: 1, useBias: false, kernelInitializer: "zeros", inputShape: [1] });
  return sequential({ layers: [layer] });
};
const refusal = (model: tf.LayersModel, given: unknown, options: FitOptions) =>
  fit(model, given as FitData, { optimizer: still, epochs: 1, ...options }).then(
    () => "taken",
    (error: Error) => error.message,
  );

test("class weights where there are no classes are refused", async () => {
  const squared = { loss: "meanSquaredError", classWeight: { 0: 1, 1: 2 } } as const;
  expect(await refusal(line(), { x: [[1], [2]], y: [5, 5] }, squared)).toBe(
    "fit: classWeight must go with labels of classes: y must be 0 or 1, got 5 at [0]; use sampleWeight",
  );
  const several = ofRows(sigmoid(3));
  const labels = { x: some(x).slice(0, 2), y: [[0, 1, 0], [0, 1, 1]] }; // prettier-ignore
  expect(await refusal(several, labels, { loss: "binaryCrossentropy", classWeight: [1, 2, 3] })).toBe(
    "fit: classWeight must go with labels of classes: y must be class indices or one-hot, got [0, 1, 1] at [1]; use sampleWeight",
  );
  const given = tf.input({ shape: [F] });
  const both = tf.model({ inputs: given, outputs: [onto(sigmoid(1), given), onto(dense(1), given)] });
  const loss: FitOptions["loss"] = ["binaryCrossentropy", "meanSquaredError"];
  expect(await refusal(both, { x, y: [yes, numbers] }, { loss, classWeight: [1, 2] })).toBe(
    "fit: classWeight must go with a model of one output, got 2; use sampleWeight",
  );
  const w = tf.variable(tf.scalar(0));
  const learner = { parameters: [w], loss: () => ({ loss: w.square() as tf.Tensor }) };
  expect(await refusal(learner as never, { x, y: yes }, { classWeight: [1, 2] })).toBe(
    "fit: classWeight must go with a model of one output, got a learner; let its loss weigh the classes",
  );
  function* stream() {
    yield { x: [[1]], y: [5] };
  }
  expect(await refusal(line(), stream, squared)).toMatch(/^fit: classWeight must go with labels of classes/);
});

test("class weights count in training, not in validation nor in metrics", async () => {
  const model = () => ofRows(dense(3, { kernelInitializer: "zeros", activation: "softmax" }));
  const validation = { x, y: classes } as FitData;
  const options: FitOptions = {
    ...categorical,
    optimizer: still,
    epochs: 1,
    validation,
    metrics: ["logLoss"],
  };
  const { last } = await fit(model(), { x, y: classes } as FitData, options);
  const mean = classes.reduce((sum, k) => sum + by[k as 0], 0) / classes.length;
  expect(last.loss).toBeCloseTo(mean * Math.log(3), 5);
  expect(last.val_loss).toBeCloseTo(Math.log(3), 5);
  expect(last.logLoss).toBeCloseTo(Math.log(3), 5);
});

test('"balanced" counts what counts: steps that are no padding, by their weights', async () => {
  const model = () =>
    ofSteps(layers.masking({}), dense(2, { kernelInitializer: "zeros", activation: "softmax" }));
  const loss = async (options: FitOptions) => {
    const every: FitOptions = { loss: "categoricalCrossentropy", optimizer: still, epochs: 1, ...options };
    return (await fit(model(), { x: padded, y: labels }, every)).last.loss;
  };
  const padded = [[[1, 1, 1], [1, 1, 1], [1, 1, 1], [0, 0, 0]], [[1, 1, 1], [0, 0, 0], [0, 0, 0], [0, 0, 0]]]; // prettier-ignore
  const labels = [[1, 0, 0, 0], [0, 0, 0, 0]]; // prettier-ignore
  expect(await loss({ classWeight: "balanced" })).toBeCloseTo(Math.LN2, 5);
  // Of class 0 there are 3 steps, of class 1 one: weights 4/6 and 4/2; without the mask they were 8/14 and 8/2.
  const weights = tf.tensor2d([[1, 0, 0, 0], [0, 0, 0, 0]]); // prettier-ignore
  expect(await loss({ classWeight: [4 / 6, 4 / 2], sampleWeight: weights })).toBeCloseTo(Math.LN2 / 2, 5);
  // Weighed, class 1 counts 3 of 6.
  const heavy = [[3, 1, 1, 7], [1, 7, 7, 7]]; // prettier-ignore
  expect(await loss({ classWeight: "balanced", sampleWeight: heavy })).toBeCloseTo((6 / 4) * Math.LN2, 5);
});

test("weights of steps are taken where each output has steps, and a loss of one number is not weighted", async () => {
  expect(await refusal(ofSteps(dense(1)), { x: s, y: series }, { ...squares, sampleWeight: [[1, 2]] })).toBe(
    "fit: sampleWeight must be [6], one for each example, or [6, 4], one for each position of the output, got [1, 2]",
  );
  const own = (truth: tf.Tensor, guess: tf.Tensor) => truth.sub(guess).square().mean();
  expect(await refusal(ofRows(dense(1)), { x, y: numbers }, { loss: own, sampleWeight: row })).toBe(
    "fit: a loss that is weighted or masked must be [6], one number for each weight, got []",
  );
  expect(await refusal(masked(), { x: s, y: series }, { loss: own })).toBe(
    "fit: a loss that is weighted or masked must be [6, 4], one number for each weight, got []",
  );
  function* stream() {
    yield { x, y: numbers } as never;
  }
  expect(await refusal(ofRows(dense(1)), stream, { loss: own })).toBe("taken");
  function* mixed() {
    yield { x, y: numbers } as never;
    yield { x, y: numbers, weight: row } as never;
  }
  expect(await refusal(ofRows(dense(1)), mixed, squares)).toBe(
    "fit: every batch of a stream must have weights, or none, got weights after batches without; a weight of 1 changes nothing",
  );
});

test("evaluate leaves padding out and takes weights of steps", async () => {
  const model = masked();
  model.setWeights(inOrder(model, toTensors(cases["masked with steps"].before)));
  const { loss, mae } = cases["masked with steps"].logs as { loss: number; mae: number };
  const result = await evaluate(model, { x: s, y: series } as FitData, {
    ...squares,
    sampleWeight: step,
    batchSize: 4,
  });
  expect(result.loss).toBeCloseTo(loss, 5);
  expect(result.mae).toBeCloseTo(mae ?? cases["masked with steps"].logs.mean_absolute_error, 5);
});

test("a learner's loss of one number is not weighted, its other logs may be numbers", async () => {
  const w = tf.variable(tf.scalar(1));
  const square = (given: tf.Tensor) => given.mul(w).square().mean([1]);
  const learner = (loss: (given: tf.Tensor) => tf.Tensor) => ({
    parameters: [w],
    logs: ["strength"],
    loss: ({ x: [given] }: { x: tf.Tensor[] }) => ({ loss: loss(given), strength: tf.scalar(0.5) }),
  });
  const weighted = { x: [[1], [2]], y: [0, 0], weight: [1, 3] };
  const options: FitOptions = { optimizer: still, epochs: 1 };
  const { last } = await fit(learner(square), weighted, options);
  expect(last).toMatchObject({ loss: (1 + 3 * 4) / 2, strength: 0.5 });
  expect(await refusal(learner((given) => square(given).mean()) as never, weighted, options)).toBe(
    "fit: a loss that is weighted or masked must be [2], one number for each weight, got []",
  );
});

test("a frozen batch norm keeps its averages inside a learner's model too, and when averages are computed anew", async () => {
  const norm = layers.batchNormalization({ momentum: 0.5 });
  const model = ofRows(dense(2), norm, dense(1));
  norm.trainable = false;
  const [mean, variance] = norm.getWeights().slice(-2);
  const parameters = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const learner = {
    parameters,
    loss: ({ x: [given] }: { x: tf.Tensor[] }, { training }: { training: boolean }) => ({
      loss: (model.apply(given, { training }) as tf.Tensor).square().mean([1]),
    }),
  };
  await fit(learner, { x: far, y: numbers } as FitData, { epochs: 2, batchSize: 3 });
  await fit(model, { x: far, y: numbers } as FitData, {
    loss: "mse",
    epochs: 2,
    batchSize: 3,
    callbacks: [swa()],
  });
  const after = norm.getWeights().slice(-2);
  expect([...after[0].dataSync(), ...after[1].dataSync()]).toEqual([
    ...mean.dataSync(),
    ...variance.dataSync(),
  ]);
});
