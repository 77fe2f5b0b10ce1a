import { useBackend } from "../../src/backend/index";
import {
  kNeighbors,
  lasso,
  logisticRegression,
  makePipeline,
  minMaxScaler,
  network,
  randomForest,
  scorers,
  standardScaler,
} from "../../src/classic/index";
import { iris } from "../../src/data/index";

beforeAll(() => useBackend("cpu"));

const said = jest.spyOn(console, "warn").mockImplementation(() => {});
beforeEach(() => said.mockClear());
afterAll(() => said.mockRestore());

const plain = (rows: ArrayLike<number>[]) => rows.map((row) => Array.from(row));
const { x, y } = iris().arrays();

describe("standardScaler", () => {
  // Mean 4, deviation 2.
  const rows = [[2], [6], [2], [6]];
  test.each([
    [{}, [[-1], [1], [-1], [1]]],
    [{ withMean: false }, [[1], [3], [1], [3]]],
    [{ withStd: false }, [[-2], [2], [-2], [2]]],
    [{ withMean: false, withStd: false }, rows],
  ])("with %j shifts and divides as it is told, and back", async (options, expected) => {
    const scaler = await standardScaler(options).fit(rows);
    expect([scaler.mean[0], scaler.scale[0]]).toEqual([4, 2]);
    expect(plain(await scaler.transform(rows))).toEqual(expected);
    expect(plain(await scaler.inverseTransform(expected))).toEqual(rows);
  });
});

test("minMaxScaler puts the least at the low end, the greatest at the high one, and clips what lies beyond if it is told", async () => {
  const beyond = [[0], [15], [30]];
  const open = await minMaxScaler({ featureRange: [-1, 1] }).fit([[10], [20]]);
  expect(plain(await open.transform(beyond))).toEqual([[-3], [0], [3]]);
  const clipped = await minMaxScaler({ featureRange: [-1, 1], clip: true }).fit([[10], [20]]);
  expect(plain(await clipped.transform(beyond))).toEqual([[-1], [0], [1]]);
});

test.each([
  ["logisticRegression", (maxIter: number) => logisticRegression({ maxIter })],
  ["lasso", (maxIter: number) => lasso({ alpha: 1e-4, maxIter })],
])("%s says once that it did not converge, and nothing where it does", async (name, make) => {
  await make(100_000).fit(x, y);
  expect(said).not.toHaveBeenCalled();
  await make(1).fit(x, y);
  await make(1).fit(x, y);
  expect(said.mock.calls).toEqual([
    [`${name}.fit: stopped after maxIter 1 before it converged; scale the features, or raise maxIter or tol`],
  ]);
});

describe("randomForest", () => {
  const forest = (options: object) => randomForest({ nEstimators: 3, seed: 2, ...options }).fit(x, y);
  const importances = async (options: object) => [...(await forest(options)).importances];

  test("draws as many of 4 features as a number, a share or a rule says", async () => {
    const two = await importances({ maxFeatures: 2 });
    for (const maxFeatures of [0.5, 0.7, "sqrt", "log2"])
      expect(await importances({ maxFeatures })).toEqual(two);
    const one = await importances({ maxFeatures: 1 });
    for (const maxFeatures of [0.1, 0.49]) expect(await importances({ maxFeatures })).toEqual(one);
    const all = await importances({ maxFeatures: "all" });
    for (const maxFeatures of [4, 9]) expect(await importances({ maxFeatures })).toEqual(all);
    expect(new Set([one, two, all].map(String)).size).toBe(3);
  });

  test("counts a feature by its share of the variance that its splits take away", async () => {
    const squares = [[0, 0, 0], [0, 1, 0], [1, 0, 0], [1, 1, 0]]; // prettier-ignore
    const numbers = squares.map(([a, b]) => 1000 + 3 * a + b);
    const exact = { task: "regression", bootstrap: false, nEstimators: 2, seed: 1 } as const;
    const model = await randomForest(exact).fit(squares, numbers);
    expect([...model.importances].map((share) => share.toFixed(9))).toEqual(["0.900000000", "0.100000000", "0.000000000"]); // prettier-ignore
    expect([...(await model.predict(squares))]).toEqual(numbers);
    const stump = await randomForest({ ...exact, maxDepth: 1 }).fit(squares, numbers);
    expect([...(await stump.predict(squares))]).toEqual([1000.5, 1000.5, 1003.5, 1003.5]);
  });

  test("answers by the mean of its trees' shares of the classes", async () => {
    const one = await randomForest({ nEstimators: 1, bootstrap: false, maxDepth: 1, maxFeatures: "all" }).fit(
      [[0], [0], [0], [1]],
      [0, 0, 1, 1],
    );
    const [low, high] = await one.predictProba([[0], [1]]);
    expect([...low].map((share) => share.toFixed(6))).toEqual(["0.666667", "0.333333"]);
    expect([...high]).toEqual([0, 1]);
  });
});

