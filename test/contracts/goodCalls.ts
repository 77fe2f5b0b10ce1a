import * as tf from "@tensorflow/tfjs";
import * as library from "../../src/index";

/** Arguments with which a call of a public function works, made anew for each call; files and folders are not there. */
export type GoodCalls = Record<string, () => unknown[]>;

const { classic, data, nn, scratch, tune } = library;

const rows = [[0], [1], [2], [3], [4], [5]];
const answers = [0, 1, 0, 1, 0, 1];
const made = new Map<string, unknown>();

/** What costs something and is only read is made once. */
function once<T>(name: string, make: () => T): T {
  if (!made.has(name)) made.set(name, make());
  return made.get(name) as T;
}

const model = () =>
  once("model", () =>
    tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1], activation: "sigmoid" })] }),
  );
const pictures = () =>
  once("pictures", () => {
    const conv = tf.layers.conv2d({ filters: 1, kernelSize: 2, inputShape: [4, 4, 1] });
    return tf.sequential({ layers: [conv, tf.layers.flatten(), tf.layers.dense({ units: 2 })] });
  });
const image = () => once("image", () => tf.ones([1, 4, 4, 1]));
const network = () => scratch.denseNetwork([1, 2, 1], { seed: 1 });
const recurrent = (gates: number) => ({
  kernel: [Array.from({ length: gates }, () => 0.1)],
  recurrentKernel: [Array.from({ length: gates }, () => 0.1)],
  bias: Array.from({ length: gates }, () => 0),
});
const trials = () => {
  const study = tune.createStudy({ space: { x: tune.float(0, 1) }, seed: 1 });
  for (let at = 0; at < 4; at++) study.tell(study.ask(), at);
  return study;
};
const told = () => once("told", trials);
const folds = { folds: 2, seed: 1, fit: { epochs: 1, compile: false, loss: "binaryCrossentropy" } };
const quiet = { cv: 2, progress: false };

const fitted: { classifier?: library.classic.Predictor; regressor?: library.classic.Predictor } = {};
const classifier = () => fitted.classifier;
const regressor = () => fitted.regressor;

/** Fits what scorers are tried with. */
export async function prepare(): Promise<void> {
  fitted.classifier = await classic.kNeighbors({ nNeighbors: 1 }).fit(rows, answers);
  fitted.regressor = await classic.ridge().fit(rows, answers);
}

