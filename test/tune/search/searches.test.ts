import { scorers } from "../../../src/classic/index";
import { Classifier, Regressor } from "../../../src/classic/estimator";
import type { Matrix } from "../../../src/classic/matrix";
import { checkOptions, setSeed } from "../../../src/core/index";
import { displaySymbol } from "../../../src/show/index";
import { BayesSearchCV } from "../../../src/tune/search/bayesSearchCv";
import { meanOf } from "../../../src/math/index";
import { cvResultsOf, scoreOf } from "../../../src/tune/search/cvResults";
import { GridSearchCV, type ParamGrid } from "../../../src/tune/search/gridSearchCv";
import { HalvingGridSearchCV } from "../../../src/tune/search/halvingGridSearchCv";
import { checkSearchOptions } from "../../../src/tune/search/options";
import { RandomizedSearchCV } from "../../../src/tune/search/randomizedSearchCv";
import { random } from "../../../src/tune/samplers/random";
import { categorical, float, int } from "../../../src/tune/space/space";

interface Params {
  level: number;
  kind: string;
}

/** What happened to all models, in order. */
let events: string[] = [];
let failsAt = NaN;

/** Predicts its level, and learns nothing. */
class Level extends Regressor<Params> {
  rows = 0;
  constructor(params?: Partial<Params>) {
    super("level", checkOptions<Params>("level", params, { level: 1, kind: "a" }));
  }
  protected learn(x: Matrix): void {
    const { level, kind } = this.params;
    events.push(`fit ${level}${kind} ${x.rows}`);
    if (level === failsAt) throw new RangeError(`not ${level}`);
    this.rows = x.rows;
  }
  protected apply(x: Matrix): Float64Array {
    return new Float64Array(x.rows).fill(this.params.level);
  }
  override dispose(): void {
    if (this.rows > 0) events.push(`free ${this.params.level}`);
    this.rows = 0;
    super.dispose();
  }
}

const x = Array.from({ length: 12 }, (_, row) => [row]);
const y = x.map(([at]) => at);
const quiet = { progress: false, seed: 1 };
/** Higher for a higher level, and by the first row that is measured on. */
const byLevel = (model: Level, rows: ArrayLike<number>[]) =>
  Promise.resolve(model.getParams().level + rows[0][0] / 100);
const scoring = byLevel as never;
const folds = [
  { train: [0, 1, 2, 3, 4, 5, 6, 7], validation: [8, 9] },
  { train: [4, 5, 6], validation: [2, 11] },
];

const said = jest.spyOn(console, "warn").mockImplementation(() => {});
beforeEach(() => {
  setSeed(1);
  said.mockClear();
  events = [];
  failsAt = NaN;
});
afterAll(() => said.mockRestore());

test("results are columns: means, deviations and ranks, of which equal ones share the better", () => {
  const candidate = (scores: number[], fitMs = [1, 2]) => ({
    params: { a: scores[0] },
    scores,
    fitMs,
    rows: 9,
  });
  const results = cvResultsOf([
    candidate([1, 3]),
    candidate([NaN, 1]),
    candidate([4, 0], [5, 7]),
    candidate([5, 5]),
  ]);
  expect(results).toEqual({
    params: [{ a: 1 }, { a: NaN }, { a: 4 }, { a: 5 }],
    meanTestScore: [2, NaN, 2, 5],
    stdTestScore: [1, NaN, 2, 0],
    rankTestScore: [2, 4, 2, 1],
    splitTestScore: [[1, 3], [NaN, 1], [4, 0], [5, 5]], // prettier-ignore
    meanFitMs: [1.5, 1.5, 6, 1.5],
    rows: [9, 9, 9, 9],
  });
  expect([meanOf([1, 2, 6]), scoreOf(candidate([2, 4])), scoreOf(candidate([NaN]))]).toEqual([
    3,
    3,
    -Infinity,
  ]);
});