test("kNeighbors measures by the power p, and weighs by nearness if it is told", async () => {
  // From (0, 0): 3 along an axis is nearer than (2, 2) by p = 1, farther by p = 3.
  const [rows, labels] = [[[3, 0], [2, 2]], [0, 1]]; // prettier-ignore
  const nearest = async (p: number) =>
    (await (await kNeighbors({ nNeighbors: 1, p }).fit(rows, labels)).predict([[0, 0]]))[0];
  expect([await nearest(1), await nearest(3)]).toEqual([0, 1]);
  const at = [[0], [1], [4]];
  const mean = async (weights: "uniform" | "distance") =>
    (await kNeighbors({ nNeighbors: 3, weights, task: "regression" }).fit(at, [0, 6, 12])).predict([[2]]);
  expect((await mean("uniform"))[0]).toBeCloseTo(6, 12);
  // 1/2, 1 and 1/2 of a weight of 2.
  expect((await mean("distance"))[0]).toBeCloseTo((0 + 6 + 12 / 2) / 2, 12);
});

test("rocAuc needs rows of the class and of another, and says how many there are", async () => {
  const model = await logisticRegression().fit([[0], [1], [2], [3]], [0, 0, 1, 1]);
  await expect(scorers.rocAuc(model, [[0], [1]], [1, 1])).rejects.toThrow(
    "rocAuc: y must have rows of class 1 and of another, got 2 and 0",
  );
  await expect(scorers.rocAuc(model, [[0], [3], [1]], [0, 1, 1])).resolves.toBe(1);
  await expect(scorers.rocAuc(model, [[0], [3], [1]], [1, 1, 0])).resolves.toBe(0.5);
});

test("a pipeline names the parameter that was meant", () => {
  const made = makePipeline(standardScaler(), logisticRegression());
  expect(() => made.setParams({ logisticRegresion__C: 1 })).toThrow(
    /^pipeline: unknown parameter "logisticRegresion/,
  );
  expect(() => made.setParams({ logisticRegression__c: 1 })).toThrow(
    'logisticRegression: unknown option "c"; known: C, fitIntercept, maxIter, tol',
  );
});

test("a network is trained by the optimiser of its name, at its rate", async () => {
  const [rows, numbers] = [x.slice(0, 60), y.slice(0, 60)];
  const answers = async (optimizer: string, learningRate?: number) => {
    const options = { task: "regression", hidden: [4], epochs: 2, seed: 1, learningRate } as const;
    const model = await network({ ...options, optimizer: optimizer as "adam" }).fit(rows, numbers);
    const said = [...(await model.predict(rows.slice(0, 2)))];
    model.dispose();
    return String(said);
  };
  const names = ["adam", "adamw", "nadam", "sgd", "momentum", "nesterov", "rmsprop", "adagrad"];
  const each = [];
  for (const name of names) each.push(await answers(name, 0.01));
  expect(new Set(each).size).toBe(names.length);
  expect(await answers("sgd", 0.01)).toBe(each[names.indexOf("sgd")]);
  expect(await answers("sgd", 0.02)).not.toBe(each[names.indexOf("sgd")]);
});
