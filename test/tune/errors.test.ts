import { setTimeout as wait } from "node:timers/promises";
import { categorical, createStudy, float, gp, grid, int, tune, when, type Trial } from "../../src/tune/index";

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
  expect(() => categorical([])).toThrow("categorical: choices must not be empty");
  expect(() => categorical([1, 1])).toThrow("categorical: choices must differ, got [1, 1]");
  expect(() => categorical([[32]] as never)).toThrow(
    "categorical: choices must be numbers, texts, booleans or null; use their names, and look the thing up in the objective",
  );
  expect(() => createStudy({ space: {} })).toThrow("createStudy: space must not be empty");
  expect(() => createStudy({ space: { x: [0, 1] } as never })).toThrow(
    "createStudy: x must be float(…), int(…), categorical(…) or when(…), got [0,1]",
  );
  expect(() => createStudy({ space: { a: when("b", 1, int(1, 2)), b: int(0, 1) } })).toThrow(
    'createStudy: a must hang on a parameter that stands before it, got "b"',
  );
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
  expect(() => createStudy({ direction: "minimise" as never })).toThrow(
    'createStudy: unknown direction "minimise"; did you mean "minimize"?',
  );
  await expect(tune(() => 1, { ...quiet, trails: 3 } as never)).rejects.toThrow(
    'tune: unknown option "trails"; did you mean "trials"?',
  );
  await expect(tune(3 as never, quiet)).rejects.toThrow(
    "Study.optimize: objective must be a function of the trial, got number",
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
    "the objective must return a finite number, got 0.3",
    "the objective must return a finite number, got undefined",
    "the objective must return a finite number, got 2 values",
    undefined,
  ]);
  expect(study.bestValue).toBe(0.5);
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

test("a parameter may not change its range within a trial", async () => {
  const objective = (trial: Trial) => trial.suggestFloat("x", 0, 1) + trial.suggestFloat("x", 0, 2);
  await expect(tune(objective, { progress: false, trials: 1 })).rejects.toThrow(
    "Trial.suggest: x must stay what it was, float in [0, 1], got float in [0, 2]",
  );
});