test("every candidate is fitted and measured on each fold, freed, and the best fitted on all rows", async () => {
  const search = await GridSearchCV(new Level(), { level: [2, 3], kind: ["a", "b"] }, { cv: folds, scoring, ...quiet }).fit(x, y); // prettier-ignore
  const of = (level: number, kind: string) => [`fit ${level}${kind} 8`, `free ${level}`, `fit ${level}${kind} 3`, `free ${level}`]; // prettier-ignore
  expect(events).toEqual([...of(2, "a"), ...of(2, "b"), ...of(3, "a"), ...of(3, "b"), "fit 3a 12"]);
  const { params, meanTestScore, splitTestScore, rankTestScore, rows, meanFitMs } = search.cvResults;
  expect(params).toEqual([{ level: 2, kind: "a" }, { level: 2, kind: "b" }, { level: 3, kind: "a" }, { level: 3, kind: "b" }]); // prettier-ignore
  expect(splitTestScore.slice(1, 3)).toEqual([[2.08, 2.02], [3.08, 3.02]]); // prettier-ignore
  expect([meanTestScore[2], rankTestScore, rows]).toEqual([expect.closeTo(3.05, 12), [3, 3, 1, 1], [12, 12, 12, 12]]); // prettier-ignore
  expect(meanFitMs.every((ms) => ms >= 0)).toBe(true);
  expect([search.bestIndex, search.bestParams, search.bestScore, search.stopped]).toEqual([2, { level: 3, kind: "a" }, expect.closeTo(3.05, 12), undefined]); // prettier-ignore
  expect([...(await search.predict([[0], [1]]))]).toEqual([3, 3]);
  expect(await search.score([[7]], [3])).toBeCloseTo(3.07, 12);
  expect(search.bestEstimator.getParams()).toEqual({ level: 3, kind: "a" });
  await search.fit(x, y);
  expect(events.slice(17, 19)).toEqual(["free 3", "fit 2a 8"]);
  expect(search.cvResults.params).toHaveLength(4);
});

test("how long fits take is their mean, without the scoring", async () => {
  const now = jest.spyOn(performance, "now");
  let ms = 1000;
  now.mockImplementation(() => (ms += 10));
  try {
    const search = await GridSearchCV(new Level(), { level: [2] }, { cv: folds, scoring, ...quiet }).fit(
      x,
      y,
    );
    expect(search.cvResults.meanFitMs).toEqual([10]);
    failsAt = 2;
    await expect(search.fit(x, y)).rejects.toThrow("a candidate must have a finite score");
    expect(search.cvResults.meanFitMs[0]).toBeGreaterThan(0);
    expect(search.cvResults.meanFitMs[0]).toBeLessThan(100);
  } finally {
    now.mockRestore();
  }
});

test("a search without refit predicts nothing, and knows what is best", async () => {
  const search = await GridSearchCV(new Level(), { level: [2] }, { cv: folds, refit: false, ...quiet }).fit(
    x,
    y,
  );
  expect([events.length, search.bestParams]).toEqual([4, { level: 2 }]);
  expect(() => search.bestEstimator).toThrow(
    "GridSearchCV: the best candidate must be fitted on all rows; use {refit: true}",
  );
});

test("what cannot be fitted in the end says why, and is freed", async () => {
  let fits = 0;
  class Once extends Level {
    protected override learn(rows: Matrix): void {
      super.learn(rows);
      if (++fits === 3) throw new Error("no room for all rows");
    }
  }
  const search = GridSearchCV(new Once(), { level: [2] }, { cv: folds, scoring, ...quiet });
  await expect(search.fit(x, y)).rejects.toThrow("no room for all rows");
  expect(search.bestParams).toEqual({ level: 2 });
  expect(() => search.bestEstimator).toThrow(
    "GridSearchCV: the best candidate must be fitted on all rows, got no room for all rows; fit the search again",
  );
});

test("a candidate that fails counts as what it is told to count, and is named once with how often it failed", async () => {
  failsAt = 3;
  const grid = { level: [2, 3], kind: ["a"] };
  const search = await GridSearchCV(new Level(), grid, { cv: folds, scoring, errorScore: -5, ...quiet }).fit(
    x,
    y,
  );
  expect(search.cvResults.splitTestScore).toEqual([[2.08, 2.02], [-5, -5]]); // prettier-ignore
  expect(said.mock.calls).toEqual([
    ['GridSearchCV: level with {level: 3, kind: "a"} on 2 of 2 folds could not be fitted and scored (not 3); it counts as -5'], // prettier-ignore
  ]);
  const strict = GridSearchCV(new Level(), grid, { cv: folds, scoring, errorScore: "throw", ...quiet });
  await expect(strict.fit(x, y)).rejects.toThrow(new RangeError("not 3"));
  expect([strict.cvResults.params.length, strict.bestParams]).toEqual([1, { level: 2, kind: "a" }]);
});

