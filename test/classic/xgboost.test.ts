import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  loadXgboost,
  makePipeline,
  standardScaler,
  xgboost,
  type XgboostClassifier,
} from "../../src/classic/index";
import { inThread } from "../../src/classic/xgboost/thread";
import { names, offBy, parts, reference } from "./reference";

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "tsdescent-xgboost-"))));
afterAll(() => rmSync(folder, { recursive: true }));

const options = {
  nEstimators: 20,
  maxDepth: 4,
  learningRate: 0.2,
  minChildWeight: 2,
  subsample: 0.8,
  colsampleByTree: 0.7,
  regLambda: 1.5,
  regAlpha: 0.1,
  gamma: 0.05,
  seed: 7,
};

const sha256 = (values: ArrayLike<number>) =>
  createHash("sha256")
    .update(new Uint8Array(Float32Array.from(values).buffer))
    .digest("hex");

test.each(names)("xgboost has Python's probabilities on %s, bit by bit", async (set) => {
  const { x, y, testX, testY } = parts(set);
  const model = await xgboost(options).fit(x, y);
  const probabilities = await model.predictProba(testX);
  const expected = reference.xgboost[set];
  expect(offBy(probabilities.slice(0, 20), expected.probabilities)).toBeLessThan(1e-9);
  expect(sha256(probabilities.flatMap((row) => Array.from(row)))).toBe(expected.sha256);
  expect(offBy(model.importances, expected.importances)).toBeLessThan(1e-7);
  expect(await model.score(testX, testY)).toBeCloseTo(expected.score, 12);
  model.dispose();
});

test.each(names)("xgboost has Python's predictions of numbers on %s, bit by bit", async (set) => {
  const { x, y, testX, testY } = parts(set);
  const model = await xgboost({ ...options, task: "regression" }).fit(x, y);
  const said = await model.predict(testX);
  const expected = reference.xgboostNumbers[set];
  expect(offBy(said.slice(0, 20), expected.predictions)).toBeLessThan(1e-9);
  expect(sha256(said)).toBe(expected.sha256);
  expect(offBy(model.importances, expected.importances)).toBeLessThan(1e-7);
  expect(await model.score(testX, testY)).toBeCloseTo(expected.score, 9);
  model.dispose();
});

test.each(names)("early stopping on %s ends at Python's round with Python's score", async (set) => {
  const { x, y, testX, testY } = parts(set);
  const model = xgboost({ nEstimators: 300, learningRate: 0.5, earlyStoppingRounds: 3 });
  await model.fit(x, y, { evalSet: { x: testX, y: testY } });
  const expected = reference.xgboostStopped[set];
  expect(model.bestIteration).toBe(expected.bestIteration);
  expect(model.evalScores).toHaveLength(expected.bestIteration + 4);
  expect(model.evalScores[model.bestIteration]).toBeCloseTo(expected.bestScore, 12);
  expect(await model.score(testX, testY)).toBeCloseTo(expected.score, 12);
});

test("a model that Python saved predicts here what it predicts there", async () => {
  const file = join(folder, "python.json");
  writeFileSync(file, reference.xgboostSaved.model);
  const model = (await loadXgboost(file)) as XgboostClassifier;
  const probabilities = await model.predictProba(parts("iris").testX.slice(0, 20));
  expect(offBy(probabilities, reference.xgboostSaved.probabilities)).toBeLessThan(1e-9);
  expect(model.getParams().nEstimators).toBe(3);
});

test.each(["json", "ubj"])(
  "a model saved as %s comes back with its labels, its best round and its bits",
  async (type) => {
    const { x, y, testX, testY } = parts("iris");
    const labels = y.map((label) => 10 * label - 5);
    const model = xgboost({ nEstimators: 100, earlyStoppingRounds: 2 });
    await model.fit(x, labels, { evalSet: { x: testX, y: testY.map((label) => 10 * label - 5) } });
    const file = join(folder, `model.${type}`);
    await model.save(file);
    const loaded = (await loadXgboost(file)) as XgboostClassifier;
    expect(Array.from(loaded.classes)).toEqual([-5, 5, 15]);
    expect(loaded.bestIteration).toBe(model.bestIteration);
    expect(await loaded.predictProba(testX)).toEqual(await model.predictProba(testX));
    expect(loaded.importances).toEqual(model.importances);
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  },
);

test("a regressor comes back as a regressor", async () => {
  const { x, y, testX } = parts("iris");
  const model = await xgboost({ task: "regression", nEstimators: 5 }).fit(x, y);
  const file = join(folder, "numbers.ubj");
  await model.save(file);
  const loaded = await loadXgboost(file);
  expect(loaded.kind).toBe("regressor");
  expect(await loaded.predict(testX)).toEqual(await model.predict(testX));
});

