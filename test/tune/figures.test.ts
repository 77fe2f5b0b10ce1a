import { elasticNet, makePipeline, standardScaler } from "../../src/classic/index";
import { breastCancer } from "../../src/data/index";
import * as plot from "../../src/plot/index";
import type { TrialRecord } from "../../src/tune/trialRecord";
import { strengthAndShare } from "../contracts/figures/tuning";
import {
  GridSearchCV,
  categorical,
  createStudy,
  float,
  importances,
  random,
  surrogate,
  tpe,
  tune,
} from "../../src/tune/index";

const space = {
  x: float(0, 1),
  y: float(0, 1),
  none: float(0, 1),
  kind: categorical(["a", "b"]),
};

test("importances are the shares of the variance that the parameters have, as they are known here", async () => {
  // Var(x) = 9/12, Var(kind) = 1/4 · 0.36, Var(y) = 1/12: shares .81, .10, .09.
  const study = await tune(({ params: { x, y, kind } }) => 3 * x + y + (kind === "a" ? 0.6 : 0), {
    space,
    sampler: random(),
    trials: 250,
    seed: 1,
    progress: false,
  });
  const shares = importances(study, { seed: 1 });
  expect(Object.keys(shares)[0]).toBe("x");
  expect(shares.x).toBeGreaterThan(0.72);
  expect(shares.x).toBeLessThan(0.9);
  expect(shares.y).toBeGreaterThan(0.04);
  expect(shares.y).toBeLessThan(0.14);
  expect(shares.kind).toBeGreaterThan(0.05);
  expect(shares.none).toBeLessThan(0.02);
  expect(() => importances(createStudy({ space }))).toThrow(
    "importances: there must be 4 complete trials, got 0",
  );
  expect(() => importances(study, { objective: 1 })).toThrow(
    "importances: objective must be a whole number in [0, 0], got 1",
  );
});

test("a surrogate goes through the best trial and wants to look where it may be better", async () => {
  const study = await tune(({ params: { x } }) => (x - 0.3) ** 2, {
    space: { x: float(0, 1) },
    trials: 12,
    sampler: random(),
    seed: 2,
    progress: false,
  });
  const slice = surrogate(study, "x", { places: 101 });
  const wish = slice.x[slice.acquisition.indexOf(Math.max(...slice.acquisition))];
  expect(Math.abs(wish - 0.3)).toBeLessThan(0.1);
  expect(slice.x[slice.mean.indexOf(Math.min(...slice.mean))]).toBeCloseTo(0.3, 1);
  expect(plot.surrogateBand(slice, { xLabel: "x" }).data().next).toBe(wish);
  expect(() => surrogate(study, "z")).toThrow('surrogate: unknown parameter "z"');
});

test("a surrogate goes through the best trial that keeps its constraints, not through a better one that breaks them", () => {
  const uniform = { kind: "float", low: 0, high: 1, log: false };
  const trialOf = (number: number, x: number, y: number, value: number, broken: number) => ({
    ...{ number, state: "complete", params: { x, y }, values: [value], constraints: { memory: broken } },
    ...{ distributions: { x: uniform, y: uniform }, reports: [], notes: {} },
  });
  const trials = [
    trialOf(0, 0.5, 0.1, 1, 0.5),
    trialOf(1, 0.4, 0.9, 2, 0),
    trialOf(2, 0.1, 0.85, 4, -1),
    trialOf(3, 0.9, 0.15, 6, 0),
  ] as never[];
  const along = (some: never[], direction: "minimize" | "maximize") =>
    surrogate({ trials: some, directions: [direction] }, "x", { places: 11 });
  // The best of the same trials, where only it keeps the constraint.
  const only = trials.map((trial: TrialRecord, at) => ({
    ...trial,
    constraints: { memory: at === 1 ? 0 : 1 },
  }));
  expect(along(trials, "minimize")).toEqual(along(only as never[], "minimize"));
  expect(along(trials, "maximize")).not.toEqual(along(only as never[], "maximize"));
  // Where none keeps it, the best of all.
  const none = trials.map((trial: TrialRecord) => ({ ...trial, constraints: { memory: 1 } })) as never[];
  const all = trials.map((trial: TrialRecord) => ({ ...trial, constraints: {} })) as never[];
  expect(along(none, "minimize")).toEqual(along(all, "minimize"));
  expect(along(trials, "minimize")).not.toEqual(along(all, "minimize"));
});

test("a study is all that its figures need", async () => {
  const study = await tune(
    async (trial) => {
      for (let step = 0; step < 3; step++) await trial.report(step, trial.params.x + 1 / (step + 1));
      if (trial.number % 4 === 3) trial.prune();
      return trial.params.x + trial.params.y;
    },
    { space, sampler: tpe(), trials: 12, seed: 3, progress: false },
  );
  expect(plot.optimizationHistory(study).data().best.at(-1)).toBe(study.bestValue);
  expect(plot.trialCurves(study).data().trials).toHaveLength(12);
  expect(plot.paramSlices(study).data().best).toEqual(study.bestParams);
  expect(plot.parallelCoordinates(study).data().params).toEqual(Object.keys(space));
  expect(plot.paramContour(study).data().params).toEqual(["x", "y"]);
  expect(plot.trialTimeline(study).data().slots).toEqual(["here"]);
  expect(plot.paramImportances(importances(study)).data().names).toHaveLength(4);
});

test("a grid of C and alpha is a heat map with its own best, and that of the notes beside it", async () => {
  const { x: shares, y: strengths, values } = strengthAndShare;
  // The best cell and some others of the twenty, which take a while.
  const some = [
    { elasticNet__alpha: [0.03], elasticNet__l1Ratio: [0] },
    { elasticNet__alpha: [0.3, 3], elasticNet__l1Ratio: [0.8, 0.5] },
  ];
  const model = makePipeline(standardScaler(), elasticNet());
  const { x, y } = breastCancer().arrays();
  const search = await GridSearchCV(model, some, { cv: 5, seed: 1, progress: false }).fit(x, y);
  search.cvResults.params.forEach((params, at) => {
    const row = strengths.indexOf(params.elasticNet__alpha as number);
    const column = shares.findIndex(
      (share) => Math.abs(share + (params.elasticNet__l1Ratio as number) - 1) < 1e-9,
    );
    expect(search.cvResults.meanTestScore[at]).toBeCloseTo(values[row][column], 2);
  });

  const known = { x: 0.2, y: 0.3, value: 0.726, from: "the notes" };
  const figure = plot.gridHeatmap(strengthAndShare, { known });
  expect(figure.data().best).toEqual({ x: "1", y: "0.03", value: 0.736 });
  expect(figure.data().known).toEqual(known);
  expect(figure.alt).toContain("the notes had 0.726, at row 0.3 and column 0.2");
  expect(() => plot.gridHeatmap(strengthAndShare, { known: { ...known, x: 0.3 } })).toThrow(
    'gridHeatmap: unknown column of known "0.3"',
  );
});

test("a Pareto front is that of the study", async () => {
  const study = await tune(({ params: { x, y } }) => [x + y / 9, 1 / (0.1 + x) - y], {
    space,
    directions: ["minimize", "maximize"],
    trials: 40,
    progress: false,
  });
  const front = plot.paretoFront(study).data().front;
  expect([...front].sort((a, b) => a - b)).toEqual(study.paretoFront.map(({ number }) => number));
});