test("a search that failed before its first candidate has no results, and one that is not fitted says so", async () => {
  const search = GridSearchCV(new Level(), { level: [2] }, { cv: folds, ...quiet });
  const first = (what: string) =>
    `GridSearchCV.${what}: the search must be fitted first; await search.fit(x, y)`;
  for (const what of ["cvResults", "bestParams", "bestScore", "bestIndex", "bestEstimator"] as const)
    expect(() => search[what]).toThrow(
      expect.objectContaining({ name: "OptionError", message: first(what) }),
    );
});

test("an interrupt between two folds keeps whole candidates, and says that there is none", async () => {
  const after = async (measured: number) => {
    const stop = new AbortController();
    let calls = 0;
    const counting = (async () => (++calls === measured ? (stop.abort(), calls) : calls)) as never;
    const search = GridSearchCV(new Level(), { level: [1, 2, 3] }, { cv: folds, scoring: counting, signal: stop.signal, ...quiet }); // prettier-ignore
    const ended = await search.fit(x, y).catch((error: Error) => error);
    return { search, ended };
  };
  const { search: kept } = await after(4);
  expect([kept.stopped, kept.cvResults.params, kept.bestParams]).toEqual(["interrupted", [{ level: 1 }, { level: 2 }], { level: 2 }]); // prettier-ignore
  expect((await after(3)).search.cvResults.params).toEqual([{ level: 1 }]);
  const stop = new AbortController();
  const failing = (() => (stop.abort(), Promise.reject(new Error("cut off")))) as never;
  const search = GridSearchCV(
    new Level(),
    { level: [1, 2] },
    { cv: folds.slice(0, 1), scoring: failing, signal: stop.signal, ...quiet },
  );
  await expect(search.fit(x, y)).rejects.toThrow(
    "GridSearchCV: the search was interrupted before a candidate was done",
  );
  expect(said).not.toHaveBeenCalled();
  expect((await after(1)).ended).toMatchObject({
    name: "InterruptedError",
    message: "GridSearchCV: the search was interrupted before a candidate was done",
  });
});

describe("a search as a table", () => {
  const lines = async (levels: number[]) => {
    const search = await GridSearchCV(new Level(), [{ level: levels }, { kind: ["b"] }], { cv: folds, scoring, ...quiet }).fit(x, y); // prettier-ignore
    return (search[displaySymbol]()["text/plain"] as string).split("\n").map((line) => line.split(/ {2,}/));
  };

  test("has its candidates, best first", async () => {
    expect(await lines([2, 4, 3])).toEqual([
      ["GridSearchCV: 4 candidates"],
      ["score", "deviation", "level", "kind"],
      ["4.05", "0.03", "4"],
      ["3.05", "0.03", "3"],
      ["2.05", "0.03", "2"],
      ["1.05", "0.03", "b"],
    ]);
  });

  test("says of how many it shows ten", async () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => at + 2);
    expect((await lines(many(9))).length).toBe(12);
    const shown = await lines(many(10));
    expect([shown.length, shown.at(-1)]).toEqual([13, ["10 of 11 candidates, best first"]]);
  });
});

test("a grid's combinations change in the last parameter first, grid after grid", async () => {
  const grids: ParamGrid[] = [{ kind: ["a", "b"], level: [1, 2] }, { level: [7] }];
  const search = await GridSearchCV(new Level(), grids, { cv: folds, scoring, ...quiet }).fit(x, y);
  expect(search.cvResults.params).toEqual([
    { kind: "a", level: 1 },
    { kind: "a", level: 2 },
    { kind: "b", level: 1 },
    { kind: "b", level: 2 },
    { level: 7 },
  ]);
});

