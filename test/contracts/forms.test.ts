import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import * as classic from "../../src/classic/index";
import type { Targets } from "../../src/classic/index";
import { fromArrays, moments, split, standardize, type Rows } from "../../src/data/index";
import * as plot from "../../src/plot/index";
import {
  Ensemble,
  bagging,
  crossValidate,
  evaluate,
  fit,
  learningCurve,
  predict,
  validationCurve,
} from "../../src/train/index";
import {
  BayesSearchCV,
  float,
  GridSearchCV,
  HalvingGridSearchCV,
  RandomizedSearchCV,
} from "../../src/tune/index";

/** Numbers that float32 holds, so that every form has the same. */
const wide = Array.from({ length: 24 }, (_, row) => [row % 8, ((5 * row) % 7) - 3]);
const narrow = wide.map(([first]) => [first]);
const labels = wide.map(([a, b]) => Number(a + b > 3));

/** The forms in which rows may come. */
const forms: Record<string, (rows: number[][]) => Rows> = {
  "arrays in an array": (rows) => rows,
  "rows of float32": (rows) => rows.map((row) => Float32Array.from(row)),
  "rows of float64": (rows) => rows.map((row) => Float64Array.from(row)),
  "a typed array with its shape": (rows) => ({
    values: Float64Array.from(rows.flat()),
    shape: [rows.length, rows[0]?.length ?? 2],
  }),
  "an array with its shape": (rows) => ({ values: rows.flat(), shape: [rows.length, rows[0]?.length ?? 2] }),
  "a tensor": (rows) => tf.tensor2d(rows.flat(), [rows.length, rows[0]?.length ?? 2]),
  "a data set": (rows) => {
    const one = fromArrays({ x: [rows[0] ?? [0, 0]], targets: [0] });
    return rows.length > 0 ? fromArrays({ x: rows, targets: rows.map(() => 0) }) : one.take([]);
  },
};

/** The forms in which a number for each row may come. */
const columns: Record<string, (values: number[]) => Targets> = {
  "an array": (values) => values,
  "a typed array": (values) => Float64Array.from(values),
  "whole numbers": (values) => Int32Array.from(values),
  "rows of one": (values) => values.map((value) => [value]),
  "a typed array with its shape": (values) => ({ values: Float32Array.from(values), shape: [values.length] }),
  "a tensor": (values) => tf.tensor1d(values),
  "a tensor of one column": (values) => tf.tensor2d(values, [values.length, 1]),
};

function model(inputs: number): tf.LayersModel {
  const layer = { units: 1, kernelInitializer: "ones", activation: "sigmoid" } as const;
  return tf.sequential({ layers: [tf.layers.dense({ ...layer, inputShape: [inputs] })] });
}
const widthOf = (x: Rows): number => {
  if (x instanceof tf.Tensor || "shape" in x) return x.shape[1]!;
  return x[0]?.length ?? 2;
};
const recipe = { loss: "binaryCrossentropy", epochs: 2, batchSize: 8, compile: false } as const;
const options = { ...recipe, seed: 1 };
const lists = (rows: ArrayLike<ArrayLike<number>>) => Array.from(rows, (row) => Array.from(row));

type Taking = (x: Rows, y: Targets) => unknown;

const estimators: [string, Taking][] = [
  "linearRegression",
  "ridge",
  "lasso",
  "elasticNet",
  "logisticRegression",
  "kNeighbors",
  "randomForest",
  "SVC",
  "SVR",
  "network",
  "xgboost",
].map((name) => {
  const make = classic[name as "ridge"] as (options?: object) => classic.Predictor;
  const told = {
    network: { epochs: 1, seed: 1 },
    randomForest: { nEstimators: 3, seed: 1 },
    xgboost: { nEstimators: 3 },
  }[name];
  return [
    `classic.${name}`,
    async (x, y) => {
      const estimator = await make(told).fit(x, y);
      return [Array.from(await estimator.predict(x)), await estimator.score(x, y)];
    },
  ];
});

