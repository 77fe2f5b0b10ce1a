import { useBackend } from "../../src/backend/index";
import * as classic from "../../src/classic/index";
import { fromArrays } from "../../src/data/index";

beforeAll(() => useBackend("cpu"));

type Options = Record<string, unknown>;
type Asked = Record<string, (x: unknown, y?: unknown) => Promise<unknown>>;

const descent = { alpha: 1, fitIntercept: true, maxIter: 1000, tol: 1e-4 };
const libsvm = { C: 1, kernel: "rbf", degree: 3, gamma: "scale", coef0: 0, tol: 1e-3, cacheSize: 200 };
const linear = "coefficients intercept";
const descended = `${linear} iterations converged`;
const forest = {
  nEstimators: 100,
  maxDepth: undefined,
  minSamplesSplit: 2,
  minSamplesLeaf: 1,
  maxFeatures: "sqrt",
  bootstrap: true,
  seed: undefined,
};
const boosted = {
  nEstimators: 100,
  learningRate: 0.3,
  maxDepth: 6,
  minChildWeight: 1,
  gamma: 0,
  subsample: 1,
  colsampleByTree: 1,
  regLambda: 1,
  regAlpha: 0,
  earlyStoppingRounds: undefined,
  evalMetric: undefined,
  importanceType: "gain",
  nJobs: 1,
  seed: undefined,
};
const net = {
  hidden: [64, 64],
  activation: "relu",
  dropout: 0,
  l2: 0,
  batchNorm: false,
  optimizer: "adam",
  learningRate: undefined,
  epochs: 50,
  batchSize: 32,
  seed: undefined,
};

/** An estimator, its parameters where none are given, what it has learnt after a fit, and what it is asked with rows. */
interface Case {
  name: string;
  given?: Options;
  params: Options;
  learnt: string;
  asked: string;
}
const cases: Case[] = [
  {
    name: "linearRegression",
    params: { fitIntercept: true },
    learnt: linear,
    asked: "predict score",
  },
  { name: "ridge", params: { alpha: 1, fitIntercept: true }, learnt: linear, asked: "predict score" },
  { name: "lasso", params: descent, learnt: descended, asked: "predict score" },
  { name: "elasticNet", params: { ...descent, l1Ratio: 0.5 }, learnt: descended, asked: "predict score" },
  {
    name: "logisticRegression",
    params: { C: 1, fitIntercept: true, maxIter: 100, tol: 1e-4 },
    learnt: "classes coefficients intercepts iterations converged",
    asked: "predict score predictProba decisionFunction",
  },
  {
    name: "SVC",
    params: { ...libsvm, decisionFunctionShape: "ovr" },
    learnt: "classes support supportCounts",
    asked: "predict score decisionFunction",
  },
  { name: "SVR", params: { ...libsvm, epsilon: 0.1 }, learnt: "support", asked: "predict score" },
  {
    name: "xgboost",
    params: boosted,
    learnt: "classes importances bestIteration evalScores",
    asked: "predict score predictProba",
  },
  {
    name: "xgboost",
    given: { task: "regression" },
    params: boosted,
    learnt: "importances bestIteration evalScores",
    asked: "predict score",
  },
  {
    name: "randomForest",
    params: forest,
    learnt: "classes importances",
    asked: "predict score predictProba",
  },
  {
    name: "randomForest",
    given: { task: "regression" },
    params: { ...forest, maxFeatures: "all" },
    learnt: "importances",
    asked: "predict score",
  },
  {
    name: "kNeighbors",
    params: { nNeighbors: 5, weights: "uniform", p: 2 },
    learnt: "classes",
    asked: "predict score predictProba",
  },
  {
    name: "kNeighbors",
    given: { task: "regression" },
    params: { nNeighbors: 5, weights: "uniform", p: 2 },
    learnt: "",
    asked: "predict score",
  },
  { name: "network", params: net, learnt: "classes model", asked: "predict score predictProba" },
  {
    name: "network",
    given: { task: "regression" },
    params: net,
    learnt: "model",
    asked: "predict score",
  },
  {
    name: "standardScaler",
    params: { withMean: true, withStd: true },
    learnt: "mean scale",
    asked: "transform inverseTransform",
  },
  {
    name: "minMaxScaler",
    params: { featureRange: [0, 1], clip: false },
    learnt: "dataMin dataMax",
    asked: "transform inverseTransform",
  },
  {
    name: "oneHotEncoder",
    params: { handleUnknown: "error" },
    learnt: "categories",
    asked: "transform",
  },
  {
    name: "pca",
    params: { nComponents: undefined, whiten: false },
    learnt: "components explainedVariance explainedVarianceRatio",
    asked: "transform",
  },
];
const titled = cases.map((one) => [`${one.name} ${one.given?.task ?? ""}`.trim(), one] as const);

