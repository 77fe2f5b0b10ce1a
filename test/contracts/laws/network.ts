import fc from "fast-check";

import * as plot from "../../../src/plot/index";
import { Value } from "../../../src/scratch/index";
import {
  birds,
  extent,
  indices,
  mean,
  numbers,
  places,
  shares,
  sum,
  traced,
  truth,
  type FigureTruth,
  medianOf,
} from "./truth";

type Layer = {
  delta: number[];
  gradientNorm: number[];
  updateRatio: number[];
  saturated: number[];
  histograms: { activations: Histogram[] };
};
type Histogram = { low: number; high: number; counts: number[] };
type Recording = { steps: number[]; layers: Record<string, Layer> };

const above = (count: number) => numbers(count, count, { positive: true });
const histogram: fc.Arbitrary<Histogram> = fc
  .tuple(
    fc.constantFrom(1, 1e-12, 1e9),
    fc.integer({ min: -3, max: 3 }),
    fc.array(fc.nat(9), { minLength: 1, maxLength: 6 }),
  )
  .map(([unit, low, counts]) => ({ low: low * unit, high: (low + 4) * unit, counts: [1, ...counts] }));
const layer = (steps: number): fc.Arbitrary<Layer> =>
  fc
    .tuple(above(steps), above(steps), above(steps), shares(steps, steps), fc.array(histogram, { minLength: steps, maxLength: steps }))
    .map(([delta, gradientNorm, updateRatio, saturated, activations]) => ({
      ...{ delta, gradientNorm, updateRatio, saturated, histograms: { activations } },
    })); // prettier-ignore
const recordings = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3 }))
  .chain(([steps, layers]) =>
    fc.tuple(...indices(layers).map(() => layer(steps))).map((each): [Recording] => [
      {
        steps: indices(steps).map((at) => 10 * at),
        layers: Object.fromEntries(each.map((one, at) => [birds[at], one])),
      },
    ]),
  );
const changed = ({ steps, layers }: Recording, change: (one: Layer) => Partial<Layer>): [Recording] => [
  {
    steps,
    layers: Object.fromEntries(
      Object.entries(layers).map(([name, one]) => [name, { ...one, ...change(one) }]),
    ),
  },
];
const times = (values: number[], by: number) => values.map((value) => value * by);
const moments = ({ low, high, counts }: Histogram) => {
  const total = sum(counts);
  const middle = sum(counts.map((count, at) => count * (at + 0.5))) / total;
  const square = sum(counts.map((count, at) => count * (at + 0.5 - middle) ** 2)) / total;
  const width = (high - low) / counts.length;
  return [
    { about: low + middle * width, room: 1e-12 * Math.abs(high - low) },
    { about: Math.sqrt(square) * width, room: 1e-12 * Math.abs(high - low) },
  ];
};
const rowsOf = (flat: number[], columns: number) =>
  indices(flat.length / columns).map((row) => flat.slice(row * columns, (row + 1) * columns));
const plane = (count: number) => numbers(2 * count, 2 * count).map((flat) => rowsOf(flat, 2));
const extents = (points: number[][]) => [0, 1].flatMap((side) => extent(points.map((point) => point[side])));

