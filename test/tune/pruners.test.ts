import {
  createStudy,
  float,
  hyperband,
  median,
  successiveHalving,
  tune,
  type Pruner,
  type Trial,
} from "../../src/tune/index";

const space = { x: float(0, 1) };

/** Which of the trials, each a curve of reports, were pruned after how many steps. */
async function prunedOf(pruner: Pruner, curves: number[][], direction: "minimize" | "maximize" = "minimize") {
  const objective = async (trial: Trial<{ x: number }>) => {
    const curve = curves[trial.number];
    for (let step = 0; step < curve.length; step++) {
      await trial.report(step, curve[step]);
      if (trial.shouldPrune()) return trial.prune();
    }
    return Number.isNaN(curve.at(-1)!) ? 99 : curve.at(-1)!;
  };
  const study = await tune(objective, { space, pruner, direction, trials: curves.length, progress: false });
  return study.trials.map(({ state, reports }) => (state === "pruned" ? reports.length : 0));
}

test("the median rule prunes what is worse than half of the complete trials, after its start-up and warm-up", async () => {
  const curves = [
    [5, 4, 3],
    [6, 5, 4],
    [7, 6, 5],
    [9, 5.5, 1],
    [9, 9, 1],
    [5, 5, 3.5],
  ];
  expect(await prunedOf(median({ startupTrials: 3 }), curves)).toEqual([0, 0, 0, 1, 1, 0]);
  expect(await prunedOf(median({ startupTrials: 3, warmupSteps: 1 }), curves)).toEqual([0, 0, 0, 2, 2, 0]);
  const upside = curves.map((curve) => curve.map((value) => -value));
  expect(await prunedOf(median({ startupTrials: 3 }), upside, "maximize")).toEqual([0, 0, 0, 1, 1, 0]);
});

test("a trial that reports NaN is worse than any", async () => {
  const curves = [
    [1, 1],
    [2, 2],
    [NaN, NaN],
  ];
  expect(await prunedOf(median({ startupTrials: 2 }), curves)).toEqual([0, 0, 1]);
});

test("successive halving lets one in four go on at each rung", async () => {
  // Rungs after 1 and 4 steps; the first trial at a rung goes on.
  const flat = (value: number) => new Array<number>(5).fill(value);
  const curves = [5, 6, 4, 7, 3, 3.5, 2, 8].map(flat);
  expect(await prunedOf(successiveHalving(), curves)).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
});

test("Hyperband's last bracket prunes nothing, its first like successive halving", async () => {
  const worse = Array.from({ length: 30 }, (_, at) => new Array<number>(9).fill(at));
  const pruned = await prunedOf(hyperband({ maxSteps: 9 }), worse);
  expect(pruned.filter((steps) => steps === 0).length).toBeGreaterThan(3);
  expect(pruned.filter((steps) => steps === 1).length).toBeGreaterThan(5);
  expect(pruned.filter((steps) => steps === 3).length).toBeGreaterThan(1);
  expect(() => hyperband({} as never)).toThrow(
    "hyperband: maxSteps must be a whole number in [1, ∞), got NaN",
  );
});

test("pruners say what they cannot do", async () => {
  expect(() => successiveHalving({ reduction: 1 })).toThrow(
    "successiveHalving: reduction must be a whole number in [2, ∞), got 1",
  );
  const study = createStudy({ space, directions: ["minimize", "maximize"] });
  await expect(study.ask().report(0, 1)).rejects.toThrow(
    "Trial.report: there must be one direction to report for, got 2",
  );
});
