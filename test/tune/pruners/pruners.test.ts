import type { Direction } from "../../../src/core/index";
import type { Pruner } from "../../../src/tune/pruner";
import { hyperband } from "../../../src/tune/pruners/hyperband";
import { median } from "../../../src/tune/pruners/median";
import { failsRung, successiveHalving } from "../../../src/tune/pruners/successiveHalving";
import { bestLossBy, lossAt } from "../../../src/tune/pruners/values";
import { newTrial } from "../../../src/tune/store/store";
import type { TrialRecord, TrialState } from "../../../src/tune/trialRecord";

type Reports = [step: number, value: number][];
const trialOf = (reports: Reports, number = 99, state: TrialState = "running"): TrialRecord => ({
  ...newTrial({ state, reports }),
  number,
});
/** Reports at steps 0, 1, 2, …. */
const from = (...values: number[]): Reports => values.map((value, step) => [step, value]);

interface Case {
  own: Reports;
  others: Reports[];
  states?: TrialState[];
  number?: number;
  prunes: boolean;
}

/** What a pruner says of a case, and of the same with all values turned round. */
function says(pruner: Pruner, { own, others, states = [], number }: Case): boolean[] {
  const turned = (reports: Reports, sign: number): Reports =>
    reports.map(([step, value]) => [step, sign * value]);
  return (["minimize", "maximize"] as const).map((direction, at) => {
    const sign = at ? -1 : 1;
    return pruner.shouldPrune({
      trial: trialOf(turned(own, sign), number),
      others: others.map((reports, index) =>
        trialOf(turned(reports, sign), index, states[index] ?? "complete"),
      ),
      direction,
    });
  });
}

const cases: [name: string, pruner: Pruner, cases: Record<string, Case>][] = [
  [
    "median",
    median({ startupTrials: 3, warmupSteps: 2 }),
    {
      "is worse than the middle of three": {
        own: from(9, 9, 9),
        others: [from(1, 1, 1), from(8, 8, 8), from(2, 2, 2)],
        prunes: true,
      },
      "is the middle of three": {
        own: from(2, 2, 2),
        others: [from(1, 1, 1), from(8, 8, 8), from(2, 2, 2)],
        prunes: false,
      },
      "was better before": {
        own: from(9, 2, 9),
        others: [from(1, 1, 1), from(8, 8, 8), from(2, 2, 2)],
        prunes: false,
      },
      "is compared with what others had at that step, not with their best": {
        own: from(9, 9, 3),
        others: [from(1, 1, 4), from(1, 1, 5), from(1, 1, 9)],
        prunes: false,
      },
      "is at a step before the warm-up's end": {
        own: from(9, 9),
        others: [from(1, 1, 1), from(1, 1, 1), from(2, 2, 2)],
        prunes: false,
      },
      "has two complete rivals of three": {
        own: from(9, 9, 9),
        others: [from(1, 1, 1), from(1, 1, 1), from(2, 2, 2)],
        states: ["complete", "pruned", "complete"],
        prunes: false,
      },
      "is worse than the mean of the middle two": {
        own: from(9, 9, 3.1),
        others: [from(1, 1, 1), from(2, 2, 2), from(4, 4, 4), from(9, 9, 9)],
        prunes: true,
      },
      "is the mean of the middle two": {
        own: from(9, 9, 3),
        others: [from(1, 1, 1), from(2, 2, 2), from(4, 4, 4), from(9, 9, 9)],
        prunes: false,
      },
      "has rivals that report seldom, whose last report counts": {
        own: from(9, 9, 3),
        others: [[[1, 2]], [[0, 2]], [[2, 2]]],
        prunes: true,
      },
      "has rivals that report later only": {
        own: from(9, 9, 9),
        others: [[[3, 1]], [[3, 1]], [[4, 1]]],
        prunes: false,
      },
      "is no number": {
        own: from(NaN, NaN, NaN),
        others: [from(1, 1, 1), from(2, 2, 2), from(3, 3, 3)],
        prunes: true,
      },
      "has rivals that are no numbers": {
        own: from(9, 9, 9),
        others: [from(NaN, NaN, NaN), from(NaN, NaN, NaN), from(1, 1, 1)],
        prunes: false,
      },
    },
  ],
  [
    "successive halving",
    successiveHalving({ minSteps: 2, reduction: 3 }),
    {
      "has not reached a rung": { own: from(9), others: [from(1, 1), from(1, 1)], prunes: false },
      "is the first at its rung": { own: from(9, 9), others: [], prunes: false },
      "has a better one before it": { own: from(9, 9), others: [from(1, 1)], prunes: true },
      "is as good as the one before it": { own: from(1, 1), others: [from(1, 1)], prunes: false },
      "is past the rung, and before the next": { own: from(9, 9, 9), others: [from(1, 1, 1)], prunes: false },
      "reaches the second rung, after six steps": {
        own: from(1, 1, 1, 1, 1, 9),
        others: [from(1, 1, 1, 1, 1, 1)],
        prunes: true,
      },
      "has a rival that did not come so far": {
        own: from(1, 1, 1, 1, 1, 9),
        others: [from(1, 1, 1, 1, 1)],
        prunes: false,
      },
      "is the second of five, of which one goes on": {
        own: from(2, 2),
        others: [from(1, 1), from(3, 3), from(4, 4), from(5, 5)],
        prunes: true,
      },
      "is the second of six, of which two go on": {
        own: from(2, 2),
        others: [from(1, 1), from(3, 3), from(4, 4), from(5, 5), from(6, 6)],
        prunes: false,
      },
      "is the third of six, of which two go on": {
        own: from(3, 3),
        others: [from(1, 1), from(2, 2), from(4, 4), from(5, 5), from(6, 6)],
        prunes: true,
      },
      "passed a rung between two reports": {
        own: [
          [0, 1],
          [7, 9],
        ],
        others: [from(1, 1)],
        prunes: true,
      },
      "was asked at that rung before": {
        own: [
          [0, 9],
          [1, 9],
          [2, 9],
        ],
        others: [from(1, 1)],
        prunes: false,
      },
      "is no number": { own: from(NaN, NaN), others: [], prunes: true },
      "has rivals that report nothing": { own: from(9, 9), others: [[], []], prunes: false },
      "has rivals that began late": { own: from(9, 9), others: [[[2, 1]]], prunes: false },
    },
  ],
  [
    // Two brackets: two trials that prune after one step, then two that never do.
    "hyperband",
    hyperband({ maxSteps: 3 }),
    {
      "is in the bracket that prunes, and worse than a rival there": {
        number: 5,
        own: from(9),
        others: [from(1)],
        prunes: true,
      },
      "is better than its rivals there": {
        number: 5,
        own: from(0),
        others: [from(1), from(2)],
        prunes: false,
      },
      "has rivals in the other bracket only": {
        number: 5,
        own: from(9),
        others: [[], [], [], from(1)],
        prunes: false,
      },
      "is in the bracket that never prunes": {
        number: 8,
        own: from(9, 9, 9),
        others: [from(1, 1, 1), from(1, 1, 1), from(1, 1, 1), from(1, 1, 1), from(1, 1, 1)],
        prunes: false,
      },
    },
  ],
];

