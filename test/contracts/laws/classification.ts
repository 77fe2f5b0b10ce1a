import fc from "fast-check";

import * as plot from "../../../src/plot/index";
import {
  birds,
  extent,
  indices,
  numbers,
  places,
  shares,
  sum,
  traced,
  truth,
  type FigureTruth,
} from "./truth";

const names = birds.slice(0, 3);
const labelled = (count: number, classes: number) =>
  fc.array(fc.nat(classes - 1), { minLength: count, maxLength: count });
/** Labels of which there is one of each class at least. */
const full = (classes: number, least = classes) =>
  fc
    .integer({ min: least, max: 12 })
    .chain((count) =>
      labelled(count, classes).map((labels) => labels.map((label, at) => (at < classes ? at : label))),
    );
const picked = <T>(values: T[], order: number[]) => order.map((at) => values[at]);
const countsOf = (labels: number[], classes: number) =>
  indices(classes).map((k) => labels.filter((label) => label === k).length);

/** By all pairs of one of the class and one of the others: the share in which it scores higher, ties by half. */
function areaOf(labels: number[], scores: number[], k = 1): number {
  const own = scores.filter((_, at) => labels[at] === k);
  const others = scores.filter((_, at) => labels[at] !== k);
  const won = own.flatMap((one) => others.map((other) => (one > other ? 1 : one === other ? 0.5 : 0)));
  return sum(won) / won.length;
}

function atThresholds(labels: number[], scores: number[]) {
  const thresholds = [...new Set(scores.map((score) => score + 0))].sort((one, other) => other - one);
  return thresholds.map((threshold) => {
    const taken = labels.filter((_, at) => scores[at] >= threshold);
    return { found: sum(taken), taken: taken.length };
  });
}

const scored = full(2).chain((labels) =>
  numbers(labels.length, labels.length).map((scores): [number[], number[]] => [labels, scores]),
);
const scoredBy = (by: number, labels: number[], scores: number[]): [number[], number[]] => [
  labels,
  scores.map((score) => score * by),
];
const swappedPair = (
  order: (rows: number) => number[],
  labels: number[],
  scores: number[],
): [number[], number[]] => {
  const turned = order(labels.length);
  return [picked(labels, turned), picked(scores, turned)];
};

type Labelled = { x: number[]; y: number[]; label: number[] };
const cloud = (least: number, size?: fc.Arbitrary<number>) =>
  full(3, least).chain((label) =>
    fc
      .tuple(numbers(label.length, label.length, { size }), numbers(label.length, label.length, { size }))
      .map(([x, y]): [Labelled, { classNames: string[] }] => [{ x, y, label }, { classNames: names }]),
  );
const swappedCloud = (order: (rows: number) => number[], { x, y, label }: Labelled): Labelled => {
  const turned = order(x.length);
  return { x: picked(x, turned), y: picked(y, turned), label: picked(label, turned) };
};

function binsOf(labels: number[], said: number[]) {
  const bins = indices(10).map((k) => {
    const inside = indices(said.length).filter((at) => {
      const [low, high] = [k * 0.1, (k + 1) * 0.1];
      return (k === 0 || said[at] > low) && (k === 9 || said[at] <= high);
    });
    const count = inside.length;
    return {
      count,
      predicted: sum(picked(said, inside)) / count,
      observed: sum(picked(labels, inside)) / count,
    };
  });
  return bins.filter(({ count }) => count > 0);
}

/** Shares of the variance along the two directions, by the eigenvalues of a 2 × 2 matrix. */
function explained(x: number[], y: number[]): [number, number] {
  const unit = Math.max(...[...x, ...y].map(Math.abs)) || 1;
  const [a, b] = [x, y].map((values) => {
    const own = values.map((value) => value / unit);
    return own.map((value) => value - sum(own) / own.length);
  });
  const [xx, yy, xy] = [sum(a.map((v) => v * v)), sum(b.map((v) => v * v)), sum(a.map((v, at) => v * b[at]))];
  const [middle, radius] = [(xx + yy) / 2, Math.hypot((xx - yy) / 2, xy)];
  return [(middle + radius) / (xx + yy || 1), (middle - radius) / (xx + yy || 1)];
}

