import fc from "fast-check";

import type * as plot from "../../../src/plot/index";
import {
  birds,
  extent,
  indices,
  numbers,
  places,
  rowsWith,
  shares,
  sum,
  tiesOf,
  truth,
  type FigureTruth,
} from "./truth";

type Direction = "minimize" | "maximize";
type Study = { trials: plot.TunedTrial[]; directions: Direction[] };

const direction = fc.constantFrom<Direction>("minimize", "maximize");
/** Trials with numbers for two birds, some of them infeasible. */
const study: fc.Arbitrary<[Study]> = fc.integer({ min: 1, max: 8 }).chain((count) => {
  const one = numbers(count, count);
  return fc
    .tuple(one, numbers(count, count, { positive: true, size: fc.constantFrom(1, 1e-9, 1e9) }), one, one, direction, shares(count, count))
    .map(([value, heron, ibis, other, way, broken]) => [
      {
        trials: indices(count).map((number) => ({
          ...{ number, state: "complete", params: { heron: heron[number], ibis: ibis[number] } },
          values: [value[number], other[number]],
          constraints: { weight: broken[number] - 0.9 },
          reports: [[0, value[number]], [1, other[number]]] as [number, number][],
        })),
        directions: [way, "minimize"] as Direction[],
      },
    ]); // prettier-ignore
});
const isBroken = ({ constraints }: plot.TunedTrial) => constraints!.weight > 0;
const bestOf = ({ trials, directions }: Study) => {
  const sign = directions[0] === "minimize" ? 1 : -1;
  const kept = trials.filter((trial) => !isBroken(trial));
  return kept.find(({ values }) => kept.every((other) => sign * values[0] <= sign * other.values[0]));
};
const brokenOf = ({ trials }: Study) => {
  const count = trials.filter(isBroken).length;
  return count > 0 ? [count, trials.length] : [];
};
const alike = ({ trials }: Study, best: plot.TunedTrial) =>
  tiesOf(
    trials.filter((trial) => !isBroken(trial)).map(({ values }) => values[0]),
    best.values[0],
  );
const params = (trial?: plot.TunedTrial) =>
  trial ? [trial.params.heron as number, trial.params.ibis as number] : [];
const swapped = (order: (rows: number) => number[], { trials, directions }: Study): [Study] => [
  { trials: order(trials.length).map((at) => trials[at]), directions },
];
const scaled = (by: number, { trials, directions }: Study): [Study] => [
  {
    directions,
    trials: trials.map((trial) => ({
      ...trial,
      values: trial.values.map((value) => value * by),
      reports: trial.reports!.map(([step, value]): [number, number] => [step, value * by]),
    })),
  },
];
const base = { draw: study, scaled };

/** What no other trial is better than in one and as good in the other. */
function frontOf({ trials, directions }: Study): plot.TunedTrial[] {
  const loss = ({ values }: plot.TunedTrial) =>
    values.map((value, at) => (directions[at] === "minimize" ? value : -value));
  const kept = trials.filter((trial) => !isBroken(trial));
  const beats = (one: number[], other: number[]) =>
    one.every((value, at) => value <= other[at]) && one.some((value, at) => value < other[at]);
  return kept.filter((trial) => !kept.some((other) => beats(loss(other), loss(trial))));
}

type Slice = {
  x: number[];
  mean: number[];
  deviation: number[];
  acquisition: number[];
  seen: { x: number[]; value: number[] };
};
const slice: fc.Arbitrary<Slice> = fc.integer({ min: 1, max: 7 }).chain((count) =>
  fc.tuple(numbers(2 * count, 2 * count), shares(2 * count, 2 * count)).map(([means, others]) => {
    const unit = Math.max(...means.map(Math.abs)) || 1;
    return {
      ...{ x: indices(count), mean: means.slice(0, count) },
      ...{ deviation: others.slice(0, count).map((one) => one * unit), acquisition: others.slice(count) },
      seen: { x: indices(count), value: means.slice(count) },
    };
  }),
);
const next = ({ x, acquisition }: Slice) => x[acquisition.indexOf(Math.max(...acquisition))];
const sliceScaled = (by: number, { mean, deviation, seen, ...given }: Slice): Slice => {
  const times = (values: number[]) => values.map((value) => value * by);
  return {
    ...given,
    mean: times(mean),
    deviation: times(deviation),
    seen: { x: seen.x, value: times(seen.value) },
  };
};

