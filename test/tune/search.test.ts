import "@tensorflow/tfjs-node";
import {
  SVC,
  KNeighborsClassifier,
  kNeighbors,
  makePipeline,
  ridge,
  scorers,
  standardScaler,
  type Classifier,
  type Predictor,
} from "../../src/classic/index";
import { displaySymbol } from "../../src/show/index";
import { iris } from "../../src/data/index";
import {
  BayesSearchCV,
  GridSearchCV,
  HalvingGridSearchCV,
  RandomizedSearchCV,
  float,
  type SearchOptions,
} from "../../src/tune/index";
import { kFold } from "../../src/train/index";

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
    "GridSearchCV: the best candidate must be fitted on all rows, got a search that was interrupted; fit the search again",
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
  for (const make of [GridSearchCV, HalvingGridSearchCV, RandomizedSearchCV, BayesSearchCV])
    expect(() => make(ridge(), { alfa: [1] }, quiet)).toThrow(
      `${make.name}: unknown parameter "alfa"; did you mean "alpha"?`,
    );
});

describe("a candidate that cannot be fitted", () => {
  const said = jest.spyOn(console, "warn").mockImplementation(() => {});
  beforeEach(() => said.mockClear());
  afterAll(() => said.mockRestore());

  const classes = x.map((_, row) => row % 2);
  const grid = { nNeighbors: [1, 200, 3] };
  const searches = {
    GridSearchCV: (options: object) => GridSearchCV(kNeighbors(), grid, options),
    HalvingGridSearchCV: (options: object) => HalvingGridSearchCV(kNeighbors(), grid, options),
    RandomizedSearchCV: (options: object) => RandomizedSearchCV(kNeighbors(), grid, { nIter: 3, ...options }),
    BayesSearchCV: (options: object) => BayesSearchCV(kNeighbors(), grid, { nIter: 3, ...options }),
  };

  test.each(Object.entries(searches))("counts as NaN, is named, and ranks last: %s", async (name, make) => {
    const search = await make({ cv: 3, seed: 1, ...quiet }).fit(x, classes);
    const { params, meanTestScore, rankTestScore } = search.cvResults;
    params.forEach(({ nNeighbors }, at) => {
      expect(Number.isNaN(meanTestScore[at])).toBe(nNeighbors === 200);
      if (nNeighbors === 200) expect(rankTestScore[at]).toBe(Math.max(...rankTestScore));
    });
    expect(params.some(({ nNeighbors }) => nNeighbors === 200)).toBe(true);
    expect([1, 3]).toContain(search.bestParams.nNeighbors);
    expect(said.mock.calls[0][0]).toMatch(
      new RegExp(
        `^${name}: kNeighbors with {nNeighbors: 200} on 3 of 3 folds could not be fitted and scored ` +
          `\\(kNeighbors.fit: there must be .* got \\d+\\); it counts as NaN$`,
      ),
    );
  });

  // The Bayesian search draws the impossible one first.
  test.each(Object.entries(searches).slice(0, 3))(
    'throws where errorScore is "throw", and what is done is kept: %s',
    async (_, make) => {
      const search = make({ cv: 3, seed: 1, errorScore: "throw", ...quiet });
      await expect(search.fit(x, classes)).rejects.toThrow(/neighbo/i);
      expect(search.cvResults.params.every(({ nNeighbors }) => nNeighbors !== 200)).toBe(true);
      expect([1, 3]).toContain(search.bestParams.nNeighbors);
      expect(() => search.bestEstimator).toThrow(
        "the best candidate must be fitted on all rows; fit the search again",
      );
    },
  );

  test("counts as a number of one's own", async () => {
    const search = await GridSearchCV(kNeighbors(), grid, { errorScore: 0, cv: 3, ...quiet }).fit(x, classes);
    expect(search.cvResults.splitTestScore[1]).toEqual([0, 0, 0]);
    expect(() => GridSearchCV(ridge(), { alpha: [1] }, { errorScore: "raise" as never })).toThrow(
      'GridSearchCV: errorScore must be a number, NaN, or "throw", got "raise"',
    );
  });

  test("in some folds, or by its scorer, or by its values, costs no other", async () => {
    let calls = 0;
    const scoring = () => (++calls === 2 ? Promise.reject(new Error("no score")) : Promise.resolve(0.5));
    const search = await GridSearchCV(
      ridge(),
      { alpha: [1, -1, 2] },
      { scoring: scoring as never, cv: 3, ...quiet },
    ).fit(x, y);
    expect(search.cvResults.splitTestScore).toEqual([
      [0.5, NaN, 0.5],
      [NaN, NaN, NaN],
      [0.5, 0.5, 0.5],
    ]);
    expect(search.bestParams).toEqual({ alpha: 2 });
    expect(said.mock.calls.map(([text]) => text)).toEqual([
      "GridSearchCV: ridge with {alpha: 1} on 1 of 3 folds could not be fitted and scored (no score); it counts as NaN",
      expect.stringMatching(/^GridSearchCV: ridge with {alpha: -1} on 3 of 3 folds .*alpha must be in/),
    ]);
  });

  test("is no best one where all fail, and what was tried can be looked at", async () => {
    const search = GridSearchCV(kNeighbors(), { nNeighbors: [200, 300] }, { cv: 3, ...quiet });
    await expect(search.fit(x, classes)).rejects.toThrow(
      'GridSearchCV: a candidate must have a finite score, got none of 2; cvResults has what there is; {errorScore: "throw"} throws what went wrong',
    );
    expect(search.cvResults.meanTestScore).toEqual([NaN, NaN]);
  });
});

