import fs, { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  loadXgboost,
  makePipeline,
  xgboost,
  type ImportanceType,
  type XgboostClassifier,
} from "../../src/classic/index";
import { xgboostLibrary } from "../../src/classic/xgboost/library";
import { checkXgboost, isMaximized, nativeParams } from "../../src/classic/xgboost/options";
import { inThread } from "../../src/classic/xgboost/thread";
import { fromArrays } from "../../src/data/index";
import { packagePath, setSeed } from "../../src/core/index";
import { offBy } from "./reference";

interface Stopped {
  scores: number[];
  bestIteration: number;
  probabilities: number[];
  predictions: number[];
}
const { x, y, shares, stopped } = (
  JSON.parse(readFileSync("test/reference/classicSmall.json", "utf8")) as {
    xgboost: {
      x: number[][];
      y: number[];
      shares: Record<ImportanceType, number[]>;
      stopped: Record<string, Stopped>;
    };
  }
).xgboost;
const [trainX, trainY, testX, testY] = [x.slice(0, 40), y.slice(0, 40), x.slice(40), y.slice(40)];
const own = { nEstimators: 12, maxDepth: 3, learningRate: 0.7, seed: 0 };
const said = (message: string) => expect.objectContaining({ message });

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "tsdescent-boosters-"))));
afterAll(() => rmSync(folder, { recursive: true }));

test.each(Object.keys(shares) as ImportanceType[])(
  "importances by %s are Python's",
  async (importanceType) => {
    const model = await xgboost({ ...own, importanceType }).fit(trainX, trainY);
    expect(offBy(model.importances, shares[importanceType])).toBeLessThan(1e-6);
  },
);

test("a model that never splits finds nothing important", async () => {
  const model = await xgboost(own).fit([[1], [1]], [0, 1]);
  expect([...model.importances]).toEqual([0]);
});

test.each(["auc", "aucpr", "error", "logloss"])(
  "early stopping by %s keeps Python's best round",
  async (evalMetric) => {
    const model = xgboost({ ...own, evalMetric, earlyStoppingRounds: 4 });
    await model.fit(trainX, trainY, { evalSet: { x: testX, y: testY } });
    const { scores, bestIteration, probabilities } = stopped[evalMetric];
    expect(model.bestIteration).toBe(bestIteration);
    expect(offBy(model.evalScores, scores)).toBeLessThan(1e-6);
    expect(
      offBy(
        (await model.predictProba(testX)).map(([, p]) => p),
        probabilities,
      ),
    ).toBeLessThan(1e-6);
  },
);

test("early stopping of numbers by mae keeps Python's best round, from a data set too", async () => {
  const [numbers, rest] = [trainX, testX].map((rows) => rows.map(([first]) => first));
  const evalSet = { x: fromArrays({ x: testX, targets: rest }) };
  for (const extras of [{ evalSet }, { evalSet: { x: testX, y: rest } }]) {
    const model = xgboost({ ...own, task: "regression", evalMetric: "mae", earlyStoppingRounds: 2 });
    await model.fit(trainX, numbers, extras);
    const { scores, bestIteration, predictions } = stopped.mae;
    expect(model.bestIteration).toBe(bestIteration);
    expect(offBy(model.evalScores, scores)).toBeLessThan(1e-5);
    expect(offBy(await model.predict(testX), predictions)).toBeLessThan(1e-5);
  }
});

test("rows that are watched without stopping give a score a round, and the last round predicts", async () => {
  const model = await xgboost({ ...own, nEstimators: 3 }).fit(trainX, trainY, {
    evalSet: { x: testX, y: testY },
  });
  expect([model.evalScores.length, model.bestIteration]).toEqual([3, 2]);
  expect(model.evalScores[0]).toBeCloseTo(stopped.logloss.scores[0], 6);
  const unwatched = await xgboost({ ...own, nEstimators: 3 }).fit(trainX, trainY);
  expect([unwatched.evalScores, unwatched.bestIteration]).toEqual([[], 2]);
  const holes = testX.map(([, ...rest]) => [NaN, ...rest]);
  await expect(xgboost(own).fit(trainX, trainY, { evalSet: { x: holes, y: testY } })).resolves.toBeDefined();
});

test("a pipeline lets missing values through to what takes them", async () => {
  const holes = trainX.map(([first, ...rest], row) => [row % 5 ? first : NaN, ...rest]);
  const alone = await xgboost(own).fit(holes, trainY);
  const piped = await makePipeline(xgboost(own)).fit(holes, trainY);
  expect(await piped.predictProba(holes)).toEqual(await alone.predictProba(holes));
});

