import * as classic from "../../src/classic/index";

// What each option of an estimator may be, as its error says it; every one must be here.
const positive = "in (0, ∞)";
const notNegative = "in [0, ∞)";
const counted = "a whole number in [1, ∞)";
const seed = "a whole number in (-∞, ∞)";
const share = "in (0, 1]";
const yesOrNo = "true or false";
const kernels = "linear, poly, rbf, sigmoid";
const svm = { C: positive, kernel: `known: ${kernels}`, degree: "a whole number in [0, ∞)", gamma: positive };
const libsvm = { ...svm, coef0: "in (-∞, ∞)", tol: positive, cacheSize: "in (0, 2000]" };
const descent = { alpha: notNegative, fitIntercept: yesOrNo, maxIter: counted, tol: positive };

const allowed: Record<string, Record<string, string>> = {
  SVC: { ...libsvm, decisionFunctionShape: "known: ovr, ovo" },
  SVR: { ...libsvm, epsilon: notNegative },
  linearRegression: { fitIntercept: yesOrNo },
  ridge: { alpha: notNegative, fitIntercept: yesOrNo },
  lasso: descent,
  elasticNet: { ...descent, l1Ratio: "in [0, 1]" },
  logisticRegression: { C: positive, fitIntercept: yesOrNo, maxIter: counted, tol: positive },
  kNeighbors: { nNeighbors: counted, weights: "known: uniform, distance", p: "in [1, ∞)" },
  randomForest: {
    nEstimators: counted,
    maxDepth: counted,
    minSamplesSplit: "a whole number in [2, ∞)",
    minSamplesLeaf: counted,
    maxFeatures: "known: sqrt, log2, all",
    bootstrap: yesOrNo,
    seed,
  },
  xgboost: {
    nEstimators: counted,
    learningRate: share,
    maxDepth: "a whole number in [0, ∞)",
    minChildWeight: notNegative,
    gamma: notNegative,
    subsample: share,
    colsampleByTree: share,
    regLambda: notNegative,
    regAlpha: notNegative,
    earlyStoppingRounds: counted,
    evalMetric: "anything",
    importanceType: "known: gain, weight, cover, total_gain, total_cover",
    nJobs: counted,
    seed,
  },
  network: {
    hidden: "anything",
    activation: "known: relu, sigmoid, tanh, elu, selu, softplus, softsign, linear, leakyRelu, silu, gelu",
    dropout: "in [0, 1)",
    l2: notNegative,
    batchNorm: yesOrNo,
    optimizer:
      "known: adam, adamw, amsgrad, adamax, nadam, radam, lamb, lion, sgd, momentum, nesterov, rmsprop, adagrad, adadelta",
    learningRate: positive,
    epochs: counted,
    batchSize: counted,
    seed,
  },
  standardScaler: { withMean: yesOrNo, withStd: yesOrNo },
  minMaxScaler: { featureRange: "anything", clip: yesOrNo },
  oneHotEncoder: { handleUnknown: "known: error, ignore" },
  pca: { nComponents: positive, whiten: yesOrNo },
};

type Make = (options: object) => classic.Estimator;
const make = (name: string, options: object) => (classic as unknown as Record<string, Make>)[name](options);
const ranges = Object.entries(allowed).flatMap(([name, options]) =>
  Object.entries(options).map(([option, range]) => [name, option, range] as const),
);
const numeric = ranges.filter(([, , range]) => /\bin [[(]/.test(range));
const chosen = ranges.filter(([, , range]) => range.startsWith("known: "));

/** Values on and beyond the ends of a range such as "a whole number in [1, ∞)": what is in it, and what is not. */
function aroundOf(range: string): { inside: number[]; outside: number[] } {
  const [, open, low, high, close] = /([[(])(.+), (.+)([\])])/.exec(range)!;
  const step = range.startsWith("a whole") ? 1 : 1e-3;
  const [inside, outside]: number[][] = [[], [NaN, Infinity, -Infinity]];
  if (low !== "-∞") {
    (open === "[" ? inside : outside).push(Number(low));
    inside.push(Number(low) + step);
    outside.push(Number(low) - step);
  }
  if (high !== "∞") {
    (close === "]" ? inside : outside).push(Number(high));
    inside.push(Number(high) - step);
    outside.push(Number(high) + step);
  }
  if (step === 1) outside.push(2.5);
  return { inside, outside };
}

test("every option of every estimator is here", () => {
  for (const [name, options] of Object.entries(allowed))
    expect(Object.keys(make(name, {}).getParams())).toEqual(Object.keys(options));
});

test.each(numeric)("%s takes %s %s, ends and all, and refuses what lies outside", (name, option, range) => {
  const { inside, outside } = aroundOf(range);
  for (const value of inside)
    expect(make(name, { [option]: value }).getParams()).toMatchObject({ [option]: value });
  for (const value of outside)
    expect(() => make(name, { [option]: value })).toThrow(
      `${name}: ${option} must be ${range}, got ${value}`,
    );
});

test.each(chosen)("%s takes as %s only what is %s", (name, option, range) => {
  for (const value of range.replace("known: ", "").split(", "))
    expect(make(name, { [option]: value }).getParams()).toMatchObject({ [option]: value });
  expect(() => make(name, { [option]: "nonsense" })).toThrow(
    `${name}: unknown ${option} "nonsense"; ${range}`,
  );
});

test("options with ranges of their own say them", () => {
  expect(() => classic.SVC({ gamma: "nonsense" as never })).toThrow(
    'SVC: unknown gamma "nonsense"; known: scale, auto',
  );
  expect(() => classic.randomForest({ maxFeatures: 0 })).toThrow(
    'randomForest: maxFeatures must be "sqrt", "log2", "all", a whole number from 1 or a share in (0, 1), got 0',
  );
  expect(() => classic.minMaxScaler({ featureRange: [1, 1] })).toThrow(
    "minMaxScaler: featureRange must be [low, high] with low < high, got [1, 1]",
  );
  expect(() => classic.minMaxScaler({ featureRange: [0, NaN] })).toThrow(
    "minMaxScaler: featureRange must be finite, got NaN at [1]",
  );
  expect(() => classic.network({ hidden: 8 as never })).toThrow(
    "network: hidden must be an array of units, got 8",
  );
});
