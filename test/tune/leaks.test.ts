import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { makePipeline, network, standardScaler, type Predictor } from "../../src/classic/index";
import { fit } from "../../src/train/index";
import {
  BayesSearchCV,
  GridSearchCV,
  HalvingGridSearchCV,
  RandomizedSearchCV,
  createStudy,
  float,
  reportTo,
  studyOf,
  tune,
  type Objective,
  type OptimizeOptions,
  type SearchOptions,
  type Study,
} from "../../src/tune/index";
import { interruptible } from "../train/interruptible";
import { line, linearUnit } from "../train/models";

const quiet = [jest.spyOn(console, "log"), jest.spyOn(console, "warn")].map((spy) =>
  spy.mockImplementation(() => {}),
);
afterAll(() => quiet.forEach((spy) => spy.mockRestore()));

const data = line();
const space = { rate: float(0.01, 0.1) };

/** Trains for long, and does something in the middle of its fourth trial. */
const objective =
  (inTheFourth: () => void): Objective =>
  async (trial) => {
    const model = linearUnit();
    const middle = (epoch: number) => void (trial.number === 3 && epoch === 2 && inTheFourth());
    try {
      const callbacks = [{ onEpochEnd: middle }, reportTo(trial)];
      const epochs = trial.number === 3 ? 200 : 4;
      const { last } = await fit(model, data, { loss: "mse", epochs, callbacks, compile: "eager" });
      return last.loss;
    } finally {
      model.dispose();
    }
  };

const fail = () => {
  throw new Error("on purpose");
};

interface Way {
  inTheFourth: (stop: AbortController, interrupt: () => void) => void;
  options?: OptimizeOptions;
  /** How it ends, with what became of the fourth trial. */
  ends: string;
  states: string[];
}
const done = ["complete", "complete", "complete"];
const ways: Record<string, Way> = {
  "whose objective throws": { inTheFourth: fail, ends: "on purpose", states: [...done, "failed"] },
  "whose objective throws and which goes on": {
    inTheFourth: fail,
    options: { onError: "continue" },
    ends: "undefined",
    states: [...done, "failed", "complete", "complete"],
  },
  "that is aborted": {
    inTheFourth: (stop) => stop.abort(),
    ends: "interrupted",
    states: [...done, "failed", "waiting"],
  },
  "that is interrupted": {
    inTheFourth: (_, interrupt) => interrupt(),
    ends: "interrupted",
    states: [...done, "failed", "waiting"],
  },
  "whose listener throws": {
    inTheFourth: () => {},
    options: { onTrial: ({ number }) => void (number === 3 && fail()) },
    ends: "on purpose",
    states: [...done, "complete"],
  },
};
const makers: Record<string, (run: Objective, options: OptimizeOptions) => Promise<[string, Study]>> = {
  tune: (run, options) =>
    tune(run as never, { space, seed: 1, ...options }).then(
      (study) => [String(study.stopped), study as unknown as Study],
      (error: Error) => [error.message, studyOf(error)!],
    ),
  "createStudy().optimize": async (run, options) => {
    const study = createStudy({ space, seed: 1 }) as unknown as Study;
    const ends = await study.optimize(run, options).then(
      () => String(study.stopped),
      (error: Error) => error.message,
    );
    return [ends, study];
  },
};

describe.each(Object.entries(makers))("%s", (_, make) => {
  test.each(Object.entries(ways))(
    "%s leaves no tensor and keeps what is done",
    async (_way, { inTheFourth, options, ends, states }) => {
      const stop = new AbortController();
      const before = tf.memory().numTensors;
      const [ended, study] = await interruptible((interrupt) =>
        make(
          objective(() => inTheFourth(stop, interrupt)),
          { trials: 6, progress: false, signal: stop.signal, ...options },
        ),
      );
      expect(tf.memory().numTensors).toBe(before);
      expect(ended).toBe(ends);
      expect(study.trials.map(({ state }) => state)).toEqual(states);
      const values = study.trials.slice(0, 3).map(({ values: [value] }) => value);
      expect(study.bestValue).toBeLessThanOrEqual(Math.min(...values));
      await study.optimize(
        objective(() => {}),
        { trials: 7, progress: false },
      );
      expect(study.trials.filter(({ state }) => state === "complete").length).toBeGreaterThanOrEqual(5);
      expect(tf.memory().numTensors).toBe(before);
    },
  );
});