describe("a halving", () => {
  const levels = (count: number) => Array.from({ length: count }, (_, at) => at);
  const run = async (count: number, rows: number, options: object = {}) => {
    const [features, truth] = [levels(rows).map((row) => [row]), levels(rows)];
    const search = HalvingGridSearchCV(new Level(), { level: levels(count) }, { cv: 2, scoring: ((model: Level) => Promise.resolve(model.getParams().level)) as never, refit: false, ...quiet, ...options }); // prettier-ignore
    await search.fit(features, truth);
    const tally = new Map<number, number>();
    for (const each of search.cvResults.rows) tally.set(each, (tally.get(each) ?? 0) + 1);
    return { search, rounds: [...tally] };
  };

  test.each([
    // Nine of which three and one go on; two rounds before the last, of a ninth and a third of the rows.
    [
      9,
      36,
      {},
      [
        [4, 9],
        [12, 3],
        [36, 1],
      ],
    ],
    [
      9,
      35,
      {},
      [
        [11, 9],
        [35, 3],
      ],
    ],
    [
      10,
      108,
      {},
      [
        [4, 10],
        [12, 4],
        [36, 2],
        [108, 1],
      ],
    ],
    [
      8,
      64,
      { factor: 2 },
      [
        [8, 8],
        [16, 4],
        [32, 2],
        [64, 1],
      ],
    ],
    [
      3,
      36,
      {},
      [
        [12, 3],
        [36, 1],
      ],
    ],
    [1, 36, {}, [[36, 1]]],
    [4, 4, {}, [[4, 4]]],
  ])("of %d candidates on %d rows with %p", async (count, rows, options, expected) => {
    const { search, rounds } = await run(count, rows, options);
    expect(rounds).toEqual(expected);
    expect(search.bestParams).toEqual({ level: count - 1 });
  });

  test("tries the rivals on a share of each fold, in the order of the rows, the last time on all", async () => {
    const seen: [number, number[]][] = [];
    class Seen extends Level {
      protected override learn(rows: Matrix): void {
        seen.push([this.params.level, Array.from(rows.values)]);
      }
    }
    const cv = [{ train: levels(18), validation: [18, 19, 20] }];
    const search = HalvingGridSearchCV(
      new Seen(),
      { level: [0, 1, 2, 3] },
      { cv, scoring, refit: false, ...quiet },
    );
    await search.fit(levels(24).map((row) => [row]), levels(24)); // prettier-ignore
    // 21 rows are in a fold: rounds of 2, 7 and 21 of them.
    expect(seen.map(([level, rows]) => [level, rows.length])).toEqual([[0, 2], [1, 2], [2, 2], [3, 2], [3, 6], [2, 6], [3, 18]]); // prettier-ignore
    for (const [, rows] of seen) expect(rows).toEqual([...rows].sort((a, b) => a - b));
    expect(new Set(seen.slice(0, 4).map(([, rows]) => rows.join())).size).toBe(1);
    expect(seen.at(-1)![1]).toEqual(levels(18));
  });

  test("keeps of each class its share, and one row at least", async () => {
    const counts: string[] = [];
    class Sees extends Classifier {
      constructor(params?: { level?: number }) {
        super("sees", checkOptions("sees", params, { level: 1 }));
      }
      protected learnClasses(_: Matrix, labels: Int32Array, { count }: { count: number }): void {
        const of = Array.from({ length: count }, (__, label) => Array.from(labels).filter((each) => each === label).length); // prettier-ignore
        counts.push(of.join());
      }
      protected apply(rows: Matrix): number[] {
        return Array.from({ length: rows.rows }, () => 0);
      }
    }
    const labels = levels(60).map((row) => (row < 50 ? 0 : row < 58 ? 1 : 2));
    const fold = { train: levels(60), validation: levels(60) };
    const search = HalvingGridSearchCV(new Sees() as never, { level: [1, 2, 3] } as never, { cv: [fold], refit: false, ...quiet }); // prettier-ignore
    await search.fit(labels.map((_, row) => [row]), labels); // prettier-ignore
    expect(counts).toEqual(["17,3,1", "17,3,1", "17,3,1", "50,8,2"]);
  });

  test("has a factor of two at least", () => {
    const make = (factor: number) => () => HalvingGridSearchCV(new Level(), { level: [1] }, { factor });
    expect(make(1)).toThrow("HalvingGridSearchCV: factor must be a whole number in [2, ∞), got 1");
    expect(make(2)()).toBeTruthy();
  });
});

