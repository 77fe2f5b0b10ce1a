import { inProcess } from "../../src/tune/executors/inProcess";
import { checkRayOptions } from "../../src/tune/executors/rayOptions";
import { workers } from "../../src/tune/executors/workers";
import { hyperband } from "../../src/tune/pruners/hyperband";
import { median } from "../../src/tune/pruners/median";
import { successiveHalving } from "../../src/tune/pruners/successiveHalving";
import { cmaEs } from "../../src/tune/samplers/cmaEs";
import { forest } from "../../src/tune/samplers/forestSampler";
import { gp } from "../../src/tune/samplers/gp";
import { grid } from "../../src/tune/samplers/grid";
import { tpe } from "../../src/tune/samplers/tpe";
import { packagePath } from "../../src/core/index";
import { float } from "../../src/tune/space/space";
import { checkStudyOptions, newSeed } from "../../src/tune/studyOptions";
import { setSeed } from "../../src/core/index";

type Make = (options?: never) => unknown;
const of = (make: unknown) => make as Make;

const whole = (range: string) => `must be a whole number in ${range}`;
const number = (range: string) => `must be in ${range}`;

/** Each option: what it may be at its edges, and what is beyond them, in which words. */
const numbers: [
  name: string,
  make: Make,
  option: string,
  inside: number[],
  outside: number[],
  words: string,
][] = [
  ["cmaEs", of(cmaEs), "sigma", [1e-9, 1], [0, 1.001, NaN], number("(0, 1]")],
  ["cmaEs", of(cmaEs), "startupTrials", [0, 1e9], [-1, 0.5], whole("[0, ∞)")],
  ["forest", of(forest), "startupTrials", [2, 1e9], [1, 2.5], whole("[2, ∞)")],
  ["forest", of(forest), "trees", [2, 1e9], [1, 2.5], whole("[2, ∞)")],
  ["gp", of(gp), "startupTrials", [2, 1e9], [1, 2.5], whole("[2, ∞)")],
  ["tpe", of(tpe), "startupTrials", [1, 1e9], [0, 1.5], whole("[1, ∞)")],
  ["tpe", of(tpe), "candidates", [1, 1e9], [0, 1.5], whole("[1, ∞)")],
  ["median", of(median), "startupTrials", [1, 1e9], [0, 1.5], whole("[1, ∞)")],
  ["median", of(median), "warmupSteps", [0, 1e9], [-1, 0.5], whole("[0, ∞)")],
  ["successiveHalving", of(successiveHalving), "minSteps", [1, 1e9], [0, 1.5], whole("[1, ∞)")],
  ["successiveHalving", of(successiveHalving), "reduction", [2, 1e9], [1, 2.5], whole("[2, ∞)")],
  ["hyperband", of(hyperband), "maxSteps", [1, 1e9], [0, 1.5], whole("[1, ∞)")],
  [
    "hyperband",
    (given?: object) => hyperband({ maxSteps: 7, ...given }),
    "minSteps",
    [1, 7],
    [0, 8, 1.5],
    whole("[1, 7]"),
  ],
  [
    "hyperband",
    (given?: object) => hyperband({ maxSteps: 7, ...given }),
    "reduction",
    [2, 99],
    [1, 2.5],
    whole("[2, ∞)"),
  ],
  ["inProcess", of(inProcess), "slots", [1, 1e9], [0, 1.5], whole("[1, ∞)")],
  ["workers", of(workers), "count", [1, 256], [0, 257, 1.5], whole("[1, 256]")],
  ["workers", of(workers), "threads", [1, 1e9], [0, 1.5], whole("[1, ∞)")],
  ["ray", of(checkRayOptions), "workers", [1, 10_000], [0, 10_001, 1.5], whole("[1, 10000]")],
  ["ray", of(checkRayOptions), "cpusPerTrial", [1, 1e9], [0, 1.5], whole("[1, ∞)")],
  ["ray", of(checkRayOptions), "startTimeoutSeconds", [1e-9, 1e9], [0, Infinity], number("(0, ∞)")],
  ["createStudy", (given?: object) => checkStudyOptions("createStudy", given), "retries", [0, 1e9], [-1, 0.5], whole("[0, ∞)")], // prettier-ignore
  ["createStudy", (given?: object) => checkStudyOptions("createStudy", given), "seed", [-5, 0, 7], [0.5, NaN], whole("(-∞, ∞)")], // prettier-ignore
];