test("an answer of exactly one half is the first class", async () => {
  const model = await xgboost(own).fit([[1], [1]], [4, 9]);
  expect([...(await model.predictProba([[1]]))[0]]).toEqual([0.5, 0.5]);
  expect([...(await model.predict([[1]]))]).toEqual([4]);
  const three = await xgboost(own).fit([[1], [1], [1]], [4, 9, 6]);
  expect([...(await three.predict([[1]]))]).toEqual([4]);
});

test("rows to watch must fit, and be there", async () => {
  const fit = (evalSet: object, options: object = {}) =>
    xgboost({ ...own, ...options }).fit(trainX, trainY, { evalSet: evalSet as never });
  const wrong: [Promise<unknown>, string][] = [
    [fit({ x: [[1]], y: [0] }), "evalSet must have as many features as x, got 1 and 3"],
    [fit({ x: testX, y: [0] }), "x and y must have equal length, got 20 and 1"],
    [
      fit({ x: testX }),
      "y must be an array of numbers, [rows], got undefined; xgboost.fit(x, y), or a data set alone",
    ],
    [fit({ x: testX, y: testY.map(() => 7) }), "evalSet must have no class that y has not, got 7"],
    [
      xgboost({ earlyStoppingRounds: 1 }).fit(trainX, trainY),
      "earlyStoppingRounds needs rows to watch; fit(x, y, { evalSet: { x, y } })",
    ],
    [
      fit({ x: [[1, 2, Infinity]], y: [0] }),
      "x must be finite, got Infinity at [0, 2]; remove or fill such values first",
    ],
  ];
  for (const [fitted, message] of wrong)
    await expect(fitted).rejects.toEqual(said(`xgboost.fit: ${message}`));
});

test("parameters go to XGBoost by its own names", () => {
  setSeed(31);
  expect(nativeParams(checkXgboost({}), "reg:squarederror")).toEqual({
    objective: "reg:squarederror",
    learning_rate: 0.3,
    max_depth: 6,
    min_child_weight: 1,
    gamma: 0,
    subsample: 1,
    colsample_bytree: 1,
    reg_lambda: 1,
    reg_alpha: 0,
    nthread: 1,
    seed: 31,
    verbosity: 0,
  });
  const given = {
    learningRate: 0.5,
    maxDepth: 2,
    minChildWeight: 3,
    gamma: 4,
    subsample: 0.6,
    colsampleByTree: 0.7,
  };
  const more = { regLambda: 8, regAlpha: 9, nJobs: 2, seed: 0, evalMetric: "auc" };
  expect(nativeParams(checkXgboost({ ...given, ...more }), "binary:logistic")).toEqual({
    objective: "binary:logistic",
    learning_rate: 0.5,
    max_depth: 2,
    min_child_weight: 3,
    gamma: 4,
    subsample: 0.6,
    colsample_bytree: 0.7,
    reg_lambda: 8,
    reg_alpha: 9,
    nthread: 2,
    seed: 0,
    verbosity: 0,
    eval_metric: "auc",
  });
});

test("XGBoost's scores that rise are known, with their cuts", () => {
  const rising = ["auc", "aucpr", "pre", "map", "ndcg", "ndcg@5", "map@3-", "ndcg-", "pre@1"];
  const falling = [
    "rmse",
    "mae",
    "logloss",
    "mlogloss",
    "error",
    "error@0.7",
    "merror",
    "mape",
    "aft-nloglik",
  ];
  expect(rising.map(isMaximized)).toEqual(rising.map(() => true));
  expect([...falling, undefined].map((name) => isMaximized(name))).toEqual([...falling, 0].map(() => false));
});

