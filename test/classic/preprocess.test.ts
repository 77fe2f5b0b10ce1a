import { useBackend } from "../../src/backend/index";
import {
  linearRegression,
  logisticRegression,
  makePipeline,
  minMaxScaler,
  oneHotEncoder,
  pca,
  scorers,
  standardScaler,
  type ScorerName,
} from "../../src/classic/index";
import { names, offBy, parts, reference } from "./reference";

beforeAll(() => useBackend("cpu"));

test.each(names)("scalers make of %s what scikit-learn's make", async (set) => {
  const { x, testX } = parts(set);
  const standard = await standardScaler().fit(x);
  const bounds = await minMaxScaler({ featureRange: [-1, 2] }).fit(x);
  const expected = reference.scalers[set];
  expect(offBy((await standard.transform(testX)).slice(0, 3), expected.standard)).toBeLessThan(1e-10);
  expect(offBy((await bounds.transform(testX)).slice(0, 3), expected.minMax)).toBeLessThan(1e-10);
});

test.each(names)("pca has scikit-learn's components of %s", async (set) => {
  const { x, testX } = parts(set);
  const model = await pca({ nComponents: 3 }).fit(x);
  const white = await pca({ nComponents: 3, whiten: true }).fit(x);
  const expected = reference.pca[set];
  for (const fact of ["components", "explainedVariance", "explainedVarianceRatio"] as const) {
    expect([fact, offBy(model[fact], expected[fact]) < 1e-9]).toEqual([fact, true]);
  }
  expect(offBy((await model.transform(testX)).slice(0, 5), expected.transformed)).toBeLessThan(1e-9);
  expect(offBy((await white.transform(testX)).slice(0, 5), expected.white)).toBeLessThan(1e-9);
  const forShare = await pca({ nComponents: 0.9 }).fit(x);
  expect(forShare.components).toHaveLength(expected.forShare);
});

test("what scalers and pca do is undone by inverseTransform", async () => {
  const { x, testX } = parts("iris");
  for (const make of [standardScaler, minMaxScaler, pca]) {
    const transformer = await make().fit(x);
    const back = await transformer.inverseTransform(await transformer.transform(testX));
    expect(offBy(back, testX)).toBeLessThan(1e-12);
  }
});

test("a feature that never varies becomes 0 by standardScaler and the low end by minMaxScaler", async () => {
  const x = [
    [0.1, 1],
    [0.1, 2],
    [0.1, 3],
  ];
  const standard = await standardScaler().fitTransform(x);
  expect(standard.every((row) => Math.abs(row[0]) < 1e-15)).toBe(true);
  expect((await minMaxScaler().fitTransform(x)).map((row) => row[0])).toEqual([0, 0, 0]);
});

test("minMaxScaler cuts what lies outside when it is told to", async () => {
  const scaler = await minMaxScaler({ clip: true }).fit([[0], [10]]);
  expect(await scaler.transform([[-5], [5], [20]])).toEqual(
    [[0], [0.5], [1]].map((row) => Float64Array.from(row)),
  );
});

test("oneHotEncoder has a column for each value, and says which value it does not know", async () => {
  const encoder = await oneHotEncoder().fit([
    [2, 0],
    [5, 0],
  ]);
  const rows = await encoder.transform([
    [5, 0],
    [2, 0],
  ]);
  expect(rows.map((row) => Array.from(row))).toEqual([
    [0, 1, 1],
    [1, 0, 1],
  ]);
  await expect(encoder.transform([[3, 0]])).rejects.toThrow(
    'oneHotEncoder.transform: feature 0 must have one of the values that fit saw, got 3 in row 0; or use {handleUnknown: "ignore"}',
  );
  const lenient = await oneHotEncoder({ handleUnknown: "ignore" }).fit([[2], [5]]);
  expect(Array.from((await lenient.transform([[3]]))[0])).toEqual([0, 0]);
});

test.each(names)("scorers give scikit-learn's scores on %s", async (set) => {
  const { x, y, testX, testY } = parts(set);
  const classes = await makePipeline(
    standardScaler(),
    pca({ nComponents: 2 }),
    logisticRegression({ tol: 1e-10, maxIter: 10_000 }),
  ).fit(x, y);
  const numbers = await linearRegression().fit(x, y);
  for (const [name, expected] of Object.entries<number>(reference.scorers[set])) {
    const isError = name === "r2" || name.endsWith("Error");
    const score = await scorers[name as ScorerName](isError ? numbers : classes, testX, testY);
    expect([name, offBy(score, expected) < 1e-6]).toEqual([name, true]);
  }
});