/** Figures of what goes on inside a network. */
export const network: Record<string, FigureTruth<unknown[]>> = {
  gradientFlow: truth<[Recording]>({
    draw: recordings,
    points: ({ layers }) =>
      Object.values(layers).flatMap(({ delta, gradientNorm }, at) => [
        [at + 1, medianOf(delta)],
        [at + 1, medianOf(gradientNorm)],
      ]),
    seen: places("x", "y"),
    numbers: ({ layers }) => {
      const medians = Object.values(layers).map(({ delta }) => medianOf(delta));
      const [first, last] = [medians[0], medians.at(-1)!];
      return [medians.length, first, ...(medians.length > 1 ? [last, first / last] : [])];
    },
    scaled: (by, recording) => changed(recording, ({ delta }) => ({ delta: times(delta, by) })),
  }),
  updateRatio: truth<[Recording]>({
    draw: recordings,
    points: ({ steps, layers }) =>
      Object.values(layers).flatMap(({ updateRatio }) => updateRatio.map((value, at) => [steps[at], value])),
    seen: places("x", "y", (row) => "series" in row),
    numbers: ({ steps, layers }) => [
      ...[Object.keys(layers).length, steps.length],
      ...Object.values(layers).map(({ updateRatio }) => medianOf(updateRatio)),
      0.001,
    ],
    scaled: (by, recording) =>
      changed(recording, ({ updateRatio }) => ({ updateRatio: times(updateRatio, by) })),
  }),
  saturationMap: truth<[Recording]>({
    draw: recordings,
    numbers: ({ steps, layers }) => [
      ...[Object.keys(layers).length, steps.length, steps.at(-1)!],
      ...Object.values(layers)
        .map(({ saturated }) => saturated.at(-1)!)
        .sort((one, other) => other - one)
        .slice(0, 3)
        .map((share) => ({ share })),
    ],
  }),
  deadUnits: truth<[Record<string, number[][]>]>({
    draw: fc
      .tuple(numbers(3, 3), numbers(6, 6))
      .map(([one, two]) => [{ heron: rowsOf(one, 1), ibis: rowsOf(two, 2) }]),
    data: (layers) => ({
      layers: Object.entries(layers).map(([name, rows]) => ({
        name,
        active: rows[0].map((_, unit) => rows.filter((row) => row[unit] > 0).length / 3),
      })),
    }),
    numbers: (layers) => {
      const dead = Object.values(layers).map((rows) => rows[0].filter((_, unit) => rows.every((row) => !(row[unit] > 0))).length); // prettier-ignore
      const all = sum(dead);
      return [all, 3, { share: all / 3 }, dead[0], 1, dead[1], 2];
    },
    swapped: (order, layers) => {
      const turned = order(3);
      return [
        Object.fromEntries(
          Object.entries(layers).map(([name, rows]) => [name, turned.map((at) => rows[at])]),
        ),
      ];
    },
    scaled: (by, layers) => [
      Object.fromEntries(
        Object.entries(layers).map(([name, rows]) => [name, rows.map((row) => times(row, by))]),
      ),
    ],
  }),
  activationHistograms: truth<[Recording]>({
    draw: recordings,
    numbers: ({ steps, layers }) => [
      ...[Object.keys(layers).length, steps.length, steps.at(-1)!],
      ...Object.values(layers).flatMap(({ histograms }) => moments(histograms.activations.at(-1)!)),
    ],
  }),
  batchNormRidges: truth<[Record<string, Histogram[]>]>({
    draw: fc
      .tuple(
        fc.array(histogram, { minLength: 1, maxLength: 4 }),
        fc.array(histogram, { minLength: 1, maxLength: 4 }),
      )
      .map(([heron, ibis]) => [{ heron, ibis }]),
    numbers: (runs) => [
      Math.max(...Object.values(runs).map(({ length }) => length)),
      ...Object.values(runs).flatMap((run) => [...moments(run[0]), ...moments(run.at(-1)!)]),
    ],
  }),
  networkDiagram: truth<[{ weights: number[][]; bias: number[]; activation: string }[], { input: number[] }]>(
    {
      draw: fc
        .tuple(numbers(6, 6), numbers(2, 2), numbers(3, 3, { size: fc.constant(1) }))
        .map(([flat, bias, input]) => [
          [{ weights: rowsOf(flat, 2), bias, activation: "linear" }],
          { input },
        ]),
      data: ([{ weights, bias }]) => ({ sizes: [3, 2], layers: [{ weights, bias }] }),
      numbers: ([{ weights, bias }], { input }) => {
        const room = 1e-12 * (Math.max(...[...weights.flat(), ...bias].map(Math.abs)) || 1);
        const answers = bias.map(
          (own, unit) => sum(input.map((value, at) => value * weights[at][unit])) + own,
        );
        return [3, 2, 8, ...input, ...answers.map((about) => ({ about, room }))];
      },
    },
  ),
  generatedSamples: truth<[number[][], { label: number; points: number[][] }[]]>({
    draw: fc
      .tuple(
        fc.integer({ min: 1, max: 5 }).chain(plane),
        fc.integer({ min: 1, max: 5 }).chain(plane),
        plane(2),
      )
      .map(([real, one, other]) => [
        real,
        [
          { label: 0, points: one },
          { label: 500, points: other },
        ],
      ]),
    points: (real, moments) => [...real, ...moments.at(-1)!.points],
    seen: traced("markers"),
    numbers: (real, moments) => [
      ...[real.length, ...extents(real), moments.length],
      ...moments.flatMap(({ label, points }) => [label, ...extents(points)]),
    ],
    swapped: (order, real, moments) => [order(real.length).map((at) => real[at]), moments],
    scaled: (by, real, moments) => {
      const scaled = (points: number[][]) => points.map(([x, y]) => [x, y * by]);
      return [scaled(real), moments.map(({ label, points }) => ({ label, points: scaled(points) }))];
    },
  }),
  unrolledRnn: truth<[Record<string, number[][]>, { inputs: string[] }]>({
    draw: fc
      .tuple(numbers(6, 6), numbers(6, 6))
      .map(([heron, ibis]) => [
        { heron: rowsOf(heron, 2), ibis: rowsOf(ibis, 2) },
        { inputs: birds.slice(2, 5) },
      ]),
    data: (gates) => ({ steps: 3, units: 2, means: Object.fromEntries(Object.entries(gates).map(([name, rows]) => [name, rows.map(mean)])) }), // prettier-ignore
    numbers: (gates) => [
      3,
      2,
      ...Object.values(gates).flatMap((rows) => {
        const room = 1e-15 * (Math.max(...rows.flat().map(Math.abs)) || 1);
        return extent(rows.map(mean)).map((about) => ({ about, room }));
      }),
    ],
    scaled: (by, gates, options) => [
      Object.fromEntries(
        Object.entries(gates).map(([name, rows]) => [name, rows.map((row) => times(row, by))]),
      ),
      options,
    ],
  }),
  computationGraph: truth<[number, number, string[]]>({
    draw: numbers(2, 2).map(([x, y]) => [x, y, birds]),
    call: (x, y, names) => {
      const result = new Value(x, names[0]).mul(new Value(0.5, names[1])).add(new Value(y, names[2]));
      result.backward();
      return plot.computationGraph(result);
    },
    wrong: [[null], [3], [{}], [[]], [{ inputs: [] }], [{ inputs: [null] }]],
    numbers: (x, y) => [5, 0.5 * x + y, y, 1, 0.5, x, x, 0.5],
  }),
};
