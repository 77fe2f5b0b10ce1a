import { setTimeout as wait } from "node:timers/promises";
import { moons } from "../../src/data/index";
import { mlp } from "../../src/nn/index";
import { fit } from "../../src/train/index";
import {
  categorical,
  createStudy,
  float,
  gp,
  grid,
  int,
  median,
  reportTo,
  tune,
  when,
  type Trial,
} from "../../src/tune/index";

const space = { x: float(0, 1) };
const quiet = { space, progress: false };

test("impossible bounds and empty spaces are refused", () => {
  expect(() => float(1, 0)).toThrow("float: low must not be above high, got 1 and 0");
  expect(() => float(0, Infinity)).toThrow("float: high must be a finite number, got Infinity");
  expect(() => float(0, 1, { log: true })).toThrow(
    "float: low must be above 0 on a logarithmic scale, got 0",
  );
  expect(() => float(0, 1, { stepp: 1 } as never)).toThrow(
    'float: unknown option "stepp"; did you mean "step"?',
  );
  expect(() => int(0.5, 2)).toThrow("int: low must be a whole number, got 0.5");
  expect(() => int(1, 8, { log: true, step: 2 })).toThrow("int: log and step must not go together");
  expect(() => float(-1e308, 1e308)).toThrow("float: high - low must be finite, got -1e+308 and 1e+308");
  expect(() => float("0" as never, 1)).toThrow('float: low must be a finite number, got "0"');
  expect(() => float(1, 2, { log: "yes" as never })).toThrow('float: log must be true or false, got "yes"');
  expect(() => categorical("abc" as never)).toThrow('categorical: choices must be an array, got "abc"');
  expect(() => categorical([Infinity, 1])).toThrow(
    "categorical: choices must be finite numbers, texts, booleans or null, got Infinity; use their names, and look the thing up in the objective",
  );
  expect(() => createStudy({ space: null as never })).toThrow(
    "createStudy: space must be an object of parameters by name, got null",
  );
  expect(() => categorical([])).toThrow("categorical: choices must not be empty");
  expect(() => categorical([1, 1])).toThrow("categorical: choices must differ, got [1, 1]");
  expect(() => categorical([[32]] as never)).toThrow(
    "categorical: choices must be finite numbers, texts, booleans or null, got [32]; use their names, and look the thing up in the objective",
  );
  expect(() => createStudy({ space: {} })).toThrow("createStudy: space must not be empty");
  expect(() => createStudy({ space: { x: [0, 1] } as never })).toThrow(
    "createStudy: x must be float(…), int(…), categorical(…) or when(…), got [0, 1]",
  );
  expect(() => createStudy({ space: { a: when("b", 1, int(1, 2)), b: int(0, 1) } })).toThrow(
    'createStudy: a must hang on a parameter that stands before it, got "b"',
  );
});

test("a condition that can never hold is refused", () => {
  const kernel = categorical(["linear", "rbf"]);
  const refused = (gamma: unknown) => () => createStudy({ space: { kernel, gamma: gamma as never } });
  expect(refused(when("kernel", "rbff", float(0, 1)))).toThrow(
    'createStudy: gamma must hang on values that kernel can have, one of linear, rbf, got "rbff"',
  );
  expect(refused(when("kernel", [], float(0, 1)))).toThrow(
    "createStudy: gamma must hang on values that kernel can have, one of linear, rbf, got none",
  );
  expect(refused(when("kernel", "rbf", undefined as never))).toThrow(
    'createStudy: gamma must be when("kernel", …, float(…), int(…) or categorical(…)), got undefined',
  );
});

test("what makes a sampler, a pruner or an executor does not stand for it", async () => {
  expect(() => createStudy({ space, sampler: "tpe" as never })).toThrow(
    'createStudy: sampler must be what a function such as tpe() returns, got "tpe"; use {sampler: tpe()}',
  );
  expect(() => createStudy({ space, pruner: median as never })).toThrow(
    "createStudy: pruner must be what a function such as median() returns, got the function median itself; use {pruner: median()}",
  );
  await expect(tune(() => 1, { ...quiet, executor: "ray" as never })).rejects.toThrow(
    'Study.optimize: executor must be what inProcess(), workers() or ray() returns, got "ray"',
  );
});

test("a grid of what the space does not contain is refused", () => {
  const refused = (values: object) => () =>
    createStudy({ space, sampler: grid({ values: values as never }) });
  expect(refused({ x: [0.5], y: [1] })).toThrow(
    'createStudy: grid: values must be of parameters of the space (x), got "y"',
  );
  expect(refused({ x: [0.5, 7] })).toThrow("createStudy: grid: values of x must be float in [0, 1], got 7");
});

test("a grid ends when all is tried that is not fixed", async () => {
  const values = { x: [0.5, 0.7], n: [1, 2, 3] };
  const study = await tune(({ params }) => params.x, {
    space: { ...space, n: int(1, 3) },
    fixed: { n: 2 },
    sampler: grid({ values }),
    progress: false,
  });
  expect(study.trials.map(({ params }) => params)).toEqual([
    { n: 2, x: 0.5 },
    { n: 2, x: 0.7 },
  ]);
});

