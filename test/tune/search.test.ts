import "@tensorflow/tfjs-node";
import { SVC, makePipeline, ridge, scorers, standardScaler } from "../../src/classic/index";
import { displaySymbol } from "../../src/core/index";
import { iris } from "../../src/data/index";
import {
  BayesSearchCV,
  GridSearchCV,
  HalvingGridSearchCV,
  RandomizedSearchCV,
  float,
} from "../../src/tune/index";

const quiet = { progress: false };
const x = Array.from({ length: 60 }, (_, row) => [Math.sin(row), Math.cos(3 * row), (row % 7) / 7]);
const y = x.map(([a, b, c]) => 2 * a - b + 0.5 * c);

test("a grid search tries every combination on every fold and refits the best", async () => {
  const search = await GridSearchCV(ridge(), { alpha: [1e-3, 10, 1000] }, { cv: 4, seed: 1, ...quiet }).fit(
    x,
    y,
  );
  const { params, meanTestScore, stdTestScore, rankTestScore, splitTestScore, rows } = search.cvResults;
  expect(params).toEqual([{ alpha: 1e-3 }, { alpha: 10 }, { alpha: 1000 }]);
  expect(splitTestScore.map(({ length }) => length)).toEqual([4, 4, 4]);
  splitTestScore.forEach((scores, at) => {
    const mean = scores.reduce((sum, score) => sum + score, 0) / 4;
    expect(meanTestScore[at]).toBeCloseTo(mean, 12);
    expect(stdTestScore[at]).toBeCloseTo(
      Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / 4),
      12,
    );
  });
  expect(rankTestScore).toEqual([1, 2, 3]);
  expect(rows).toEqual([60, 60, 60]);
  expect([search.bestIndex, search.bestParams, search.bestScore]).toEqual([
    0,
    { alpha: 1e-3 },
    meanTestScore[0],
  ]);
  expect(await search.score(x, y)).toBeGreaterThan(0.99);
  expect((await search.predict(x.slice(0, 3))).length).toBe(3);
  expect(search[displaySymbol]()["text/plain"]).toMatch(
    /^GridSearchCV: 3 candidates\nscore +deviation +alpha\n/,
  );
});

test("pipelines are searched by the names of their steps, with any scoring", async () => {
  const model = makePipeline(standardScaler(), SVC());
  const search = GridSearchCV(model, [{ SVC__C: [0.01, 1] }, { SVC__kernel: ["linear"] }], {
    cv: 3,
    scoring: "f1",
    ...quiet,
  });
  await search.fit(iris());
  expect(search.cvResults.params).toEqual([{ SVC__C: 0.01 }, { SVC__C: 1 }, { SVC__kernel: "linear" }]);
  expect(search.bestScore).toBeGreaterThan(0.93);
  expect(await scorers.accuracy(search.bestEstimator, iris())).toBeGreaterThan(0.93);
});

test("a randomized search and a Bayesian one draw from ranges, the same with the same seed", async () => {
  const ranges = { alpha: float(1e-4, 1e4, { log: true }) };
  const drawn = async () =>
    (await RandomizedSearchCV(ridge(), ranges, { nIter: 6, seed: 4, ...quiet }).fit(x, y)).cvResults.params;
  expect(await drawn()).toEqual(await drawn());
  expect(await drawn()).toHaveLength(6);
  const bayes = await BayesSearchCV(ridge(), ranges, { nIter: 14, seed: 4, cv: 3, ...quiet }).fit(x, y);
  expect(bayes.cvResults.params).toHaveLength(14);
  expect(bayes.bestParams.alpha).toBeLessThan(0.1);
});

test("a halving search gives all rows to the few that are left", async () => {
  const alphas = [1e-3, 1e-2, 0.1, 1, 10, 100, 1e3, 1e4, 1e5];
  const search = await HalvingGridSearchCV(ridge(), { alpha: alphas }, { cv: 3, seed: 2, ...quiet }).fit(
    x,
    y,
  );
  expect(search.cvResults.rows).toEqual([...Array(9).fill(6), ...Array(3).fill(20), 60]);
  expect(search.bestIndex).toBe(12);
  expect(search.bestParams.alpha).toBeLessThan(1);
});

test("a candidate without a score is the last, also in a halving", async () => {
  const scoring = (model: { getParams(): object }) =>
    Promise.resolve((model.getParams() as { alpha: number }).alpha === 10 ? NaN : 0.5);
  const alpha = [10, 1, 100, 1000];
  const search = await GridSearchCV(ridge(), { alpha }, { scoring: scoring as never, cv: 3, ...quiet }).fit(
    x,
    y,
  );
  expect(search.cvResults.rankTestScore).toEqual([4, 1, 1, 1]);
  const halving = HalvingGridSearchCV(ridge(), { alpha }, { scoring: scoring as never, cv: 3, ...quiet });
  await halving.fit(x, y);
  expect(halving.bestParams).toEqual({ alpha: 1 });
});

test("an interrupt keeps the candidates that are done", async () => {
  const stop = new AbortController();
  let fits = 0;
  const scoring = () => {
    if (++fits === 5) stop.abort();
    return Promise.resolve(fits);
  };
  const options = { scoring: scoring as never, cv: 2, signal: stop.signal, ...quiet };
  const search = await GridSearchCV(ridge(), { alpha: [1, 10, 100] }, options).fit(x, y);
  expect(search.stopped).toBe("interrupted");
  expect(search.cvResults.params).toEqual([{ alpha: 1 }, { alpha: 10 }]);
  expect(search.bestParams).toEqual({ alpha: 10 });
  expect(() => search.bestEstimator).toThrow(
    "GridSearchCV: the best candidate must be fitted on all rows; the search was interrupted; fit it again",
  );
  await expect(search.fit(x, y)).rejects.toThrow(
    "GridSearchCV: the search was interrupted before a candidate was done",
  );
});

test("searches say what is wrong", async () => {
  expect(() => GridSearchCV(ridge(), { alpha: [] })).toThrow("GridSearchCV: alpha must have values");
  expect(() => GridSearchCV(ridge(), {})).toThrow("GridSearchCV: the grid must not be empty");
  expect(() => GridSearchCV(ridge(), { alpha: [1] }, { cv: 1 })).toThrow(
    "GridSearchCV: cv must be a whole number in [2, ∞), got 1",
  );
  expect(() => GridSearchCV(ridge(), { alpha: [1] }, { scoring: "r3" as never })).toThrow(
    'did you mean "r2"?',
  );
  expect(() => GridSearchCV(ridge(), { alpha: [1] }).bestParams).toThrow(
    "GridSearchCV.bestParams: the search must be fitted first; await search.fit(x, y)",
  );
  const search = await GridSearchCV(ridge(), { alpha: [1] }, { refit: false, ...quiet }).fit(x, y);
  expect(() => search.bestEstimator).toThrow(
    "GridSearchCV: the best candidate must be fitted on all rows; use {refit: true}",
  );
  await expect(GridSearchCV(ridge(), { alfa: [1] }, quiet).fit(x, y)).rejects.toThrow(
    'did you mean "alpha"?',
  );
});
