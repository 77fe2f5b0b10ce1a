import * as callbacks from "../../src/callbacks/index";
import { OptionError } from "../../src/core/index";
import { isOurs } from "../../src/train/ours";
import type { Callback } from "../../src/train/index";

type Options = Record<string, unknown>;
type Make = (options?: Options) => Callback;

const makers = {
  checkpoint: (options) => callbacks.checkpoint("run.ckpt", options),
  csvLog: () => callbacks.csvLog("run.csv"),
  earlyStopping: callbacks.earlyStopping,
  ema: callbacks.ema,
  jsonLog: () => callbacks.jsonLog("run.jsonl"),
  learningRateFinder: callbacks.learningRateFinder,
  liveFigure: callbacks.liveFigure,
  mlflow: callbacks.mlflow,
  progress: callbacks.progress,
  record: callbacks.record,
  snapshotEnsemble: (options = {}) => callbacks.snapshotEnsemble(options as { everyEpochs: number }),
  swa: callbacks.swa,
  tensorBoard: (options) => callbacks.tensorBoard("runs", options),
  terminateOnNaN: () => callbacks.terminateOnNaN(),
} satisfies Record<string, Make>;
type Name = keyof typeof makers;
const make = (name: Name): Make => makers[name] as Make;

const whole = "a whole number in ";
const watched = ["earlyStopping", "checkpoint"] as const;

/** Of each option where it may lie, with values at its ends: those that are taken, and those that are not. */
const numbers: [Name, string, where: string, good: number[], bad: unknown[]][] = [
  ["checkpoint", "everyEpochs", `${whole}[1, ∞)`, [1, 1e6], [0, 1.5, -1, NaN, Infinity, "2"]],
  ["checkpoint", "everySteps", `${whole}[1, ∞)`, [1, 1e6], [0, 1.5, -1, NaN, "2"]],
  ["earlyStopping", "patience", `${whole}[0, ∞)`, [0, 7], [-1, 0.5, NaN, "5"]],
  ["earlyStopping", "minDelta", "[0, ∞)", [0, 0.1], [-1e-9, NaN, Infinity, "0"]],
  ["ema", "decay", "(0, 1)", [1e-9, 1 - 1e-9], [0, 1, NaN, "0.9"]],
  ["learningRateFinder", "from", "(0, ∞)", [1e-12, 9.9], [0, -1, NaN]],
  ["learningRateFinder", "to", "(0.000001, ∞)", [2e-6, 100], [1e-6, 0, NaN]],
  ["learningRateFinder", "steps", `${whole}[10, ∞)`, [10, 1000], [9, 10.5]],
  ["learningRateFinder", "smooth", "[0, 1)", [0, 0.99], [-0.1, 1]],
  ["learningRateFinder", "diverged", "(1, ∞)", [1.01, 1e9], [1, 0]],
  ["liveFigure", "everyMs", "[100, ∞)", [100, 1e6], [99.9, 0, NaN]],
  ["progress", "everyMs", "[0, ∞)", [0, 1e6], [-1, NaN, "0"]],
  ["record", "everySteps", `${whole}[1, ∞)`, [1, 100], [0, 1.5]],
  ["snapshotEnsemble", "everyEpochs", `${whole}[1, ∞)`, [1, 100], [0, 1.5]],
  ["swa", "from", `${whole}[0, ∞)`, [0, 100], [-1, 0.5]],
  ["swa", "everyEpochs", `${whole}[1, ∞)`, [1, 100], [0, 0.5]],
  ["tensorBoard", "everySteps", `${whole}[1, ∞)`, [1, 100], [0, 0.5]],
];

test.each(numbers)("%s's %s must be in %s", (name, option, where, good, bad) => {
  for (const value of good) expect(make(name)({ [option]: value })).toBeDefined();
  for (const value of bad) {
    const got = typeof value === "string" ? `"${value}"` : String(value);
    const interval = where.startsWith(whole) || option !== "to" ? where : "(0.000001, ∞)";
    expect(() => make(name)({ [option]: value })).toThrow(
      new OptionError({
        where: name,
        required: `${option} must be ${interval.startsWith(whole) ? "" : "in "}${interval}`,
        got,
      }),
    );
  }
});