test("an error that did not end a study has none", () => {
  expect([studyOf(new Error("other")), studyOf("text"), studyOf(undefined)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

const epochs = [1, 2, 3, 4];
const networkOf = () => network({ task: "regression", hidden: [2], seed: 1 });
const piped = () => makePipeline(standardScaler(), networkOf());
type MakeSearch = (options: SearchOptions) => {
  fit(x: number[][], y: number[]): Promise<{ stopped?: string }>;
  cvResults: { params: object[] };
  bestParams: object;
};
const searches: Record<string, MakeSearch> = {
  GridSearchCV: (options) => GridSearchCV(networkOf(), { epochs }, options),
  "GridSearchCV of a pipeline": (options) => GridSearchCV(piped(), { network__epochs: epochs }, options),
  RandomizedSearchCV: (options) =>
    RandomizedSearchCV(networkOf(), { epochs, learningRate: float(0.01, 0.1) }, { ...options, nIter: 4 }),
  BayesSearchCV: (options) =>
    BayesSearchCV(networkOf(), { epochs, learningRate: float(0.01, 0.1) }, { ...options, nIter: 4 }),
  HalvingGridSearchCV: (options) => HalvingGridSearchCV(networkOf(), { epochs }, options),
};

/** Scores by size of the mistake, and does something at the sixth score, which is in the third candidate. */
const scoring = (atTheSixth: () => void) => {
  let scored = 0;
  return async (model: Predictor, x: number[][], y: number[]) => {
    const predicted = Array.from(await model.predict(x));
    if (++scored === 6) atTheSixth();
    return -predicted.reduce((sum, value, row) => sum + (value - y[row]) ** 2, 0);
  };
};

describe.each(Object.entries(searches))("%s", (_, make) => {
  test.each(["throws", "is aborted", "is interrupted"])(
    "that %s leaves no tensor and keeps the candidates that are done",
    async (way) => {
      const stop = new AbortController();
      const before = tf.memory().numTensors;
      const [ended, search] = await interruptible(async (interrupt) => {
        const acts = { throws: fail, "is aborted": () => stop.abort(), "is interrupted": interrupt };
        const search = make({
          scoring: scoring(acts[way as "throws"]) as never,
          cv: 2,
          refit: false,
          progress: false,
          seed: 1,
          signal: stop.signal,
          errorScore: "throw",
        });
        const ended = await search.fit(data.x, data.y).then(
          ({ stopped }) => stopped,
          (error: Error) => error.message,
        );
        return [ended, search] as const;
      });
      expect(tf.memory().numTensors).toBe(before);
      expect(ended).toBe(way === "throws" ? "on purpose" : "interrupted");
      expect(search.cvResults.params).toHaveLength(way === "throws" ? 2 : 3);
      expect(search.cvResults.params).toContainEqual(search.bestParams);
    },
  );
});

test("a search whose network is interrupted in the middle of its fit does not score that", async () => {
  const before = tf.memory().numTensors;
  let interruptSoon: () => void;
  let scored = 0;
  const scoring = async () => {
    if (++scored === 2) interruptSoon();
    return 1;
  };
  const search = GridSearchCV(
    networkOf(),
    { epochs: [1, 1_000_000] },
    { cv: 2, refit: false, progress: false, scoring },
  );
  await interruptible((interrupt) => {
    interruptSoon = () => void setTimeout(interrupt, 100);
    return search.fit(data.x, data.y);
  });
  expect([search.stopped, search.cvResults.params]).toEqual(["interrupted", [{ epochs: 1 }]]);
  expect(tf.memory().numTensors).toBe(before);
});

test("what a search could not fit on all rows is freed", async () => {
  const before = tf.memory().numTensors;
  const search = GridSearchCV(piped(), { network__epochs: [1, 2] }, { cv: 2, progress: false });
  const { fit: learn } = Object.getPrototypeOf(Object.getPrototypeOf(piped())) as Predictor;
  let fits = 0;
  const spy = jest.spyOn(Object.getPrototypeOf(Object.getPrototypeOf(piped())) as Predictor, "fit");
  spy.mockImplementation(async function (this: Predictor, ...given) {
    const fitted = await learn.apply(this, given);
    if (this.name === "pipeline" && ++fits === 5) fail();
    return fitted;
  });
  await expect(search.fit(data.x, data.y)).rejects.toThrow("on purpose");
  spy.mockRestore();
  expect(search.cvResults.params).toHaveLength(2);
  expect(tf.memory().numTensors).toBe(before);
});