test("samplers say which studies they cannot serve", () => {
  expect(() => createStudy({ space, sampler: grid() })).toThrow(
    "createStudy: grid: x must have finitely many values, got float in [0, 1]; give it steps or values",
  );
  expect(() => createStudy({ space, sampler: gp(), directions: ["minimize", "maximize"] })).toThrow(
    "createStudy: gp searches one direction, and the study has 2; use tpe() or random()",
  );
});

test("options that contradict each other or are misspelt are refused", async () => {
  expect(() => createStudy({ direction: "minimize", directions: ["minimize"] })).toThrow(
    "createStudy: direction and directions must not go together; use directions for several objectives",
  );
  expect(() => createStudy({ directions: "minimize" as never })).toThrow(
    'createStudy: directions must be an array that is not empty, got "minimize"',
  );
  expect(() => createStudy({ storage: "" })).toThrow(
    'createStudy: storage must be the path of a file, got ""',
  );
  expect(() => createStudy({ direction: "minimise" as never })).toThrow(
    'createStudy: unknown direction "minimise"; did you mean "minimize"?',
  );
  await expect(tune(() => 1, { ...quiet, trails: 3 } as never)).rejects.toThrow(
    'tune: unknown option "trails"; did you mean "trials"?',
  );
  await expect(tune(3 as never, quiet)).rejects.toThrow(
    "Study.optimize: objective must be a function of the trial, got 3",
  );
  expect(() => createStudy({ space }).enqueue({ x: 3 })).toThrow(
    "Study.enqueue: x must be float in [0, 1], got 3",
  );
});

test("an objective that throws ends the study with its error, and the study keeps what is done", async () => {
  const study = createStudy({ space });
  const objective = (trial: Trial) => {
    if (trial.number === 2) throw new TypeError("weights is undefined");
    return 1;
  };
  await expect(study.optimize(objective as never, { trials: 5, progress: false })).rejects.toThrow(
    new TypeError("weights is undefined"),
  );
  expect(study.trials.map(({ state }) => state)).toEqual(["complete", "complete", "failed"]);
  expect(study.trials[2].error).toBe("weights is undefined");
  expect(study.stopped).toBe("trial 2 failed: weights is undefined");
});

test("with onError continue only the trial fails", async () => {
  const objective = (trial: Trial<{ x: number }>) => {
    if (trial.number % 2) throw new Error("out of memory");
    return trial.params.x;
  };
  const study = await tune(objective, { ...quiet, trials: 6, onError: "continue" });
  expect(study.trials.filter(({ state }) => state === "failed")).toHaveLength(3);
});

test("a value that is no finite number fails its trial and says so", async () => {
  const answers = [NaN, Infinity, "0.3" as never, undefined as never, [1, 2] as never, 0.5];
  const study = await tune((trial) => answers[trial.number], { ...quiet, trials: 6 });
  expect(study.trials.map(({ error }) => error)).toEqual([
    "the objective must return a finite number, got NaN",
    "the objective must return a finite number, got Infinity",
    'the objective must return a finite number, got "0.3"',
    "the objective must return a finite number, got undefined",
    "the objective must return a finite number, got 2 values",
    undefined,
  ]);
  expect(study.bestValue).toBe(0.5);
});

test("a trial that is told something odd fails and says so", async () => {
  const study = createStudy({ space });
  expect(study.tell(study.ask(), undefined as never).error).toBe(
    "the objective must return a finite number, got undefined",
  );
  const trial = study.ask();
  expect(() => study.tell(trial, { eror: "no" } as never)).toThrow(
    'Study.tell: unknown option "eror"; known: values, pruned, constraints, notes',
  );
  const loss = { dataSync: () => [0.3] };
  await expect(tune(() => loss as never, { ...quiet, trials: 1 })).rejects.toThrow(
    "the objective must return a finite number, got a tensor; return (await loss.data())[0]",
  );
});

test("what is kept with a trial must come back as it was", async () => {
  const circle: Record<string, unknown> = {};
  circle.circle = circle;
  const trial = createStudy({ space }).ask();
  expect(() => trial.note("why", () => 1)).toThrow(
    "Trial.note: why must be of numbers, texts, arrays, plain objects, dates, Maps, Sets and typed arrays, " +
      "which come back as they were, got a function",
  );
  expect(() => trial.save(circle)).toThrow("Trial.save: checkpoint must be of numbers, texts");
  expect(() => trial.save(circle)).toThrow("as they were, got itself again at checkpoint.circle");
  expect(() => trial.note(3 as never, 1)).toThrow("Trial.note: name must be a text, got 3");
  expect(() => trial.report("a" as never, 1)).toThrow('Trial.report: step must be a finite number, got "a"');
  expect(() => trial.constrain("size", NaN)).toThrow(
    "Trial.constrain: size must be a finite number, got NaN; it counts as kept where it is at most 0",
  );
});

