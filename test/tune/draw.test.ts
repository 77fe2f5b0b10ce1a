import { Random } from "../../src/core/index";
import { commonSpace, drawTogether, nextOf } from "../../src/tune/draw";
import { ended } from "../../src/tune/drivenStudy";
import { fixedTrial } from "../../src/tune/fixedTrial";
import type { Sampler, SamplerView } from "../../src/tune/sampler";
import { categorical, float, int, when, type Params } from "../../src/tune/space/space";
import { newTrial } from "../../src/tune/store/store";
import { StudyTrial, givenValue } from "../../src/tune/studyTrial";
import { TrialPruned, type Trial, checkConstraint, checkReport, noted, saved } from "../../src/tune/trial";
import type { TrialRecord } from "../../src/tune/trialRecord";

const optionError = (message: string) => expect.objectContaining({ name: "OptionError", message });
const dataError = (message: string) => expect.objectContaining({ name: "DataError", message });
const record = (parts: Partial<TrialRecord>): TrialRecord => ({ ...newTrial(), number: 0, ...parts });

describe("parameters that are drawn together", () => {
  const seen: SamplerView[] = [];
  const of = (drawn: Params): Sampler => ({ name: "mine", sample: (view) => (seen.push(view), drawn) });
  const space = { x: float(0, 1), still: float(2, 2), only: categorical(["a"]), n: int(1, 3) };
  const trials = [record({ number: 0 }), record({ number: 1 }), record({ number: 2 })];
  const drawing = (drawn: Params) => ({
    sampler: of(drawn),
    trials,
    directions: ["maximize" as const],
    seed: 9,
  });
  beforeEach(() => (seen.length = 0));

  test("are the sampler's, but for those that have one value only", () => {
    const params = drawTogether(space, 1, drawing({ x: 0.5, n: 2 }));
    expect(params).toEqual({ still: 2, only: "a", x: 0.5, n: 2 });
    const [view] = seen;
    expect(view.space).toEqual({ x: space.x, n: space.n });
    expect(view.trials.map(({ number }) => number)).toEqual([0, 2]);
    expect({ ...view, space: 0, trials: 0, random: 0 }).toEqual({ space: 0, trials: 0, random: 0, directions: ["maximize"], number: 1, seed: 9 }); // prettier-ignore
    expect(view.random.uniform()).toBe(new Random(9, "tune 1 x,n").uniform());
  });

  test("ask no sampler where nothing is open", () => {
    expect(drawTogether({ still: space.still, only: space.only }, 0, drawing({}))).toEqual({
      still: 2,
      only: "a",
    });
    expect(seen).toEqual([]);
  });

  test.each([
    [{ x: 2, n: 2 }, "mine: x must be float in [0, 1], got 2"],
    [{ x: 1, n: "2" }, 'mine: n must be int in [1, 3], got "2"'],
    [{ x: 1 }, "mine: n must be int in [1, 3], got undefined"],
  ])("are held to the space: %p", (drawn, message) => {
    expect(() => drawTogether(space, 0, drawing(drawn as Params))).toThrow(optionError(message));
  });
});

test("a parameter's turn has come where it has no value and its condition holds", () => {
  const x = float(0, 1);
  const space = {
    kind: categorical(["a", "b"]),
    x,
    deep: when("kind", ["a"], int(1, 2)),
    deeper: when("deep", 2, x),
  };
  const next = (params: Params) => Object.keys(nextOf(space, params));
  expect(next({})).toEqual(["kind", "x"]);
  expect(next({ x: 1 })).toEqual(["kind"]);
  expect(nextOf(space, { kind: "a", x: 1 })).toEqual({ deep: int(1, 2) });
  expect(next({ kind: "b", x: 1 })).toEqual([]);
  expect([next({ kind: "a", x: 1, deep: 1 }), next({ kind: "a", x: 1, deep: 2 })]).toEqual([[], ["deeper"]]);
});

test("trials have in common what all that came to something drew from the same range", () => {
  const [x, y, n] = [float(0, 1), float(0, 1), int(1, 3)];
  const complete = record({ state: "complete", distributions: { x, y, n } });
  const pruned = record({ state: "pruned", distributions: { n: int(1, 3), x, z: y } });
  expect(commonSpace([])).toEqual({});
  expect(commonSpace([record({ state: "failed", distributions: { x } })])).toEqual({});
  expect(commonSpace([complete])).toEqual({ x, y, n });
  const others = (["waiting", "running", "failed"] as const).map((state) => record({ state }));
  expect(commonSpace([others[0], complete, ...others, pruned])).toEqual({ x, n });
  expect(
    commonSpace([complete, record({ state: "complete", distributions: { x: float(0, 2), n } })]),
  ).toEqual({ n });
  expect(Object.keys(complete.distributions)).toEqual(["x", "y", "n"]);
});