describe.each(cases)("the rule of %s for a trial that", (_, pruner, each) => {
  test.each(Object.entries(each))("%s, whichever way is better", (__, one) => {
    expect(says(pruner, one)).toEqual([one.prunes, one.prunes]);
  });
});

test("without options the median begins after five trials, at once; halving after one step, by four", () => {
  const five = [1, 2, 3, 4, 5].map((value) => from(value));
  expect(says(median(), { own: from(9), others: five, prunes: true })).toEqual([true, true]);
  expect(says(median(), { own: from(9), others: five.slice(1), prunes: false })).toEqual([false, false]);
  const halving = (own: number[]) => says(successiveHalving(), { own: from(...own), others: [from(1, 1, 1, 1)], prunes: true })[0]; // prettier-ignore
  expect([[9], [1, 9], [1, 9, 9], [1, 9, 9, 9]].map(halving)).toEqual([true, false, false, true]);
});

test("Hyperband's brackets have the trials of its paper", () => {
  const rivals = (count: number) => Array.from({ length: count }, () => from(...Array<number>(100).fill(0)));
  const stepsOf = (
    options: { maxSteps: number; minSteps?: number; reduction?: number },
    number: number,
    count: number,
  ) => {
    const pruner = hyperband(options);
    const own = (steps: number) => from(...Array<number>(steps).fill(7));
    const prunes = (steps: number) => says(pruner, { number: number + count, own: own(steps), others: rivals(count), prunes: true })[0]; // prettier-ignore
    return Array.from({ length: 90 }, (_, at) => at + 1).find(prunes) ?? 0;
  };
  const brackets = (options: { maxSteps: number; minSteps?: number; reduction?: number }, count: number) =>
    Array.from({ length: count }, (_, number) => stepsOf(options, number, count));
  const times = (count: number, steps: number) => Array<number>(count).fill(steps);
  // n = ⌈brackets / (s + 1) · ηˢ⌉ for s = s_max … 0.
  expect(brackets({ maxSteps: 9 }, 17)).toEqual([...times(9, 1), ...times(5, 3), ...times(3, 0)]);
  expect(brackets({ maxSteps: 8, reduction: 2 }, 22)).toEqual([...times(8, 1), ...times(6, 2), ...times(4, 4), ...times(4, 0)]); // prettier-ignore
  expect(brackets({ maxSteps: 20, minSteps: 5, reduction: 2 }, 10)).toEqual([...times(4, 5), ...times(3, 10), ...times(3, 0)]); // prettier-ignore
  expect(brackets({ maxSteps: 1 }, 3)).toEqual(times(3, 0));
});

test("a trial's loss at a step is its last report by then, its best the smallest by then", () => {
  const trial = trialOf([[0, 3], [2, 1], [5, 4], [7, NaN]]); // prettier-ignore
  const at = (step: number, direction: Direction) => [
    lossAt(trial, step, direction),
    bestLossBy(trial, step, direction),
  ];
  expect([-1, 0, 1, 2, 6, 9].map((step) => at(step, "minimize"))).toEqual([[undefined, undefined], [3, 3], [3, 3], [1, 1], [4, 1], [Infinity, 1]]); // prettier-ignore
  expect([0, 2, 5, 7].map((step) => at(step, "maximize"))).toEqual([[-3, -3], [-1, -3], [-4, -4], [Infinity, -4]]); // prettier-ignore
});

test("a rung far away is none", () => {
  const view = {
    trial: trialOf(from(9, 9, 9)),
    others: [trialOf(from(1, 1, 1), 0)],
    direction: "minimize" as const,
  };
  expect([failsRung(view, 3, 2), failsRung(view, 4, 2), failsRung(view, 1, 3)]).toEqual([true, false, true]);
});
