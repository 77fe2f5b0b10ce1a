import { setSeed } from "../../src/core/index";
import { displaySymbol } from "../../src/show/index";
import {
  categorical,
  createStudy,
  fixedTrial,
  float,
  inProcess,
  int,
  random,
  tune,
  when,
  type Trial,
  type TrialRecord,
} from "../../src/tune/index";

const quiet = { progress: false };
const bowl = { x: float(-10, 10), y: float(-10, 10) };
const square = ({ params: { x, y } }: Trial<{ x: number; y: number }>) => x ** 2 + y ** 2;

beforeEach(() => setSeed(1));

test("a study runs as many trials as it is asked for, and knows its best", async () => {
  const study = await tune(square, { space: bowl, trials: 30, ...quiet });
  expect(study.trials).toHaveLength(30);
  const values = study.trials.map((trial) => trial.values[0]);
  expect(study.bestValue).toBe(Math.min(...values));
  expect(study.best.number).toBe(values.indexOf(study.bestValue));
  expect(square({ params: study.bestParams } as never)).toBe(study.bestValue);
});

test("a study that maximises keeps the largest value", async () => {
  const study = await tune(square, { space: bowl, direction: "maximize", trials: 20, ...quiet });
  expect(study.bestValue).toBe(Math.max(...study.trials.map((trial) => trial.values[0])));
});

test("optimize goes on to a number of trials in all, and does nothing when they are there", async () => {
  const study = createStudy({ space: bowl });
  await study.optimize(square, { trials: 5, ...quiet });
  await study.optimize(square, { trials: 8, ...quiet });
  await study.optimize(square, { trials: 8, ...quiet });
  expect(study.trials).toHaveLength(8);
});

test("what an objective suggests is drawn as what a space declares, once a first trial has told what there is", async () => {
  const objective = (trial: Trial) => {
    const kernel = trial.suggestCategorical("kernel", ["linear", "rbf"]);
    const layers = trial.suggestInt("layers", 1, 4);
    const gamma = kernel === "rbf" ? trial.suggestFloat("gamma", 1e-4, 1, { log: true }) : 0;
    expect(trial.suggestInt("layers", 1, 4)).toBe(layers);
    return layers + gamma;
  };
  const space = {
    kernel: categorical(["linear", "rbf"]),
    layers: int(1, 4),
    gamma: when("kernel", "rbf", float(1e-4, 1, { log: true })),
  };
  const declared = ({ params }: Trial<{ layers: number; gamma?: number }>) =>
    params.layers + (params.gamma ?? 0);
  const options = { trials: 25, seed: 3, sampler: random(), ...quiet };
  const [suggested, expected] = [await tune(objective, options), await tune(declared, { ...options, space })];
  const drawn = ({ trials }: { trials: readonly TrialRecord[] }) =>
    trials.slice(1).map(({ params, values }) => ({ params, values }));
  expect(drawn(suggested)).toEqual(drawn(expected));
  expect(new Set(expected.trials.map(({ params }) => params.kernel))).toEqual(new Set(["linear", "rbf"]));
});

test("a conditional parameter exists where its condition holds, and nowhere else", async () => {
  const space = {
    kernel: categorical(["linear", "rbf", "poly"]),
    gamma: when("kernel", ["rbf", "poly"], float(1e-4, 1, { log: true })),
    degree: when("kernel", "poly", int(2, 5)),
  };
  const study = await tune(({ params }) => params.gamma ?? 2, { space, trials: 40, ...quiet });
  for (const { params } of study.trials) {
    expect("gamma" in params).toBe(params.kernel !== "linear");
    expect("degree" in params).toBe(params.kernel === "poly");
  }
  expect(new Set(study.trials.map(({ params }) => params.kernel)).size).toBe(3);
});

test("the same seed gives the same trials, another seed others", async () => {
  const run = async (seed: number) =>
    (await tune(square, { space: bowl, seed, trials: 10, ...quiet })).trials.map(({ params }) => params);
  expect(await run(5)).toEqual(await run(5));
  expect(await run(5)).not.toEqual(await run(6));
});

