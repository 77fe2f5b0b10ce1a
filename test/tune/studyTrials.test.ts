import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import type { PrunerView } from "../../src/tune/pruner";
import type { Sampler, SamplerView } from "../../src/tune/sampler";
import { cmaEs } from "../../src/tune/samplers/cmaEs";
import { grid } from "../../src/tune/samplers/grid";
import { Random } from "../../src/core/index";
import { categorical, float, int, when } from "../../src/tune/space/space";
import { newTrial } from "../../src/tune/store/store";
import { ownProcessName } from "../../src/tune/store/processName";
import { createStudy, type Study } from "../../src/tune/study";
import { studyOf, tune } from "../../src/tune/tune";
import type { Trial } from "../../src/tune/trial";
import type { TrialRecord, TrialState } from "../../src/tune/trialRecord";

const optionError = (message: string) => expect.objectContaining({ name: "OptionError", message });
const dataError = (message: string) => expect.objectContaining({ name: "DataError", message });
const x = float(0, 1);
const space = { x };

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "study-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const inFile = () => join(folder, "study.sqlite");
const any = (study: unknown) => study as Study;

describe.each(["in memory", "in a file"])("a study %s", (where) => {
  const open: Study[] = [];
  const make = (options: object = {}) => {
    const study = any(
      createStudy({ space, seed: 1, ...(where === "in a file" && { storage: inFile() }), ...options }),
    );
    open.push(study);
    return study;
  };
  afterEach(() => open.splice(0).forEach((study) => study.close()));

  test("begins trials, and tells of each what became of it", () => {
    const before = Date.now();
    const study = make({ directions: ["minimize", "maximize"] });
    const [first, second] = [study.ask(), study.ask()];
    expect(study.trials).toMatchObject([
      { number: 0, state: "running", owner: ownProcessName(), distributions: space, fixed: {}, values: [] },
      { number: 1, state: "running" },
    ]);
    const record = study.tell(second, [1, 2]);
    expect(record).toMatchObject({ number: 1, state: "complete", values: [1, 2], params: second.params });
    expect(study.tell(0, { error: "no luck" })).toMatchObject({ state: "failed", error: "no luck", params: first.params }); // prettier-ignore
    for (const { startedMs, endedMs } of study.trials) {
      expect(startedMs).toBeGreaterThanOrEqual(before);
      expect(endedMs).toBeGreaterThanOrEqual(startedMs!);
      expect(endedMs).toBeLessThanOrEqual(Date.now());
    }
    expect(() => study.tell(first, [1, 1])).toThrow(optionError("Study.tell: the trial must be running, got trial 0, which is failed")); // prettier-ignore
    expect(() => study.tell(2, [1, 1])).toThrow(optionError("Study.tell: the trial must be running, got trial 2, which there is not")); // prettier-ignore
    study.enqueue({ x: 0.5 });
    expect(() => study.tell(2, [1, 1])).toThrow("got trial 2, which is waiting");
  });

  test("keeps constraints of both sides, and what was told last", () => {
    const study = make();
    const trial = study.ask();
    trial.constrain("a", 1);
    trial.constrain("b", 1);
    study.tell(trial, { values: [3], constraints: { b: -1, c: 0 } });
    expect(study.trials[0].constraints).toEqual({ a: 1, b: -1, c: 0 });
    expect(() => study.best).toThrow(dataError("Study.best: there must be a complete trial that keeps its constraints, got none of 1 trials")); // prettier-ignore
  });

  test("has what was enqueued first, in order, and draws the rest", () => {
    const study = make({ space: { x, y: x, n: int(1, 9) }, fixed: { n: 4 } });
    study.enqueue({ x: 0.25, y: 0.75 }).enqueue({ y: 0.5, n: 2 });
    const params = [0, 1, 2].map(() => study.ask().params);
    expect([params[0], params[1].y, params[1].n, params[2].n]).toEqual([
      { x: 0.25, y: 0.75, n: 4 },
      0.5,
      2,
      4,
    ]);
    expect(study.trials[1].fixed).toEqual({ y: 0.5, n: 2 });
    expect(new Set([...params.map((each) => each.x)]).size).toBe(3);
    expect(() => study.enqueue({ z: 1 })).toThrow(optionError('Study.enqueue: unknown parameter "z"; known: x, y, n')); // prettier-ignore
    expect(() => study.enqueue({ x: 2 })).toThrow(
      optionError("Study.enqueue: x must be float in [0, 1], got 2"),
    );
  });

  test("takes in trials that ran elsewhere", () => {
    const study = make({ space: { kind: categorical(["a", "b"]), deep: when("kind", "a", x) } });
    study.add({ kind: "a", deep: 0.5 }, 3).add({ kind: "b" }, [1]).add({ kind: "b" }, NaN);
    const distributions = [{ kind: categorical(["a", "b"]), deep: x }, { kind: categorical(["a", "b"]) }];
    expect(study.trials).toMatchObject([
      { state: "complete", values: [3], params: { kind: "a", deep: 0.5 }, distributions: distributions[0] },
      { state: "complete", values: [1], params: { kind: "b" }, distributions: distributions[1] },
      { state: "failed", error: "the objective must return a finite number, got NaN" },
    ]);
    expect(study.trials[0].endedMs).toBe(study.trials[0].startedMs);
    expect([study.bestParams, study.bestValue, study.best.number]).toEqual([{ kind: "b" }, 1, 1]);
    expect(() => study.add({ kind: "c" }, 1)).toThrow(
      optionError("Study.add: kind must be one of a, b, got c"),
    );
    expect(() => make({ space: undefined, name: "open" }).add({ x: 1 }, 1)).toThrow(
      optionError("Study.add: the study must have a space declared up front; use createStudy({space})"),
    );
  });

  test("hands its pruner all reports, in the order of their steps, the last one of a step", async () => {
    const views: PrunerView[] = [];
    const pruner = {
      name: "mine",
      shouldPrune: (view: PrunerView) => (views.push(structuredClone(view)), true),
    };
    const study = make({ pruner, direction: "maximize" });
    const [, trial] = [study.ask(), study.ask()];
    for (const [step, value] of [[5, 1], [2, NaN], [-0, 3], [5, 9]]) await trial.report(step, value); // prettier-ignore
    expect(trial.shouldPrune()).toBe(true);
    expect(study.trials[1].reports).toStrictEqual([[0, 3], [2, NaN], [5, 9]]); // prettier-ignore
    expect(views).toHaveLength(4);
    const { trial: own, others, direction } = views[3];
    expect([own.number, others.map(({ number }) => number), direction]).toEqual([1, [0], "maximize"]);
    expect(own.reports).toEqual([[0, 3], [2, NaN], [5, 9]]); // prettier-ignore
    const several = make({ directions: ["minimize", "minimize"], name: "several" }).ask();
    expect(() => several.report(0, 1)).toThrow(dataOrOption("Trial.report: there must be one direction to report for, got 2")); // prettier-ignore
  });

  test("repeats a trial that is lost, as often as it may, with its parameters, files and checkpoint", () => {
    const study = make({ retries: 2, space: { x, y: x } });
    let trial = study.ask();
    const { params } = trial;
    const file = trial.file("run.ckpt");
    writeFileSync(file, "so far");
    trial.save({ epoch: 1 });
    for (const [number, reason] of ["one", "two"].entries()) {
      study.lose(study.trials[number], reason);
      study.lose(study.trials[number], "again");
      expect(study.trials[number]).toMatchObject({ state: "failed", error: reason });
      trial = study.ask();
      expect([trial.number, trial.params, trial.checkpoint, trial.file("run.ckpt")]).toEqual([number + 1, params, { epoch: 1 }, file]); // prettier-ignore
      expect(study.trials[number + 1]).toMatchObject({ retryOf: number, fixed: params });
      expect(study.firstAttempt(study.trials[number + 1])).toBe(0);
    }
    expect(existsSync(file)).toBe(true);
    study.lose(study.trials[2], "three");
    expect([study.trials.map(({ state }) => state), existsSync(file)]).toEqual([["failed", "failed", "failed"], false]); // prettier-ignore
  });

  test("forgets a trial's files when it has come to something", () => {
    const study = make();
    const trial = study.ask();
    const file = trial.file("run.ckpt");
    writeFileSync(file, "so far");
    study.tell(trial, 1);
    expect(existsSync(file)).toBe(false);
  });

  test("begins no more than so many, of which those that are repeated count once", () => {
    const study = make();
    expect([study.begin(2), study.begin(2)].map((trial) => trial?.number)).toEqual([0, 1]);
    expect(study.begin(2)).toBeUndefined();
    study.lose(study.trials[0], "gone");
    expect(study.begin(2)?.number).toBe(2);
    expect([study.begin(2), study.begin(3)?.number]).toEqual([undefined, 3]);
  });

  test("fails a trial whose parameters cannot be drawn", () => {
    let fails = true;
    const sampler: Sampler = { name: "mine", sample: () => ({ x: fails ? 2 : 0.5 }) };
    const study = make({ sampler });
    expect(() => study.ask()).toThrow("mine: x must be float in [0, 1], got 2");
    expect(study.trials[0]).toMatchObject({
      state: "failed",
      error: "mine: x must be float in [0, 1], got 2",
    });
    fails = false;
    expect(study.ask().params).toEqual({ x: 0.5 });
  });

  test("draws what all trials had in common together, before it is asked for", () => {
    const drawn: SamplerView[] = [];
    const sampler: Sampler = {
      name: "mine",
      sample: (view) => (
        drawn.push(view),
        Object.fromEntries(Object.keys(view.space).map((name) => [name, 0.25]))
      ),
    };
    const study = make({ space: undefined, sampler, seed: 8 });
    const run = () => {
      const trial = study.ask();
      const values = [trial.suggestFloat("a", 0, 1), trial.suggestFloat("b", 0, 1)];
      study.tell(trial, values[0]);
      return values;
    };
    expect([run(), run()]).toEqual([[0.25, 0.25], [0.25, 0.25]]); // prettier-ignore
    expect(drawn.map(({ number, seed, space: of }) => [number, seed, Object.keys(of)])).toEqual([[0, 8, ["a"]], [0, 8, ["b"]], [1, 8, ["a", "b"]]]); // prettier-ignore
    const other = study.ask();
    expect(() => other.suggestFloat("a", 0, 0.1)).toThrow(
      "Trial.suggest: a must be float in [0, 0.1], got 0.25",
    );
  });

  test("has no single best of several directions, and a front", () => {
    const study = make({ directions: ["minimize", "maximize"] });
    for (const values of [[1, 1], [2, 5], [3, 2], [0, 0]]) study.tell(study.ask(), values); // prettier-ignore
    expect(study.paretoFront.map(({ number }) => number)).toEqual([0, 1, 3]);
    expect(() => study.best).toThrow(
      dataError("Study.best: there must be one direction, got 2; use study.paretoFront"),
    );
    expect(() => study.bestValue).toThrow("there must be one direction");
  });
});