const transformers: [string, Taking][] = ["standardScaler", "minMaxScaler", "pca", "oneHotEncoder"].map(
  (name) => [
    `classic.${name}`,
    async (x) => lists(await (classic[name as "pca"] as () => classic.Transformer)().fitTransform(x)),
  ],
);

const searched = async (
  search: { fit(x: Rows, y: Targets): Promise<unknown>; bestScore: number },
  x: Rows,
  y: Targets,
) => {
  await search.fit(x, y);
  return search.bestScore;
};
const quiet = { progress: false, cv: 2, seed: 1 } as const;

const ofCurves = { seeds: 2, seed: 1, fit: recipe };

const takers: [string, Taking][] = [
  [
    "fit",
    async (x, y) => {
      const fitted = model(widthOf(x));
      const history = await fit(fitted, { x, y }, options);
      return [history.stepLoss, fitted.getWeights().map((weight) => Array.from(weight.dataSync()))];
    },
  ],
  ["fit with [x, y]", async (x, y) => (await fit(model(widthOf(x)), [x, y], options)).stepLoss],
  ["evaluate", (x, y) => evaluate(model(widthOf(x)), { x, y }, { loss: options.loss, compile: false })],
  [
    "predict",
    async (x) => ((await predict(model(widthOf(x)), x, { compile: false })) as tf.Tensor).arraySync(),
  ],
  ["Ensemble.predict", async (x) => (await Ensemble.of([model(widthOf(x))]).predict(x)).arraySync()],
  [
    "crossValidate",
    async (x, y) =>
      (await crossValidate(() => model(widthOf(x)), { x, y }, { folds: 2, seed: 1, fit: recipe })).folds,
  ],
  [
    "bagging",
    async (x, y) => {
      const told = { members: 2, seed: 1, fit: recipe };
      const all = await bagging(() => model(widthOf(x)), { x, y }, told);
      return (await all.predict(narrow.map(() => Array.from({ length: widthOf(x) }, () => 1)))).arraySync();
    },
  ],
  ...estimators,
  ...transformers,
  [
    "a pipeline",
    async (x, y) => {
      const chain = classic.makePipeline(classic.standardScaler(), classic.ridge());
      return (await chain.fit(x, y)).score(x, y);
    },
  ],
  ["GridSearchCV", (x, y) => searched(GridSearchCV(classic.ridge(), { alpha: [1, 2] }, quiet), x, y)],
  [
    "HalvingGridSearchCV",
    (x, y) => searched(HalvingGridSearchCV(classic.ridge(), { alpha: [1, 2] }, quiet), x, y),
  ],
  [
    "RandomizedSearchCV",
    (x, y) => searched(RandomizedSearchCV(classic.ridge(), { alpha: [1, 2] }, { ...quiet, nIter: 2 }), x, y),
  ],
  [
    "BayesSearchCV",
    (x, y) => searched(BayesSearchCV(classic.ridge(), { alpha: float(1, 2) }, { ...quiet, nIter: 2 }), x, y),
  ],
  ["learningCurve", (x, y) => learningCurve(() => model(widthOf(x)), { x, targets: y }, [6, 12], ofCurves)],
  [
    "validationCurve",
    (x, y) => validationCurve(() => model(widthOf(x)), { x, targets: y }, ["one", "two"], ofCurves),
  ],
  ["elasticNetPath", (x, y) => classic.elasticNetPath(x, { y, nAlphas: 3 })],
  ["fromArrays", (x, y) => [fromArrays({ x, labels: y }).arrays(), fromArrays({ x, targets: y }).arrays()]],
  ["split", (x, y) => split({ x, labels: y }, { seed: 1 }).test.arrays()],
  ["standardize", (x, y) => standardize({ x, targets: y }).arrays()],
  ["moments", (x) => moments(x)],
];