const quick: Record<string, Options> = {
  network: { hidden: [2], epochs: 1, seed: 1 },
  randomForest: { nEstimators: 2 },
  xgboost: { nEstimators: 2 },
};
function make({ name, given }: Case, options?: Options): classic.Estimator {
  const maker = (classic as unknown as Record<string, (options?: Options) => classic.Estimator>)[name];
  return maker(given || options ? { ...given, ...options } : undefined);
}
const words = (text: string) => (text === "" ? [] : text.split(" "));
const x = Array.from({ length: 8 }, (_, row) => [row % 4, row % 3]);
const y = [0, 1, 0, 1, 1, 0, 1, 0];

async function fitted(one: Case): Promise<classic.Estimator> {
  const estimator = make(one, quick[one.name]);
  await (estimator as unknown as Asked).fit(x, estimator.kind === "transformer" ? undefined : y);
  return estimator;
}

test.each(titled)("%s has these parameters where none are given, and no others", (_, one) => {
  expect(make(one).getParams()).toEqual(one.params);
  expect(Object.keys(make(one).getParams())).toEqual(Object.keys(one.params));
  const known = Object.keys(one.params).join(", ");
  expect(() => make(one, { zzzzzzzz: 1 })).toThrow(
    new RangeError(`${one.name}: unknown option "zzzzzzzz"; known: ${known}`),
  );
  expect(() => make(one).setParams({ zzzzzzzz: 1 })).toThrow(
    new RangeError(`${one.name}: unknown option "zzzzzzzz"; known: ${known}`),
  );
});

test.each(titled)("%s tells nothing before it is fitted, by the name of what was asked", async (_, one) => {
  const { name, learnt, asked } = one;
  const estimator = make(one);
  const message = (what: string) =>
    `${name}.${what}: the estimator must be fitted first; await ${name}.fit(…)`;
  for (const what of words(learnt))
    expect(() => estimator[what as "name"]).toThrow(expect.objectContaining({ message: message(what) }));
  for (const what of words(asked)) {
    const said = (estimator as unknown as Asked)[what](x, y);
    await expect(said).rejects.toEqual(
      expect.objectContaining({ name: "NotFittedError", message: message(what) }),
    );
  }
});

test.each(titled)("%s, fitted, wants as many features as it saw, and forgets by dispose", async (_, one) => {
  const { name, learnt, asked } = one;
  const estimator = await fitted(one);
  for (const what of words(learnt)) expect(estimator[what as "name"]).toBeDefined();
  for (const what of words(asked)) {
    await expect((estimator as unknown as Asked)[what]([[1, 2, 3]], [0])).rejects.toEqual(
      expect.objectContaining({
        name: "ShapeError",
        message: `${name}.${what}: x must have 2 features, as in fit, got 3`,
      }),
    );
    await expect((estimator as unknown as Asked)[what]([[1, Infinity]], [0])).rejects.toThrow(
      new RangeError(
        `${name}.${what}: x must be finite, got Infinity at [0, 1]; remove or fill such values first`,
      ),
    );
  }
  const clone = estimator.clone();
  estimator.dispose();
  for (const one of [clone, estimator]) {
    expect(one.isFitted).toBe(false);
    for (const what of words(learnt)) expect(() => one[what as "name"]).toThrow("must be fitted first");
  }
  estimator.dispose();
  await (estimator as unknown as Asked).fit(x, estimator.kind === "transformer" ? undefined : y);
  expect(estimator.isFitted).toBe(true);
  estimator.dispose();
});

const predicting = titled.filter(([, { asked }]) => asked.startsWith("predict"));

test.each(predicting)("%s says which of fit and score got what is no answer", async (_, one) => {
  const { name } = one;
  const estimator = (await fitted(one)) as classic.Predictor;
  for (const method of ["fit", "score"] as const) {
    const where = `${name}.${method}`;
    const ask = (answers?: classic.Targets) => (estimator[method] as Asked[string])(x, answers);
    await expect(ask()).rejects.toThrow(
      new RangeError(
        `${where}: y must be an array of numbers, [rows], got undefined; ${where}(x, y), or a data set alone`,
      ),
    );
    await expect(ask([1, 2])).rejects.toThrow(
      new RangeError(`${where}: x and y must have equal length, got 8 and 2`),
    );
    await expect(ask([...y.slice(1), Infinity])).rejects.toThrow(
      new RangeError(`${where}: y must be finite, got Infinity at [7]; remove or fill such values first`),
    );
  }
  await expect(estimator.fit(x, y, { watch: 1 } as never)).rejects.toThrow(
    new RangeError(`${name}.fit: unknown option "watch"; known: evalSet`),
  );
  if (name !== "xgboost")
    await expect(estimator.fit(x, y, { evalSet: { x, y } })).rejects.toThrow(
      new RangeError(`${name}.fit: evalSet must go with an estimator that stops early; leave it out`),
    );
  estimator.dispose();
});

test.each(predicting)("%s takes a data set's own answers, and y before them", async (_, one) => {
  const estimator = (await fitted(one)) as classic.Predictor;
  const other = y.map((label) => 1 - label);
  const sets = [
    fromArrays({ x, targets: other }),
    fromArrays({ x, labels: other, classNames: ["no", "yes"] }),
  ];
  const [asGiven, swapped] = [await estimator.score(x, y), await estimator.score(x, other)];
  for (const set of sets) {
    expect(await estimator.score(set)).toBe(swapped);
    expect(await estimator.score(set, y)).toBe(asGiven);
  }
  estimator.dispose();
});