const dataOrOption = (message: string) => expect.objectContaining({ message });

test("a study in a file keeps its seed and directions, and says what does not fit", () => {
  const first = createStudy({ space, storage: inFile(), seed: 5, name: "mine" });
  const second = createStudy({ space, storage: inFile(), name: "mine" });
  expect([first.seed, second.seed, createStudy({ space, storage: inFile(), name: "mine", seed: 9 }).seed]).toEqual([5, 5, 9]); // prettier-ignore
  expect(() =>
    createStudy({ space, storage: inFile(), name: "mine", directions: ["minimize", "maximize"] }),
  ).toThrow(
    optionError('createStudy: the stored study "mine" has directions minimize, got minimize, maximize; choose another name'), // prettier-ignore
  );
  const trial = first.ask();
  expect(second.tell(trial.number, 3)).toMatchObject({ values: [3] });
  expect(() => first.tell(trial, 4)).toThrow(dataError("Study.tell: trial 0 must not have been ended by another process")); // prettier-ignore
  first.close();
});

test("a trial of a process that ended runs again, those of living ones and of other machines do not", () => {
  const study = any(createStudy({ space, storage: inFile() }));
  const { store } = study as unknown as { store: { add(trial: object): number } };
  const owners = [`${hostname()}/${process.pid}/1`, `elsewhere/${process.pid}/1`, ownProcessName()];
  for (const owner of owners) store.add(newTrial({ state: "running", owner, params: { x: 0.5 } }));
  study.close();
  const again = any(createStudy({ space, storage: inFile() }));
  expect(again.trials.map(({ state, error, retryOf, fixed }) => [state, error, retryOf, fixed])).toEqual([
    ["failed", `its process (${owners[0]}) ended before the trial did`, undefined, {}],
    ["running", undefined, undefined, {}],
    ["running", undefined, undefined, {}],
    ["waiting", undefined, 0, { x: 0.5 }],
  ]);
  again.close();
});

