import * as tf from "@tensorflow/tfjs";
import * as library from "../../src/index";
import { runChild } from "../child";
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

test("every function that takes options refuses a name that is none", async () => {
  const everything = JSON.parse(
    (await runChild("test/contracts/readDocumentation.ts")).stdout,
  ) as Documented[];
  const takers = everything.filter(({ optionsAt }) => optionsAt >= 0);
  expect(takers.length).toBeGreaterThan(180);
  const silent: string[] = [];
  for (const { name, optionsAt } of takers) {
    const args = Array.from({ length: optionsAt }, (_, at) => before[name]?.[at]);
    const message = await said(() => functionOf(name)(...args, { tpyo: 1 }));
    if (!message?.includes('unknown option "tpyo"')) silent.push(`${name}: ${message}`);
  }
  expect(silent).toEqual([]);
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