test.each([
  ["checkpoint", "best"],
  ["checkpoint", "resume"],
  ["earlyStopping", "restoreBest"],
  ["record", "histograms"],
] as const)("%s's %s is true or false", (name, option) => {
  for (const value of [true, false]) expect(make(name)({ [option]: value })).toBeDefined();
  for (const value of ["no", 0, null])
    expect(() => make(name)({ [option]: value })).toThrow(
      `${name}: ${option} must be true or false, got ${value === "no" ? '"no"' : value}`,
    );
});

test.each([...watched, "liveFigure"] as const)("%s knows three modes", (name) => {
  for (const mode of ["auto", "min", "max"]) expect(make(name)({ mode })).toBeDefined();
  expect(() => make(name)({ mode: "mx" })).toThrow(`${name}: unknown mode "mx"; did you mean "max"?`);
});

test.each<[Name, string]>([
  ["checkpoint", "monitor, mode, everyEpochs, everySteps, best, resume"],
  ["earlyStopping", "monitor, mode, patience, minDelta, restoreBest"],
  ["ema", "decay"],
  ["learningRateFinder", "from, to, steps, smooth, diverged"],
  ["liveFigure", "metric, mode, figure, everyMs"],
  ["mlflow", "uri, experiment, runName, params"],
  ["progress", "everyMs"],
  ["record", "everySteps, histograms"],
  ["snapshotEnsemble", "everyEpochs"],
  ["swa", "from, every"],
  ["tensorBoard", "everySteps"],
])("%s knows the options %s", (name, known) => {
  expect(() => make(name)({ xyzzyxyzzy: 1 })).toThrow(
    `${name}: unknown option "xyzzyxyzzy"; known: ${known}`,
  );
});

test("a best checkpoint is of whole epochs", () => {
  expect(() => callbacks.checkpoint("run.ckpt", { best: true, everySteps: 5 })).toThrow(
    "checkpoint: best must go with whole epochs, at whose end the log is known, got everySteps",
  );
  expect(callbacks.checkpoint("run.ckpt", { best: true, everyEpochs: 5 })).toBeDefined();
  expect(callbacks.checkpoint("run.ckpt", { best: false, everySteps: 5 })).toBeDefined();
});

test.each([
  ["checkpoint", callbacks.checkpoint],
  ["csvLog", callbacks.csvLog],
  ["jsonLog", callbacks.jsonLog],
  ["tensorBoard", callbacks.tensorBoard],
] as const)("%s's path is text", (name, of) => {
  for (const path of [undefined, null, 3, ""])
    expect(() => of(path as unknown as string)).toThrow(
      `${name}: path must be text, got ${path === "" ? '""' : path}; call it as ${name}("run")`,
    );
  expect(of("run")).toBeDefined();
});

/** What fit knows of each callback beside its methods: the name of its state in a checkpoint, and what it wants of steps. */
const traits: Record<Name, Partial<Callback>> = {
  checkpoint: { name: "checkpoint", repeatable: true },
  csvLog: { name: "csvLog" },
  earlyStopping: { name: "earlyStopping" },
  ema: { name: "ema" },
  jsonLog: { name: "jsonLog" },
  learningRateFinder: { name: "learningRateFinder" },
  liveFigure: { onlyWatches: true },
  mlflow: { name: "mlflow" },
  progress: { onlyWatches: true },
  record: { name: "record" },
  snapshotEnsemble: { name: "snapshotEnsemble" },
  swa: { name: "swa" },
  tensorBoard: { name: "tensorBoard", onlyWatches: true },
  terminateOnNaN: { name: "terminateOnNaN", guard: true },
};

test("what fit knows of each callback is told here", () => {
  const exported = Object.keys(callbacks).filter(
    (name) => /^[a-z]/.test(name) && !/^read|^modelOf/.test(name),
  );
  expect(Object.keys(traits).sort()).toEqual(exported.sort());
});

test.each(Object.entries(traits))("%s is the library's own, and wants %j", (name, expected) => {
  const callback = make(name as Name)();
  const { name: own, onlyWatches, guard, repeatable } = callback;
  expect({ name: own, onlyWatches, guard, repeatable }).toEqual(expected);
  expect(isOurs(callback)).toBe(true);
});

test("only what has to be told of each step is: it keeps steps from going together", () => {
  const toldOfSteps = (Object.keys(makers) as Name[]).filter((name) => make(name)().onBatchEnd);
  expect(toldOfSteps).toEqual([
    "learningRateFinder",
    "liveFigure",
    "progress",
    "tensorBoard",
    "terminateOnNaN",
  ]);
  expect(callbacks.checkpoint("run.ckpt", { everySteps: 2 }).onBatchEnd).toBeDefined();
});