/** Figures of studies. */
export const tuning: Record<string, FigureTruth<unknown[]>> = {
  optimizationHistory: truth<[Study]>({
    ...base,
    data: ({ trials }) => ({ value: trials.map(({ values }) => values[0]) }),
    points: ({ trials }) => trials.map(({ number, values }) => [number, values[0]]),
    seen: (figure) => rowsWith(figure, "x", "y").map(({ x, y }) => [x, y] as number[]),
    numbers: (given) => {
      const best = bestOf(given);
      return [
        given.trials.length,
        ...(best ? [best.values[0], best.number, ...alike(given, best)] : []),
        ...brokenOf(given),
      ];
    },
  }),
  paramImportances: truth<[Record<string, number>]>({
    draw: shares(1, 5).map((values) => [Object.fromEntries(values.map((value, at) => [birds[at], value]))]),
    numbers: (given) => [
      Object.keys(given).length,
      ...Object.values(given)
        .sort((one, other) => other - one)
        .map((share) => ({ share, digits: 0 })),
    ],
  }),
  paramSlices: truth<[Study]>({
    ...base,
    points: ({ trials }) => trials.map(({ params: at, values }) => [at.heron as number, values[0]]),
    seen: (figure) =>
      rowsWith(figure, "x", "y", "trial")
        .sort((one, other) => (one.trial as number) - (other.trial as number))
        .map(({ x, y }) => [x, y] as number[]),
    numbers: (given) => {
      const best = bestOf(given);
      return [
        given.trials.length,
        ...(best ? [best.values[0], ...params(best), ...alike(given, best)] : []),
        ...brokenOf(given),
      ];
    },
  }),
  paramContour: truth<[Study]>({
    ...base,
    runs: 4,
    points: ({ trials }) => trials.map((trial) => params(trial)),
    seen: (figure) => rowsWith(figure, "x", "y", "trial").map(({ x, y }) => [x, y] as number[]),
    numbers: (given) => {
      const best = bestOf(given);
      return [
        given.trials.length,
        ...(best ? [best.values[0], ...params(best), ...alike(given, best)] : []),
        ...brokenOf(given),
      ];
    },
  }),
  parallelCoordinates: truth<[Study]>({
    ...base,
    numbers: (given) => {
      const best = bestOf(given);
      return [
        given.trials.length,
        ...(best ? [best.values[0], ...params(best), ...alike(given, best)] : []),
        ...brokenOf(given),
      ];
    },
  }),
  paretoFront: truth<[Study]>({
    ...base,
    data: (given) => ({ trials: given.trials.map(({ number, values: [x, y] }) => ({ number, x, y })) }),
    numbers: (given) => {
      const front = frontOf(given);
      const reach = front.length ? [1, ...extent(front.map(({ values }) => values[0])), 2, ...extent(front.map(({ values }) => values[1]))] : []; // prettier-ignore
      return [front.length, given.trials.length, ...reach, ...brokenOf(given)];
    },
    swapped,
  }),
  trialCurves: truth<[Study]>({
    ...base,
    points: ({ trials }) => trials.flatMap(({ reports }) => reports!.map(([step, value]) => [step, value])),
    seen: places("x", "y"),
    numbers: ({ trials }) => [trials.length, 0, 1],
    swapped,
  }),
  trialTimeline: truth<[Pick<Study, "trials">]>({
    missing: /trials? on/,
    draw: fc
      .array(fc.tuple(fc.nat(5000), fc.integer({ min: 1, max: 5000 }), fc.nat(2)), {
        minLength: 1,
        maxLength: 7,
      })
      .map((each) => [
        {
          trials: each.map(([from, lasts, slot], number) => ({
            ...{ number, state: "complete", params: {}, values: [1], slot: birds[slot] },
            ...{ startedMs: 1.7e12 + from, endedMs: 1.7e12 + from + lasts },
          })),
        },
      ]),
    points: ({ trials }) => {
      const first = Math.min(...trials.map(({ startedMs }) => startedMs!));
      return trials.map(({ startedMs, endedMs }) => [startedMs!, endedMs!].map((ms) => (ms - first) / 1000));
    },
    seen: places("from", "to"),
    numbers: ({ trials }) => {
      const first = Math.min(...trials.map(({ startedMs }) => startedMs!));
      const end = Math.max(...trials.map(({ endedMs }) => endedMs!)) - first;
      const workers = new Set(trials.map(({ slot }) => slot)).size;
      // By every moment at which a trial begins or ends.
      const moments = [...new Set(trials.flatMap(({ startedMs, endedMs }) => [startedMs!, endedMs!]))].sort((a, b) => a - b); // prettier-ignore
      const running = (slot: string, from: number) =>
        trials.filter((one) => one.slot === slot && one.startedMs! <= from && one.endedMs! > from).length;
      const spans = birds.flatMap((slot) => moments.slice(1).map((to, at) => ({ lasts: to - moments[at], count: running(slot, moments[at]) }))); // prettier-ignore
      const busy = sum(spans.filter(({ count }) => count > 0).map(({ lasts }) => lasts));
      const atOnce = Math.max(...spans.map(({ count }) => count));
      return [
        ...[trials.length, workers, end / 1000, { share: busy / end / workers, digits: 0 }],
        ...(atOnce > 1 ? [atOnce] : []),
      ];
    },
  }),
  surrogateBand: truth<[Slice]>({
    draw: slice.map((one) => [one]),
    data: ({ x, mean, deviation }) => ({ x, mean, deviation }),
    points: ({ x, mean }) => x.map((place, at) => [place, mean[at]]),
    seen: places("x", "y"),
    numbers: (given) => {
      const { x, mean, deviation } = given;
      const [least, widest] = [Math.min(...mean), Math.max(...deviation)];
      return [
        ...[...extent(x), x.length, least, x[mean.indexOf(least)]],
        ...[x[deviation.indexOf(widest)], next(given)],
      ];
    },
    scaled: (by, given) => [sliceScaled(by, given)],
  }),
  surrogateSteps: truth<[Slice[]]>({
    draw: fc.array(slice, { minLength: 1, maxLength: 3 }).map((several) => [several]),
    numbers: (several) => {
      const told = [...new Set([several[0], several.at(-1)!])].map((one) => [
        one.seen.x.length,
        Math.min(...one.seen.value),
        next(one),
      ]);
      const isAlike = told.length > 1 && JSON.stringify(told[0]) === JSON.stringify(told[1]);
      return [several.length, ...(isAlike ? told[0] : told.flat())];
    },
    scaled: (by, several) => [several.map((one) => sliceScaled(by, one))],
  }),
};
