import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { useBackend } from "../../src/backend/index";
import { logisticRegression, ridge, standardScaler } from "../../src/classic/index";
import { fromArrays, fromCsv, iris, moments, select, split, standardize } from "../../src/data/index";
import { fit, predict } from "../../src/train/index";

let folder: string;
let said: string[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tsdescent-"));
  await useBackend("cpu");
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  said = [];
  jest.spyOn(console, "warn").mockImplementation((line: string) => void said.push(line));
});
afterEach(() => jest.restoreAllMocks());

function file(text: string): string {
  const path = join(folder, "table.csv");
  writeFileSync(path, text);
  return path;
}

const times = Array.from({ length: 8 }, (_, at) => 1_700_000_000 + 10 * at);
const timeRows = `time,id,y\n${times.map((time, at) => `${time},${16_777_216 + at},${at}`).join("\n")}\n`;

const lin = (inputs: number) =>
  tf.sequential({
    layers: [tf.layers.dense({ units: 1, useBias: false, kernelInitializer: "zeros", inputShape: [inputs] })],
  });

test("a column of Unix times keeps its eight values until a tensor is made, which says so once", () => {
  const data = fromCsv(file(timeRows), { target: "y", about: { name: "events" } });
  expect(Array.from(data.column("time"))).toEqual(times);
  expect(Array.from(data.row(3))).toEqual([1_700_000_030, 16_777_219]);
  expect(Array.from(data.take([7, 0]).column(0))).toEqual([1_700_000_070, 1_700_000_000]);
  expect(Array.from(select(data, { features: ["id"] }).column(0))).toEqual(
    times.map((_, at) => 2 ** 24 + at),
  );
  expect(said).toEqual([]);
  tf.dispose(data.tensors());
  tf.dispose(data.tensors());
  tf.dispose(split(data, { seed: 1 }).train.tensors());
  expect(said).toEqual([
    'events: float32, a tensor\'s kind of number, keeps 2 of the 8 different values of column "time"; ' +
      "standardize it first, or number ids from 0",
    'events: float32, a tensor\'s kind of number, keeps 5 of the 8 different values of column "id"; ' +
      "standardize it first, or number ids from 0",
  ]);
});

test("standardized times are different numbers in a tensor too", () => {
  const data = standardize(fromCsv(file(timeRows), { target: "y" }));
  // (i − 3.5) / √5.25 for i = 0 … 7
  data.column("time").forEach((value, at) => expect(value).toBeCloseTo((at - 3.5) / Math.sqrt(5.25), 12));
  const { x } = data.tensors();
  expect(new Set(x.slice([0, 0], [-1, 1]).dataSync()).size).toBe(8);
  expect(said).toEqual([]);
});

test("targets keep 64 bits, and are told of as columns are", () => {
  const data = fromArrays({ x: times.map((_, at) => [at]), targets: times, targetName: "when" });
  expect(Array.from(data.targets)).toEqual(times);
  expect(Array.from(data.take([1]).targets)).toEqual([1_700_000_010]);
  tf.dispose(data.tensors());
  expect(said).toEqual([expect.stringContaining("own data: float32") as string]);
  expect(said[0]).toContain('2 of the 8 different values of the target "when"');
});