test("enqueued parameters come first, and what they leave open is drawn", async () => {
  const study = createStudy({ space: bowl }).enqueue({ x: 1, y: 2 }).enqueue({ x: 3 });
  await study.optimize(square, { trials: 3, ...quiet });
  expect(study.trials[0].params).toEqual({ x: 1, y: 2 });
  expect(study.trials[1].params.x).toBe(3);
  expect(study.trials[0].values).toEqual([5]);
});

test("fixed parameters are not searched", async () => {
  const study = await tune(square, { space: bowl, fixed: { y: 4 }, trials: 5, ...quiet });
  expect(study.trials.map(({ params }) => params.y)).toEqual([4, 4, 4, 4, 4]);
});

test("a fixed trial tries an objective outside of a study", () => {
  const objective = (trial: Trial) => trial.suggestFloat("x", 0, 5) * 2;
  expect(objective(fixedTrial({ x: 4 }))).toBe(8);
  expect(() => objective(fixedTrial({ x: 9 }))).toThrow(
    "Trial.suggest: x must be float in [0, 5], got 9; enqueue or fix values that the space contains",
  );
  expect(() => objective(fixedTrial({ y: 4 }))).toThrow("fixedTrial: params must have a value for x");
});

test("trials are asked for and told by hand", () => {
  const study = createStudy({ space: bowl });
  const first = study.ask();
  const second = study.ask();
  study.tell(second, 2);
  study.tell(first.number, { error: "the cluster is on fire" });
  expect(study.best.number).toBe(1);
  expect(study.trials.map(({ state }) => state)).toEqual(["failed", "complete"]);
  expect(() => study.tell(first, 1)).toThrow(
    "Study.tell: the trial must be running, got trial 0, which is failed",
  );
  expect(() => study.tell(9, 1)).toThrow(
    "Study.tell: the trial must be running, got trial 9, which there is not",
  );
});

test("trials that ran elsewhere are added", () => {
  const study = createStudy({ space: bowl }).add({ x: 1, y: 1 }, 2).add({ x: 0, y: 1 }, 1);
  expect(study.bestParams).toEqual({ x: 0, y: 1 });
});

test("several objectives have a Pareto front and no single best", async () => {
  const study = await tune(({ params: { x } }) => [x ** 2, (x - 2) ** 2], {
    space: { x: float(-5, 5) },
    directions: ["minimize", "minimize"],
    trials: 60,
    ...quiet,
  });
  const front = study.paretoFront;
  expect(front.length).toBeGreaterThan(2);
  for (const a of front)
    for (const b of study.trials) expect(b.values[0] < a.values[0] && b.values[1] < a.values[1]).toBe(false);
  for (const { params } of front) {
    expect(params.x).toBeGreaterThan(-1);
    expect(params.x).toBeLessThan(3);
  }
  expect(() => study.best).toThrow("Study.best: there must be one direction, got 2; use study.paretoFront");
});

test("a trial that breaks a constraint is never the best", async () => {
  const study = await tune(
    (trial) => {
      trial.constrain("x is at least 1", 1 - trial.params.x);
      return square(trial);
    },
    { space: bowl, trials: 50, ...quiet },
  );
  expect(study.bestParams.x).toBeGreaterThanOrEqual(1);
  expect(study.trials.some(({ values }) => values[0] < study.bestValue)).toBe(true);
});

test("a study without a trial says that it has no best", () => {
  expect(() => createStudy({ space: bowl }).best).toThrow(
    "Study.best: there must be a complete trial that keeps its constraints, got none of 0 trials",
  );
});

test("several trials run at once in one process", async () => {
  let now = 0;
  let most = 0;
  const objective = async ({ params }: Trial<{ x: number; y: number }>) => {
    most = Math.max(most, ++now);
    await new Promise((resolve) => setTimeout(resolve, 5));
    now--;
    return params.x;
  };
  const study = await tune(objective, {
    space: bowl,
    trials: 9,
    executor: inProcess({ slots: 3 }),
    ...quiet,
  });
  expect(most).toBe(3);
  expect(study.trials).toHaveLength(9);
});

test("a study is shown as a table of its best trials", async () => {
  const study = await tune(square, { space: bowl, trials: 12, sampler: random(), ...quiet });
  const text = study[displaySymbol]()["text/plain"];
  expect(text).toMatch(/^study: 12 complete\ntrial +value \(minimize\) +x +y\n/);
  expect(text).toContain("10 of 12 trials, best first");
});