describe("a search that draws", () => {
  const space = { level: float(0, 1), kind: ["a", "b"] };

  test.each([
    ["RandomizedSearchCV", 10, RandomizedSearchCV],
    ["BayesSearchCV", 50, BayesSearchCV],
  ] as const)(
    "%s tries %d candidates where nothing is said, the same from the same seed",
    async (name, count, make) => {
      const some = { cv: folds, scoring, refit: false, progress: false };
      const params = async (options: object) =>
        (await make(new Level(), space as never, { ...some, ...options }).fit(x, y)).cvResults.params;
      const sampler = name === "BayesSearchCV" ? { sampler: random() } : {};
      const first = await params({ seed: 4, ...sampler });
      expect(first).toHaveLength(count);
      expect(await params({ seed: 4, ...sampler })).toEqual(first);
      expect(await params({ seed: 5, ...sampler })).not.toEqual(first);
      expect(new Set(first.map(({ kind }) => kind))).toEqual(new Set(["a", "b"]));
      expect(first.every(({ level }) => (level as number) >= 0 && (level as number) <= 1)).toBe(true);
      expect(() => make(new Level(), space as never, { nIter: 0 })).toThrow(`${name}: nIter must be a whole number in [1, ∞), got 0`); // prettier-ignore
      expect(() => make(new Level(), { height: [1] } as never)).toThrow(`${name}: unknown parameter "height"; known: level, kind`); // prettier-ignore
      expect(() => make(new Level(), { level: [] } as never)).toThrow(
        "categorical: choices must not be empty",
      );
      expect(() => make(new Level(), { level: 3 } as never)).toThrow(`${name}: level must be float(…), int(…), categorical(…) or when(…), got 3`); // prettier-ignore
      expect((await params({ nIter: 2, seed: 4, ...sampler })).length).toBe(2);
    },
  );

  test("by a Gaussian process goes where scores are higher", async () => {
    const search = await BayesSearchCV(new Level(), { level: float(0, 1) }, { nIter: 16, cv: [folds[0]], scoring, ...quiet }).fit(x, y); // prettier-ignore
    const [start, learnt] = [search.cvResults.params.slice(0, 10), search.cvResults.params.slice(10)].map((some) => meanOf(some.map(({ level }) => level as number))); // prettier-ignore
    expect(learnt).toBeGreaterThan(start + 0.1);
  });

  test("tells its sampler of the mean score, as something to make large", async () => {
    const told: unknown[] = [];
    const sampler = {
      name: "mine",
      sample: ({ trials, directions }: { trials: { values: number[] }[]; directions: string[] }) => {
        told.push([directions, trials.map(({ values }) => values)]);
        return { level: trials.length };
      },
    };
    await BayesSearchCV(new Level(), { level: int(0, 3) }, { nIter: 2, cv: folds, scoring, sampler: sampler as never, refit: false, ...quiet }).fit(x, y); // prettier-ignore
    expect(told).toEqual([
      [["maximize"], []],
      [["maximize"], [[expect.closeTo(0.05, 12)]]],
    ]);
    expect(categorical([1])).toBeTruthy();
  });
});

