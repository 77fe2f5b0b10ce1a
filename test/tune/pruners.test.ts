import {
  createStudy,
  float,
  hyperband,
  median,
  successiveHalving,
  tune,
  type Pruner,
  type PrunerView,
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

/** What a pruner is asked: a trial's reports, and those of complete others, each from step 0 on. */
function view(number: number, own: [number, number][], others: [number, number[]][]): PrunerView {
  const trial = (at: number, reports: [number, number][], state: string) => ({ number: at, reports, state });
  return {
    trial: trial(number, own, "running"),
    others: others.map(([at, values]) =>
      trial(
        at,
        values.map((value, step) => [step, value]),
        "complete",
      ),
    ),
    direction: "minimize",
  } as unknown as PrunerView;
}
const said = (pruner: Pruner, own: [number, number][], others: number[][]) =>
  pruner.shouldPrune(view(99, own, others.map((values, at) => [at, values]))); // prettier-ignore

test("the median of an even number of trials, in any order, is the mean of the middle two", () => {
  const rule = median({ startupTrials: 4 });
  const others = [[4], [1], [30], [2]];
  expect([said(rule, [[0, 2.9]], others), said(rule, [[0, 3]], others), said(rule, [[0, 3.1]], others)]).toEqual([false, false, true]); // prettier-ignore
  expect(said(rule, [[0, 99]], others.slice(1))).toBe(false);
  // Of an odd number the middle one; the best report so far counts.
  const odd = median({ startupTrials: 3 });
  expect([said(odd, [[0, 4.1]], [[9], [4], [1]]), said(odd, [[0, 4]], [[9], [4], [1]])]).toEqual([
    true,
    false,
  ]);
  expect(said(odd, [[0, 3], [1, 50]], [[9, 9], [4, 4], [1, 1]])).toBe(false); // prettier-ignore
  expect([rule.name, successiveHalving().name, hyperband({ maxSteps: 9 }).name]).toEqual(["median", "successiveHalving", "hyperband"]); // prettier-ignore
});

test("a rung asks trials once, when they have done its steps, and counts those that have done them too", () => {
  // Rungs after 2, 4 and 8 steps.
  const rule = successiveHalving({ minSteps: 2, reduction: 2 });
  const worse = (steps: number) => Array.from({ length: steps }, (_, step): [number, number] => [step, 5]);
  const better = (steps: number) => new Array<number>(steps).fill(1);
  const pruned = [1, 2, 3, 4, 5, 7, 8, 9].filter((steps) => said(rule, worse(steps), [better(9)]));
  expect(pruned).toEqual([2, 4, 8]);
  // A rival that has not done the rung's steps does not count.
  expect([said(rule, worse(4), [better(3)]), said(rule, worse(4), [better(4)])]).toEqual([false, true]);
  // A trial that reports seldom is asked at every rung that it has passed.
  expect(said(rule, [[0, 5], [4, 5]], [better(2)])).toBe(true); // prettier-ignore
  expect(said(rule, [[1, 5], [2, 5]], [better(2)])).toBe(false); // prettier-ignore
  // Of four the better two go on.
  const at = (own: number) => said(rule, [[0, own], [1, own]], [[1, 1], [3, 3], [4, 4]]); // prettier-ignore
  expect([at(2), at(3), at(3.5), at(5)]).toEqual([false, false, true, true]);
});

test("Hyperband gives its brackets 9, 5 and 3 of 17 trials; the first prunes after 1 step, the second after 3, the third never", () => {
  const rule = hyperband({ maxSteps: 9 });
  const firstPruned = (number: number) => {
    // Rivals of every bracket, better at every step.
    const rivals = Array.from({ length: 17 }, (_, at): [number, number[]] => [
      at,
      new Array<number>(9).fill(0),
    ]);
    const reports: [number, number][] = [];
    for (let step = 0; step < 9; step++) {
      reports.push([step, 7]);
      if (rule.shouldPrune(view(number, reports, rivals))) return step + 1;
    }
    return 0;
  };
  const brackets = [...new Array(9).fill(1), ...new Array(5).fill(3), ...new Array(3).fill(0)];
  expect(Array.from({ length: 34 }, (_, at) => firstPruned(17 + at))).toEqual([...brackets, ...brackets]);
  // Only rivals of the same bracket count.
  expect(rule.shouldPrune(view(17, [[0, 7]], [[9, [0]]]))).toBe(false); // prettier-ignore
});

test("a pruner's options are in their ranges", () => {
  expect(() => hyperband({} as never)).toThrow(
    "hyperband: maxSteps must be a whole number in [1, ∞), got NaN",
  );
  expect(() => hyperband({ maxSteps: 9, minSteps: 10 })).toThrow(
    "hyperband: minSteps must be a whole number in [1, 9], got 10",
  );
  expect(() => hyperband({ maxSteps: 9, reduction: 1 })).toThrow(
    "hyperband: reduction must be a whole number in [2, ∞), got 1",
  );
  expect(() => hyperband({ maxStep: 9 } as never)).toThrow(
    'hyperband: unknown option "maxStep"; did you mean "maxSteps"?',
  );
  expect(() => successiveHalving({ minSteps: 0 })).toThrow(
    "successiveHalving: minSteps must be a whole number in [1, ∞), got 0",
  );
  expect(() => median({ startupTrials: 0 })).toThrow(
    "median: startupTrials must be a whole number in [1, ∞), got 0",
  );
  expect(() => median({ warmupSteps: -1 })).toThrow(
    "median: warmupSteps must be a whole number in [0, ∞), got -1",
  );
});

test("pruners say what they cannot do", async () => {
  expect(() => successiveHalving({ reduction: 1 })).toThrow(
    "successiveHalving: reduction must be a whole number in [2, ∞), got 1",
  );
  const study = createStudy({ space, directions: ["minimize", "maximize"] });
  expect(() => study.ask().report(0, 1)).toThrow(
    "Trial.report: there must be one direction to report for, got 2",
  );
});