/** Figures of classes. */
export const classification: Record<string, FigureTruth<unknown[]>> = {
  confusionMatrix: truth<[number[], number[], { classNames: string[] }]>({
    draw: full(3, 3).chain((labels) =>
      labelled(labels.length, 3).map((predicted): [number[], number[], { classNames: string[] }] => [
        labels,
        predicted,
        { classNames: names },
      ]),
    ),
    data: (labels, predicted) => ({
      counts: indices(3).map((own) =>
        countsOf(
          predicted.filter((_, at) => labels[at] === own),
          3,
        ),
      ),
    }),
    points: (labels, predicted) =>
      indices(9).map((cell) => [
        labels.filter((label, at) => label === Math.floor(cell / 3) && predicted[at] === cell % 3).length,
      ]),
    seen: (figure) =>
      (figure.spec.data as { values: { count: number }[] }).values.map(({ count }) => [count]),
    numbers: (labels, predicted) => {
      const right = labels.filter((label, at) => label === predicted[at]).length;
      const wrong = indices(9)
        .filter((cell) => Math.floor(cell / 3) !== cell % 3)
        .map((cell) => labels.filter((label, at) => 3 * label + predicted[at] === cell).length)
        .filter((count) => count > 0)
        .sort((one, other) => other - one);
      return [3, right, labels.length, { share: right / labels.length }, ...wrong.slice(0, 3)];
    },
    swapped: (order, labels, predicted, options) => [...swappedPair(order, labels, predicted), options],
  }),
  rocCurve: truth<[number[], number[]]>({
    draw: scored,
    data: (labels, scores) => ({ points: labels.length, auc: areaOf(labels, scores) }),
    points: (labels, scores) => {
      const [own, others] = [sum(labels), labels.length - sum(labels)];
      const reached = atThresholds(labels, scores);
      return [[0, 0], ...reached.map(({ found, taken }) => [(taken - found) / others, found / own])];
    },
    seen: places("x", "y", (row) => "series" in row),
    numbers: (labels, scores) => [labels.length, { fixed: areaOf(labels, scores) }],
    swapped: swappedPair,
    scaled: scoredBy,
  }),
  "rocCurve: of several classes": truth<[number[], number[][], { classNames: string[] }]>({
    draw: full(3).chain((labels) =>
      fc
        .array(numbers(3, 3, { size: fc.constant(1) }), {
          minLength: labels.length,
          maxLength: labels.length,
        })
        .map((rows): [number[], number[][], { classNames: string[] }] => [
          labels,
          rows,
          { classNames: names },
        ]),
    ),
    numbers: (labels, rows) => {
      const areas = indices(3).map((k) => areaOf(labels, rows.map((row) => row[k]), k)); // prettier-ignore
      return [labels.length, ...[...areas, sum(areas) / 3].map((fixed) => ({ fixed }))];
    },
    swapped: (order, labels, rows, options) => {
      const turned = order(labels.length);
      return [picked(labels, turned), picked(rows, turned), options];
    },
  }),
  precisionRecall: truth<[number[], number[]]>({
    draw: scored,
    points: (labels, scores) => {
      const reached = atThresholds(labels, scores).map(({ found, taken }) => [
        found / sum(labels),
        found / taken,
      ]);
      return [[0, reached[0][1]], ...reached];
    },
    seen: places("x", "y", (row) => "series" in row),
    numbers: (labels, scores) => {
      const reached = atThresholds(labels, scores);
      const average = sum(
        reached.map(
          ({ found, taken }, at) => ((found - (reached[at - 1]?.found ?? 0)) / sum(labels)) * (found / taken),
        ),
      );
      return [labels.length, { fixed: average }, { share: sum(labels) / labels.length }];
    },
    swapped: swappedPair,
    scaled: scoredBy,
  }),
  calibration: truth<[number[], number[]]>({
    draw: full(2).chain((labels) =>
      shares(labels.length, labels.length).map((said): [number[], number[]] => [labels, said]),
    ),
    data: (labels, said) => ({ points: labels.length, bins: binsOf(labels, said) }),
    points: (labels, said) => binsOf(labels, said).map(({ predicted, observed }) => [predicted, observed]),
    seen: places("x", "y", (row) => "series" in row),
    numbers: (labels, said) => {
      const bins = binsOf(labels, said);
      const error = sum(
        bins.map((bin) => (bin.count / labels.length) * Math.abs(bin.predicted - bin.observed)),
      );
      const brier = sum(said.map((value, at) => (value - labels[at]) ** 2)) / labels.length;
      const told = bins.flatMap(({ predicted, observed, count }) => [
        ...[predicted, observed].map((share) => ({ share, digits: 0 })),
        count,
      ]);
      return [1, labels.length, { about: error, room: 1e-15 }, brier, ...told];
    },
    swapped: swappedPair,
  }),
  scatter: truth<[Labelled, { classNames: string[] }]>({
    draw: cloud(3),
    data: ({ x, y, label }) => ({ x: Float64Array.from(x), y: Float64Array.from(y), label }),
    points: ({ x, y }) => x.map((value, at) => [value, y[at]]),
    seen: places("x", "y"),
    numbers: ({ x, y, label }) => [x.length, ...extent(x), ...extent(y), 3, ...countsOf(label, 3)],
    swapped: (order, points, options) => [swappedCloud(order, points), options],
    shifted: (by, { x, ...points }, options) => [{ ...points, x: x.map((value) => value + by) }, options],
    scaled: (by, { y, ...points }, options) => [{ ...points, y: y.map((value) => value * by) }, options],
  }),
  embedding: truth<[Labelled, { classNames: string[] }]>({
    draw: cloud(4),
    call: ({ x, y, label }, options) =>
      plot.embedding({ x: x.map((value, at) => [value, y[at]]), label }, options),
    wrong: [
      [null],
      [3],
      [{ x: null }],
      [{ x: [[1, 2], [3]] }],
      [{ x: [[1, 2], null] }],
      [{ x: [1, 2], y: [1] }],
      [{ x: [[1, 2]], label: [0, 1] }],
    ],
    numbers: ({ x, y }) => [
      x.length,
      2,
      ...explained(x, y).map((share) => ({ share: Math.max(0, Number(share.toFixed(12))) })),
      3,
    ],
    swapped: (order, points, options) => [swappedCloud(order, points), options],
    scaled: (by, { x, y, label }, options) => [
      { x: x.map((value) => value * by), y: y.map((value) => value * by), label },
      options,
    ],
  }),
  decisionBoundary: truth<[{ weights: number[]; bias: number }, Labelled, { classNames: string[] }]>({
    draw: fc
      .tuple(
        full(2, 2).chain((label) =>
          fc
            .tuple(numbers(label.length, label.length), fc.constant(label))
            .map(([x, own]) => ({ x, label: own })),
        ),
        fc.constantFrom(1, -1, 0.5),
      )
      .map(([{ x, label }, weight]) => [
        { weights: [weight, weight / 3], bias: 0 },
        { x, y: x.slice().reverse(), label },
        { classNames: names.slice(0, 2) },
      ]),
    // A class after the other.
    points: (_, { x, y, label }) =>
      [0, 1].flatMap((k) =>
        indices(x.length)
          .filter((at) => label[at] === k)
          .map((at) => [x[at], y[at]]),
      ),
    seen: traced("markers", ({ x }) => (x as unknown[]).length > 0),
    numbers: ({ weights }, { x, y, label }) => {
      const decided = x.map((value, at) => Number(weights[0] * value + weights[1] * y[at] > 0));
      const right = label.filter((own, at) => own === decided[at]).length;
      return [2, x.length, right, x.length];
    },
    swapped: (order, model, points, options) => [model, swappedCloud(order, points), options],
    scaled: (by, { weights, bias }, { x, y, label }, options) => [
      { weights, bias },
      { x: x.map((value) => value * by), y: y.map((value) => value * by), label },
      options,
    ],
  }),
};