test("an objective that does not wait for its report fails by it, as one that waits does", async () => {
  const study = createStudy({ space });
  const careless = (trial: Trial) => {
    void trial.report(Infinity, 0);
    return 1;
  };
  await expect(study.optimize(careless as never, { progress: false, trials: 1 })).rejects.toThrow(
    "Trial.report: step must be a finite number, got Infinity",
  );
});

test("a study whose trials all fail says so in the end", async () => {
  await expect(tune(() => NaN, { ...quiet, trials: 3 })).rejects.toThrow(
    "Study.optimize: a trial must come to a value, got 3 failed, the last because the objective must return a finite number, got NaN",
  );
});

test("a trial that never ends fails when its time is up, and the others go on", async () => {
  const objective = (trial: Trial) => (trial.number === 1 ? new Promise<number>(() => {}) : 1);
  const study = await tune(objective as never, { ...quiet, trials: 3, trialTimeoutSeconds: 0.05 });
  expect(study.trials.map(({ state }) => state)).toEqual(["complete", "failed", "complete"]);
  expect(study.trials[1].error).toBe("it took longer than 0.05 s");
});

test("what a trial brings after its time is up is ignored", async () => {
  const objective = async (trial: Trial) => {
    if (trial.number === 0) await wait(60);
    else await wait(40);
    return trial.number;
  };
  const study = await tune(objective as never, { ...quiet, trials: 3, trialTimeoutSeconds: 0.05 });
  expect(study.trials.map(({ state }) => state)).toEqual(["failed", "complete", "complete"]);
});

test("no trial begins after the time of the study", async () => {
  const study = await tune(() => wait(5).then(() => 1), { ...quiet, timeoutSeconds: 0.1 });
  expect(study.stopped).toBe("0.1 s are over");
  expect(study.trials.length).toBeGreaterThan(0);
});

test("an interrupt keeps what is done, and the trial that ran is run again", async () => {
  const controller = new AbortController();
  const study = createStudy({ space });
  const objective = async ({ number }: Trial) => {
    if (number === 3) controller.abort();
    await wait(1);
    return number;
  };
  await study.optimize(objective as never, { trials: 10, progress: false, signal: controller.signal });
  expect(study.stopped).toBe("interrupted");
  expect(study.trials.map(({ state }) => state)).toEqual([
    "complete",
    "complete",
    "complete",
    "failed",
    "waiting",
  ]);
  const interrupted = study.trials[3].params;
  await study.optimize(() => 1, { trials: 6, progress: false });
  expect(study.trials[4]).toMatchObject({ state: "complete", params: interrupted, retryOf: 3 });
  expect(study.trials.filter(({ state }) => state === "complete")).toHaveLength(6);
});

test("an interrupt that came before the study leaves it without a trial", async () => {
  const study = await tune(() => 1, { ...quiet, signal: AbortSignal.abort() });
  expect([study.stopped, study.trials]).toEqual(["interrupted", []]);
});

test("an objective that is interrupted, or out of time, ends at its next report", async () => {
  let steps = 0;
  const objective = async (trial: Trial) => {
    for (;;) {
      await wait(1);
      await trial.report(++steps, 1);
      if (steps === 5) controller.abort();
    }
  };
  const controller = new AbortController();
  await tune(objective as never, { ...quiet, signal: controller.signal });
  await wait(30);
  expect(steps).toBe(6);

  steps = 10;
  const study = createStudy({ space });
  await expect(
    study.optimize(objective as never, { trials: 1, trialTimeoutSeconds: 0.05, progress: false }),
  ).rejects.toThrow("a trial must come to a value");
  const { reports } = study.trials[0];
  await wait(30);
  expect(study.trials[0].reports).toEqual(reports);
});

test("a parameter may not change its range within a trial", async () => {
  const objective = (trial: Trial) => trial.suggestFloat("x", 0, 1) + trial.suggestFloat("x", 0, 2);
  await expect(tune(objective, { progress: false, trials: 1 })).rejects.toThrow(
    "Trial.suggest: x must stay what it was, float in [0, 1], got float in [0, 2]",
  );
});

describe("a log is reported only to a study of the same direction", () => {
  const reporting = (monitor: string) => async (trial: Trial) => {
    const model = mlp({ inputs: 2, outputs: 2, hidden: [2] });
    try {
      const callbacks = [reportTo(trial, { monitor })];
      const options = { epochs: 1, metrics: ["accuracy" as const], compile: "eager" as const };
      await fit(model, moons({ count: 40 }), { ...options, callbacks });
    } finally {
      model.dispose();
    }
    return 0;
  };
  const once = { trials: 1, progress: false } as const;

  test.each([
    ["accuracy", "minimize", "higher", "maximize"],
    ["loss", "maximize", "lower", "minimize"],
  ] as const)("%s and a study that would %s", async (monitor, direction, better, other) => {
    await expect(tune(reporting(monitor), { ...once, direction })).rejects.toThrow(
      `reportTo: ${monitor}, of which a ${better} value is better, must go to a study with {direction: "${other}"}, got {direction: "${direction}"}; report another log with {monitor}, or turn the study round`,
    );
    const { trials } = await tune(reporting(monitor), { ...once, direction: other });
    expect(trials[0].reports).toEqual([[0, expect.any(Number)]]);
  });
});
