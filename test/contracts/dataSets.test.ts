import { isDeepStrictEqual } from "node:util";
import * as tf from "@tensorflow/tfjs";
import { useBackend } from "../../src/backend/index";
import * as data from "../../src/data/index";

// Every function of src/data that needs nothing to make a data set: a new one is checked as soon as it is registered.
type Make = (options?: { seed?: number }) => data.Dataset;
const needFiles = ["cifar10", "fashionMnist", "mnist"];
const needInput = ["fromArrays", "fromCsv", "moments", "select", "split", "standardize", ...needFiles];
const makers = Object.entries(data).filter(
  ([name, value]) => typeof value === "function" && /^[a-z]/.test(name) && !needInput.includes(name),
) as unknown as [string, Make][];
const seeded = makers.filter(([, make]) => make().about.source === "made by tsdescent");

beforeAll(() => useBackend("cpu"));

test("there are data sets, measured and made", () => {
  expect(makers.length).toBeGreaterThanOrEqual(8);
  expect(seeded.length).toBeGreaterThanOrEqual(5);
});

test.each(makers)("%s has the shape that it states, and only finite numbers", (_, make) => {
  const set = make();
  const [rows, width] = set.shape;
  expect(set.features).toHaveLength(rows * width);
  expect(set.features.every(Number.isFinite)).toBe(true);
  expect(new Set(set.featureNames).size).toBe(width);
  if (set.imageShape) expect(set.imageShape.reduce((product, size) => product * size)).toBe(width);
});

test.each(makers)("%s has an answer for every row", (_, make) => {
  const set = make();
  if (set instanceof data.Classification) {
    expect(set.labels).toHaveLength(set.length);
    expect(set.classCounts().every((count) => count > 0)).toBe(true);
    expect(set.classCounts().reduce((sum, count) => sum + count)).toBe(set.length);
  } else {
    expect(set.targets).toHaveLength(set.length);
    expect(set.targets.every(Number.isFinite)).toBe(true);
  }
});

test.each(makers)("%s states its name, what a row is, its licence and its source", (_, make) => {
  const { name, description, licence, source } = make().about;
  expect(name).toMatch(/\w/);
  expect(description).toMatch(/^A row is .+\.$/);
  expect(licence).toMatch(/^(CC BY 4\.0|CC0 1\.0)$/);
  expect(source).toMatch(/^made by tsdescent$|https:\/\/doi\.org\//);
});

test.each(makers)("%s becomes tensors of its shape, and is the same when it is made again", (_, make) => {
  const set = make();
  const { x, y } = set.tensors();
  expect([x.shape, y.shape[0]]).toEqual([set.shape, set.length]);
  tf.dispose([x, y]);
  expect(isDeepStrictEqual(make().arrays(), set.arrays())).toBe(true);
});

test.each(seeded)("%s is the same for the same seed and another for another", (_, make) => {
  const first = make({ seed: 5 }).arrays();
  expect(isDeepStrictEqual(make({ seed: 5 }).arrays(), first)).toBe(true);
  expect(isDeepStrictEqual(make({ seed: 6 }).arrays(), first)).toBe(false);
});

test.each(makers)("%s refuses an option that it does not know", (name, make) => {
  if (make.length === 0) return; // takes none
  expect(() => make({ sede: 1 } as never)).toThrow(`${name}: unknown option "sede"`);
});