describe("every search goes with every division of the rows, or refuses before the first fit", () => {
  const classes = Array.from(x, (_, row) => (row < 40 ? 0 : row < 54 ? 1 : 2));
  const some = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);
  const divisions: Record<string, NonNullable<SearchOptions["cv"]>> = {
    "a number": 3,
    "repeated folds": kFold(60, { folds: 3, repeats: 2, stratify: classes, seed: 1 }),
    "one fold of one's own": [
      { train: some(0, 59).filter((row) => row % 3), validation: some(0, 60).filter((row) => row % 3 === 0) },
    ],
    "folds of unequal sizes": [
      { train: some(10, 60), validation: some(0, 10) },
      { train: some(0, 58), validation: [58, 59] },
    ],
    "walking forward": [
      { train: some(0, 56), validation: some(56, 58) },
      { train: some(0, 58), validation: some(58, 60) },
    ],
    "rows left out": [{ train: [0, 1, 2, 50, 51, 58, 59], validation: [3, 52, 57] }],
  };
  const makers = { GridSearchCV, HalvingGridSearchCV, RandomizedSearchCV, BayesSearchCV };
  const pairs = Object.keys(makers).flatMap((maker) =>
    Object.keys(divisions).map((cv) => [maker, cv] as const),
  );

  /** Rows that a candidate was fitted and scored on, told by their last feature. */
  const marked = x.map((row, at) => [...row, at]);
  const rowsOf = (features: unknown) => (features as Float64Array[]).map((row) => row.at(-1)!);

  test.each(pairs)("%s with %s", async (maker, name) => {
    const cv = divisions[name];
    const seen: number[][] = [];
    const scoring = (model: Predictor, features: unknown, truth: unknown) => {
      seen.push(rowsOf(features));
      return model.score(features as never, truth as never);
    };
    const options = {
      cv,
      seed: 3,
      scoring,
      ...(maker.startsWith("R") || maker.startsWith("B") ? { nIter: 4 } : {}),
      ...quiet,
    };
    const make = makers[maker as "GridSearchCV"];
    const search = await make(kNeighbors(), { nNeighbors: [1, 2, 3, 4] }, options).fit(marked, classes);
    const folds = typeof cv === "number" ? cv : cv.length;
    const { splitTestScore } = search.cvResults;
    for (const scores of splitTestScore) expect(scores.filter(Number.isFinite)).toHaveLength(folds);
    seen.forEach((rows, at) => {
      const validation = typeof cv === "number" ? some(0, 60) : Array.from(cv[at % folds].validation);
      expect(rows.filter((row) => !validation.includes(row))).toEqual([]);
    });
    expect((await search.predict(marked)).length).toBe(60);
  });

  test.each(Object.keys(makers))("%s refuses folds that do not fit", async (maker) => {
    const make = (cv: unknown, rows = marked, labels = classes) =>
      makers[maker as "GridSearchCV"](
        kNeighbors(),
        { nNeighbors: [1, 2, 3, 4] },
        { cv: cv as never, ...quiet },
      ).fit(rows, labels);
    await expect(make([{ train: [0, 1], validation: [60] }])).rejects.toThrow(
      `${maker}: cv must be of rows 0 to 59, got 60 in the validation part of fold 0`,
    );
    await expect(make(3, marked.slice(0, 55), classes.slice(0, 55))).rejects.toThrow(
      "kFold: every class must have a row for each of the 3 folds, got 1 of class 2",
    );
    await expect(make(61)).rejects.toThrow("kFold: there must be at least 61 rows for 61 folds, got 60");
    expect(() => make([{ train: [0] }])).toThrow(
      `${maker}: cv must be a number of folds, or an array of {train, validation} with rows in each`,
    );
    expect(() => make("5")).toThrow(`${maker}: cv must be a number of folds`);
    expect(() => make([])).toThrow(`${maker}: cv must have folds`);
  });

  test.each(Object.keys(makers))(
    "%s with groups, which stay whole, and with time, which goes forward",
    async (maker) => {
      const groups = some(0, 60).map((row) => Math.floor(row / 5));
      const labels = some(0, 60).map((row) => row % 2);
      for (const division of [{ groups }, { time: true, gap: 2 }]) {
        const fitted: number[][] = [];
        class Marked extends KNeighborsClassifier {
          override fit(features: never, truth?: never) {
            fitted.push(rowsOf(features));
            return super.fit(features, truth);
          }
        }
        const measured: number[][] = [];
        const scoring = (model: Predictor, features: unknown, truth: unknown) => {
          measured.push(rowsOf(features));
          return model.score(features as never, truth as never);
        };
        const sampled = maker.startsWith("R") || maker.startsWith("B") ? { nIter: 3 } : {};
        const options = { cv: 3, seed: 3, scoring, refit: false, ...division, ...sampled, ...quiet };
        await makers[maker as "GridSearchCV"](new Marked(), { nNeighbors: [1, 2, 3] }, options).fit(
          marked,
          labels,
        );
        expect(fitted).toHaveLength(measured.length);
        measured.forEach((rows, at) => {
          const train = fitted[at];
          if ("groups" in division)
            expect(rows.filter((row) => train.some((other) => groups[other] === groups[row]))).toEqual([]);
          else expect(Math.max(...train)).toBeLessThan(Math.min(...rows) - 2);
        });
      }
      const own = { cv: divisions["walking forward"], groups, ...quiet };
      expect(() => makers[maker as "GridSearchCV"](kNeighbors(), { nNeighbors: [1] }, own)).toThrow(
        `${maker}: groups and time must go with a number of folds, got folds of your own`,
      );
    },
  );

  describe.each(Object.keys(makers))("%s refuses before the first fit", (maker) => {
    const sorted = x.map((_, row) => Math.floor(row / 20));
    const fitted = jest.fn();
    class Watched extends KNeighborsClassifier {
      override fit(features: never, truth?: never) {
        fitted();
        return super.fit(features, truth);
      }
    }
    const search = (labels: number[], options: SearchOptions) =>
      makers[maker as "GridSearchCV"](new Watched(), { nNeighbors: [1, 2] }, { ...quiet, ...options }).fit(
        x,
        labels,
      );
    const cases: [string, number[], SearchOptions, string][] = [
      [
        "walking forward into the second class",
        sorted,
        { cv: 3, time: true },
        "the training part of fold 0 must have at least 2 classes, got only class 0; use fewer folds, or rows in which every class comes early",
      ],
      [
        "groups that are the classes",
        x.map((_, row) => row % 2),
        { cv: 2, groups: x.map((_, row) => row % 2) },
        "the training part of fold 0 must have at least 2 classes, got only class 0; use fewer folds, or groups of several classes",
      ],
      [
        "folds of one's own",
        sorted,
        {
          cv: [
            { train: some(0, 60), validation: [1] },
            { train: some(20, 40), validation: [1, 50] },
          ],
        },
        "the training part of fold 1 must have at least 2 classes, got only class 1; divide the rows by kFold with {stratify}",
      ],
      [
        "an area under the curve of one class",
        x.map((_, row) => row % 2),
        { cv: [{ train: some(0, 50), validation: [50, 52] }], scoring: "rocAuc" },
        "rocAuc: the validation part of fold 0 must have the classes that are learnt, 0, 1, got 0; divide the rows by kFold with {stratify}",
      ],
      [
        "an area under the curve of a class that is not learnt",
        sorted,
        { cv: [{ train: some(0, 40), validation: [1, 30, 50] }], scoring: scorers.rocAuc },
        "rocAuc: the validation part of fold 0 must have the classes that are learnt, 0, 1, got 0, 1, 2; divide the rows by kFold with {stratify}",
      ],
    ];
    test.each(cases)("%s", async (_, labels, options, message) => {
      fitted.mockClear();
      await expect(search(labels, options)).rejects.toThrow(
        expect.objectContaining({ name: "DataError", message: `${maker}: ${message}` }),
      );
      expect(fitted).not.toHaveBeenCalled();
    });

    test("scorers that its estimator cannot have", () => {
      const make = (estimator: Predictor, params: object, scoring: SearchOptions["scoring"]) => () =>
        makers[maker as "GridSearchCV"](estimator, params as never, { scoring, ...quiet });
      expect(make(ridge(), { alpha: [1] }, "accuracy")).toThrow(
        `${maker}: scoring "accuracy" must go with a classifier, got ridge`,
      );
      expect(make(makePipeline(standardScaler(), ridge()), { ridge__alpha: [1] }, scorers.f1)).toThrow(
        `${maker}: scoring "f1" must go with a classifier, got pipeline`,
      );
      expect(make(SVC(), { C: [1] }, "negLogLoss")).toThrow(
        `${maker}: scoring "negLogLoss" must go with an estimator that has predictProba, got SVC`,
      );
      expect(make(kNeighbors(), { nNeighbors: [1] }, "r2")).not.toThrow();
    });
  });

  test("a small class is in every round of a halving", async () => {
    const seen = new Set<number>();
    const scoring = (model: Classifier, features: unknown, truth: unknown) => {
      seen.add(model.classes.length);
      return model.score(features as never, truth as never);
    };
    const rare = Array.from({ length: 300 }, (_, row) => (row < 3 ? 1 : 0));
    const rows = rare.map((_, row) => [row % 7, row % 11]);
    const search = HalvingGridSearchCV(
      kNeighbors(),
      { nNeighbors: [1, 2, 3, 4, 5, 6, 7, 8, 9] },
      { cv: 3, scoring: scoring as never, ...quiet },
    );
    await search.fit(rows, rare);
    expect(new Set(search.cvResults.rows).size).toBe(3);
    expect([...seen]).toEqual([2]);
  });
});