test("classic estimators learn a data set's 64 bits", async () => {
  const data = fromArrays({ x: times.map((time) => [time]), targets: times.map((_, at) => at) });
  const scaled = await standardScaler().fitTransform(data);
  expect(new Set(scaled.map(([value]) => value)).size).toBe(8);
  const model = await ridge({ alpha: 1e-9 }).fit(data);
  expect(Array.from(await model.predict(data), Math.round)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(moments(data).standardDeviation[0]).toBeCloseTo(10 * Math.sqrt(5.25), 6);
});

test("numbers given to fit and predict as arrays are told of once, with their column", async () => {
  const x = times.map((time, at) => [at, time]);
  const model = lin(2);
  await fit(model, { x, y: times.map((_, at) => at) }, { loss: "meanSquaredError", epochs: 1 });
  tf.dispose(await predict(model, x));
  expect(said).toEqual([
    expect.stringMatching(/^fit: .* 2 of the 8 different values of x's column 1;/) as string,
  ]);
  tf.dispose(
    await predict(
      model,
      x.map((row) => Float64Array.from(row)),
    ),
  );
  expect(said).toHaveLength(2);
  expect(said[1]).toMatch(/^predict: .* values of x's column 1;/);
});

test.each([
  ["whole numbers up to 2²⁴", [2 ** 24, 2 ** 24 - 1, 0, -5]],
  ["large numbers that float32 holds", [2 ** 30, 2 ** 31, 2 ** 40]],
  ["equal values that float32 rounds", [0.1, 0.1, 0.2, 0.2]],
  [
    "a hundred thousand numbers drawn at random",
    Array.from({ length: 1e5 }, (_, at) => (at * 0.6180339887498949) % 1),
  ],
])("of %s nothing is said", (_, values) => {
  tf.dispose(fromArrays({ x: values.map((value) => [value]), targets: values.map(() => 1) }).tensors());
  expect(said).toEqual([]);
});

test("fractions that float32 cannot tell apart are told of", () => {
  const values = [1.00000001, 1.00000002, 2, 3];
  tf.dispose(fromArrays({ x: values.map((value) => [value]), targets: [0, 0, 0, 1] }).tensors());
  expect(said).toEqual([
    expect.stringContaining('keeps 3 of the 4 different values of column "x1"') as string,
  ]);
});

test("ids beyond 32 bits in integer arrays become neither other ids nor negative", () => {
  const model = lin(1);
  model.setWeights([tf.tensor2d([[1]])]);
  const ids = BigInt64Array.from([3_000_000_000n, 4_000_000_000n]) as never;
  return predict(model, { values: ids, shape: [2, 1] }).then((said) =>
    expect(Array.from((said as tf.Tensor).dataSync())).toEqual([3e9, 4e9]),
  );
});

test("labels of classic that do not fit in 32 bits are refused", async () => {
  await expect(logisticRegression().fit([[1], [2]], [0, 3_000_000_000])).rejects.toThrow(
    "logisticRegression.fit: labels must fit in 32 bits, got 3000000000 at [1]; number the classes from 0",
  );
});

test("whole numbers that no number of JavaScript holds are told of when they are read", () => {
  const data = fromCsv(file("id,y\n9007199254740993,0\n9007199254740994,1\n"), { target: "y" });
  expect(Array.from(data.column("id"))).toEqual([9007199254740992, 9007199254740994]);
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(
    /^fromCsv: column "id" of .* has whole numbers beyond 2⁵³, whose last digits are lost \(9007199254740993 became 9007199254740992\); leave ids out, or read them as the label$/,
  );
});

test("two columns of one name are refused, wherever names are given", () => {
  const path = file("a,a,y\n1,2,0\n3,4,1\n");
  expect(() => fromCsv(path, { label: "y" })).toThrow(
    `fromCsv: the columns of ${path} must differ, got "a" twice; give each a name of its own`,
  );
  const x = [
    [1, 2],
    [3, 4],
  ];
  expect(() => fromArrays({ x, labels: [0, 1], featureNames: ["a", "a"] })).toThrow(
    'fromArrays: featureNames must differ, got "a" twice; give each a name of its own',
  );
  expect(() => fromArrays({ x, labels: [0, 1], classNames: ["a", "a"] })).toThrow(
    'fromArrays: classNames must differ, got "a" twice; give each a name of its own',
  );
  expect(() => select(iris(), { features: ["petal width", 3] })).toThrow(
    'select: features must differ, got "petal width" twice; give each a name of its own',
  );
  expect(() => select(iris(), { classes: ["setosa", "setosa"] })).toThrow(
    'select: classes must differ, got "setosa" twice; give each a name of its own',
  );
});