const figures: [string, Taking][] = [
  ["scatter", (x, y) => plot.scatter({ x, label: y as never } as never).data()],
  [
    "decisionBoundary",
    (x, y) =>
      plot
        .decisionBoundary((points) => points.map(([a, b]) => Number(a > b)), {
          x,
          label: y as never,
        } as never)
        .data(),
  ],
  ["embedding", (x, y) => plot.embedding({ x, label: y as never } as never).data()],
  [
    "hiddenUnits",
    (x, y) =>
      plot
        .hiddenUnits((points) => points.map(([a, b]) => [a, b]) as never, { x, label: y as never } as never)
        .data(),
  ],
  ["deadUnits", (x) => plot.deadUnits({ layer: x } as never).data()],
  ["weightMatrix", (x) => plot.weightMatrix(x as never).data()],
  ["rocCurve", (x, y) => plot.rocCurve(y as never, x as never).data()],
  ["coAdaptation", (x) => plot.coAdaptation(x as never).data()],
];

const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, each: unknown) =>
      ArrayBuffer.isView(each) ? Array.from(each as unknown as ArrayLike<number>) : each,
    ),
  );

beforeEach(() => void jest.spyOn(console, "warn").mockImplementation());
afterEach(() => jest.restoreAllMocks());

describe.each([...takers, ...figures])("%s", (name, take) => {
  const isFigure = figures.some(([figure]) => figure === name);

  test("takes rows in every form, with the same result", async () => {
    for (const rows of isFigure ? [wide] : [wide, narrow]) {
      const expected = plain(await take(rows, labels));
      for (const [form, made] of Object.entries(forms))
        expect([form, plain(await take(made(rows), labels))]).toEqual([form, expected]);
    }
  });

  test("takes what is to be predicted in every form, with the same result", async () => {
    if (isFigure) return;
    const expected = plain(await take(wide, labels));
    for (const [form, made] of Object.entries(columns))
      expect([form, plain(await take(wide, made(labels)))]).toEqual([form, expected]);
  });

  test("refuses rows of which there are none, in every form", async () => {
    for (const made of Object.values(forms)) {
      const taken = (async () => take(made([]), []))();
      await expect(taken).rejects.toThrow(/must not be empty/);
    }
  });
});

test.each(Object.entries(forms))("one row as %s is predicted as among others", async (_, made) => {
  const two = model(2);
  const among = (await predict(two, wide)) as tf.Tensor;
  const alone = (await predict(two, made([wide[5]]))) as tf.Tensor;
  expect(Array.from(alone.dataSync())).toEqual([among.dataSync()[5]]);
  const ridge = await classic.ridge().fit(wide, labels);
  expect(Array.from(await ridge.predict(made([wide[5]])))).toEqual([(await ridge.predict(wide))[5]]);
});

test("fit takes one row, as every form", async () => {
  const losses = [];
  for (const made of Object.values(forms))
    losses.push((await fit(model(2), { x: made([wide[3]]), y: [1] }, options)).stepLoss);
  for (const each of losses) expect(each).toEqual(losses[0]);
});

test("cross-validation and bagging free what they made of arrays, also where a training fails", async () => {
  const told = { fit: { ...recipe, loss: "nonsense" as never } };
  const before = tf.memory().numTensors;
  const made = [model(2), model(2)];
  await expect(bagging(() => made[0], { x: wide, y: labels }, told)).rejects.toThrow(
    'unknown loss "nonsense"',
  );
  await expect(crossValidate(() => made[1], { x: wide, y: labels }, told)).rejects.toThrow(
    'unknown loss "nonsense"',
  );
  // The models that a failed training had are freed with it, or are still ours.
  for (const each of made) if (!isFreed(each)) each.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

function isFreed(each: tf.LayersModel): boolean {
  try {
    return (each.weights[0].read() as tf.Variable).isDisposed;
  } catch {
    return true;
  }
}