describe("what a trial comes to", () => {
  const none = { constraints: {} };

  test.each([
    [3, 1, { state: "complete", values: [3], ...none }],
    [[3], 1, { state: "complete", values: [3], ...none }],
    [[3, -1], 2, { state: "complete", values: [3, -1], ...none }],
    [{ values: [3] }, 1, { state: "complete", values: [3], ...none }],
    [{ values: [3], constraints: { a: 1 }, notes: { b: 2 } }, 1, { state: "complete", values: [3], constraints: { a: 1 }, notes: { b: 2 } }], // prettier-ignore
    [{ pruned: true }, 1, { state: "pruned", ...none }],
    [{ pruned: true, values: [3], constraints: { a: 0 } }, 1, { state: "pruned", constraints: { a: 0 } }],
    [{ pruned: false, values: [3] }, 1, { state: "complete", values: [3], ...none }],
    [{ error: "no luck" }, 1, { state: "failed", error: "no luck" }],
  ] as const)("%p with %d directions", (told, directions, expected) => {
    expect(ended(told as never, directions)).toEqual(expected);
  });

  test.each([
    [NaN, 1, "a finite number, got NaN"],
    [Infinity, 1, "a finite number, got Infinity"],
    ["3", 1, 'a finite number, got "3"'],
    [undefined, 1, "a finite number, got undefined"],
    [null, 1, "a finite number, got null"],
    [[], 1, "a finite number, got 0 values"],
    [[1, 2], 1, "a finite number, got 2 values"],
    [1, 2, "2 finite numbers, got 1 values"],
    [[1, NaN], 2, "2 finite numbers, got NaN"],
    [[-Infinity, 1], 2, "2 finite numbers, got -Infinity"],
    [{}, 1, "a finite number, got 0 values"],
    [[{ dataSync: () => [1] }], 1, "a finite number, got a tensor; return (await loss.data())[0]"],
    [[{ dataSync: 1 }], 1, "a finite number, got { dataSync: 1 }"],
  ])("%p with %d directions is a failure", (told, directions, got) => {
    expect(ended(told as never, directions)).toEqual({
      state: "failed",
      error: `the objective must return ${got}`,
      ...none,
    });
  });

  test("keeps constraints and notes of a failure, as they were", () => {
    const notes = { list: [1] };
    const told = { values: [NaN], constraints: { size: -2 }, notes };
    const end = ended(told, 1);
    notes.list.push(2);
    expect(end).toMatchObject({ state: "failed", constraints: { size: -2 }, notes: { list: [1] } });
  });

  test("is refused where it is odd", () => {
    expect(() => ended({ values: [1], constraints: { size: NaN } }, 1)).toThrow(
      dataError(
        "Trial.constrain: size must be a finite number, got NaN; it counts as kept where it is at most 0",
      ),
    );
    expect(() => ended({ eror: "x" } as never, 1)).toThrow(
      optionError('Study.tell: unknown option "eror"; known: values, pruned, constraints, notes'),
    );
    expect(() => ended({ values: [1], notes: { model: () => 1 } }, 1)).toThrow(
      /^Study\.tell: notes must be of numbers/,
    );
  });
});

test("reports, constraints, notes and checkpoints are checked where they are given", () => {
  for (const [step, value] of [[0, NaN], [-3.5, Infinity], [2, 1]]) expect(checkReport(step, value)).toBeUndefined(); // prettier-ignore
  expect(() => checkReport(NaN, 1)).toThrow(
    optionError("Trial.report: step must be a finite number, got NaN"),
  );
  expect(() => checkReport(1, "1" as never)).toThrow(
    optionError('Trial.report: value must be a number, got "1"'),
  );
  for (const value of [-1, 0, 5]) expect(checkConstraint("a", value)).toBeUndefined();
  expect(() => checkConstraint("a", Infinity)).toThrow(
    dataError(
      "Trial.constrain: a must be a finite number, got Infinity; it counts as kept where it is at most 0",
    ),
  );
  expect(() => noted(3, 1)).toThrow(optionError("Trial.note: name must be a text, got 3"));
  expect(() => noted("why", () => 1)).toThrow(/^Trial\.note: why must be of numbers, .* got a function$/);
  expect(() => saved({ at: () => 1 })).toThrow(
    /^Trial\.save: checkpoint must be of numbers, .* at checkpoint\.at/,
  );
  const value = { a: [1] };
  const [note, checkpoint] = [noted("why", value), saved(value)];
  value.a.push(2);
  expect([note, checkpoint]).toEqual([{ a: [1] }, { a: [1] }]);
});

