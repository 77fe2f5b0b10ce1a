import type { Direction } from "../../../src/core/index";
import { observationsOf } from "../../../src/tune/samplers/observations";
import { bestFirst, frontsOf, spreadFirst } from "../../../src/tune/samplers/order";
import { startingPlace } from "../../../src/tune/samplers/startingPlace";
import { weightsOf } from "../../../src/tune/samplers/tpe";
import { float } from "../../../src/tune/space/space";
import { UnitCube } from "../../../src/tune/space/unitCube";
import { newTrial } from "../../../src/tune/store/store";
import { hasEnded, violation, type TrialRecord } from "../../../src/tune/trialRecord";

let made = 0;
const trial = (parts: Partial<TrialRecord>): TrialRecord => ({ ...newTrial(), number: made++, ...parts });
const complete = (...values: number[]) => trial({ state: "complete", values });
const pruned = (...reports: [number, number][]) => trial({ state: "pruned", reports });
const broken = (constraints: Record<string, number>, state: TrialRecord["state"] = "complete") =>
  trial({ state, values: [0], constraints });

const places = (trials: TrialRecord[], all: TrialRecord[]) => trials.map((one) => all.indexOf(one));

test("complete trials come first, then pruned ones, then those that break constraints; others say nothing", () => {
  const all = [
    broken({ a: 2, b: -9 }), // 0
    trial({ state: "running" }),
    pruned([0, 1]), // 2
    complete(5), // 3
    trial({ state: "failed" }),
    broken({ a: 0.5, b: 1 }, "pruned"), // 5
    complete(2), // 6
    pruned([0, 9], [3, 9]), // 7
    pruned([0, 0], [3, 4]), // 8
    trial({ state: "waiting" }),
    pruned([3, NaN]), // 10
    pruned(), // 11
    broken({ a: 0.1 }), // 12
    trial({ state: "complete", values: [7], constraints: { a: 0 } }), // 13
  ];
  expect(places(bestFirst(all, ["minimize"]), all)).toEqual([6, 3, 13, 8, 7, 10, 2, 11, 12, 5, 0]);
  expect(places(bestFirst(all, ["maximize"]), all)).toEqual([13, 3, 6, 7, 8, 10, 2, 11, 12, 5, 0]);
  expect([violation(all[0]), violation(all[5]), violation(all[13])]).toEqual([2, 1.5, 0]);
});

test("pruned trials without a report stay in their order", () => {
  const all = [pruned(), pruned([-5, 1]), pruned(), pruned([-5, 1])];
  expect(places(bestFirst(all, ["minimize"]), all)).toEqual([1, 3, 0, 2]);
});

const two: Direction[] = ["minimize", "maximize"];

test("several objectives are ranked front by front, and within a front what lies alone first", () => {
  // By first (small is good) and second (large is good): a front of five, one behind it, and one behind that.
  const all = [complete(5, 0), complete(0, 0), complete(1, 4), complete(2, 5), complete(4, 9), complete(10, 10), complete(5, 4)]; // prettier-ignore
  const fronts = frontsOf(all, two);
  expect(fronts.map((front) => places(front, all))).toEqual([[1, 2, 3, 4, 5], [6], [0]]);
  // Gaps on each side as shares of 10 and 10: .2 + .5, .3 + .5, .8 + .5; the ends lie alone.
  expect(places(spreadFirst(fronts[0], two), all)).toEqual([1, 5, 4, 3, 2]);
  expect(places(bestFirst(all, two), all)).toEqual([1, 5, 4, 3, 2, 6, 0]);
});

test("equal trials of a front keep the order of their numbers", () => {
  const all = [complete(1, 1), complete(1, 1), complete(1, 1), complete(1, 1)];
  const [a, b, c, d] = all;
  expect(spreadFirst([d, c, b, a], two)).toEqual([a, d, b, c]);
  expect(frontsOf(all, two)).toHaveLength(1);
});

test("what has ended is complete, pruned or failed", () => {
  const states = ["waiting", "running", "complete", "pruned", "failed"] as const;
  expect(states.filter((state) => hasEnded(trial({ state })))).toEqual(["complete", "pruned", "failed"]);
});

describe("what surrogates learn from", () => {
  const cube = new UnitCube({ x: float(0, 10) });
  const at = (x: number, parts: Partial<TrialRecord>) => trial({ params: { x }, ...parts });
  const trials = [
    at(1, { state: "complete", values: [3] }),
    at(2, { state: "pruned", reports: [[0, 9], [1, 4]] }), // prettier-ignore
    at(3, { state: "pruned" }),
    at(4, { state: "running", reports: [[0, 1]] }), // prettier-ignore
    at(5, { state: "failed" }),
    at(6, { state: "complete", values: [1], constraints: { size: 1 } }),
    at(7, { state: "complete", values: [8], constraints: { size: 1 } }),
    at(11, { state: "complete", values: [0] }),
    at(8, { state: "pruned", reports: [[0, NaN]] }), // prettier-ignore
    at(9, { state: "waiting" }),
    trial({ state: "running" }),
    at(10, { state: "complete", values: [2], constraints: { size: 0 } }),
  ];
  const seen = (of: TrialRecord[], direction: Direction) =>
    observationsOf({ trials: of, directions: [direction] } as never, cube);

  test("are complete trials and the last reports of pruned ones; what breaks a constraint counts like the worst", () => {
    expect(seen(trials, "minimize")).toEqual({
      places: [[0.1], [0.2], [0.6], [0.7], [1]],
      losses: [3, 4, 4, 8, 2],
      running: [[0.4]],
    });
    expect(seen(trials, "maximize").losses).toEqual([-3, -4, -1, -2, -2]);
  });

  test("are their own values where all break a constraint", () => {
    expect(seen(trials.slice(5, 7), "minimize").losses).toEqual([1, 8]);
  });
});

test("old trials weigh less, from 1/n up to 1 for the last 25, as NumPy's linspace has them", () => {
  expect(weightsOf(0)).toEqual([]);
  expect(weightsOf(25)).toEqual(Array(25).fill(1));
  expect(weightsOf(26)).toEqual([1 / 26, ...Array(25).fill(1)]);
  expect(weightsOf(27)).toEqual([1 / 27, ...Array(26).fill(1)]);
  // np.linspace(1 / 30, 1, 5)
  expect(weightsOf(30).slice(0, 6)).toEqual([1 / 30, 0.275, 31 / 60, 0.7583333333333333, 1, 1].map((at) => expect.closeTo(at, 12))); // prettier-ignore
});

test("the first places are a sequence of the study's seed and of the parameters' names", () => {
  const [cube, other] = [new UnitCube({ x: float(0, 1) }), new UnitCube({ y: float(0, 1) })];
  const at = (seed: number, number: number, of = cube) => startingPlace({ seed, number }, of)[0];
  expect(at(1, 0)).toBe(at(1, 0));
  expect(new Set([at(1, 0), at(2, 0), at(1, 1), at(1, 0, other)]).size).toBe(4);
});
