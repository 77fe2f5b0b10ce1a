import fc from "fast-check";

import * as plot from "../../../src/plot/index";
import { birds, extent, indices, numbers, places, sum, truth, type FigureTruth } from "./truth";

const rowsOf = (flat: number[], columns: number) =>
  indices(flat.length / columns).map((row) => flat.slice(row * columns, (row + 1) * columns));

type Land = { across: number[]; up: number[]; loss: number[][] };
type Paths = { paths: Record<string, number[][]> };
const land = fc.tuple(fc.constantFrom(1, 1e-9, 1e6), numbers(12, 12)).map(([unit, flat]): Land => ({
  across: indices(4).map((at) => (at - 1) * unit),
  up: indices(3).map((at) => (at - 1) * 0.75 * unit),
  loss: rowsOf(flat, 4),
}));
const landed = fc
  .tuple(land, numbers(6, 6), numbers(4, 4))
  .map(([given, one, other]): [Land, Paths] => [
    given,
    { paths: { heron: rowsOf(one, 2), ibis: rowsOf(other, 2) } },
  ]);
const lowest = ({ across, up, loss }: Land) => {
  const flat = loss.flat();
  const least = Math.min(...flat);
  const at = flat.indexOf(least);
  const alike = flat.filter((height) => height === least).length;
  return [least, across[at % 4], up[Math.floor(at / 4)], ...(alike > 1 ? [alike] : [])];
};
/** Of each path that leaves the map: at how many places, of how many. */
const beyond = ({ across, up }: Land, paths: number[][][]) =>
  paths.flatMap((path) => {
    const out = path.filter(
      ([x, y]) => x < across[0] || x > across.at(-1)! || y < up[0] || y > up.at(-1)!,
    ).length;
    return out > 0 ? [out, path.length] : [];
  });
const times = (rows: number[][], by: number) => rows.map((row) => row.map((value) => value * by));
const bowl = (height: number) => (x: number, y: number) => height * (x ** 2 + 2 * y ** 2);

/** The heights of a figure's level lines or surface; levels are drawn upside down. */
const heights = (sign: number) => (figure: plot.Figure) => {
  const [{ z }] = figure.spec.data as { z: number[][] }[];
  return z.flat().map((value) => [sign * value]);
};

