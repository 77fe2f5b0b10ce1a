import * as tf from "@tensorflow/tfjs";
import { useBackend } from "../../src/backend/index";
import * as classic from "../../src/classic/index";
import { OptionError } from "../../src/core/index";
import { breastCancer, iris, select, split } from "../../src/data/index";

// Every function of src/classic that makes an estimator: a new one is checked as soon as it is registered.
type Options = Record<string, unknown>;
type Make = (options?: Options) => classic.Estimator;
const others = ["pipeline", "makePipeline", "elasticNetPath", "loadXgboost", "scorerOf"];
const makers = Object.entries(classic).filter(
  ([name, value]) =>
    typeof value === "function" &&
    !others.includes(name) &&
    (/^[a-z]/.test(name) || ["SVC", "SVR"].includes(name)),
) as unknown as [string, Make][];

// Options that make a fit quick, and a task for those which have both.
const quick: Record<string, Options> = {
  network: { hidden: [16], epochs: 40, learningRate: 0.02 },
  randomForest: { nEstimators: 10 },
  xgboost: { nEstimators: 10 },
};
const both = ["network", "randomForest", "xgboost", "kNeighbors"];
const cases = makers.flatMap(([name, make]): [string, () => classic.Estimator][] => {
  const options = quick[name] ?? {};
  if (!both.includes(name)) return [[name, () => make(options)]];
  return (["classification", "regression"] as const).map((task) => [
    `${name} for ${task}`,
    () => make({ ...options, task }),
  ]);
});
const isPredictor = ([, make]: [string, () => classic.Estimator]) => make().kind !== "transformer";
const predictors = cases.filter(isPredictor) as [string, () => classic.Predictor][];
const transformers = cases.filter((each) => !isPredictor(each)) as [string, () => classic.Transformer][];
const classifiers = predictors.filter(([, make]) => make().kind === "classifier");

const { train, test: rest } = split(iris(), { test: 0.3, seed: 1 });
const { x, y } = train.arrays();

beforeAll(() => useBackend("cpu"));

test("there are estimators of each kind", () => {
  expect(classifiers.length).toBeGreaterThanOrEqual(6);
  expect(predictors.length - classifiers.length).toBeGreaterThanOrEqual(8);
  expect(transformers.length).toBeGreaterThanOrEqual(4);
});

test.each(cases)("%s has a clone with the same parameters that has learnt nothing", async (_, make) => {
  const estimator = make();
  if (estimator instanceof classic.Predictor) await estimator.fit(x, y);
  else await (estimator as classic.Transformer).fit(x);
  const clone = estimator.clone();
  expect(clone.constructor).toBe(estimator.constructor);
  expect(clone.getParams()).toEqual(estimator.getParams());
  expect([estimator.isFitted, clone.isFitted]).toEqual([true, false]);
  estimator.dispose();
  expect(estimator.isFitted).toBe(false);
});

test.each(cases)("%s takes back what getParams gives, and refuses what it does not know", (name, make) => {
  const estimator = make();
  const called = name.split(" ")[0];
  expect(estimator.setParams(estimator.getParams()).getParams()).toEqual(make().getParams());
  expect(() => estimator.setParams({ nonsense: 1 } as object)).toThrow(
    `${called}: unknown option "nonsense"`,
  );
  expect(estimator.getParams()).toEqual(make().getParams());
});

test.each(predictors)(
  "%s fitted twice with one seed predicts the same, in the right shape",
  async (_, make) => {
    const estimator = make();
    const first = await (await estimator.fit(x, y)).predict(rest);
    const second = await (await estimator.fit(x, y)).predict(rest.arrays().x);
    expect(second).toEqual(first);
    expect(first).toHaveLength(rest.length);
    expect(first).toBeInstanceOf(estimator.kind === "classifier" ? Int32Array : Float64Array);
    estimator.dispose();
  },
);