/** Every public function but figures, whose examples are in `figures`. */
export const goodCalls: GoodCalls = {
  compile: () => [() => [tf.scalar(1)]],
  "core.freshRandom": () => ["a", 1],
  "core.sharedRandom": () => ["a"],
  "backend.useBackend": () => ["cpu"],
  display: () => [{ [library.displaySymbol]: () => ({}) }],
  evaluate: () => [model(), { x: rows, y: answers }, { loss: "mse" }],
  fit: () => [model(), { x: rows, y: answers }, { epochs: 1, compile: false }],
  predict: () => [model(), rows],
  setSeed: () => [1],

  "callbacks.checkpoint": () => ["run.ckpt"],
  "callbacks.csvLog": () => ["run.csv"],
  "callbacks.jsonLog": () => ["run.jsonl"],
  "callbacks.modelOfCheckpoint": () => ["none.ckpt"],
  "callbacks.readJsonLog": () => ["none.jsonl"],
  "callbacks.snapshotEnsemble": () => [{ epochs: 10, cycles: 2 }],
  "callbacks.tensorBoard": () => ["runs"],

  "classic.elasticNetPath": () => [rows, { y: answers, nAlphas: 2 }],
  "classic.loadXgboost": () => ["none.json"],
  "classic.makePipeline": () => [classic.standardScaler(), classic.ridge()],
  "classic.pipeline": () => [{ scale: classic.standardScaler(), ridge: classic.ridge() }],
  "classic.scorerOf": () => ["search", "f1"],

  ...Object.fromEntries(
    Object.keys(classic.scorers).map((name) => [
      `classic.scorers.${name}`,
      () => [/Error|r2/.test(name) ? regressor() : classifier(), rows, answers],
    ]),
  ),

  "course.claim": () => ["holds", { expected: 1, got: 1 }],
  "course.exercise": () => [
    "99-square",
    { title: "Square", call: "square(x)", inputs: () => [2], reference: (x: number) => x * x, hint: "x · x" },
  ],
  "course.exercises": () => ["01"],
  "course.predictFirst": () => ["What will it be?"],

  "data.cifar10": () => ["none"],
  "data.fashionMnist": () => ["none"],
  "data.mnist": () => ["none"],
  "data.fromArrays": () => [{ x: rows, labels: answers }],
  "data.fromCsv": () => ["none.csv", { target: "y" }],
  "data.moments": () => [rows],
  "data.select": () => [data.iris()],
  "data.split": () => [{ x: rows, labels: answers }],
  "data.standardize": () => [{ x: rows, labels: answers }],

  "nn.autoencoder": () => [{ inputs: 2, latent: 1 }],
  "nn.cnn": () => [{ inputShape: [8, 8, 1], classes: 2 }],
  "nn.gan": () => [{ outputs: 2 }],
  "nn.gru": () => [{ features: 1 }],
  "nn.lstm": () => [{ features: 1 }],
  "nn.maxout": () => [{ units: 2 }],
  "nn.mlp": () => [{ inputs: 1, outputs: 1 }],
  "nn.resnet": () => [{ inputShape: [8, 8, 1], classes: 2 }],
  "nn.rnn": () => [{ features: 1 }],
  "nn.stochasticDepth": () => [{ rate: 0.1 }],
  "nn.summary": () => [model()],
  "nn.vae": () => [{ inputs: 2 }],

  "optim.clipGradients": () => [[tf.tensor1d([1, 2])], { clipNorm: 1 }],
  "optim.constraints.maxNorm": () => [2],
  "optim.defineOptimizer": () => [
    {
      name: "own",
      given: {},
      defaults: { learningRate: 0.1 },
      rule: () => (gradient: tf.Tensor) => ({ direction: gradient, slots: {} }),
    },
  ],
  "optim.optimizerOf": () => ["fit", "adam"],
  "optim.rateAt": () => [0.1, 3],
  "optim.schedules.constant": () => [0.1],
  "optim.schedules.cosine": () => [{ start: 0.1, steps: 10 }],
  "optim.schedules.exponential": () => [{ start: 0.1, decay: 0.5, steps: 10 }],
  "optim.schedules.inverseTime": () => [{ start: 0.1, decay: 0.5, steps: 10 }],
  "optim.schedules.oneCycle": () => [{ peak: 0.1, steps: 10 }],
  "optim.schedules.polynomial": () => [{ start: 0.1, steps: 10 }],
  "optim.schedules.reduceOnPlateau": () => [{ start: 0.1 }],
  "optim.schedules.step": () => [{ start: 0.1, every: 10 }],

  "scratch.backpropagate": () => [network(), [[1], [2]], [[0], [1]]],
  "scratch.batchNormalization": () => [[[1], [2]], { gamma: [1], beta: [0] }],
  "scratch.batchNormalizationGradient": () => [
    scratch.batchNormalization([[1], [2]], { gamma: [1], beta: [0] }),
    [[1], [2]],
  ],
  "scratch.cholesky": () => [[[2, 1], [1, 2]]], // prettier-ignore
  "scratch.conv2d": () => [[[1, 2], [3, 4]], [[1]]], // prettier-ignore
  "scratch.denseNetwork": () => [[1, 2, 1]],
  "scratch.descend": () => [network(), scratch.backpropagate(network(), [[1]], [[0]]).gradients, 0.1],
  "scratch.dot": () => [[1, 2], [3, 4]], // prettier-ignore
  "scratch.dropout": () => [[[1, 2]]],
  "scratch.dropoutGradient": () => [scratch.dropout([[1, 2]]), [[1, 2]]],
  "scratch.elasticNet": () => [rows, answers],
  "scratch.expectedImprovement": () => [{ mean: 0, deviation: 1 }, 0],
  "scratch.fitLinear": () => [rows, answers],
  "scratch.forward": () => [network(), [[1], [2]]],
  "scratch.gaussianProcess": () => [[0, 1], [1, 2]], // prettier-ignore
  "scratch.gradientDescent": () => [([x]: number[]) => [x], [1]],
  "scratch.gru": () => [recurrent(3), [[1], [2]]],
  "scratch.lasso": () => [rows, answers],
  "scratch.likeliestKernel": () => [[0, 1], [1, 2]], // prettier-ignore
  "scratch.linearGradient": () => [rows, answers, { weights: [1], bias: 0 }],
  "scratch.logLikelihood": () => [[0, 1], [1, 2]], // prettier-ignore
  "scratch.lstm": () => [recurrent(4), [[1], [2]]],
  "scratch.matern": () => [1],
  "scratch.maxNorm": () => [[[1, 2]], 1],
  "scratch.meanSquaredError": () => [rows, answers, { weights: [1], bias: 0 }],
  "scratch.normalBelow": () => [0],
  "scratch.normalDensity": () => [0],
  "scratch.novikoffBound": () => [
    [[-1], [1]],
    [-1, 1],
  ],
  "scratch.numericalGradient": () => [([x]: number[]) => x * x, [1]],
  ...Object.fromEntries(
    Object.keys(scratch.optimizers).map((name) => [
      `scratch.optimizers.${name}`,
      () => [{ learningRate: 0.1 }],
    ]),
  ),
  "scratch.parametersOf": () => [network()],
  "scratch.perceptron": () => [[1], { weights: [1], bias: 0 }],
  "scratch.ridge": () => [rows, answers],
  "scratch.simpleRNN": () => [recurrent(1), [[1], [2]]],
  "scratch.softThreshold": () => [1, 0.5],
  "scratch.softmax": () => [[1, 2]],
  "scratch.solve": () => [[[2, 1], [1, 2]], [1, 1]], // prettier-ignore
  "scratch.trainPerceptron": () => [
    [[-1], [1]],
    [-1, 1],
  ],
  "scratch.widestMargin": () => [
    [[-1], [1]],
    [-1, 1],
  ],
  "scratch.withParameters": () => [network(), scratch.parametersOf(network())],

  "train.bagging": () => [
    () => nn.mlp({ inputs: 1, outputs: 1 }),
    { x: rows, y: answers },
    { members: 1, fit: folds.fit },
  ],
  "train.crossValidate": () => [() => nn.mlp({ inputs: 1, outputs: 1 }), { x: rows, y: answers }, folds],
  "train.fitGan": () => [once("gan", () => nn.gan({ outputs: 1 })), rows, { steps: 1 }],
  "train.gradCam": () => [pictures(), image()],
  "train.kFold": () => [6],
  "train.learningCurve": () => [
    () => nn.mlp({ inputs: 1, outputs: 1 }),
    { x: rows, labels: answers },
    [2],
    { seeds: 1, fit: folds.fit },
  ],
  "train.metric": () => [(truth: tf.Tensor) => truth],
  "train.metrics.topK": () => [2],
  "train.occlusion": () => [pictures(), image()],
  "train.saliency": () => [pictures(), image()],
  "train.seedInterval": () => [[1, 2]],
  "train.validationCurve": () => [
    () => nn.mlp({ inputs: 1, outputs: 1 }),
    { x: rows, labels: answers },
    [2],
    { seeds: 1, fit: folds.fit },
  ],
  "train.variable": () => [1],

  "tune.BayesSearchCV": () => [classic.ridge(), { alpha: tune.float(0.1, 1) }, { ...quiet, nIter: 1 }],
  "tune.GridSearchCV": () => [classic.ridge(), { alpha: [1, 2] }, quiet],
  "tune.HalvingGridSearchCV": () => [classic.ridge(), { alpha: [1, 2] }, quiet],
  "tune.RandomizedSearchCV": () => [classic.ridge(), { alpha: [1, 2] }, { ...quiet, nIter: 1 }],
  "tune.accepts": () => [tune.float(0, 1), 0.5],
  "tune.categorical": () => [["a", "b"]],
  "tune.fixedTrial": () => [{ x: 1 }],
  "tune.float": () => [0, 1],
  "tune.hyperband": () => [{ maxResource: 9 }],
  "tune.importances": () => [told()],
  "tune.int": () => [0, 3],
  "tune.objectiveFile": () => ["none.ts"],
  "tune.reportTo": () => [tune.createStudy().ask()],
  "tune.studyOf": () => [new Error("none")],
  "tune.surrogate": () => [told(), "x"],
  "tune.tune": () => [() => 1, { trials: 1, progress: false }],
  "tune.when": () => ["a", 1, tune.float(0, 1)],
};
