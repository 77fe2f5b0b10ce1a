import * as tf from "@tensorflow/tfjs";
import * as library from "../../src/index";
import { runChild } from "../child";
import { goodCalls, prepare } from "./goodCalls";
import type { Documented } from "./readDocumentation";

type Call = (...args: unknown[]) => unknown;

/** What stands before the options, for functions that look at it first; to others it is undefined. */
const before: Record<string, unknown[]> = {
  "callbacks.checkpoint": ["run.ckpt"],
  "callbacks.tensorBoard": ["runs"],
  display: [{ [library.displaySymbol]: () => ({}) }],
  "plot.fitsByDegree": [{ x: [1, 2, 3], y: [1, 2, 3] }],
  "tune.importances": [{ trials: [], directions: ["minimize"] }],
  "data.split": [{ x: [[0], [1], [2]], labels: [0, 1, 0] }],
  "train.crossValidate": [() => tf.sequential(), { x: [[0], [1], [2]], labels: [0, 1, 0] }],
  "train.metric": [(truth: tf.Tensor) => truth],
  "tune.surrogate": [{ trials: [], directions: ["minimize"] }, "x"],
};

/** What a call with a name that is no option says; undefined where it says nothing. */
async function said(call: () => unknown): Promise<string | undefined> {
  try {
    await call();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function functionOf(name: string): Call {
  return name
    .split(".")
    .reduce<unknown>((room, part) => (room as Record<string, unknown>)[part], library) as Call;
}

let all: Documented[];
let takers: Documented[];
beforeAll(async () => {
  const { stdout } = await runChild("test/contracts/readDocumentation.ts");
  all = JSON.parse(stdout) as Documented[];
  takers = all.filter(({ optionsAt }) => optionsAt >= 0);
});

/** What a function that takes options says of these. */
function saidOf({ name, optionsAt }: Documented, options: object): Promise<string | undefined> {
  const args = Array.from({ length: optionsAt }, (_, at) => before[name]?.[at]);
  return said(() => functionOf(name)(...args, options));
}

test("every function that takes options refuses a name that is none", async () => {
  expect(takers.length).toBeGreaterThan(180);
  const silent: string[] = [];
  for (const taker of takers) {
    const message = await saidOf(taker, { tpyo: 1 });
    if (!message?.includes('unknown option "tpyo"')) silent.push(`${taker.name}: ${message}`);
  }
  expect(silent).toEqual([]);
});

/** Public functions without options, those metrics and scorers among them. */
function withoutOptions(): string[] {
  const named = all
    .filter(({ isFunction, optionsAt }) => isFunction && optionsAt < 0)
    .map(({ name }) => name);
  const lists = ["classic.scorers", "train.metrics"];
  const listed = lists.flatMap((list) => Object.keys(functionOf(list)).map((name) => `${list}.${name}`));
  return [...named, ...listed].filter((name) => !isClass(functionOf(name)));
}

const isClass = (value: Call) => /^class\b/.test(String(value));

test("every function without options refuses them, and names what it was given", async () => {
  await prepare();
  const names = withoutOptions();
  expect(names.length).toBeGreaterThan(90);
  const silent: string[] = [];
  for (const name of names) {
    const args = (goodCalls[name] ?? goodCalls[name.replace(/^(core|train)\./, "")])?.() ?? [];
    const message = await said(() => functionOf(name)(...args, { tpyo: 1 }));
    if (!message?.includes("tpyo")) silent.push(`${name}: ${message}`);
  }
  expect(silent).toEqual([]);
});

/** What no figure takes, of options that mean the same in all that have them. */
const wrongOfFigures: [option: string, value: unknown, required: string][] = [
  ["title", { text: "A" }, "title must be text, got { text: 'A' }"],
  ["title", null, "title must be text, got null"],
  ["xLabel", 3, "xLabel must be text, got 3"],
  ["yLabel", ["a"], "yLabel must be text, got [a]"],
  ["zLabel", true, "zLabel must be text, got true"],
  ["stepName", 3, "stepName must be text, got 3"],
  ["width", -5, "width must be a number above 0, got -5"],
  ["width", "wide", 'width must be a number above 0, got "wide"'],
  ["height", 0, "height must be a number above 0, got 0"],
  ["height", Infinity, "height must be a number above 0, got Infinity"],
  ["size", NaN, "size must be a number above 0, got NaN"],
  ["columns", 0, "columns must be a whole number in [1, ∞), got 0"],
  ["frameMs", -3, "frameMs must be a whole number in [1, ∞), got -3"],
  ["points", "yes", 'points must be true or false, got "yes"'],
  ["best", 1, "best must be true or false, got 1"],
  ["logX", "yes", 'logX must be true or false, got "yes"'],
  ["equalScale", null, "equalScale must be true or false, got null"],
  ["features", "ab", 'features must be a list, got "ab"'],
  ["xRange", [1, -1], "xRange must be [low, high], got [1, -1]"],
  ["yRange", null, "yRange must be [low, high], got null"],
  ["range", [2, 2], "range must be two different numbers, got [2, 2]"],
  ["range", [0], "range must be two finite numbers, got [0]"],
  ["classNames", "ab", 'classNames must be a list, got "ab"'],
  ["classNames", ["a", 3], "classNames must be a list of text, got 3 at [1]"],
  ["featureNames", [null], "featureNames must be a list of text, got null at [0]"],
  ["names", [{}], "names must be a list of text, got {} at [0]"],
  ["captions", [3], "captions must be a list of text, got 3 at [0]"],
  ["params", [3], "params must be a list of text, got 3 at [0]"],
  ["metrics", "loss", 'metrics must be a list, got "loss"'],
  ["inputs", [{}], "inputs must be a list of text or numbers, got {} at [0]"],
  ["outputs", 3, "outputs must be a list, got 3"],
];

test.each(wrongOfFigures)("every figure that has %s refuses %p", async (option, value, required) => {
  const figures = takers.filter(({ name }) => name.startsWith("plot."));
  const messages = await Promise.all(
    figures.map(async (taker) => `${await saidOf(taker, { [option]: value })}`),
  );
  const known = messages.filter((message) => !message.includes(`unknown option "${option}"`));
  expect(known.length).toBeGreaterThan(0);
  const names = new Set(known.map((message) => message.split(": ")[0]));
  expect(known).toEqual([...names].map((name) => `${name}: ${required}`));
});

const model = () => tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });

const figure = () => library.plot.lines([1, 2], { a: [1, 2] });

/** Methods that take options, with a slip in one of their names, and what was meant. */
const methods: Record<string, [call: () => unknown, meant: string]> = {
  "Study.optimize": [() => library.tune.createStudy().optimize(() => 1, { trails: 3 } as never), "trials"],
  "Trial.suggestFloat": [
    () =>
      library.tune
        .createStudy()
        .ask()
        .suggestFloat("x", 0, 1, { lgo: true } as never),
    "log",
  ],
  "Trial.suggestInt": [
    () =>
      library.tune
        .createStudy()
        .ask()
        .suggestInt("n", 0, 9, { stpe: 3 } as never),
    "step",
  ],
  "Study.tell": [
    () => {
      const study = library.tune.createStudy();
      return study.tell(study.ask(), { valeus: [1] } as never);
    },
    "values",
  ],
  "ridge.fit": [() => library.classic.ridge().fit([[1], [2]], [1, 2], { evalSte: [] } as never), "evalSet"],
  progress: [() => library.callbacks.progress({ everyMS: 10 } as never), "everyMs"],
  heNormal: [() => library.nn.initializers.heNormal({ sead: 1 } as never), "seed"],
  silu: [() => library.nn.silu({ nmae: "s" } as never), "name"],
  maxout: [() => library.nn.maxout({ unit: 3 } as never), "units"],
  stochasticDepth: [() => library.nn.stochasticDepth({ rtae: 0.1 } as never), "rate"],
  fit: [() => library.fit(model(), { x: [[1]], y: [[1]] } as never, { epoch: 3 } as never), "epochs"],
  "Ensemble.predict": [
    () => library.train.Ensemble.of([model()]).predict([[1]], { jion: "vote" } as never),
    "join",
  ],
  "Figure.svg": [() => figure().svg({ tehme: "dark" } as never), "theme"],
  "Figure.png": [() => figure().png({ sclae: 1 } as never), "scale"],
  "Figure.save": [() => figure().save("lines.json", { sclae: 1 } as never), "scale"],
  GridSearchCV: [
    () => library.tune.GridSearchCV(library.classic.ridge(), { alpha: [1] }, { errorscore: 0 } as never),
    "errorScore",
  ],
};

test.each(Object.entries(methods))("%s says which name was meant", async (_, [call, meant]) => {
  expect(await said(call)).toMatch(new RegExp(`unknown option ".+"; did you mean "${meant}"\\?$`));
});