describe("options of searches", () => {
  const check = (options: object) => () => checkSearchOptions("Search", options as never, { more: 3 });

  test("have these defaults", () => {
    expect(check({})()).toEqual({
      cv: 5,
      scoring: undefined,
      errorScore: NaN,
      refit: true,
      seed: undefined,
      progress: true,
      signal: undefined,
      groups: undefined,
      time: undefined,
      gap: undefined,
      more: 3,
    });
  });

  const rows = "cv must be a number of folds, or an array of {train, validation} with rows in each";
  test.each([
    [{ cv: 1 }, "cv must be a whole number in [2, ∞), got 1"],
    [{ cv: 2.5 }, "cv must be a whole number in [2, ∞), got 2.5"],
    [{ cv: [] }, "cv must have folds"],
    [{ cv: "5" }, `${rows}, got "5"`],
    [{ cv: [null] }, `${rows}, got [null]`],
    [{ cv: [{ train: [1] }] }, `${rows}, got [{ train: [Array] }]`],
    [{ cv: [{ train: [1], validation: [] }] }, `${rows}, got [{ train: [Array], validation: [] }]`],
    [{ cv: [{ train: "12", validation: [1] }] }, `${rows}, got [{ train: '12', validation: [Array] }]`],
    [{ cv: folds, groups: [1] }, "groups and time must go with a number of folds, got folds of your own"],
    [{ cv: folds, time: true }, "groups and time must go with a number of folds, got folds of your own"],
    [{ errorScore: "raise" }, 'errorScore must be a number, NaN, or "throw", got "raise"'],
    [{ refitt: true }, 'unknown option "refitt"; did you mean "refit"?'],
  ])("%p is refused", (options, message) => {
    expect(check(options)).toThrow(
      expect.objectContaining({ name: "OptionError", message: `Search: ${message}` }),
    );
  });

  test.each([
    [{ cv: 2 }],
    [{ cv: folds }],
    [{ cv: folds, time: false }],
    [{ cv: 3, time: true }],
    [{ cv: [{ train: Int32Array.of(1), validation: new Float32Array(2) }] }],
    [{ errorScore: "throw" }],
  ])("%p is taken", (options) => expect(check(options)()).toMatchObject(options));

  test("folds are of rows that there are", async () => {
    const fit = (fold: object) => GridSearchCV(new Level(), { level: [1] }, { cv: [folds[0], fold] as never, ...quiet }).fit(x, y); // prettier-ignore
    for (const [fold, got] of [
      [{ train: [0], validation: [12] }, "12 in the validation part of fold 1"],
      [{ train: [-1], validation: [0] }, "-1 in the train part of fold 1"],
      [{ train: [0, 1.5], validation: [0] }, "1.5 in the train part of fold 1"],
      [{ train: ["2"], validation: [0] }, '"2" in the train part of fold 1'],
    ] as const)
      await expect(fit(fold)).rejects.toThrow(
        expect.objectContaining({
          name: "DataError",
          message: `GridSearchCV: cv must be of rows 0 to 11, got ${got}`,
        }),
      );
    await fit({ train: [0, 11], validation: [0, 11] });
  });

  test("windows of a series that are divided at random are told so", async () => {
    const series = Array.from({ length: 30 }, (_, at) => Math.sin(at) + at);
    const windows = Array.from({ length: 25 }, (_, at) => series.slice(at, at + 4));
    const fit = (options: object) => GridSearchCV(new Level(), { level: [1] }, { cv: 2, refit: false, ...quiet, ...options }).fit(windows, series.slice(4, 29)); // prettier-ignore
    await fit({});
    const first = said.mock.calls.map(([text]) => text as string);
    await fit({ time: true });
    await fit({ cv: folds });
    expect(first).toEqual([expect.stringMatching(/^GridSearchCV: .*window/)]);
    expect(said.mock.calls).toHaveLength(1);
  });

  test("a parameter of a step that is searched itself need not be there yet", () => {
    const make = (grid: object) => () => GridSearchCV(new Level(), grid as never);
    expect(make({ level: [1], level__depth: [2] })()).toBeTruthy();
    expect(make({ level__depth: [2] })).toThrow('GridSearchCV: unknown parameter "level__depth"');
    expect(make({ kind: [1], depth: [2] })).toThrow('GridSearchCV: unknown parameter "depth"');
    expect(make({ level: "ab" })).toThrow(expect.objectContaining({ name: "OptionError", message: "GridSearchCV: level must have values" })); // prettier-ignore
    expect(make([{ level: [1] }, {}])).toThrow(expect.objectContaining({ name: "OptionError", message: "GridSearchCV: the grid must not be empty" })); // prettier-ignore
  });
});