test.each(numbers.map(([name, make, option, ...range]) => [name, option, make, ...range] as const))(
  "%s takes a number for %s up to its edges, and not beyond",
  (name, option, make, inside, outside, words) => {
    for (const value of inside) expect(make({ [option]: value } as never)).toBeTruthy();
    for (const value of outside)
      expect(() => make({ [option]: value } as never)).toThrow(
        expect.objectContaining({
          name: "OptionError",
          message: `${name}: ${option} ${words}, got ${value}`,
        }),
      );
  },
);

const words: [name: string, make: Make, option: string, inside: unknown[]][] = [
  ["forest", of(forest), "acquisition", ["ei", "pi", "ucb"]],
  ["gp", of(gp), "acquisition", ["ei", "pi", "ucb", "hedge"]],
  ["createStudy", (given?: object) => checkStudyOptions("createStudy", given), "direction", ["minimize", "maximize"]], // prettier-ignore
];

test.each(words)("%s takes the words of its options, and names them", (name, make, option, inside) => {
  for (const value of inside) expect(make({ [option]: value } as never)).toBeTruthy();
  expect(() => make({ [option]: "qqqq" } as never)).toThrow(
    `${name}: unknown ${option} "qqqq"; known: ${inside.join(", ")}`,
  );
});

test.each([
  ["cmaEs", of(cmaEs), "sigma, startupTrials"],
  ["forest", of(forest), "acquisition, startupTrials, trees"],
  ["gp", of(gp), "acquisition, startupTrials"],
  ["grid", of(grid), "values"],
  ["tpe", of(tpe), "startupTrials, candidates"],
  ["median", of(median), "startupTrials, warmupSteps"],
  ["successiveHalving", of(successiveHalving), "minSteps, reduction"],
  ["hyperband", of(hyperband), "maxSteps, minSteps, reduction"],
  ["inProcess", of(inProcess), "slots"],
  ["workers", of(workers), "count, threads"],
  ["ray", of(checkRayOptions), "address, workers, cpusPerTrial, checkout, startTimeoutSeconds"],
])("%s refuses options that it does not have", (name, make, known) => {
  expect(() => make({ qqqq: 1 } as never)).toThrow(`${name}: unknown option "qqqq"; known: ${known}`);
});

test("what makes a sampler or a pruner is called by its name", () => {
  const named = { cmaEs: cmaEs(), forest: forest(), gp: gp(), grid: grid(), tpe: tpe() };
  for (const [name, sampler] of Object.entries(named)) expect(sampler.name).toBe(name);
  const pruners = {
    median: median(),
    successiveHalving: successiveHalving(),
    hyperband: hyperband({ maxSteps: 3 }),
  };
  for (const [name, pruner] of Object.entries(pruners)) expect(pruner.name).toBe(name);
});

test("samplers of one direction say what else there is", () => {
  for (const sampler of [cmaEs(), forest(), gp()]) {
    expect(sampler.refuses!({ directions: ["maximize"] })).toBeUndefined();
    expect(sampler.refuses!({ directions: ["minimize", "minimize", "maximize"] })).toBe(
      `${sampler.name} searches one direction, and the study has 3; use tpe() or random()`,
    );
  }
});