test("a saved file says what Python reads, and its labels, and is never half there", async () => {
  const classes = await xgboost({ ...own, nEstimators: 2 }).fit(
    trainX,
    trainY.map((label) => 5 + 2 * label),
  );
  const numbers = await xgboost({ ...own, nEstimators: 2, task: "regression" }).fit(trainX, trainY);
  const moved = jest.spyOn(fs, "renameSync");
  const written = jest.spyOn(fs, "writeFileSync");
  const saved = async (model: typeof classes | typeof numbers, name: string) => {
    const file = join(folder, name);
    await model.save(file);
    expect(moved).toHaveBeenLastCalledWith(`${file}.${process.pid}.tmp`, file);
    expect(written.mock.lastCall?.[0]).toBe(`${file}.${process.pid}.tmp`);
    return readFileSync(file, "utf8");
  };
  const attributesOf = (file: string) =>
    (JSON.parse(file) as { learner: { attributes: object } }).learner.attributes;
  const ofClasses = await saved(classes, "classes.json");
  expect(attributesOf(ofClasses)).toEqual({
    scikit_learn: '{"_estimator_type":"classifier"}',
    tsdescent_classes: "[5,7]",
  });
  const ofNumbers = await saved(numbers, "numbers.json");
  expect(attributesOf(ofNumbers)).toEqual({ scikit_learn: '{"_estimator_type":"regressor"}' });

  const loaded = (text: string) => {
    const name = join(folder, "changed.json");
    writeFileSync(name, text);
    return loadXgboost(name);
  };
  const unlabelled = (text: string) => text.replace("tsdescent_classes", "something_else");
  const back = (await loaded(ofClasses)) as XgboostClassifier;
  expect([[...back.classes], back.bestIteration, back.evalScores]).toEqual([[5, 7], 1, []]);
  expect([...back.importances]).toEqual([...classes.importances]);
  expect(back.getParams()).toMatchObject({ nEstimators: 2, maxDepth: 6 });
  await expect(back.predict([[1]])).rejects.toThrow(
    "xgboost.predict: x must have 3 features, as in fit, got 1",
  );
  expect([...((await loaded(unlabelled(ofClasses))) as XgboostClassifier).classes]).toEqual([0, 1]);
  const three = await xgboost({ ...own, nEstimators: 1 }).fit(trainX, trainY.map((_, row) => row % 3)); // prettier-ignore
  const ofThree = await saved(three, "three.json");
  const again = (await loaded(unlabelled(ofThree))) as XgboostClassifier;
  expect([[...again.classes], await again.predictProba(testX)]).toEqual([
    [0, 1, 2],
    await three.predictProba(testX),
  ]);
  const other = await loaded(ofNumbers);
  expect([other.kind, [...(await other.predict(testX))]]).toEqual([
    "regressor",
    [...(await numbers.predict(testX))],
  ]);
  await expect(other.predict([[1]])).rejects.toThrow("x must have 3 features");

  const before = await inThread<number>("test", "count");
  const objective = /"name":"reg:squarederror","reg_loss_param":\{[^}]*\}/;
  const poisson = '"name":"count:poisson","poisson_regression_param":{"max_delta_step":"0.7"}';
  await expect(loaded(ofNumbers.replace(objective, poisson))).rejects.toEqual(
    said(
      `loadXgboost: ${join(folder, "changed.json")} must be a model for classes or numbers, got count:poisson`,
    ),
  );
  expect(await inThread<number>("test", "count")).toBe(before);
  moved.mockRestore();
  written.mockRestore();
});

test("a file's name says its format", async () => {
  const model = await xgboost({ nEstimators: 1 }).fit(trainX, trainY);
  for (const name of ["model.txt", "json", "a.json.gz", "ubj"])
    await expect(model.save(join(folder, name))).rejects.toEqual(
      said(`xgboost.save: the file's name must end in .json or .ubj, got "${join(folder, name)}"`),
    );
  await model.save(join(folder, "a.json.ubj"));
  expect(readFileSync(join(folder, "a.json.ubj")).subarray(0, 3).toString("latin1")).toBe("{L\0");
});

test("the thread's errors come back by the name of the call, and it goes on", async () => {
  await expect(inThread("here", "save", { booster: 0, format: "json" })).rejects.toThrow(/^here: /);
  const [one, two] = await Promise.allSettled([inThread("a", "nonsense"), inThread<number>("b", "count")]);
  expect(one).toMatchObject({
    status: "rejected",
    reason: { message: expect.stringMatching(/^a: .*not a function/) },
  });
  expect(two).toMatchObject({ status: "fulfilled", value: expect.any(Number) });
});

test("XGBoost's library is where set-up wrote it, or it is said why not", () => {
  const read = jest.spyOn(fs, "readFileSync");
  const having = (text: string | undefined) =>
    read.mockImplementationOnce((file) => {
      expect(file).toBe(packagePath(".descent/xgboost.json"));
      if (text === undefined) throw new Error("ENOENT");
      return text;
    });
  having('{"version": "3", "library": "some/library.so"}');
  expect(xgboostLibrary()).toBe(packagePath("some/library.so"));
  having('{"reason": "there is no wheel", "remedy": "go on without"}');
  expect(xgboostLibrary).toThrow(
    said("xgboost: XGBoost's library must be there, got none: there is no wheel; go on without"),
  );
  for (const text of [undefined, "{"]) {
    having(text);
    expect(xgboostLibrary).toThrow(
      said("xgboost: XGBoost's library must be there, got none; npx tsdescent setup"),
    );
  }
  read.mockRestore();
});