/** Figures of optimisation. */
export const optimisation: Record<string, FigureTruth<unknown[]>> = {
  contour: truth<[Land, Paths]>({
    draw: landed,
    data: ({ across, up, loss }) => ({ across, up, z: loss }),
    numbers: (given, { paths }) => [
      ...[...extent(given.across), ...extent(given.up), ...lowest(given)],
      ...[2, 2, ...Object.values(paths).flatMap((steps) => steps.at(-1)!)],
      ...beyond(given, Object.values(paths)),
    ],
    scaled: (by, { loss, ...given }, options) => [{ ...given, loss: times(loss, by) }, options],
  }),
  surface: truth<[Land, Paths]>({
    draw: landed,
    data: ({ across, up, loss }) => ({ across, up, z: loss }),
    points: ({ loss }) => loss.flat().map((value) => [value]),
    seen: heights(1),
    numbers: (given, { paths }) => {
      const nearest = (values: number[], to: number) => {
        const far = values.map((value) => Math.abs(value - to));
        return far.indexOf(Math.min(...far));
      };
      const at = ([x, y]: number[]) => given.loss[nearest(given.up, y)][nearest(given.across, x)];
      return [
        ...[...extent(given.loss.flat()), ...lowest(given), ...beyond(given, Object.values(paths)), 2],
        ...Object.values(paths).flatMap((steps) => [at(steps[0]), at(steps.at(-1)!)]),
      ];
    },
    scaled: (by, { loss, ...given }, options) => [{ ...given, loss: times(loss, by) }, options],
  }),
  lossLandscape: truth<[Land, { path: number[][] }]>({
    draw: fc.tuple(land, numbers(6, 6)).map(([given, path]) => [given, { path: rowsOf(path, 2) }]),
    data: ({ across, up, loss }, { path }) => ({ across, up, loss, path: { x: path.map(([x]) => x) } }),
    numbers: (given, { path }) => [
      ...[1, ...extent(given.across), 2, ...extent(given.up), ...lowest(given)],
      ...[1, 2, ...path.at(-1)!, ...beyond(given, [path]), 4, 3],
    ],
    scaled: (by, { loss, ...given }, options) => [{ ...given, loss: times(loss, by) }, options],
  }),
  learningRateSlider: truth<[number, number[]]>({
    runs: 5,
    draw: fc.tuple(
      fc.constantFrom(1, 1e-9, 1e6),
      fc.uniqueArray(fc.constantFrom(0.01, 0.1, 0.2, 0.4, 0.9), { minLength: 1, maxLength: 3 }),
    ),
    call: (height, rates) =>
      plot.learningRateSlider(
        bowl(height),
        rates.map((rate) => rate / height),
        { steps: 5, gradient: (x, y) => [2 * height * x, 4 * height * y] },
      ),
    wrong: [
      [null, [1]],
      [3, [1]],
      [bowl(1), null],
      [bowl(1), ["a"]],
      [bowl(1), []],
      [bowl(1), 3],
      [() => NaN, [1]],
    ],
    numbers: (height, rates) => [
      ...[-1.5, 1.5, rates.length],
      ...rates.flatMap((rate) => {
        let [x, y, steps] = [-1.5, 1.5, 0];
        const isInside = () => Math.abs(x) < 4 && Math.abs(y) < 4;
        for (; steps < 5 && isInside(); steps++) [x, y] = [x - rate * 2 * x, y - rate * 4 * y];
        return isInside() ? [rate / height, bowl(height)(x, y), steps] : [rate / height, steps];
      }),
    ],
    scaled: (by, height, rates) => [height * by, rates],
  }),
  criticalPoints: truth<[number, [number, number][], string[]]>({
    draw: fc.tuple(
      fc.constantFrom(1, 1e-9, 1e-150, 1e6, 1e150),
      fc.array(fc.constantFrom<[number, number]>([1, 2], [-1, -3], [1, -1], [0.5, 0.5], [0, 0], [2, 0]), {
        minLength: 1,
        maxLength: 3,
      }),
      fc.constant(birds),
    ),
    call: (height, bends, names) =>
      plot.criticalPoints(
        Object.fromEntries(
          bends.map(([a, b], at) => [
            names[at],
            (x: number, y: number) => (height * (a * x ** 2 + b * y ** 2)) / 2,
          ]),
        ),
      ),
    wrong: [[null], [3], [{}], [{ heron: 3 }], [{ heron: null }], [{ heron: () => "a" }]],
    numbers: (height, bends) => [
      bends.length,
      ...bends.flatMap((pair) =>
        extent(pair).map((bend) => ({ about: bend * height, room: 1e-3 * Math.abs(bend * height) })),
      ),
    ],
    scaled: (by, height, bends, names) => [height * by, bends, names],
  }),
  noiseByBatchSize: truth<[number[], number[]]>({
    draw: fc
      .integer({ min: 1, max: 6 })
      .chain((count) =>
        fc.tuple(fc.constant(indices(count).map((at) => 4 ** at)), numbers(count, count, { positive: true })),
      ),
    points: (sizes, variances) =>
      sizes.map((size, at) => [size, variances[at]]).sort(([one], [other]) => one - other),
    seen: places("x", "y", (row) => "series" in row),
    numbers: (sizes, variances) => {
      const products = sizes.map((size, at) => size * variances[at]);
      const single = sum(products.map((product) => product / products.length));
      return [sizes.length, ...extent(sizes), ...extent(products), single];
    },
    swapped: (order, sizes, variances) => {
      const turned = order(sizes.length);
      return [turned.map((at) => sizes[at]), turned.map((at) => variances[at])];
    },
    scaled: (by, sizes, variances) => [sizes, variances.map((variance) => variance * by)],
  }),
};