test.each(predictors)("%s takes tensors and data sets, and scores well on iris", async (name, make) => {
  const estimator = make();
  await estimator.fit(tf.tensor2d(x), tf.tensor1d(y));
  const score = await estimator.score(rest);
  expect(score).toBeLessThanOrEqual(1);
  // Lasso and the elastic net leave nothing at their default strength; the regressors' R² of three classes.
  const least = ["lasso", "elasticNet"].includes(name) ? -0.1 : 0.8;
  expect(score).toBeGreaterThan(least);
  await expect(estimator.fit(train)).resolves.toBe(estimator);
  expect(Math.abs((await estimator.score(rest.arrays().x, rest.arrays().y)) - score)).toBeLessThan(1e-6);
  estimator.dispose();
});

test.each(predictors)("%s says what to do when it is asked before it was fitted", async (name, make) => {
  const called = name.split(" ")[0];
  await expect(make().predict(x)).rejects.toThrow(
    `${called}.predict: the estimator must be fitted first; await ${called}.fit(…)`,
  );
  await expect(make().score(x, y)).rejects.toThrow(`${called}.score: the estimator must be fitted first`);
});

test.each(predictors)("%s refuses data that do not fit, in words", async (name, make) => {
  const called = name.split(" ")[0];
  const estimator = make();
  await expect(estimator.fit([], [])).rejects.toThrow(`${called}.fit: x must not be empty`);
  await expect(estimator.fit([1, 2] as never, [0, 1])).rejects.toThrow(
    `${called}.fit: x must be rows of numbers, [rows, features], got [2]; for one feature, write x: [[1], [2]]`,
  );
  await expect(estimator.fit([[1], [2, 3]], [0, 1])).rejects.toThrow(
    `${called}.fit: the rows of x must have equal length, got 2 in row 1 and 1 in row 0`,
  );
  await expect(estimator.fit([[1], [2]], [0])).rejects.toThrow(
    `${called}.fit: x and y must have equal length, got 2 and 1`,
  );
  await expect(estimator.fit([[1], [2]], [0, NaN])).rejects.toThrow(
    `${called}.fit: y must be finite, got NaN at [1]; remove or fill such values first`,
  );
  await expect(estimator.fit([[1], [2]])).rejects.toThrow(
    `${called}.fit: y must be an array of numbers, [rows]`,
  );
  await expect(estimator.fit([[1], [-Infinity]], [0, 1])).rejects.toThrow(
    `${called}.fit: x must be finite, got -Infinity at [1, 0]; remove or fill such values first`,
  );
  expect(estimator.isFitted).toBe(false);
  await estimator.fit(x, y);
  await expect(estimator.predict([[1, 2]])).rejects.toThrow(
    `${called}.predict: x must have 4 features, as in fit, got 2`,
  );
  estimator.dispose();
});

const strict = cases.filter(([name]) => !name.startsWith("xgboost"));
test.each(strict)("%s refuses a missing value", async (name, make) => {
  const holed = [...x.slice(1), [NaN, 1, 1, 1]];
  await expect((make() as classic.Predictor).fit(holed, y)).rejects.toThrow(
    `${name.split(" ")[0]}.fit: x must be finite, got NaN at [${x.length - 1}, 0]; remove or fill such values first`,
  );
});

test.each(classifiers)(
  "%s refuses one class alone and labels that are no whole numbers",
  async (name, make) => {
    const called = name.split(" ")[0];
    await expect(make().fit([[1], [2]], [3, 3])).rejects.toThrow(
      `${called}.fit: y must have at least 2 classes, got only class 3`,
    );
    await expect(make().fit([[1], [2]], [0, 0.5])).rejects.toThrow(
      `${called}.fit: labels must be whole numbers, got 0.5 at [1]; use a regressor for numbers`,
    );
  },
);

test.each(classifiers)(
  "%s predicts the labels that it was given, and their probabilities sum to 1",
  async (_, make) => {
    const labels = y.map((label) => [7, -2, 40][label]);
    const estimator = (await make().fit(x, labels)) as classic.Classifier;
    expect(Array.from(estimator.classes)).toEqual([-2, 7, 40]);
    const said = await estimator.predict(x);
    expect(said.every((label) => [-2, 7, 40].includes(label))).toBe(true);
    if ("predictProba" in estimator) {
      const probabilities = await (estimator as classic.Classifier & classic.Probabilistic).predictProba(x);
      for (const [row, shares] of probabilities.entries()) {
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
        expect(shares[estimator.classes.indexOf(said[row])]).toBe(Math.max(...shares));
      }
    }
    estimator.dispose();
  },
);