test("missing values are learnt from, infinite ones refused", async () => {
  const { x, y, testX, testY } = parts("breastCancer");
  const holes = x.map((row, at) => Array.from(row, (value, column) => ((at + column) % 7 ? value : NaN)));
  const model = await xgboost({ nEstimators: 20 }).fit(holes, y);
  expect(await model.score(testX, testY)).toBeGreaterThan(0.93);
  await expect(xgboost().fit([[1], [Infinity]], [0, 1])).rejects.toThrow(
    "xgboost.fit: x must be finite, got Infinity at [1, 0]; remove or fill such values first",
  );
});

test("features and numbers that XGBoost's float32 makes equal are named, once for folds of one size", async () => {
  const said: string[] = [];
  const warn = jest.spyOn(console, "warn").mockImplementation((text: string) => void said.push(text));
  const times = Array.from({ length: 14 }, (_, at) => [at, 1700000000001 + at]);
  const classes = times.map(([at]) => at % 2);
  for (const _ of [1, 2]) await xgboost({ nEstimators: 1 }).fit(times, classes);
  const numbers = times.map(([, time]) => time);
  await xgboost({ nEstimators: 1, task: "regression" }).fit(times.map(([at]) => [at]), numbers); // prettier-ignore
  warn.mockRestore();
  const remedy = "standardize it first, or number ids from 0";
  const words = "xgboost.fit: float32, a tensor's kind of number, keeps 1 of the 14 different values of";
  expect(said).toEqual([`${words} feature 1 (14 × 2); ${remedy}`, `${words} y (14 × 1); ${remedy}`]);
});

test("dispose gives XGBoost's memory back, and so does a second fit", async () => {
  const { x, y } = parts("iris");
  const before = await inThread<number>("test", "count");
  const models = [xgboost({ nEstimators: 2 }), makePipeline(standardScaler(), xgboost({ nEstimators: 2 }))];
  for (const model of models) {
    await model.fit(x, y);
    await model.fit(x, y);
  }
  expect(await inThread<number>("test", "count")).toBe(before + 2);
  for (const model of models) model.dispose();
  expect(await inThread<number>("test", "count")).toBe(before);
});

test("early stopping goes through a pipeline, whose evalSet is changed as its rows are", async () => {
  const { x, y, testX, testY } = parts("breastCancer");
  const alone = xgboost({ earlyStoppingRounds: 3 });
  await alone.fit(x, y, { evalSet: { x: testX, y: testY } });
  const piped = makePipeline(standardScaler(), xgboost({ earlyStoppingRounds: 3 }));
  await piped.fit(x, y, { evalSet: { x: testX, y: testY } });
  expect((piped.last as XgboostClassifier).bestIteration).toBe(alone.bestIteration);
});

test("several fits at once do not get in each other's way", async () => {
  const { x, y, testX } = parts("iris");
  const seeds = [1, 2, 3, 4];
  const model = (seed: number) => xgboost({ nEstimators: 5, subsample: 0.5, seed });
  const together = await Promise.all(seeds.map((seed) => model(seed).fit(x, y)));
  for (const [at, seed] of seeds.entries()) {
    const alone = await model(seed).fit(x, y);
    expect(await together[at].predictProba(testX)).toEqual(await alone.predictProba(testX));
  }
});

test("bad files, names and calls are answered in words", async () => {
  const file = join(folder, "broken.json");
  writeFileSync(file, "{");
  await expect(loadXgboost(file)).rejects.toThrow(
    `loadXgboost: ${file} must be a model of XGBoost, got XGBoost: `,
  );
  await expect(loadXgboost(join(folder, "none.json"))).rejects.toThrow("ENOENT");
  await expect(loadXgboost("model.txt")).rejects.toThrow(
    'loadXgboost: the file\'s name must end in .json or .ubj, got "model.txt"',
  );
  const { x, y } = parts("iris");
  await expect(xgboost({ earlyStoppingRounds: 2 }).fit(x, y)).rejects.toThrow(
    "xgboost.fit: earlyStoppingRounds needs rows to watch; fit(x, y, { evalSet: { x, y } })",
  );
  await expect(
    xgboost({ earlyStoppingRounds: 2 }).fit(x, y, { evalSet: { x, y: y.map((label) => label + 1) } }),
  ).rejects.toThrow("xgboost.fit: evalSet must have no class that y has not, got 3");
  await expect(
    xgboost({ evalMetric: "speed", earlyStoppingRounds: 1 }).fit(x, y, { evalSet: { x, y } }),
  ).rejects.toThrow("xgboost.fit: Unknown metric function speed");
});
