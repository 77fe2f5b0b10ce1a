import { randomInt } from "node:crypto";
import { someOf } from "../someOf";

const load = async () => ({
  ...(await import("../../src/setup/suite/words.mjs")),
  ...(await import("../../src/setup/suite/times.mjs")),
  ...(await import("../../src/setup/suite/touched.mjs")),
  ...(await import("../../src/setup/suite/closeness.mjs")),
});

const none = { touched: false, every: false, seed: undefined, named: false, jest: [] };

describe("words of npm test", () => {
  test.each([
    [[], none],
    [["--every"], { ...none, every: true }],
    [["--touched", "--watch"], { ...none, touched: true, jest: ["--watch"] }],
    [["--bail", "--every", "--touched"], { ...none, touched: true, every: true, jest: ["--bail"] }],
    [["--seed", "-7"], { ...none, seed: -7 }],
    [["--seed=12", "test/plot"], { ...none, seed: 12, named: true, jest: ["test/plot"] }],
    [["-t", "a name"], { ...none, named: true, jest: ["-t", "a name"] }],
    [["--testNamePattern=a"], { ...none, named: true, jest: ["--testNamePattern=a"] }],
    [["--testPathPatterns=plot"], { ...none, named: true, jest: ["--testPathPatterns=plot"] }],
    [["--everything", "--touch"], { ...none, jest: ["--everything", "--touch"] }],
    [["--", "--every"], { ...none, jest: ["--", "--every"] }],
  ])("%j", async (args, words) => {
    const { readWords } = await load();
    expect(readWords(args)).toEqual(words);
  });

  test.each([
    [["--every=all"], "--every takes no value, got all"],
    [["--touched="], "--touched takes no value, got "],
    [["--seed"], "--seed must be a whole number below 2^31, got nothing"],
    [["--seed=1.5"], "--seed must be a whole number below 2^31, got 1.5"],
    [["--seed", "2147483648"], "--seed must be a whole number below 2^31, got 2147483648"],
  ])("%j is refused", async (args, message) => {
    const { readWords } = await load();
    expect(() => readWords(args)).toThrow(new Error(message));
  });
});

describe("what concerns a changed file", () => {
  const tests = {
    "test/data/rings.test.ts": `import { rings } from "../../src/data";`,
    "test/data/files.test.ts": `import { read } from "../../src/data/files/read"; readFileSync("README.md");`,
    "test/data/split.test.ts": `import { split } from "../../src/data/index"; rest.rings();`,
    "test/nn/rings.test.ts": `import { points } from "./points"; fork("runs.ts");`,
    "test/nn/points.ts": `import { read } from "../../src/data/files/read"; export const points = data.rings();`,
    "test/nn/runs.ts": `export {};`,
    "test/plot/scatter.test.ts": `scatter(rings());`,
    "test/plot/runs.ts": `export {};`,
    "test/contracts/dataSets.test.ts": `import * as data from "../../src/data/index";`,
    "test/contracts/figures.test.ts": `import * as plot from "../../src/plot/index";`,
    "test/notebooks/notebooks.test.ts": `export {};`,
    "test/kernel/language/parse.test.ts": `export {};`,
    "test/kernel/sockets.test.ts": `export {};`,
  };
  const exported = "export function rings() {}\nexport type Row = number;";

  test.each([
    [
      "src/data/rings.ts",
      exported,
      {
        "test/data/rings.test.ts": [1, "has a name of src/data/rings.ts"],
        "test/plot/scatter.test.ts": [5, "uses what src/data/rings.ts exports"],
        "test/data/files.test.ts": [6, "stands beside it"],
        "test/data/split.test.ts": [6, "stands beside it"],
        "test/contracts/dataSets.test.ts": [7, "is of its room"],
      },
    ],
    [
      "src/data/files/read.ts",
      "export const read = 1;",
      {
        "test/data/files.test.ts": [1, "has a name of src/data/files/read.ts"],
        "test/nn/rings.test.ts": [3, "comes to src/data/files/read.ts by what it imports"],
        "test/data/rings.test.ts": [7, "is of its room"],
        "test/data/split.test.ts": [7, "is of its room"],
        "test/contracts/dataSets.test.ts": [7, "is of its room"],
      },
    ],
    ["test/data/split.test.ts", "", { "test/data/split.test.ts": [0, "changed itself"] }],
    ["test/nn/points.ts", "", { "test/nn/rings.test.ts": [2, "names test/nn/points.ts"] }],
    ["test/nn/runs.ts", "", { "test/nn/rings.test.ts": [2, "names test/nn/runs.ts"] }],
    ["test/plot/runs.ts", "", {}],
    ["README.md", "", { "test/data/files.test.ts": [2, "names README.md"] }],
    [
      "notebooks/01-a.ipynb",
      "",
      { "test/notebooks/notebooks.test.ts": [1, "has a name of notebooks/01-a.ipynb"] },
    ],
    [
      "kernel/language/parse.ts",
      "",
      {
        "test/kernel/language/parse.test.ts": [1, "has a name of kernel/language/parse.ts"],
        "test/kernel/sockets.test.ts": [7, "is of its room"],
      },
    ],
  ])("%s", async (file, text, expected) => {
    const { Suite } = await load();
    const found = new Suite(new Map(Object.entries(tests))).concerned(file, text);
    const told = Object.fromEntries([...found].map(([test, { rank, why }]) => [test, [rank, why]]));
    expect(told).toEqual(expected);
  });

  test("is chosen from the nearest on, as long as two workers have time; what changed itself in any case", async () => {
    const { choose, ROOM_MS } = await load();
    const near = (rank: number) => ({ rank, why: `rank ${rank}` });
    const first = new Map([
      ["itself", near(0)],
      ["far", near(7)],
      ["near", near(4)],
    ]);
    const second = new Map([
      ["near", near(2)],
      ["long", near(2)],
      ["quick", near(7)],
      ["new", near(7)],
    ]);
    const times = {
      itself: ROOM_MS,
      near: 0.4 * ROOM_MS,
      long: 1.1 * ROOM_MS,
      far: 0.61 * ROOM_MS,
      quick: 10,
    };
    const { chosen, left } = choose([first, second], times);
    expect(chosen.map(({ file, why }) => [file, why])).toEqual([
      ["itself", "rank 0"],
      ["near", "rank 2"],
      ["quick", "rank 7"],
      ["new", "rank 7"],
    ]);
    expect(left.map(({ file }) => file)).toEqual(["long", "far"]);
  });
});

