import fc from "fast-check";
import { PNG } from "pngjs";

import { meanOf } from "../../../src/math/index";
import * as plot from "../../../src/plot/index";
import {
  birds,
  deviation,
  extent,
  indices,
  inUnits,
  mean,
  numbers,
  rowsWith,
  shares,
  sum,
  tiesOf,
  truth,
  type FigureTruth,
} from "./truth";

const names = birds.slice(0, 3);

/** Of a picture, small to be quick. */
const size = 16;
const shaped = (flat: number[], height: number, width: number) =>
  indices(flat.length / height / width).map((image) =>
    indices(height).map((y) => indices(width).map((x) => flat[(image * height + y) * width + x])),
  );
const labelsFor = (count: number) => fc.array(fc.nat(2), { minLength: count, maxLength: count });
const grey = (count: number) => shares(count * 6, count * 6).map((flat) => shaped(flat, 2, 3));
const pickedFrom = <T>(values: T[], order: number[]) => order.map((at) => values[at]);

/** The grey levels of the first pixels of a picture's cells, from 0 to 255. */
function levelsOf(url: string, columns: number): number[] {
  const { width, height, data } = PNG.sync.read(Buffer.from(url.split(",")[1], "base64"));
  const cell = width / columns;
  return indices(height / cell).flatMap((y) =>
    indices(columns).map((x) => data[4 * (y * cell * width + x * cell)]),
  );
}

const tiles = (figure: plot.Figure) => rowsWith(figure, "url").map(({ url }) => url as string);
const matrixOf = (rows: number, columns: number, least = 1) =>
  fc
    .tuple(fc.integer({ min: least, max: rows }), fc.integer({ min: least, max: columns }))
    .chain(([down, across]) =>
      numbers(down * across, down * across).map((flat) => shaped(flat, down, across)[0]),
    );
const times = (rows: number[][], by: number) => rows.map((row) => row.map((value) => value * by));
const deepest = (values: number[]) => Math.max(...values.map(Math.abs)) || 1;

type Images = number[][][];
type Choice = { labels: number[]; predictions: number[]; classNames: string[]; size: number };
const pictures = (range: (images: Images) => fc.Arbitrary<Images>) =>
  fc
    .integer({ min: 1, max: 5 })
    .chain((count) =>
      fc
        .tuple(grey(count).chain(range), labelsFor(count), labelsFor(count))
        .map(([images, labels, predictions]): [Images, Choice] => [
          images,
          { labels, predictions, classNames: names, size },
        ]),
    );
const wrongOf = ({ labels, predictions }: Choice) =>
  labels.filter((label, at) => label !== predictions[at]).length;
const pixelsOf = (images: Images, low: number, high: number) =>
  images.flatMap((image) =>
    image.flat().map((value) => [Math.round((255 * (value - low)) / (high - low || 1))]),
  );
const told = (images: Images, choice: Choice) => {
  const [wrong, kinds] = [wrongOf(choice), new Set(choice.labels).size];
  return [images.length, 2, 3, kinds, wrong, images.length];
};

function correlation(one: number[], other: number[]): number {
  const [a, b] = [one, other].map((values) => {
    const unit = deepest(values);
    const own = values.map((value) => value / unit);
    return own.map((value) => value - sum(own) / own.length);
  });
  const norm = (values: number[]) => Math.sqrt(sum(values.map((value) => value ** 2)));
  return sum(a.map((value, at) => value * b[at])) / norm(a) / norm(b);
}