test.each(classifiers)("%s ranks two classes better than chance", async (_, make) => {
  const tumours = select(breastCancer(), { features: ["mean radius", "mean texture", "mean smoothness"] });
  const halves = split(tumours, { test: 0.5, seed: 2 });
  const estimator = classic.makePipeline(classic.standardScaler(), make() as classic.Predictor);
  await estimator.fit(halves.train);
  expect(await classic.scorers.rocAuc(estimator, halves.test)).toBeGreaterThan(0.9);
  expect(await classic.scorers.f1(estimator, halves.test)).toBeGreaterThan(0.85);
  estimator.dispose();
});

test.each(predictors)("%s goes into a pipeline, whose parameters a search sets", async (name, make) => {
  const pipeline = classic.pipeline({ scale: classic.minMaxScaler(), model: make() });
  const own = Object.keys(make().getParams());
  expect(Object.keys(pipeline.getParams())).toEqual(
    expect.arrayContaining(["scale", "model", "scale__clip", ...own.map((param) => `model__${param}`)]),
  );
  const candidate = pipeline.clone().setParams({ scale__featureRange: [-1, 1] });
  expect(candidate.kind).toBe(make().kind);
  expect(pipeline.getParams().scale__featureRange).toEqual([0, 1]);
  expect(candidate.getParams().scale__featureRange).toEqual([-1, 1]);
  await candidate.fit(train);
  expect(await candidate.predict(rest)).toHaveLength(rest.length);
  expect(await candidate.score(rest)).toBeGreaterThan(/lasso|elastic/.test(name) ? -0.1 : 0.7);
  expect(pipeline.isFitted).toBe(false);
  candidate.dispose();
});

