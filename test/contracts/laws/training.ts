import fc from "fast-check";

import {
  birds,
  extent,
  indices,
  mean,
  numbers,
  places,
  sum,
  tiesOf,
  truth,
  type FigureTruth,
  layered,
  medianOf,
} from "./truth";

type History = Record<string, number[]>;

const histories = (names: readonly string[]) =>
  fc
    .integer({ min: 1, max: 9 })
    .chain((epochs) =>
      fc
        .tuple(...names.map(() => numbers(epochs, epochs)))
        .map((columns) => Object.fromEntries(names.map((name, at) => [name, columns[at]])) as History),
    );
const ends = (values: number[]) => [values[0], values.at(-1)!];
const scaledBy = (values: number[], by: number) => values.map((value) => value * by);
const leastOf = (values: number[]) => {
  const least = Math.min(...values);
  return [least, values.indexOf(least) + 1, ...tiesOf(values, least)];
};
const onEpochs = (values: number[]) => values.map((value, at) => [at + 1, value]);
const times = (history: History, by: number) =>
  Object.fromEntries(Object.entries(history).map(([name, values]) => [name, scaledBy(values, by)]));

const steps = fc.tuple(fc.constantFrom(0, 1, 1e6, 1.7e9), fc.constantFrom(1, 0.25, 10));
const columns = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 3 }), steps)
  .chain(([count, lines, [from, step]]) =>
    fc
      .tuple(...indices(lines).map(() => numbers(count, count)))
      .map((each) => [
        indices(count).map((at) => from + at * step),
        Object.fromEntries(each.map((values, at) => [birds[at], values])),
      ]),
  ) as fc.Arbitrary<[number[], History]>;

const points = fc
  .integer({ min: 1, max: 8 })
  .chain((count) =>
    fc.tuple(
      fc.uniqueArray(fc.integer({ min: 1, max: 5000 }), { minLength: count, maxLength: count }),
      numbers(count, count),
      numbers(count, count),
    ),
  );
type Score = {
  at: number;
  train: Record<string, { mean: number }>;
  validation: Record<string, { mean: number }>;
};
const scored = points.map(
  ([at, train, validation]) =>
    [
      at.map((each, k): Score => ({ at: each, train: { loss: { mean: train[k] } }, validation: { loss: { mean: validation[k] } } })),
    ] as [Score[]],
); // prettier-ignore
const scoreCurve: FigureTruth<[Score[]]> = {
  draw: scored,
  data: (given) => {
    const sorted = given.slice().sort((one, other) => one.at - other.at);
    return { metric: "loss", x: sorted.map(({ at }) => at), train: sorted.map(({ train }) => train.loss) };
  },
  points: (given) => {
    const sorted = given.slice().sort((one, other) => one.at - other.at);
    return (["train", "validation"] as const).flatMap((part) => sorted.map((one) => [one.at, one[part].loss.mean]));
  }, // prettier-ignore
  seen: places("x", "y"),
  numbers: (given) => {
    const sorted = given.slice().sort((one, other) => one.at - other.at);
    const validation = sorted.map((one) => one.validation.loss.mean);
    const [best, place] = leastOf(validation);
    return [
      ...ends(sorted.map(({ at }) => at)),
      sorted.length,
      ...ends(sorted.map((one) => one.train.loss.mean)),
      ...ends(validation),
      ...[best, sorted[place - 1].at, ...tiesOf(validation, best)],
    ];
  },
  swapped: (order, given) => [order(given.length).map((at) => given[at])],
  scaled: (by, given) => [
    given.map(({ at, ...parts }) => {
      const part = (name: "train" | "validation") => ({ loss: { mean: parts[name].loss.mean * by } });
      return { at, train: part("train"), validation: part("validation") };
    }),
  ],
};

const smoothed = (values: number[]) => {
  let [past, weight] = [0, 0];
  return values.map((value) => {
    [past, weight] = [0.9 * past + 0.1 * value, 0.9 * weight + 0.1];
    return past / weight;
  });
};

const pairs = (least: number) =>
  fc
    .integer({ min: least, max: 12 })
    .chain((count) => fc.tuple(numbers(count, count), numbers(count, count)));

