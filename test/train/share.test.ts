import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { fromArrays, type DivisionOptions } from "../../src/data/index";
import { ResidentSource } from "../../src/train/batches/resident";
import { StreamSource } from "../../src/train/batches/stream";
import { checkNoDivision, divideOff, originOf, type ShareOptions } from "../../src/train/share";

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);
let said: string[];
beforeEach(() => {
  said = [];
  jest.spyOn(console, "warn").mockImplementation((line: string) => void said.push(line));
});
afterEach(() => jest.restoreAllMocks());

/** Rows of two numbers, of which each is apart from the next, or a window that overlaps it. */
const rows = (count: number, step = 7) => range(0, count).map((row) => [step * row, step * row + 1]);
const sourceOf = (x: number[][]) =>
  new ResidentSource({ x: [tf.tensor2d(x)], y: [tf.zeros([x.length])], owned: [] });

/** The rows of both sides. */
function sides(share: number, options: Partial<ShareOptions> = {}, x = rows(12)) {
  const told = { seed: 1, shuffle: true, origin: {}, ...options };
  const { training, validation } = divideOff(sourceOf(x), share, told);
  return [training, validation].map((part) => {
    const fed = part.read({ epoch: 0, seed: 0, shuffle: false, batchSize: 100 }).next();
    const [{ values }] = (fed as { inputs: { values: Int32Array }[] }).inputs;
    return [...values];
  });
}

test("a share is drawn by the seed; without shuffling, or in the order of time, it is the last", () => {
  const drawn = sides(0.25);
  expect(drawn.map(({ length }) => length)).toEqual([9, 3]);
  expect(sides(0.25)).toEqual(drawn);
  expect(sides(0.25, { seed: 2 })).not.toEqual(drawn);
  expect(drawn[1]).not.toEqual([9, 10, 11]);
  const last = [range(0, 9), range(9, 12)];
  expect(sides(0.25, { shuffle: false })).toEqual(last);
  expect(sides(0.25, { time: true })).toEqual(last);
  expect(sides(0.25, { time: true, gap: 4 })).toEqual([range(0, 5), range(9, 12)]);
  expect(sides(0.25, { shuffle: false, time: false })).toEqual(drawn);
  const groups = range(0, 12).map((row) => row % 4);
  for (const shuffle of [true, false]) {
    const [, validation] = sides(0.25, { shuffle, groups });
    expect(new Set(validation.map((row) => groups[row])).size).toBe(1);
    expect(validation).toHaveLength(3);
  }
});

test.each([0, 1, -0.5, 1.5, NaN, 0.01, 0.99])("a share of %d leaves nothing on one side", (share) => {
  expect(() => sides(share)).toThrow(
    new RangeError(
      "fit: validation must be data, or a share of data in memory in (0, 1) that leaves examples on both sides, got " +
        share,
    ),
  );
});

test("a share of a stream is refused, and groups of other rows", () => {
  const stream = new StreamSource(() => [], {
    ...{ where: "fit", prefetch: 1 },
    expected: { inputs: [], outputs: [], classes: false },
  });
  expect(() => divideOff(stream, 0.5, { seed: 1, shuffle: true, origin: {} })).toThrow(
    /^fit: validation must be data, or a share of data in memory .* got 0.5$/,
  );
  expect(() => sides(0.5, { groups: [1, 2] })).toThrow("fit: groups must be [12], one for each row, got [2]");
  expect(() => sides(0.5, { gap: 2 })).toThrow("fit: gap must go with time; use {time: true}");
});

test("windows that are drawn at random are said, once for data that come again", () => {
  const windows = rows(12, 1);
  const origin = {};
  sides(0.25, { origin }, windows);
  sides(0.25, { origin }, windows);
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/^fit: the rows are windows of one series, each of which overlaps the next 1: /);
  sides(0.25, {}, windows);
  expect(said).toHaveLength(2);
  for (const told of [{ time: true }, { time: false }, { shuffle: false }, { groups: range(0, 12) }])
    sides(0.25, told, windows);
  expect(said).toHaveLength(2);
});

test("what stays when the same data come again", () => {
  const [x, y] = [rows(3), [1, 2, 3]];
  expect(originOf({ x, y })).toBe(x);
  expect(originOf([x, y])).toBe(x);
  const table = fromArrays({ x, labels: [0, 1, 0] });
  expect(originOf(table)).toBe(table.about);
  const stream = () => [{ x, y }];
  expect(originOf(stream)).toBe(stream);
});

test.each<[DivisionOptions, string]>([
  [{ groups: [1] }, "groups"],
  [{ time: false }, "time"],
  [{ gap: 0 }, "gap"],
])("%j need a share", (options, name) => {
  expect(() => checkNoDivision(options)).toThrow(
    new RangeError(`fit: ${name} must go with a share for validation; for example {validation: 0.2}`),
  );
  expect(() => checkNoDivision({})).not.toThrow();
});