describe("a grid", () => {
  const finite = { n: int(1, 2), kind: categorical(["a", "b"]) };
  const all = [[1, "a"], [1, "b"], [2, "a"], [2, "b"]]; // prettier-ignore
  const asked = (study: Study, count: number) =>
    Array.from({ length: count }, () => {
      const trial = study.ask();
      study.tell(trial, 1);
      return [trial.params.n, trial.params.kind];
    });

  test("goes through all combinations in order, then begins anew", () => {
    const study = any(createStudy({ space: finite, sampler: grid() }));
    expect(asked(study, 4)).toEqual(all);
    expect(study.begin(9)).toBeUndefined();
    expect(asked(study, 3)).toEqual([all[0], all[1], all[2]]);
  });

  test("leaves out what was tried, whatever came of it, and waits for what runs", () => {
    const study = any(createStudy({ space: finite, sampler: grid() }));
    study.add({ n: 1, kind: "b" }, NaN);
    study.enqueue({ n: 2, kind: "b" });
    const [first, second] = [study.ask(), study.ask()];
    expect([first.params, second.params]).toEqual([{ n: 2, kind: "b" }, { n: 1, kind: "a" }]); // prettier-ignore
    expect(study.ask().params).toEqual({ n: 2, kind: "a" });
    expect(study.begin(9)).toBeUndefined();
    study.enqueue({ n: 1, kind: "a" });
    expect(study.begin(9)?.params).toEqual({ n: 1, kind: "a" });
  });

  test("may have values of its own, with or without a space", () => {
    const values = { n: [2, 1], kind: ["b"] };
    const study = any(createStudy({ space: finite, sampler: grid({ values }) }));
    expect(asked(study, 2)).toEqual([[2, "b"], [1, "b"]]); // prettier-ignore
    expect(study.begin(9)).toBeUndefined();
    const part = any(createStudy({ space: { ...finite, rate: float(0, 1) }, fixed: { n: 1 }, sampler: grid({ values: { rate: [0.5, 0.25] } }) })); // prettier-ignore
    expect([0, 1, 2, 3].map(() => part.begin(9)?.params)).toEqual([
      { n: 1, kind: "a", rate: 0.5 },
      { n: 1, kind: "a", rate: 0.25 },
      { n: 1, kind: "b", rate: 0.5 },
      { n: 1, kind: "b", rate: 0.25 },
    ]);
    expect(part.begin(9)).toBeUndefined();
  });

  test.each([
    [undefined, undefined, "grid needs a space declared up front, or values"],
    [
      { rate: float(0, 1) },
      undefined,
      "grid: rate must have finitely many values, got float in [0, 1]; give it steps or values",
    ],
    [
      { ...finite, deep: when("kind", "a", int(1, 2)) },
      undefined,
      "grid cannot do conditions, and deep has one; use random()",
    ],
    [finite, { n: [1, 3] }, "grid: values of n must be int in [1, 2], got 3"],
    [finite, { n: [1], rate: [1] }, 'grid: values must be of parameters of the space (n, kind), got "rate"'],
  ])("of %p with values %p is refused", (of, values, message) => {
    expect(() => createStudy({ space: of as never, sampler: grid({ values: values as never }) })).toThrow(optionError(`createStudy: ${message}`)); // prettier-ignore
  });

  test("is over when all combinations have begun, of which waiting ones have none", () => {
    const is = (states: TrialState[], params: object[]) =>
      grid().isExhausted!(states.map((state, at) => ({ ...newTrial({ state }), params: params[at], number: at })) as TrialRecord[], { space: { n: int(1, 2) }, fixed: {} }); // prettier-ignore
    const [one, two] = [{ n: 1 }, { n: 2 }];
    expect(is(["complete", "running"], [one, two])).toBe(true);
    expect(is(["pruned", "failed"], [one, two])).toBe(true);
    expect(is(["complete", "waiting"], [one, {}])).toBe(false);
    expect(is(["complete", "complete"], [one, one])).toBe(false);
  });

  test("has values", () => {
    expect(() => grid({ values: {} })).toThrow(optionError("grid: values must not be empty"));
    expect(() => grid({ values: { n: [] } })).toThrow(optionError("grid: n must have values, got []"));
    expect(() => grid({ values: { n: 3 as never } })).toThrow(optionError("grid: n must have values, got 3"));
    expect(
      any(createStudy({ sampler: grid({ values: { n: [1, 2] } }) }))
        .ask()
        .suggestInt("n", 1, 2),
    ).toBe(1);
  });
});