/** Figures of images and of matrices. */
export const images: Record<string, FigureTruth<unknown[]>> = {
  imageGrid: truth<[Images, Choice]>({
    draw: pictures((given) => fc.constant(given)),
    data: (given) => ({ shape: [given.length, 2, 3, 1] }),
    points: (given) => pixelsOf(given, 0, 1),
    seen: (figure) => tiles(figure).flatMap((url) => levelsOf(url, 3).map((level) => [level])),
    room: 0.5,
    numbers: told,
  }),
  "imageGrid: stretched": truth<[Images, Choice]>({
    draw: pictures((given) =>
      fc.constantFrom(1.5, 1e9, 1e300).map((by) => given.map((one) => times(one, -by))),
    ).filter(([given]) => Math.min(...given.flat(2)) < 0),
    points: (given) => pixelsOf(given, ...extent(given.flat(2))),
    seen: (figure) => tiles(figure).flatMap((url) => levelsOf(url, 3).map((level) => [level])),
    room: 0.5,
    numbers: (given, choice) => [...told(given, choice), ...extent(given.flat(2))],
  }),
  topLosses: truth<[Images, number[], Choice]>({
    draw: pictures((given) => fc.constant(given)).chain(([given, choice]) =>
      numbers(given.length, given.length).map((losses): [Images, number[], Choice] => [
        given,
        losses,
        choice,
      ]),
    ),
    numbers: (given, losses, choice) => {
      const order = indices(losses.length).sort((one, other) => losses[other] - losses[one]);
      return [given.length, given.length, ...order.flatMap((at) => [losses[at], at]), wrongOf(choice)];
    },
    scaled: (by, given, losses, choice) => [given, losses.map((loss) => loss * by), choice],
  }),
  predictionsGrid: truth<[Images, number[][], { labels: number[]; classNames: string[]; size: number }]>({
    draw: fc
      .integer({ min: 1, max: 5 })
      .chain((count) =>
        fc
          .tuple(
            grey(count),
            fc.array(shares(3, 3), { minLength: count, maxLength: count }),
            labelsFor(count),
          )
          .map(([given, said, labels]) => [given, said, { labels, classNames: names, size }]),
      ),
    numbers: (given, said, { labels }) => {
      const wrong = said.filter((row, at) => row.indexOf(Math.max(...row)) !== labels[at]).length;
      return [
        given.length,
        ...said.map((row) => ({ share: Math.max(...row), digits: 0 })),
        ...[wrong, given.length],
      ];
    },
  }),
  attribution: truth<[Images, Images, { captions: string[]; size: number }]>({
    draw: fc
      .integer({ min: 1, max: 5 })
      .chain((count) =>
        fc
          .tuple(grey(count), numbers(count * 6, count * 6))
          .map(([given, flat]) => [
            given,
            shaped(flat, 2, 3),
            { captions: indices(count).map((at) => birds[at]), size },
          ]),
      ),
    numbers: (given, maps) => [
      ...[given.length, 2, 3],
      ...maps.flatMap((map) => {
        const flat = map.flat();
        const at = flat.findIndex((value) => Math.abs(value) === Math.max(...flat.map(Math.abs)));
        return [Math.floor(at / 3), at % 3, flat[at]];
      }),
    ],
    scaled: (by, given, maps, options) => [given, maps.map((map) => times(map, by)), options],
  }),
  featureMaps: truth<[number[][][], { size: number }]>({
    draw: numbers(18, 18).map((flat) => [
      [shaped(flat.slice(0, 9), 3, 3)[0], shaped(flat.slice(9), 3, 3)[0]],
      { size },
    ]),
    data: (given) => ({
      shape: [2, 3, 3],
      means: indices(3).map((k) => mean(given.flat().map((cell) => cell[k]))),
    }),
    numbers: (given) => {
      const channels = indices(3).map((k) => given.flat().map((cell) => cell[k]));
      const means = channels.map(mean);
      const silent = channels.filter((values) => values.every((value) => value === 0)).length;
      const most = Math.max(...means);
      const drawn = channels.map((values) => meanOf(Float64Array.from(values)));
      const alike = drawn.filter((value) => value === Math.max(...drawn)).length;
      return [
        ...[3, 2, 3, ...extent(given.flat(2))],
        ...[means.indexOf(most), { about: most, room: 1e-15 * deepest(given.flat(2)) }],
        ...(alike > 1 ? [alike] : []),
        ...(silent > 0 ? [silent, 3] : []),
      ];
    },
    scaled: (by, given, options) => [given.map((row) => times(row, by)), options],
  }),
  convolutionFilters: truth<[number[][][][], { size: number }]>({
    draw: numbers(24, 24).map((flat) => [
      indices(3).map((y) => shaped(flat.slice(8 * y, 8 * y + 8), 2, 2)),
      { size },
    ]),
    numbers: (given) => {
      const filters = indices(2).map((k) => given.flat(2).map((units) => units[k]));
      const norms = filters.map((values) =>
        inUnits(values, (each) => Math.sqrt(sum(each.map((v) => v ** 2)))),
      );
      const shown = given.flat().flatMap(([first]) => first);
      return [2, 3, 2, 2, ...extent(norms), 0, deepest(shown), 0, 2];
    },
    scaled: (by, given, options) => [given.map((row) => row.map((cell) => times(cell, by))), options],
  }),
  hiddenUnits: truth<
    [number[][], { x: number[]; y: number[] }, { names: string[]; resolution: number; size: number }]
  >({
    draw: fc
      .tuple(
        numbers(2, 2),
        numbers(2, 2),
        fc
          .integer({ min: 1, max: 9 })
          .chain((count) =>
            fc.tuple(
              numbers(count, count, { size: fc.constant(1) }),
              numbers(count, count, { size: fc.constant(1) }),
            ),
          ),
      )
      .map(([one, other, [x, y]]) => [
        [one, other],
        { x, y },
        { names: birds.slice(0, 2), resolution: 3, size: 16 },
      ]),
    call: (units, points, options) =>
      plot.hiddenUnits((rows) => rows.map(([x, y]) => units.map(([a, b]) => a * x + b * y)), points, options),
    wrong: [
      [null, { x: [1], y: [2] }],
      [() => [], { x: [1], y: [2] }],
      [() => 3, { x: [1], y: [2] }],
      [() => [[]], null],
      [{ weights: null }, { x: [1], y: [2] }],
    ],
    numbers: (units, { x, y }) => {
      const [across, up] = [x, y].map((values) => {
        const [low, high] = extent(values);
        const room = 0.12 * (high - low || Math.abs(low) || 1);
        return [low - room, high + room];
      });
      return [
        2,
        ...units.flatMap(([a, b]) => {
          const corners = across.flatMap((left) => up.map((top) => a * left + b * top));
          const room = 1e-9 * deepest(corners);
          return extent(corners).map((about) => ({ about, room }));
        }),
      ];
    },
    scaled: (by, units, points, options) => [times(units, by), points, options],
  }),
  weightMatrix: truth<[number[][]]>({
    draw: matrixOf(4, 4).map((rows) => [rows]),
    points: (rows) => rows.flat().map((value) => [value]),
    seen: (figure) => (rowsWith(figure, "v")[0].v as number[]).map((value) => [value]),
    numbers: (rows) => {
      const flat = rows.flat();
      const room = 1e-15 * deepest(flat);
      return [
        ...[rows.length, rows[0].length, flat.length, ...extent(flat)],
        ...[mean(flat), deviation(flat)].map((about) => ({ about, room })),
      ];
    },
    scaled: (by, rows) => [times(rows, by)],
  }),
  coAdaptation: truth<[number[][]]>({
    draw: fc
      .tuple(numbers(4, 8), fc.nat(2))
      .map(
        ([own, still]) =>
          [
            own.map((value, at) => [value, own[(at * 3 + 1) % own.length], ...indices(still).map(() => 0.1)]),
          ] as [number[][]],
      )
      .filter(([rows]) => [0, 1].every((k) => new Set(rows.map((row) => row[k] + 0)).size > 1)),
    numbers: (rows) => {
      const [one, other] = [0, 1].map((k) => rows.map((row) => row[k]));
      const still = rows[0].length - 2;
      return [
        rows[0].length,
        { about: Math.abs(correlation(one, other)), room: 1e-9 },
        ...(still > 0 ? [still] : []),
      ];
    },
    swapped: (order, rows) => [pickedFrom(rows, order(rows.length))],
    scaled: (by, rows) => [times(rows, by)],
  }),
  gridHeatmap: truth<[{ x: string[]; y: string[]; values: number[][] }]>({
    draw: matrixOf(3, 3).map((values) => [
      { x: birds.slice(0, values[0].length), y: birds.slice(3, 3 + values.length), values },
    ]),
    data: ({ values }) => ({ values, best: { value: Math.max(...values.flat()) } }),
    numbers: ({ x, y, values }) => {
      const best = Math.max(...values.flat());
      return [x.length * y.length, y.length, x.length, best, ...tiesOf(values.flat(), best)];
    },
    scaled: (by, { values, ...table }) => [{ ...table, values: times(values, by) }],
  }),
};
