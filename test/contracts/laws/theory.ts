import fc from "fast-check";

import * as plot from "../../../src/plot/index";
import {
  birds,
  extent,
  indices,
  mean,
  numbers,
  places,
  sum,
  tiesOf,
  traced,
  truth,
  type FigureTruth,
} from "./truth";

const rowsOf = (flat: number[], columns: number) =>
  indices(flat.length / columns).map((row) => flat.slice(row * columns, (row + 1) * columns));
const ends = (values: number[]) => [values[0], values.at(-1)!];
const times = (values: number[], by: number) => values.map((value) => value * by);

type Parts = { complexity: number[]; bias2: number[]; variance: number[]; noise?: number };
const parts = fc
  .integer({ min: 1, max: 7 })
  .chain((count) =>
    fc
      .tuple(numbers(count, count, { positive: true }), numbers(count, count, { positive: true }))
      .map(([bias2, variance]): [Parts] => [
        { complexity: indices(count).map((at) => 2 * at + 1), bias2, variance },
      ]),
  );

/** Figures of theory. */
export const theory: Record<string, FigureTruth<unknown[]>> = {
  activationFunctions: truth<[number[], string[]]>({
    draw: numbers(1, 3).map((slopes) => [slopes, birds]),
    call: (slopes, names) =>
      plot.activationFunctions(
        Object.fromEntries(
          slopes.map((slope, at) => [names[at], { f: (z: number) => slope * z, slope: () => slope }]),
        ),
      ),
    wrong: [[null], [3], [{}], [[]], [["sigmiod"]], [{ heron: 3 }], [{ heron: null }], [{ heron: { f: 3 } }]],
    numbers: (slopes) => [
      ...[-4, 4],
      ...slopes.flatMap((slope) => [...extent([-4 * slope, 4 * slope]), slope]),
    ],
    scaled: (by, slopes, names) => [times(slopes, by), names],
  }),
  biasVariance: truth<[Parts]>({
    draw: parts,
    data: ({ complexity, bias2, variance }) => ({ complexity, bias2, variance }),
    points: ({ complexity, bias2, variance }) =>
      [bias2, variance, bias2.map((bias, at) => bias + variance[at])].flatMap((values) =>
        values.map((value, at) => [complexity[at], value]),
      ),
    seen: places("x", "y", (row) => "series" in row),
    numbers: ({ complexity, bias2, variance }) => {
      const total = bias2.map((bias, at) => bias + variance[at]);
      const best = total.indexOf(Math.min(...total));
      return [
        ...[...ends(complexity), complexity.length, ...[2, ...ends(bias2)].slice(1), ...ends(variance)],
        ...[total[best], complexity[best], ...tiesOf(total, total[best])],
      ];
    },
    scaled: (by, { bias2, variance, ...given }) => [
      { ...given, bias2: times(bias2, by), variance: times(variance, by) },
    ],
  }),
  dartboards: truth<[Record<string, number[][]>]>({
    draw: fc
      .tuple(numbers(6, 6), numbers(4, 4))
      .map(([one, other]) => [{ heron: rowsOf(one, 2), ibis: rowsOf(other, 2) }]),
    data: (boards) => ({ boards: Object.entries(boards).map(([name, shots]) => ({ name, shots })) }),
    numbers: (boards) => {
      const far = Object.values(boards).flat().filter(([x, y]) => Math.hypot(x, y) > 3).length; // prettier-ignore
      return [
        2,
        ...Object.values(boards).flatMap((shots) => {
          const middle = [0, 1].map((side) => mean(shots.map((shot) => shot[side])));
          const square = ([x, y]: number[]) => x * x + y * y;
          const away = shots.map(([x, y]) => [x - middle[0], y - middle[1]]);
          const room = 1e-14 * Math.max(...shots.map(square));
          return [square(middle), sum(away.map((one) => square(one) / shots.length))].map((about) => ({
            about,
            room,
          }));
        }),
        ...(far > 0 ? [far] : []),
      ];
    },
    swapped: (order, { heron, ibis }) => [{ heron: order(heron.length).map((at) => heron[at]), ibis }],
  }),
  fitsByDegree: truth<[{ x: number[]; y: number[] }, { degrees: number[] }]>({
    draw: numbers(2, 8).map((y) => [{ x: y.map((_, at) => at), y }, { degrees: [0] }]),
    points: ({ x, y }) => x.map((value, at) => [value, y[at]]),
    seen: traced("markers"),
    numbers: ({ y }) => {
      const unit = Math.max(...y.map(Math.abs)) || 1;
      const own = y.map((value) => value / unit);
      const mse = sum(own.map((value) => (value - sum(own) / own.length) ** 2)) / own.length;
      return [1, y.length, 0, { about: mse * unit * unit, room: 1e-14 * unit * unit }];
    },
    shifted: (by, { x, y }, options) => [{ x: x.map((value) => value + by), y }, options],
  }),
  coefficientPaths: truth<[number[], number[][], { featureNames: string[] }]>({
    draw: fc
      .integer({ min: 1, max: 5 })
      .chain((count) => numbers(2 * count, 2 * count))
      .map((flat) => [
        indices(flat.length / 2).map((at) => 0.01 * 10 ** at),
        rowsOf(flat, 2),
        { featureNames: birds.slice(0, 2) },
      ]),
    points: (strengths, rows) => [0, 1].flatMap((k) => rows.map((row, at) => [strengths[at], row[k]])),
    seen: places("x", "y", (row) => "series" in row),
    numbers: (strengths, rows) => {
      const alive = (row: number[]) => row.filter((value) => value !== 0).length;
      return [
        ...[2, ...extent(strengths)],
        ...[0, 1].flatMap((k) => ends(rows.map((row) => row[k]))),
        ...[0, alive(rows[0]), alive(rows.at(-1)!)],
      ];
    },
    scaled: (by, strengths, rows, options) => [strengths, rows.map((row) => times(row, by)), options],
  }),
  penaltyBalls: truth<[number, number]>({
    runs: 3,
    draw: fc.tuple(fc.constantFrom(1, 1e-9, 1e-150, 1e6), fc.constantFrom(0.5, 1, 1.5)),
    call: (unit, share) =>
      plot.penaltyBalls(
        { optimum: [2 * unit, 0.5 * unit], curvature: [[1, 0], [0, 1]] },
        { radii: [share * unit, 3 * unit] },
      ), // prettier-ignore
    wrong: [
      [null],
      [3],
      [{}],
      [{ optimum: 3 }],
      [{ optimum: [1] }],
      [{ optimum: [1, 2], curvature: 3 }],
      [{ optimum: [1, 2] }, { radii: "a" }],
    ],
    // L1 takes the same from both weights: none is left of the second up to a budget of 1.5.
    numbers: (unit, share) => {
      const optimum = [2 * unit, 0.5 * unit];
      return [...optimum, 2, 3 * unit, ...optimum, ...optimum, 0, share <= 1.5 ? 1 : 0, 0];
    },
    scaled: (by, unit, share) => [unit * by, share],
  }),
  dropoutMasks: truth<[number[], { rate: number; seed: number; steps: number }]>({
    draw: fc.tuple(
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 2, maxLength: 4 }),
      fc
        .tuple(fc.constantFrom(0, 0.25, 0.5), fc.nat(9), fc.integer({ min: 1, max: 4 }))
        .map(([rate, seed, steps]) => ({
          ...{ rate, seed, steps },
        })),
    ),
    numbers: (sizes, options) => {
      const { masks } = plot.dropoutMasks(sizes, options).data();
      const units = masks.flat(2);
      const kept = units.length ? sum(units) / units.length : 1;
      return [options.rate, ...sizes, options.steps, { share: kept }, 1 / (1 - options.rate)];
    },
  }),
};
