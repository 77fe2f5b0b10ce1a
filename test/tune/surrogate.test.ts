import type { Direction } from "../../src/core/index";
import { acquisitions } from "../../src/tune/samplers/acquisition";
import { forest } from "../../src/tune/samplers/forestSampler";
import { gp } from "../../src/tune/samplers/gp";
import { GaussianProcess } from "../../src/tune/samplers/gp/gaussianProcess";
import { categorical, float, int } from "../../src/tune/space/space";
import { createStudy } from "../../src/tune/study";
import { surrogate } from "../../src/tune/surrogate";
import type { TrialRecord } from "../../src/tune/trialRecord";

const distributions = { x: float(10, 20), kind: categorical(["a", "b"]), still: float(1, 1) };
const points: [x: number, kind: string, value: number][] = [[11, "a", 3], [13, "b", 1], [16, "a", 2], [19, "b", 6]]; // prettier-ignore

function study(direction: Direction, more: Partial<TrialRecord>[] = []) {
  const sign = direction === "maximize" ? -1 : 1;
  const trials = points.map(([x, kind, value], number) => ({ number, state: "complete", params: { x, kind, still: 1 }, distributions, values: [sign * value] })); // prettier-ignore
  return { trials: [...trials, ...more] as TrialRecord[], directions: [direction] };
}

/** The same, from its parts: values with mean 3 and variance 3.5, of which the best is the second. */
const spread = Math.sqrt(3.5);
const places = points.map(([x, kind]) => [(x - 10) / 10, kind === "a" ? 0.25 : 0.75, 0.5]);
const process = GaussianProcess.fit(places, points.map(([, , value]) => (value - 3) / spread), [false, true, false]); // prettier-ignore

test.each(["minimize", "maximize"] as const)(
  "to %s, a surrogate is a Gaussian process along one side of the best trial",
  (direction) => {
    const sign = direction === "maximize" ? -1 : 1;
    const slice = surrogate(study(direction, [{ state: "failed" }, { state: "running" }]), "x", {
      places: 5,
    });
    expect(slice.x).toEqual([10, 12.5, 15, 17.5, 20]);
    slice.x.forEach((at, index) => {
      const { mean, deviation } = process.at([(at - 10) / 10, 0.75, 0.5]);
      expect(slice.mean[index]).toBeCloseTo(sign * (3 + spread * mean), 9);
      expect(slice.deviation[index]).toBeCloseTo(spread * deviation, 9);
      const { value } = acquisitions.ei(mean, deviation, (1 - 3) / spread);
      expect(slice.acquisition[index]).toBeCloseTo(spread * Math.exp(value), 9);
    });
    expect(slice.seen).toEqual({ x: [11, 13, 16, 19], value: [3, 1, 2, 6].map((value) => sign * value) });
  },
);

test("a surrogate has 200 places, and goes also where all values are equal", () => {
  expect(surrogate(study("minimize"), "x").x).toHaveLength(200);
  const equal = study("minimize");
  for (const trial of equal.trials) trial.values = [4];
  const { mean } = surrogate(equal, "x", { places: 2 });
  expect(mean).toEqual([4, 4].map((value) => expect.closeTo(value, 9)));
});

test("a surrogate says what it cannot do", () => {
  const few = { ...study("minimize"), trials: study("minimize").trials.slice(0, 2) };
  expect(() => surrogate(few, "x")).toThrow(
    expect.objectContaining({
      name: "DataError",
      message: "surrogate: there must be 3 complete trials, got 2",
    }),
  );
  expect(surrogate({ ...few, trials: study("minimize").trials.slice(1) }, "x", { places: 2 }).x).toEqual([
    10, 20,
  ]);
  for (const name of ["kind", "still", "z"])
    expect(() => surrogate(study("minimize"), name)).toThrow(
      `surrogate: unknown parameter "${name}"; known: x`,
    );
  expect(() => surrogate(study("minimize"), "x", { places: 1 })).toThrow("surrogate: places must be a whole number in [2, ∞), got 1"); // prettier-ignore
  expect(() => surrogate(study("minimize"), "x", { place: 3 } as never)).toThrow(
    'surrogate: unknown option "place"',
  );
});

test.each([
  ["gp", () => gp({ startupTrials: 2 })],
  ["gp by one of three", () => gp({ startupTrials: 2, acquisition: "hedge" })],
  ["forest", () => forest({ startupTrials: 2, trees: 8 })],
] as const)("%s tries nothing twice while there is something new, and then goes on", (_, make) => {
  const space = { n: int(1, 4), kind: categorical(["a", "b", "c"]) };
  const of = createStudy({ space, sampler: make(), seed: 3 });
  const seen = [0, 1].map(() => of.ask());
  for (let at = 2; at < 14; at++) {
    const trial = of.ask();
    const keys = seen.map(({ params }) => JSON.stringify(params));
    const isNew = !keys.includes(JSON.stringify(trial.params));
    expect([at, isNew]).toEqual([at, new Set(keys).size < 12]);
    seen.push(trial);
    // Some still run.
    if (at % 3) of.tell(trial, (trial.params.n - 2.5) ** 2 + (trial.params.kind === "b" ? 0 : 1));
    if (at === 2) for (const first of seen.slice(0, 2)) of.tell(first, 4);
  }
});