test("an evolution's generations are of trials in the order in which they ended", () => {
  const sampler = cmaEs();
  const drawn = (endedMs: (number: number) => number | undefined) =>
    sampler.sample({
      space: { x, y: x },
      trials: Array.from({ length: 9 }, (_, number) => ({
        ...newTrial({ state: "complete", params: { x: number / 10, y: (number % 4) / 5 }, distributions: { x, y: x }, values: [(number * 5) % 7] }), // prettier-ignore
        number,
        endedMs: endedMs(number),
      })),
      directions: ["minimize"],
      number: 9,
      random: new Random(1, "draw"),
      seed: 1,
    });
  const inOrder = drawn((number) => number);
  expect(drawn(() => undefined)).toEqual(inOrder);
  expect(drawn(() => 5)).toEqual(inOrder);
  expect(drawn((number) => -number)).not.toEqual(inOrder);
  expect(drawn((number) => (number === 0 ? 5 : undefined))).not.toEqual(inOrder);
});

describe("tune", () => {
  const quiet = { space, progress: false, seed: 1 };

  test("makes a study, and returns it with its trials", async () => {
    const study = await tune(({ params }) => params.x, {
      ...quiet,
      trials: 3,
      direction: "maximize",
      name: "mine",
    });
    expect([study.name, study.directions, study.seed, study.trials.length]).toEqual([
      "mine",
      ["maximize"],
      1,
      3,
    ]);
    expect(study.bestValue).toBe(Math.max(...study.trials.map(({ values }) => values[0])));
  });

  test("keeps what was done before an error, which leads to its study", async () => {
    const error = new Error("no luck");
    const objective = ({ number }: Trial<{ x: number }>) => {
      if (number === 2) throw error;
      return 1;
    };
    await expect(tune(objective, quiet)).rejects.toBe(error);
    expect(studyOf(error)?.trials.map(({ state }) => state)).toEqual(["complete", "complete", "failed"]);
    expect([studyOf(new Error("other")), studyOf(null), studyOf("text"), studyOf(undefined)]).toEqual([undefined, undefined, undefined, undefined]); // prettier-ignore
    await expect(tune(() => Promise.reject("a text"), quiet)).rejects.toBe("a text");
    await expect(tune(() => 1, { ...quiet, trails: 1 } as never)).rejects.toThrow('tune: unknown option "trails"; did you mean "trials"?'); // prettier-ignore
  });
});