test("the times of a run are those of its files, longest first, by their paths from the checkout", async () => {
  const { timesIn } = await load();
  const file = (name: string, startTime: number, endTime: number) => ({
    ...{ name: `${process.cwd()}/${name}`, startTime, endTime },
  });
  const results = { testResults: [file("test/a.test.ts", 5, 25), file("test/b.test.ts", 10, 100)] };
  expect(timesIn(results)).toEqual([
    { file: "test/b.test.ts", ms: 90 },
    { file: "test/a.test.ts", ms: 20 },
  ]);
  expect(timesIn(null)).toEqual([]);
});

describe("some of the slow cases", () => {
  const cases = Array.from({ length: 40 }, (_, at) => `case${at}`);
  const { TSDESCENT_DRAWS } = process.env;
  beforeEach(() => void (process.env.TSDESCENT_DRAWS = "1"));
  afterAll(() => {
    if (TSDESCENT_DRAWS === undefined) delete process.env.TSDESCENT_DRAWS;
    else process.env.TSDESCENT_DRAWS = TSDESCENT_DRAWS;
  });

  test("are as many as asked, in their order, the same for the same seed, and in time all", () => {
    const start = randomInt(1e6);
    const seen = new Set<string>();
    for (let at = 0; at < 200; at++) {
      const drawn = someOf(cases, 5, start + at);
      expect(drawn).toHaveLength(5);
      expect(drawn).toEqual(cases.filter((one) => drawn.includes(one)));
      expect(someOf(cases, 5, start + at)).toEqual(drawn);
      for (const one of drawn) seen.add(one);
    }
    expect(seen.size).toBe(cases.length);
  });

  test("stay drawn when others come or go", () => {
    const drawn = someOf(cases, 5, 3);
    const others = cases.filter((one, at) => drawn.includes(one) || at % 2);
    expect(someOf(others, 5, 3)).toEqual(drawn);
  });

  test("are all where none are drawn, or fewer than asked", () => {
    expect(someOf(cases.slice(0, 3), 5, 1)).toEqual(cases.slice(0, 3));
    delete process.env.TSDESCENT_DRAWS;
    expect(someOf(cases, 5, 1)).toEqual(cases);
  });

  test("are those whose files were touched, where there are some", () => {
    process.env.TSDESCENT_TOUCHED = "src/plot/case7.ts\nnotebooks/case12";
    jest.isolateModules(() => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- it reads the environment when it is loaded
      const { someOf: anew } = require("../someOf") as typeof import("../someOf");
      expect(anew([...cases, "case7: narrow", "case70"], 5)).toEqual(["case7", "case12", "case7: narrow"]);
      expect(anew(["other", "more"], 1)).toHaveLength(1);
    });
    delete process.env.TSDESCENT_TOUCHED;
  });
});