/** Figures of training and of regression. */
export const training: Record<string, FigureTruth<unknown[]>> = {
  lines: truth<[number[], History]>({
    draw: columns,
    data: (x, lines) => ({ x, lines }),
    points: (x, lines) => Object.values(lines).flatMap((y) => y.map((value, at) => [x[at], value])),
    seen: places("x", "y"),
    numbers: (x, lines) => [
      Object.keys(lines).length,
      ...extent(x),
      ...Object.values(lines).flatMap((y) => [...extent(y), ...ends(y)]),
    ],
    shifted: (by, x, lines) => [x.map((each) => each + by), lines],
    scaled: (by, x, lines) => [x, times(lines, by)],
  }),
  lossCurve: truth<[History]>({
    draw: histories(["loss", "val_loss"]).map((history) => [history]),
    data: ({ loss, val_loss }) => ({ metric: "loss", runs: [{ training: loss, validation: val_loss }] }),
    points: ({ loss, val_loss }) => [...onEpochs(loss), ...onEpochs(val_loss)],
    seen: places("epoch", "value"),
    numbers: ({ loss, val_loss }) => [loss.length, ...ends(loss), ...ends(val_loss), ...leastOf(val_loss)],
    scaled: (by, history) => [times(history, by)],
  }),
  "lossCurve: several runs": truth<[Record<string, History>]>({
    draw: fc
      .tuple(histories(["loss"]), histories(["loss"]))
      .map(([one, other]) => [{ heron: one, ibis: other }]),
    points: (runs) => Object.values(runs).flatMap(({ loss }) => onEpochs(loss)),
    seen: places("epoch", "value"),
    numbers: (runs) => [
      Math.max(...Object.values(runs).map(({ loss }) => loss.length)),
      ...Object.values(runs).flatMap(({ loss }) => [...ends(loss), ...leastOf(loss)]),
    ],
    scaled: (by, runs) => [
      Object.fromEntries(Object.entries(runs).map(([name, history]) => [name, times(history, by)])),
    ],
  }),
  "lossCurve: several seeds": truth<[Record<string, History[]>]>({
    draw: histories(["one", "other"]).map(({ one, other }) => [{ heron: [{ loss: one }, { loss: other }] }]),
    points: ({ heron: [one, other] }) => onEpochs(one.loss.map((value, at) => mean([value, other.loss[at]]))),
    seen: places("epoch", "value"),
    numbers: ({ heron: [one, other] }) => {
      const means = one.loss.map((value, at) => mean([value, other.loss[at]]));
      return [means.length, ...ends(means), ...leastOf(means), 1, 2];
    },
    scaled: (by, { heron }) => [{ heron: heron.map((history) => times(history, by)) }],
  }),
  trainingCurves: truth<[History]>({
    draw: histories(["loss", "accuracy"]).map((history) => [history]),
    numbers: ({ loss, accuracy }) => {
      const best = Math.max(...accuracy);
      const own = [loss.length, ...ends(loss), ...leastOf(loss)];
      return [
        ...own,
        accuracy.length,
        ...ends(accuracy),
        best,
        accuracy.indexOf(best) + 1,
        ...tiesOf(accuracy, best),
      ];
    },
    scaled: (by, history) => [times(history, by)],
  }),
  learningCurve: truth(scoreCurve),
  validationCurve: truth(scoreCurve),
  learningRateSchedule: truth<[Record<string, (step: number) => number>, { steps: number }]>({
    draw: histories(["heron", "ibis"]).map((rates) => [
      Object.fromEntries(
        Object.entries(rates).map(([name, values]) => [
          name,
          Object.assign((step: number) => values[step], { values }),
        ]),
      ),
      { steps: rates.heron.length },
    ]),
    points: (rates, { steps: count }) =>
      Object.values(rates).flatMap((rate) => indices(count).map((step) => [step, rate(step)])),
    seen: places("x", "y"),
    numbers: (rates, { steps: count }) => [
      count,
      ...Object.values(rates).flatMap((rate) => {
        const values = indices(count).map(rate);
        const [low, high] = extent(values);
        return [...ends(values), ...(high > low ? [high, values.indexOf(high)] : [])];
      }),
    ],
    scaled: (by, rates, options) => [
      Object.fromEntries(
        Object.entries(rates).map(([name, rate]) => [name, (step: number) => rate(step) * by]),
      ),
      options,
    ],
  }),
  learningRateFinder: truth<[{ rates: number[]; losses: number[]; suggestion?: number }]>({
    missing: /not finite|0 or less|No rate suggested/,
    draw: fc
      .tuple(numbers(1, 9), fc.boolean())
      .map(([losses, is]) => [
        { rates: losses.map((_, at) => 1e-5 * 3 ** at), losses, ...(is && { suggestion: 0.0123 }) },
      ]),
    data: ({ rates, losses }) => ({ rates, losses }),
    points: ({ rates, losses }) => smoothed(losses).map((value, at) => [rates[at], value]),
    seen: places("x", "y", (row) => row.series === "smoothed"),
    numbers: ({ rates, losses, suggestion }) => {
      const drawn = smoothed(losses);
      const [low, at] = leastOf(drawn);
      const falls = low < drawn[0] - 1e-12 * Math.abs(drawn[0]) ? [drawn[0], low, rates[at - 1]] : [drawn[0]];
      return [...extent(rates), rates.length, ...falls, ...(suggestion ? [suggestion] : [])];
    },
    scaled: (by, { losses, ...search }) => [{ ...search, losses: scaledBy(losses, by) }],
  }),
  stepTimeline: truth<[Record<string, number[]>]>({
    draw: fc.tuple(fc.constantFrom(1e-9, 1, 1e6), fc.integer({ min: 1, max: 7 })).chain(([size, count]) => {
      const part = numbers(count, count, { positive: true, size: fc.constant(size) });
      return fc.tuple(part, part).map(([heron, ibis]) => [{ heron, ibis }]);
    }),
    numbers: (parts) => {
      const all = sum(Object.values(parts).flat());
      const told = Object.values(parts);
      return [
        told[0].length,
        ...told.map(medianOf),
        ...told.map((values) => ({ share: sum(values) / all, digits: 0 })),
      ];
    },
    swapped: (order, parts) => [
      Object.fromEntries(
        Object.entries(parts).map(([name, values]) => [name, order(values.length).map((at) => values[at])]),
      ),
    ],
    scaled: (by, parts) => [times(parts, by)],
  }),
  residuals: truth<[number[], number[]]>({
    draw: pairs(1),
    data: (own, predicted) => ({ predicted, residual: own.map((value, at) => value - predicted[at]) }),
    points: (own, predicted) => predicted.map((value, at) => [value, own[at] - value]),
    seen: places("x", "y"),
    numbers: (own, predicted) => {
      const unit = Math.max(...[...own, ...predicted].map(Math.abs)) || 1;
      const residual = own.map((value, at) => (value - predicted[at]) / unit);
      const middle = sum(own.map((value) => value / unit)) / own.length;
      const mse = sum(residual.map((value) => value ** 2)) / own.length;
      const spread = sum(own.map((value) => (value / unit - middle) ** 2)) / own.length;
      const [low, high] = extent(own);
      return [
        own.length,
        { about: (sum(residual) / own.length) * unit, room: 1e-15 * unit },
        ...[Math.sqrt(mse) * unit, (sum(residual.map(Math.abs)) / own.length) * unit],
        ...(high > low ? [1 - mse / spread] : []),
        residual.filter((value) => Math.abs(value) > 2 * Math.sqrt(mse)).length,
        0,
      ];
    },
    scaled: (by, own, predicted) => [scaledBy(own, by), scaledBy(predicted, by)],
  }),
  regressionFit: truth<[number[], number[]]>({
    draw: fc.tuple(numbers(4, 9), steps).map(([y, [from, step]]) => [y.map((_, at) => from + at * step), y]),
    data: (x, y) => ({ x, y, notFinite: 0 }),
    points: (x, y) => x.map((value, at) => [value, y[at]]),
    seen: layered,
    numbers: (x, y) => {
      const unit = Math.max(...y.map(Math.abs)) || 1;
      const own = y.map((value) => value / unit);
      const [middleX, middleY] = [x, own].map((values) => sum(values) / values.length);
      const slope =
        sum(x.map((value, at) => (value - middleX) * (own[at] - middleY))) /
        sum(x.map((value) => (value - middleX) ** 2));
      const at = (place: number) => (middleY + slope * (place - middleX)) * unit;
      const sse = sum(own.map((value, row) => (value - at(x[row]) / unit) ** 2));
      const spread = sum(own.map((value) => (value - middleY) ** 2));
      const [low, high] = extent(y);
      const about = (value: number, room = unit) => ({ about: value, room: 1e-7 * room });
      return [
        x.length,
        ...[about(at(x[0])), x[0], about(at(x.at(-1)!)), x.at(-1)!],
        about(Math.sqrt(sse / x.length) * unit),
        ...(high > low ? [about(1 - sse / spread, 1)] : []),
        { share: 0.95, digits: 0 },
      ];
    },
    shifted: (by, x, y) => [x.map((value) => value + by), y],
    scaled: (by, x, y) => [x, scaledBy(y, by)],
  }),
};