describe("a trial", () => {
  const kept: TrialRecord[] = [];
  const judged: [number, number][] = [];
  const made = (record_: Partial<TrialRecord> = {}) =>
    new StudyTrial(
      {
        directions: ["maximize"],
        draw: (_, name) => `drawn ${name}`,
        keep: (record) => void kept.push(structuredClone(record)),
        judge: (_, step, value) => (judged.push([step, value]), value > 5),
        folder: ({ number }) => `/nowhere/${number}`,
      },
      record({ state: "running", number: 4, ...record_ }),
    );
  beforeEach(() => void (kept.splice(0), judged.splice(0)));

  test("is its record and its study", () => {
    const trial = made({ checkpoint: 7, params: { x: 1 } });
    expect([trial.number, trial.params, trial.directions, trial.checkpoint]).toEqual([
      4,
      { x: 1 },
      ["maximize"],
      7,
    ]);
  });

  test("draws a parameter once, and keeps what it was drawn from", () => {
    const trial = made();
    expect([trial.suggestFloat("x", 0, 1), trial.suggestFloat("x", 0, 1), trial.suggestInt("n", 1, 3)]).toEqual(["drawn x", "drawn x", "drawn n"]); // prettier-ignore
    expect(trial.suggestCategorical("kind", ["a", "b"])).toBe("drawn kind");
    expect(kept.map(({ params }) => Object.keys(params))).toEqual([["x"], ["x", "n"], ["x", "n", "kind"]]);
    expect(trial.record.distributions).toEqual({
      x: float(0, 1),
      n: int(1, 3),
      kind: categorical(["a", "b"]),
    });
    expect(() => trial.suggestFloat("x", 0, 1, { log: false, step: 0.5 })).toThrow(
      optionError(
        "Trial.suggest: x must stay what it was, float in [0, 1], got float in [0, 1] in steps of 0.5",
      ),
    );
    expect(() => trial.suggestInt("x", 0, 1)).toThrow("x must stay what it was");
  });

  test("tells its study of reports, and knows what the pruner said after the last", async () => {
    const trial = made();
    expect(trial.shouldPrune()).toBe(false);
    await trial.report(1, 9);
    expect(trial.shouldPrune()).toBe(true);
    await trial.report(2, 3);
    expect([trial.shouldPrune(), judged]).toEqual([false, [[1, 9], [2, 3]]]); // prettier-ignore
    expect(() => trial.report(NaN, 1)).toThrow("Trial.report: step must be a finite number, got NaN");
    expect(judged).toHaveLength(2);
    trial.abandon();
    expect(() => trial.report(3, 3)).toThrow(TrialPruned);
    expect(judged).toHaveLength(2);
  });

  test("ends by an error of its own", () => {
    expect(() => made().prune()).toThrow(
      expect.objectContaining({ name: "TrialPruned", message: "the trial was pruned" }),
    );
  });

  test("keeps constraints, notes and a checkpoint", () => {
    const trial = made({ notes: { first: 1 } });
    trial.constrain("size", -1);
    trial.note("why", "because");
    trial.save([3]);
    expect(trial.record).toMatchObject({ constraints: { size: -1 }, notes: { first: 1, why: "because" }, checkpoint: [3] }); // prettier-ignore
    expect(kept.map(({ notes, checkpoint }) => [notes, checkpoint])).toEqual([
      [{ first: 1, why: "because" }, undefined],
      [{ first: 1, why: "because" }, [3]],
    ]);
  });
});

test("a value that was given is taken where it was, and held to the range", () => {
  expect(givenValue({ x: 0.5 }, "x", float(0, 1))).toBe(0.5);
  expect(givenValue({ x: 0.5 }, "y", float(0, 1))).toBeUndefined();
  expect(givenValue({}, "toString", float(0, 1))).toBeUndefined();
  expect(() => givenValue({ x: 2 }, "x", float(0, 1))).toThrow(
    optionError(
      "Trial.suggest: x must be float in [0, 1], got 2; enqueue or fix values that the space contains",
    ),
  );
});

test("a fixed trial gives what it was given, and says what it lacks", async () => {
  const given = { x: 0.5, kind: "a" };
  const trial = fixedTrial(given, 3) as Trial;
  given.x = 0.7;
  expect([trial.number, trial.params, trial.directions, trial.checkpoint]).toEqual([3, { x: 0.5, kind: "a" }, [], undefined]); // prettier-ignore
  expect(fixedTrial({}).number).toBe(0);
  expect([trial.suggestFloat("x", 0, 1), trial.suggestCategorical("kind", ["a", "b"])]).toEqual([0.5, "a"]);
  expect(() => trial.suggestInt("n", 1, 2)).toThrow(
    optionError("fixedTrial: params must have a value for n"),
  );
  await trial.report(0, 1);
  expect(trial.shouldPrune()).toBe(false);
  trial.note("why", 1);
});