describe("a search over values that can be counted", () => {
  const some = { cv: folds, scoring, refit: false, ...quiet };
  const tried = async (make: typeof RandomizedSearchCV, space: object, options: object) =>
    (await make(new Level(), space as never, { ...some, ...options }).fit(x, y)).cvResults.params;
  const makers = { RandomizedSearchCV, BayesSearchCV };
  const spaces: [string, object, number][] = [
    ["lists", { level: [1, 2, 3], kind: ["a", "b"] }, 6],
    ["whole numbers", { level: int(1, 9, { log: true }) }, 9],
    ["steps", { level: float(0, 1, { step: 0.25 }), kind: categorical(["a"]) }, 5],
  ];
  const pairs = Object.keys(makers).flatMap((name) => spaces.map((space) => [name, ...space] as const));

  test.each(pairs)("%s tries each combination of %s once", async (name, _, space, size) => {
    const make = makers[name as "RandomizedSearchCV"];
    const all = await tried(make, space, { nIter: size });
    expect(new Set(all.map((params) => JSON.stringify(params))).size).toBe(size);
    expect(said).not.toHaveBeenCalled();
    expect(await tried(make, space, { nIter: size + 7 })).toEqual(all);
    expect(said.mock.calls).toEqual([
      [`${name}: nIter is ${size + 7}, but there are only ${size} combinations, which are all tried`],
    ]);
  });

  test("which is first is drawn evenly", async () => {
    const counts = new Map<unknown, number>();
    for (let seed = 0; seed < 120; seed++) {
      const [, , third] = await tried(RandomizedSearchCV, { level: [1, 2, 3, 4] }, { nIter: 3, seed });
      counts.set(third.level, (counts.get(third.level) ?? 0) + 1);
    }
    for (const level of [1, 2, 3, 4]) expect(Math.abs(counts.get(level)! - 30)).toBeLessThan(18);
  });

  test("of very many combinations some are drawn", async () => {
    const many = { level: int(1, 2 ** 40), kind: ["a", "b"] };
    expect(new Set((await tried(RandomizedSearchCV, many, { nIter: 20 })).map(({ level }) => level)).size).toBe(20); // prettier-ignore
  });

  test("a single combination is one", async () => {
    expect(await tried(RandomizedSearchCV, { level: [2] }, {})).toEqual([{ level: 2 }]);
    expect(said.mock.calls).toEqual([
      ["RandomizedSearchCV: nIter is 10, but there is only 1 combination, which is tried"],
    ]);
  });
});

describe("what R² is told on", () => {
  const [x, y] = [
    Array.from({ length: 24 }, (_, row) => [row]),
    Float64Array.from({ length: 24 }, (_, row) => row),
  ];
  const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);
  const grid = { level: [1, 2] };
  const single = [{ train: [0, 1, 2, 3], validation: [4] }, { train: [4, 5, 6, 7], validation: [8, 9] }]; // prettier-ignore
  const said = "r2: the validation part of fold 0 must have at least 2 rows, got 1; use fewer folds, or ";

  test.each([
    ["as many folds as rows", { cv: 24 }],
    ["folds of one's own", { cv: single }],
    ["the scorer by its name", { cv: single, scoring: "r2" as const }],
    ["the scorer itself", { cv: single, scoring: scorers.r2 }],
  ])("is more than one row: %s", async (_, told) => {
    const options = { ...told, progress: false, seed: 1 };
    const searches = [
      GridSearchCV(new Level(), grid, options),
      HalvingGridSearchCV(new Level(), grid, options),
      RandomizedSearchCV(new Level(), grid, { ...options, nIter: 2 }),
      BayesSearchCV(new Level(), { level: categorical([1, 2]) }, { ...options, nIter: 2 }),
    ];
    events = [];
    for (const search of searches) await expect(search.fit(x, y)).rejects.toThrow(said);
    expect(events).toEqual([]);
  });

  test("errors are told on one row, too: the better of two constants is the one nearer to the mean", async () => {
    const options = { cv: 24, scoring: "negMeanSquaredError" as const, progress: false };
    expect((await GridSearchCV(new Level(), grid, options).fit(x, y)).bestParams).toEqual({ level: 2 });
  });

  test.each([
    [
      "rows",
      {
        cv: [
          { train: rows(0, 20), validation: [20, 21] },
          { train: rows(4, 24), validation: [0, 1] },
        ],
      },
    ],
    ["groups", { cv: 3, groups: rows(0, 24) }],
  ])("is at least two rows in every round of a halving of %s", async (_, told) => {
    const measured: number[] = [];
    const scoring = async (_: unknown, rows: ArrayLike<unknown>) => measured.push(rows.length);
    const levels = { level: [1, 2, 3, 4, 5, 6, 7, 8, 9] };
    const options = { ...told, scoring: scoring as never, progress: false, seed: 1 };
    await HalvingGridSearchCV(new Level(), levels, options).fit(x, y);
    expect(Math.min(...measured)).toBeGreaterThan(1);
  });
});