test.each(cases)("%s leaves no tensor behind", async (_, make) => {
  const before = tf.memory().numTensors;
  const estimator = make();
  if (estimator instanceof classic.Predictor) {
    await estimator.fit(x, y);
    await estimator.fit(x, y);
    await estimator.score(x, y);
  } else await (estimator as classic.Transformer).fitTransform(x);
  estimator.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test.each(transformers)(
  "%s makes of other rows what it learnt to, and refuses rows before",
  async (name, make) => {
    await expect(make().transform(x)).rejects.toThrow(
      `${name}.transform: the estimator must be fitted first`,
    );
    const transformer = make();
    const together = await transformer.fitTransform(x);
    expect(await transformer.transform(x.slice(0, 3))).toEqual(together.slice(0, 3));
  },
);

const wrong: [string, Options, string][] = [
  ["ridge", { alpha: -1 }, "ridge: alpha must be in [0, ∞), got -1"],
  ["lasso", { maxIter: 0 }, "lasso: maxIter must be a whole number in [1, ∞), got 0"],
  ["elasticNet", { l1Ratio: 2 }, "elasticNet: l1Ratio must be in [0, 1], got 2"],
  ["logisticRegression", { C: 0 }, "logisticRegression: C must be in (0, ∞), got 0"],
  ["SVC", { kernel: "rfb" }, 'SVC: unknown kernel "rfb"; did you mean "rbf"?'],
  ["SVC", { gamma: "scael" }, 'SVC: unknown gamma "scael"; did you mean "scale"?'],
  ["SVR", { epsilon: -0.1 }, "SVR: epsilon must be in [0, ∞), got -0.1"],
  ["xgboost", { subsample: 0 }, "xgboost: subsample must be in (0, 1], got 0"],
  ["xgboost", { learningrate: 0.1 }, 'xgboost: unknown option "learningrate"; did you mean "learningRate"?'],
  ["kNeighbors", { nNeighbors: 0 }, "kNeighbors: nNeighbors must be a whole number in [1, ∞), got 0"],
  [
    "kNeighbors",
    { task: "ranking" },
    'kNeighbors: unknown task "ranking"; known: classification, regression',
  ],
  ["randomForest", { maxFeatures: "sqr" }, 'randomForest: unknown maxFeatures "sqr"; did you mean "sqrt"?'],
  ["network", { optimizer: "adma" }, 'network: unknown optimizer "adma"; did you mean "adam"?'],
  ["network", { hidden: [0] }, "network: hidden must be a whole number in [1, ∞), got 0"],
  [
    "randomForest",
    { maxFeatures: 1.5 },
    'randomForest: maxFeatures must be "sqrt", "log2", "all", a whole number from 1 or a share in (0, 1), got 1.5',
  ],
  ["xgboost", { evalMetric: 3 }, "xgboost: evalMetric must be text, got 3"],
  ["ridge", { fitIntercept: "no" }, 'ridge: fitIntercept must be true or false, got "no"'],
  ["pca", { nComponents: 0 }, "pca: nComponents must be in (0, ∞), got 0"],
  [
    "minMaxScaler",
    { featureRange: [1, 0] },
    "minMaxScaler: featureRange must be [low, high] with low < high, got [1, 0]",
  ],
];
test.each(wrong)("%s refuses %j", (name, options, message) => {
  const make = (classic as unknown as Record<string, Make>)[name];
  expect(() => make(options)).toThrow(message);
});

// What may stand for a kind of option, and what may not; a text may be one of several words, or a number's place.
const odd: Record<string, unknown[]> = {
  boolean: ["no", 1, 0, null, NaN, {}],
  number: ["1", NaN, null, true, {}, [1]],
  string: ["no such word", null, true, {}, [], NaN],
  object: ["1", 1, null, true, {}],
  undefined: [true, null, {}],
};
const anyText = ["xgboost.evalMetric"];

test.each(makers)("%s refuses options of another kind, each by its name", (name, make) => {
  const silent: string[] = [];
  for (const [option, value] of Object.entries(make().getParams() as Options))
    for (const wrong of odd[typeof value]) {
      if (typeof wrong === "string" && anyText.includes(`${name}.${option}`)) continue;
      const said = messageOf(() => make({ [option]: wrong }));
      if (!said?.startsWith(`${name}: `) || !said.includes(option))
        silent.push(`${option} = ${String(wrong)}: ${said}`);
    }
  expect(silent).toEqual([]);
});

function messageOf(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    return error instanceof OptionError ? error.message : String(error);
  }
}

test("pipelines refuse steps that cannot be one", () => {
  const { pipeline, makePipeline, standardScaler, SVC } = classic;
  expect(() => pipeline({})).toThrow("pipeline: there must be at least one step");
  expect(() => pipeline({ svc: SVC(), scale: standardScaler() })).toThrow(
    'pipeline: step "svc" must be a transformer, got SVC',
  );
  expect(() => makePipeline(standardScaler())).toThrow(
    'pipeline: step "standardScaler" must be a classifier or regressor, being the last, got standardScaler',
  );
  expect(() => pipeline({ a__b: SVC() })).toThrow("pipeline: a step's name must be a letter");
  const model = pipeline({ scale: standardScaler(), svc: SVC() });
  expect(() => model.setParams({ svm__C: 1 })).toThrow(
    'pipeline: unknown parameter "svm__C"; did you mean "svc__C"?',
  );
  expect(() => model.setParams({ svc__c: 1 })).toThrow('SVC: unknown option "c"');
  expect(() => model.setParams({ svc__C: -1 })).toThrow("SVC: C must be in (0, ∞), got -1");
  model.setParams({ scale: classic.minMaxScaler(), svc__C: 3 });
  expect(model.getParams()).toMatchObject({ scale__clip: false, svc__C: 3 });
});

test("scorers say what they need", async () => {
  const model = await classic.ridge().fit(x, y);
  await expect(classic.scorers.f1(model, x, y)).rejects.toThrow(
    "f1: the estimator must be a classifier, got ridge",
  );
  expect(() => classic.scorerOf("GridSearchCV", "acuracy")).toThrow(
    'GridSearchCV: unknown scoring "acuracy"; did you mean "accuracy"?',
  );
  expect(await classic.scorerOf("GridSearchCV")(model, x, y)).toBe(await model.score(x, y));
});