test("Ray's options have these defaults, and an address is one", () => {
  expect(checkRayOptions()).toEqual({
    address: undefined,
    workers: undefined,
    cpusPerTrial: 1,
    checkout: packagePath("."),
    startTimeoutSeconds: 180,
  });
  for (const address of ["auto", "10.0.0.5:6379", "head.example:1"])
    expect(checkRayOptions({ address }).address).toBe(address);
  for (const address of ["", "head", "head:", ":1", "ray://head:1", "a b:1", "head:1x", "xauto"])
    expect(() => checkRayOptions({ address })).toThrow(
      `ray: address must be "host:port" or "auto", got "${address}"`,
    );
});

describe("a study's options", () => {
  const check = (given?: object) => checkStudyOptions("createStudy", given);

  test("have these defaults", () => {
    const { sampler, ...others } = check();
    expect(sampler.name).toBe("random");
    expect(others).toEqual({
      space: undefined,
      directions: ["minimize"],
      pruner: undefined,
      seed: undefined,
      storage: undefined,
      name: "study",
      fixed: {},
      retries: 2,
    });
    expect(check({ direction: "maximize" }).directions).toEqual(["maximize"]);
    expect(check({ directions: ["maximize", "minimize"] }).directions).toEqual(["maximize", "minimize"]);
  });

  test("a seed is one's own, or that of all", () => {
    setSeed(12);
    expect([newSeed(), newSeed(0), newSeed(3)]).toEqual([12, 0, 3]);
  });

  test.each([
    [{ name: 3 }, "name must be a text, got 3"],
    [{ storage: 3 }, "storage must be the path of a file, got 3"],
    [{ storage: "" }, 'storage must be the path of a file, got ""'],
    [{ directions: [] }, "directions must be an array that is not empty, got []"],
    [{ directions: "minimize" }, 'directions must be an array that is not empty, got "minimize"'],
    [{ directions: ["minimize", "up"] }, 'unknown direction "up"; known: minimize, maximize'],
    [{ direction: "minimize", directions: ["minimize"] }, "direction and directions must not go together; use directions for several objectives"], // prettier-ignore
    [{ sampler: {} }, "sampler must be what a function such as tpe() returns, got {}; use {sampler: tpe()}"],
    [
      { sampler: null },
      "sampler must be what a function such as tpe() returns, got null; use {sampler: tpe()}",
    ],
    [{ sampler: tpe }, "sampler must be what a function such as tpe() returns, got the function tpe itself; use {sampler: tpe()}"], // prettier-ignore
    [{ pruner: median() && 3 }, "pruner must be what a function such as median() returns, got 3; use {pruner: median()}"], // prettier-ignore
    [{ pruner: median }, "pruner must be what a function such as median() returns, got the function median itself; use {pruner: median()}"], // prettier-ignore
    [{ fixed: { x: NaN } }, "x must be a finite number, a text, a boolean or null, got NaN"],
    [{ fixed: { y: 1 }, space: { x: float(0, 1) } }, 'unknown parameter "y"; known: x'],
    [{ fixed: { x: 2 }, space: { x: float(0, 1) } }, "x must be float in [0, 1], got 2"],
    [{ space: [] }, "space must not be empty"],
    [{ space: 3 }, "space must be an object of parameters by name, got 3"],
    [{ sampler: gp(), directions: ["minimize", "minimize"] }, "gp searches one direction, and the study has 2; use tpe() or random()"], // prettier-ignore
  ])("%p is refused", (given, message) => {
    expect(() => check(given)).toThrow(
      expect.objectContaining({ name: "OptionError", message: `createStudy: ${message}` }),
    );
  });

  test("what is given is taken as it is", () => {
    const given = { space: { x: float(0, 1) }, sampler: tpe(), pruner: median(), seed: 3, storage: "a.sqlite", name: "mine", fixed: { x: 0.5 }, retries: 0 }; // prettier-ignore
    expect(check(given)).toEqual({ ...given, directions: ["minimize"] });
    expect(check({ fixed: { any: 1, other: "b", third: null, fourth: false } }).fixed).toEqual({
      any: 1,
      other: "b",
      third: null,
      fourth: false,
    });
  });
});