test.each(predicting.filter(([, { learnt }]) => learnt.startsWith("classes")))(
  "%s takes as labels two or more whole numbers of 32 bits",
  async (_, one) => {
    const { name } = one;
    const fit = (labels: number[]) => (make(one, quick[name]) as classic.Predictor).fit(x, labels);
    await expect(fit([0.5, ...y.slice(1)])).rejects.toThrow(
      new RangeError(
        `${name}.fit: labels must be whole numbers, got 0.5 at [0]; use a regressor for numbers`,
      ),
    );
    await expect(fit([2 ** 31, ...y.slice(1)])).rejects.toThrow(
      new RangeError(
        `${name}.fit: labels must fit in 32 bits, got 2147483648 at [0]; number the classes from 0`,
      ),
    );
    await expect(fit([...y.slice(1), -(2 ** 31) - 1])).rejects.toThrow(
      "labels must fit in 32 bits, got -2147483649 at [7]",
    );
    await expect(fit(y.map(() => 4))).rejects.toThrow(
      new RangeError(`${name}.fit: y must have at least 2 classes, got only class 4`),
    );
    const widest = (await fit(y.map((label) => (label ? 2 ** 31 - 1 : -(2 ** 31))))) as classic.Classifier;
    expect([...widest.classes]).toEqual([-(2 ** 31), 2 ** 31 - 1]);
    expect(new Set([...widest.classes, ...(await widest.predict(x))]).size).toBe(2);
    widest.dispose();
  },
);

test.each(["xgboost", "randomForest", "kNeighbors", "network"] as const)(
  "%s is for classes where nothing is said, else for what its task says",
  (name) => {
    const maker = classic[name] as (options?: Options) => classic.Estimator;
    const kinds = [undefined, {}, { task: "classification" }, { task: "regression" }].map(
      (options) => maker(options).kind,
    );
    expect(kinds).toEqual(["classifier", "classifier", "classifier", "regressor"]);
    expect(() => maker({ task: "ranking" })).toThrow(
      new RangeError(`${name}: unknown task "ranking"; known: classification, regression`),
    );
  },
);

test("a transformer's fit, transform and fitTransform name themselves", async () => {
  for (const maker of [classic.standardScaler, classic.minMaxScaler, classic.oneHotEncoder, classic.pca]) {
    const { name } = maker();
    await expect(maker().fit([[NaN]])).rejects.toThrow(
      `${name}.fit: x must be finite, got NaN at [0, 0]; remove or fill such values first`,
    );
    await expect(maker().fitTransform([])).rejects.toThrow(
      new RangeError(`${name}.fit: x must not be empty`),
    );
  }
  const encoder = await classic.oneHotEncoder().fit([[1], [2]]);
  await expect(encoder.transform([[1], [3]])).rejects.toThrow(
    new RangeError(
      'oneHotEncoder.transform: feature 0 must have one of the values that fit saw, got 3 in row 1; or use {handleUnknown: "ignore"}',
    ),
  );
  const reduced = await classic.pca().fit(x);
  await expect(reduced.inverseTransform([])).rejects.toThrow(
    new RangeError("pca.inverseTransform: x must not be empty"),
  );
  await expect(classic.pca().inverseTransform([[1]])).rejects.toThrow(
    "pca.inverseTransform: the estimator must be fitted first",
  );
  for (const nComponents of [3, 1.5])
    await expect(classic.pca({ nComponents }).fit(x)).rejects.toThrow(
      new RangeError(`pca.fit: nComponents must be a whole number in [1, 2], got ${nComponents}`),
    );
});

test("what else an estimator cannot be made for or fitted with is said", async () => {
  await expect(classic.kNeighbors({ nNeighbors: 9 }).fit(x, y)).rejects.toThrow(
    new RangeError("kNeighbors.fit: there must be at least nNeighbors 9 rows, got 8"),
  );
  await expect(classic.kNeighbors({ nNeighbors: 9, task: "regression" }).fit(x, y)).rejects.toThrow(
    new RangeError("kNeighbors.fit: there must be at least nNeighbors 9 rows, got 8"),
  );
  for (const task of ["classification", "regression"] as const)
    await expect(
      classic.kNeighbors({ nNeighbors: 8, task: task as "regression" }).fit(x, y),
    ).resolves.toBeDefined();
  for (const make of [classic.SVC, classic.SVR])
    expect(() => make({ gamma: true as never })).toThrow(
      new RangeError(`${make.name}: gamma must be a number above 0, "scale" or "auto", got boolean`),
    );
  for (const featureRange of [[2, 1], [1], [0, 1, 2], []])
    expect(() => classic.minMaxScaler({ featureRange: featureRange as never })).toThrow(
      new RangeError(
        `minMaxScaler: featureRange must be [low, high] with low < high, got [${featureRange.join(", ")}]`,
      ),
    );
  expect(() => classic.network({ hidden: [4, 0] })).toThrow(
    new RangeError("network: hidden must be a whole number in [1, ∞), got 0"),
  );
});
