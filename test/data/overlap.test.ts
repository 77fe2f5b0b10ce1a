import { Random } from "../../src/core/index";
import { leadOf, overlapOf } from "../../src/data/overlap";

const count = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);
const random = (seed = 1) => {
  const drawn = new Random(seed, "overlap");
  return () => drawn.normal();
};
const walk = (length: number, seed = 1) => {
  const next = random(seed);
  let at = 100;
  return count(0, length).map(() => (at += next()));
};
const windowsOf = (series: number[], columns: number, step = 1) =>
  count(0, Math.floor((series.length - columns) / step) + 1).map((row) =>
    series.slice(row * step, row * step + columns),
  );
const table = (rows: number[][]) => ({ values: rows.flat(), columns: rows[0].length });
const scaled = (rows: number[][]) =>
  rows.map((row) => row.map((value, column) => (value - 90 - column) / (3 + column / 7)));
const bits = (length: number) => {
  const next = random(3);
  return count(0, length).map(() => (next() > 0 ? 1 : 0));
};
const eye = (size: number) => count(0, size).map((row) => count(0, size).map((at) => (at === row ? 1 : 0)));

test.each<[string, rows: number[][], overlap: number]>([
  ["of a random walk", windowsOf(walk(60), 5), 4],
  ["of two", windowsOf(walk(40), 2), 1],
  ["that begin more than half a window apart", windowsOf(walk(90), 10, 6), 1],
  ["with the newest number first", windowsOf(walk(60), 5).map((row) => row.reverse()), 4],
  ["of several series, one after the other", [1, 2, 3].flatMap((seed) => windowsOf(walk(30, seed), 4)), 3],
  ["that are standardised by column", scaled(windowsOf(walk(60), 5)), 4],
  ["of two numbers a step", windowsOf(walk(80), 8, 2), 3],
  ["of a binary series", windowsOf(bits(60), 4), 3],
  ["of a ramp", windowsOf(count(0, 20), 3), 2],
  [
    "of rare events",
    windowsOf(
      bits(200).map((bit, at) => (at % 7 === 0 ? bit : 0)),
      5,
    ),
    4,
  ],
])("windows %s are seen", (_, rows, overlap) => {
  expect(overlapOf(table(rows))).toBe(overlap);
});

const steps = count(0, 60);
test.each<[string, rows: number[][]]>([
  ["the unit matrix", eye(20)],
  ["the unit matrix, again and again", [...eye(7), ...eye(7), ...eye(7)]],
  ["its opposite, 0 on the diagonal", eye(12).map((row) => row.map((value) => 1 - value))],
  ["a thermometer", count(0, 20).map((row) => count(0, 20).map((at) => (at <= row ? 1 : 0)))],
  ["classes in order, one-hot", steps.map((row) => eye(3)[Math.floor(row / 20)])],
  ["classes in order, twice", steps.map((row) => [Math.floor(row / 20), Math.floor(row / 20)])],
  ["numbers without an order", steps.map(random()).map((value) => [value, value * value])],
  ["a truth table, again and again", steps.map((row) => [(row >> 1) & 1, row & 1])],
  ["two ramps", steps.map((row) => [row, 2 * row + 1])],
  ["two exponentials", steps.map((row) => [1.1 ** row, 3 * 1.1 ** row])],
  ["a constant", steps.map(() => [1, 1, 1])],
  ["too few rows", windowsOf(walk(9), 3)],
  ["few binary rows that go on by chance", [[0, 1], [1, 1], [1, 0], [0, 0], [0, 1], [1, 0], [0, 1], [1, 1]]],
])("%s is no windows", (_, rows) => {
  expect(overlapOf(table(rows))).toBe(0);
}); // prettier-ignore

test("random binary tables are hardly ever taken for windows", () => {
  const next = random(5);
  const tables = count(0, 300).map((at) => count(0, 8 + (at % 30)).map(() => [next(), next()].map((value) => Number(value > 0))));
  expect(tables.filter((rows) => overlapOf(table(rows)) > 0)).toEqual([]);
}); // prettier-ignore

test("an answer that is a feature of a later row is seen, and nothing else", () => {
  const series = walk(60);
  const column = { values: series.slice(0, 50), columns: 1 };
  for (const lead of [1, 2, 7]) expect(leadOf(column, series.slice(lead, lead + 50))).toBe(lead);
  const two = table(count(0, 50).map((at) => [at % 3, series[at]]));
  expect(leadOf(two, series.slice(1, 51))).toBe(1);
  expect(leadOf(column, series.slice(0, 50))).toBe(0);
  expect(leadOf(column, walk(50, 2))).toBe(0);
  expect(leadOf({ values: count(0, 50), columns: 1 }, count(1, 51))).toBe(0);
  const classes = count(0, 60).map((at) => Math.floor(at / 20));
  expect(leadOf({ values: classes, columns: 1 }, classes)).toBe(0);
  expect(leadOf({ values: bits(50), columns: 1 }, bits(51).slice(1))).toBe(1);
  expect(leadOf({ values: series.slice(0, 5), columns: 1 }, series.slice(1, 6))).toBe(0);
  expect(leadOf(column, series)).toBe(0);
});
