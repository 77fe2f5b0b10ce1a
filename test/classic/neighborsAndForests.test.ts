import { kNeighbors, randomForest } from "../../src/classic/index";
import { names, offBy, parts, reference } from "./reference";

test.each(names)("kNeighbors has scikit-learn's neighbours on %s", async (set) => {
  const { x, y, testX, testY } = parts(set);
  const models = {
    kNeighbors: kNeighbors({ nNeighbors: 7 }),
    kNeighborsDistance: kNeighbors({ nNeighbors: 4, weights: "distance", p: 1 }),
  };
  for (const [name, model] of Object.entries(models)) {
    await model.fit(x, y);
    const expected = reference[name][set];
    expect(Array.from((await model.predict(testX)).slice(0, 40))).toEqual(expected.predictions);
    expect(offBy((await model.predictProba(testX)).slice(0, 20), expected.probabilities)).toBeLessThan(1e-9);
    expect(await model.score(testX, testY)).toBeCloseTo(expected.score, 12);
  }
});

test.each(names)("kNeighbors has scikit-learn's means on %s", async (set) => {
  const { x, y, testX, testY } = parts(set);
  const model = await kNeighbors({ task: "regression", nNeighbors: 6, weights: "distance" }).fit(x, y);
  const expected = reference.kNeighborsNumbers[set];
  expect(offBy((await model.predict(testX)).slice(0, 40), expected.predictions)).toBeLessThan(1e-9);
  expect(await model.score(testX, testY)).toBeCloseTo(expected.score, 9);
});

test.each(names)("a tree without draws parts the training rows of %s as scikit-learn's does", async (set) => {
  const { x, y } = parts(set);
  const single = { nEstimators: 1, maxDepth: 3, bootstrap: false, maxFeatures: "all" } as const;
  const everyTwentieth = (_: unknown, row: number) => row % 20 === 0;
  const expected = reference.tree[set];
  const classes = await randomForest(single).fit(x, y);
  expect(await classes.score(x, y)).toBeCloseTo(expected.score, 12);
  const probabilities = (await classes.predictProba(x)).filter(everyTwentieth);
  expect(offBy(probabilities, expected.probabilities)).toBeLessThan(1e-9);
  const numbers = await randomForest({ ...single, task: "regression" }).fit(x, y);
  expect(await numbers.score(x, y)).toBeCloseTo(expected.regressionScore, 9);
  expect(offBy((await numbers.predict(x)).filter(everyTwentieth), expected.numbers)).toBeLessThan(1e-9);
});

test.each(names)(
  "a forest scores on %s what scikit-learn's score, within four standard errors",
  async (set) => {
    const { x, y, testX, testY } = parts(set);
    const { mean, deviation, regressionMean, regressionDeviation } = reference.randomForest[set];
    const classes = await randomForest({ nEstimators: 50, seed: 1 }).fit(x, y);
    const score = await classes.score(testX, testY);
    expect(Math.abs(score - mean)).toBeLessThan(4 * deviation + 1 / testY.length);
    const numbers = await randomForest({ nEstimators: 50, seed: 1, task: "regression" }).fit(x, y);
    expect(Math.abs((await numbers.score(testX, testY)) - regressionMean)).toBeLessThan(
      4 * regressionDeviation + 0.005,
    );
  },
);

test("a forest finds the feature that decides", async () => {
  const { x } = parts("iris");
  const y = x.map((row) => Number(row[1] > 3));
  const { importances } = await randomForest({ nEstimators: 20, maxFeatures: "all" }).fit(x, y);
  expect(importances[1]).toBeGreaterThan(0.99);
  expect(importances.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
});

test("a split that gains nothing leads to those that do, as in scikit-learn", async () => {
  // Exclusive or, of two and of three; a checkerboard of weights; numbers that cancel.
  const corners = (sides: number) =>
    Array.from({ length: 2 ** sides }, (_, at) =>
      Array.from({ length: sides }, (_, side) => (at >> side) & 1),
    );
  const odd = (row: number[]) => row.reduce((sum, value) => sum + value, 0) % 2;
  const whole = { nEstimators: 1, bootstrap: false, maxFeatures: "all" } as const;
  for (const sides of [2, 3, 4]) {
    const x = corners(sides);
    const classes = await randomForest(whole).fit(x, x.map(odd));
    expect(Array.from(await classes.predict(x))).toEqual(x.map(odd));
    expect(classes.importances.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    const far = x.map((row) => 1e6 + odd(row) / 10);
    const numbers = await randomForest({ ...whole, task: "regression" }).fit(x, far);
    (await numbers.predict(x)).forEach((value, row) => expect(value).toBeCloseTo(far[row], 6));
  }
  const twice = [...corners(2), ...corners(2)];
  const stump = await randomForest({ ...whole, maxDepth: 1, minSamplesLeaf: 4 }).fit(twice, twice.map(odd));
  expect(await stump.predictProba([[0, 1]])).toEqual([Float64Array.of(0.5, 0.5)]);
  expect(Array.from(stump.importances)).toEqual([0, 0]);
});

test("leaves and splits have the rows that are asked for", async () => {
  const x = Array.from({ length: 10 }, (_, at) => [at]);
  const y = x.map(([value]) => value ** 2);
  const tree = { task: "regression", nEstimators: 1, bootstrap: false } as const;
  const leaves = async (options: object) =>
    new Set(await (await randomForest({ ...tree, ...options }).fit(x, y)).predict(x)).size;
  expect(await leaves({})).toBe(10);
  expect(await leaves({ minSamplesLeaf: 5 })).toBe(2);
  expect(await leaves({ minSamplesSplit: 11 })).toBe(1);
  expect(await leaves({ maxDepth: 1 })).toBe(2);
});
