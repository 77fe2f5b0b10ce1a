import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setSeed } from "../../src/core/index";
import * as tune from "../../src/tune/index";
import type { Params, Sampler, Space } from "../../src/tune/index";

/** Every sampler, made anew; grids need spaces of finitely many values. */
const samplers: Record<string, () => Sampler> = {
  cmaEs: () => tune.cmaEs(),
  forest: () => tune.forest({ startupTrials: 5 }),
  gp: () => tune.gp({ startupTrials: 5 }),
  grid: () => tune.grid(),
  quasiRandom: () => tune.quasiRandom(),
  random: () => tune.random(),
  tpe: () => tune.tpe({ startupTrials: 5 }),
};
const isGrid = (name: string) => name === "grid";

const { float, int, categorical, when } = tune;
const finite = {
  size: int(1, 3),
  rate: float(0, 1, { step: 0.5 }),
  kind: categorical(["a", "b", "c"]),
  flag: categorical([true, false]),
};
const spaces: Record<string, Space> = {
  "real numbers": { x: float(-5, 10), y: float(0, 15) },
  "a logarithmic scale": { rate: float(1e-6, 1, { log: true }), units: int(1, 512, { log: true }) },
  "steps and whole numbers": { x: float(0, 1, { step: 0.1 }), n: int(-3, 12, { step: 3 }) },
  choices: { a: categorical(["p", "q", "r"]), b: categorical([true, false]), c: categorical([null, 1, "1"]) },
  "a single parameter": { x: float(0, 1) },
  "a range of one value": { x: float(2, 2), n: int(3, 3), a: categorical(["only"]), y: float(0, 1) },
  "everything at once": {
    ...finite,
    x: float(-1, 1),
    deep: when("kind", ["a", "b"], float(1e-3, 1, { log: true })),
    deeper: when("kind", "a", int(1, 5)),
  },
};

function score(params: Params): number {
  return Object.values(params).reduce<number>(
    (sum, value) => sum + (typeof value === "number" ? value ** 2 : String(value).length),
    0,
  );
}

function runOn(name: string, space: Space, trials: number, seed = 1): tune.Study {
  const study = tune.createStudy({ space, sampler: samplers[name](), seed }) as tune.Study;
  for (let number = 0; number < trials; number++) {
    const trial = study.ask();
    study.tell(trial, score(trial.params));
  }
  return study;
}

/** A trial of a study as another process left it. */
const ended = {
  state: "complete",
  values: [1],
  reports: [],
  constraints: {},
  notes: {},
  fixed: {},
};

beforeEach(() => setSeed(0));

test("the contract knows every sampler that is exported", () => {
  const index = readFileSync(join(__dirname, "../../src/tune/index.ts"), "utf8");
  const exported = [...index.matchAll(/export \{ (\w+).*from "\.\/samplers\//g)];
  expect(exported.map(([, name]) => name).sort()).toEqual(Object.keys(samplers).sort());
});

describe.each(Object.keys(samplers))("%s", (name) => {
  const own = isGrid(name) ? { finite: finite as Space } : spaces;

  test.each(Object.keys(own))("stays inside %s", (kind) => {
    const space = own[kind];
    for (const { params } of runOn(name, space, 10).trials)
      for (const [parameter, entry] of Object.entries(space)) {
        const distribution = entry.kind === "conditional" ? entry.of : entry;
        const active = entry.kind !== "conditional" || entry.values.includes(params[entry.parent]);
        expect(parameter in params).toBe(active);
        if (active) expect(tune.accepts(distribution, params[parameter])).toBe(true);
      }
  });

  test("the same seed gives the same trials", () => {
    const space = isGrid(name) ? finite : spaces["everything at once"];
    const params = () => runOn(name, space, 12, 7).trials.map((trial) => trial.params);
    expect(params()).toEqual(params());
  });

  test("a study that goes on has the trials of one that was never interrupted", () => {
    const space = isGrid(name) ? finite : spaces["everything at once"];
    const whole = runOn(name, space, 16).trials;
    const second = tune.createStudy({ space, sampler: samplers[name](), seed: 1 }) as tune.Study;
    for (const { params, values } of whole.slice(0, 11)) second.add(params, values[0]);
    for (let number = 11; number < 16; number++) {
      const trial = second.ask();
      expect(trial.params).toEqual(whole[number].params);
      second.tell(trial, score(trial.params));
    }
  });

  test("goes on when trials fail, are pruned, run, or break constraints", () => {
    const space = isGrid(name) ? finite : spaces["everything at once"];
    const study = tune.createStudy({ space, sampler: samplers[name](), seed: 2 }) as tune.Study;
    for (let number = 0; number < 15; number++) {
      const trial = study.ask();
      void trial.report(1, number % 4 ? score(trial.params) : NaN);
      if (number % 5 === 0) study.tell(trial, { error: "no luck" });
      else if (number % 5 === 1) study.tell(trial, { pruned: true });
      else if (number % 5 === 2) study.tell(trial, { values: [score(trial.params)], constraints: { c: 1 } });
      else if (number % 5 === 3) study.tell(trial, score(trial.params));
    }
    expect(study.trials.filter(({ state }) => state === "running")).toHaveLength(3);
  });

  test("goes on when the space has changed, and does not learn from what lies outside of it", () => {
    const study = tune.createStudy({
      space: { kind: categorical(["b", "c"]), n: int(3, 5) },
      sampler: samplers[name](),
    }) as tune.Study;
    const before = { kind: categorical(["a", "b"]), n: int(1, 5) };
    const store = (study as unknown as { store: { add(trial: object): number } }).store;
    for (const [kind, n] of [...Array(12)].map((_, at) => ["ab"[at % 2], 1 + (at % 5)]))
      store.add({ ...study.trials[0], ...ended, params: { kind, n }, distributions: before });
    for (let number = 0; number < 6; number++) {
      const trial = study.ask();
      expect(["b", "c"]).toContain(trial.params.kind);
      expect(tune.accepts(int(3, 5), trial.params.n)).toBe(true);
      study.tell(trial, score(trial.params));
    }
  });

  test("goes on when all values are the same", () => {
    const study = tune.createStudy({
      space: isGrid(name) ? finite : spaces["real numbers"],
      sampler: samplers[name](),
    });
    for (let number = 0; number < 12; number++) study.tell(study.ask(), 3);
    expect(study.trials).toHaveLength(12);
  });

  test("serves an objective that suggests its parameters", async () => {
    if (isGrid(name))
      return expect(() => tune.createStudy({ sampler: tune.grid() })).toThrow("declared up front");
    const study = await tune.tune(
      (trial) => {
        const kind = trial.suggestCategorical("kind", ["a", "b"]);
        return kind === "a" ? trial.suggestFloat("x", 0, 1) : trial.suggestInt("n", 1, 9);
      },
      { sampler: samplers[name](), trials: 15, progress: false },
    );
    expect(study.trials).toHaveLength(15);
  });
});
